"""Why it came about, on the side of the authorities."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.desk.matter.forms import MoveForm, words
from huiyin.desk.matter.registry import BarRow, move_form
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.matters.cause.errors import CauseMissing
from huiyin.matters.cause.rules import CAUSE_LABELS
from huiyin.matters.cause.services import cause_find
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.views import MatterView


def causes_field(*, required: bool) -> forms.MultipleChoiceField:
    """All causes, to be ticked."""
    return forms.MultipleChoiceField(
        label=_("机关方面的原因"),
        choices=[(code.value, _(label)) for code, label in CAUSE_LABELS.items()],
        widget=forms.CheckboxSelectMultiple,
        required=required,
        error_messages={"required": _(CauseMissing.sentence)},
    )


def causes_found(page: MatterView) -> dict[str, object]:
    """What was found last, as it stands in the fields."""
    return {"causes": [code.value for code in page.cause.codes], "note": page.cause.note} if page.cause else {}


@move_form(BarRow.ASKING, 65)
class CauseForm(MoveForm):
    """The causes that were found, and what stands behind them."""

    action = Action.FIND_CAUSE
    about = N_("只写机关方面的原因，不写信访人；信访人看不到。以后查明了别的，可以再记，以最后一次为准。")
    submit = N_("记下原因")
    done = N_("已记下原因。")

    causes = causes_field(required=True)
    note = words(_("怎么看出来的，怎样改进"), rows=3)

    def get_initial(self) -> dict[str, object]:
        """What was found last."""
        return causes_found(self.page)

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Write it down."""
        given = self.cleaned_data
        cause_find(
            actor=actor, matter_id=self.page.id, codes=given["causes"], note=given["note"], at=at,
            seen=self.seen_version,
        )  # fmt: skip
