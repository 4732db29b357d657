"""Another parent for a unit, an area or a category; each wants a tick that says what follows from it."""

from abc import abstractmethod
from datetime import datetime

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.organisation.acting import ArrangeForm, tick
from huiyin.desk.organisation.trees import area_options, category_options, unit_options
from huiyin.flows.unit_changes import unit_relocate
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.orgs.consequences import AREA_MOVED, CATEGORY_MOVED, UNIT_MOVED
from huiyin.orgs.selectors import area_tree, category_tree, unit_tree
from huiyin.orgs.services import area_move, category_move


class RelocateForm(ArrangeForm):
    """Where something stands in its tree; what is below it comes along."""

    code = "move"
    title = N_("调整上级")
    submit = N_("调整")
    done = N_("上级已调整，马上生效。")
    conflicts = "parent"

    parent = forms.TypedChoiceField(
        label=_("新的上级"), required=False, coerce=int, empty_value=None, help_text=_("它的下级一起过去。")
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        """With the parents to choose from."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fill("parent", self.options(), blank=gettext("最上一级"))

    @abstractmethod
    def options(self) -> list[tuple[str, str]]:
        """What can be the parent."""


class MoveUnitForm(RelocateForm):
    """Decides who commands the unit, who is barred with it, and who reviews its answers."""

    unit_id: int = 0

    sure = tick(_(UNIT_MOVED))

    def options(self) -> list[tuple[str, str]]:
        """All open units."""
        return unit_options(unit_tree())

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Move the unit."""
        unit_relocate(unit_id=self.unit_id, parent_id=self.cleaned_data["parent"], actor=actor, at=at)


class MoveAreaForm(RelocateForm):
    """Decides which unit is competent for what comes from there."""

    area = forms.IntegerField(widget=forms.HiddenInput)
    sure = tick(_(AREA_MOVED))

    def options(self) -> list[tuple[str, str]]:
        """All areas."""
        return area_options(area_tree())

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Move the area."""
        given = self.cleaned_data
        area_move(area_id=given["area"], parent_id=given["parent"], actor=actor, at=at)


class MoveCategoryForm(RelocateForm):
    """Decides which unit is competent for the category."""

    category = forms.IntegerField(widget=forms.HiddenInput)
    sure = tick(_(CATEGORY_MOVED))

    def options(self) -> list[tuple[str, str]]:
        """All categories in use."""
        return category_options(category_tree())

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Move the category."""
        given = self.cleaned_data
        category_move(category_id=given["category"], parent_id=given["parent"], actor=actor, at=at)
