"""Making areas and categories, and saying which unit is competent."""

from datetime import datetime
from typing import Self

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.matter.unit_field import UnitField
from huiyin.desk.organisation.acting import ArrangeForm, AskingForm, tick
from huiyin.desk.organisation.trees import area_options, category_options
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import BadInput, HuiyinError
from huiyin.kernel.text import N_
from huiyin.orgs.consequences import CATEGORY_CLOSED, of_competence_set
from huiyin.orgs.selectors import CompetenceView, area_tree, category_tree
from huiyin.orgs.services import (
    AreaPlan,
    CategoryPlan,
    CompetencePlan,
    area_create,
    area_revise,
    category_close,
    category_create,
    category_revise,
    competence_drop,
    competence_set,
)


class CodedForm(ArrangeForm):
    """Of something with a name and a code; `code` of a form is its own name, so the field is `code_text`."""

    conflicts = "code_text"

    name = forms.CharField(label=_("名称"))
    code_text = forms.CharField(label=_("代码"))

    def refuse(self, error: HuiyinError) -> None:
        """A code that is missing stands in the field of that name."""
        if isinstance(error, BadInput) and error.field == "code":
            error.field = "code_text"
        super().refuse(error)


def _area_code() -> forms.CharField:
    return forms.CharField(label=_("代码"), help_text=_("统计用区划代码，或自编代码。"))


def _keywords() -> forms.CharField:
    return forms.CharField(
        label=_("常用说法"), required=False, help_text=_("人们会怎么说，用空格分开。填报时靠它找到类别。")
    )


class AreaForm(CodedForm):
    """An area in another one."""

    code = "area"
    title = N_("新增地方")
    submit = N_("新增地方")
    done = N_("已新增。")

    code_text = _area_code()
    parent = forms.TypedChoiceField(label=_("在哪里之下"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: object, **kwargs: object) -> None:
        """With the areas to choose from."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fill("parent", area_options(area_tree()), blank=gettext("最上一级"))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Make the area."""
        plan = AreaPlan(name=self.cleaned_data["name"], code=self.cleaned_data["code_text"])
        area_create(plan=plan, parent_id=self.cleaned_data["parent"], actor=actor, at=at)


class ReviseAreaForm(CodedForm):
    """Another name or code."""

    code = "revise"
    title = N_("修改地方")
    submit = N_("保存")
    done = N_("已修改，马上生效。")

    area = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("名称"), help_text=_("单位名称前面的地名也按它认。"))
    code_text = _area_code()

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Revise the area."""
        given = self.cleaned_data
        area_revise(area_id=given["area"], name=given["name"], code=given["code_text"], actor=actor, at=at)


class CategoryForm(CodedForm):
    """A category below another one; three levels at most."""

    code = "category"
    title = N_("新增类别")
    submit = N_("新增类别")
    done = N_("已新增。")

    keywords = _keywords()
    parent = forms.TypedChoiceField(label=_("在哪一类之下"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: object, **kwargs: object) -> None:
        """With the categories to choose from."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fill("parent", category_options(category_tree()), blank=gettext("最上一级"))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Make the category."""
        given = self.cleaned_data
        plan = CategoryPlan(name=given["name"], code=given["code_text"], keywords=given["keywords"])
        category_create(plan=plan, parent_id=given["parent"], actor=actor, at=at)


class ReviseCategoryForm(CodedForm):
    """Another name, another code, other ways to say it."""

    code = "revise"
    title = N_("修改类别")
    submit = N_("保存")
    done = N_("已修改，马上生效。")

    category = forms.IntegerField(widget=forms.HiddenInput)
    code_text = forms.CharField(label=_("代码"), help_text=_("改代码不影响已有的事项、归口和导入。"))
    keywords = _keywords()

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Revise the category."""
        given = self.cleaned_data
        category_revise(
            category_id=given["category"],
            name=given["name"],
            code=given["code_text"],
            keywords=given["keywords"],
            actor=actor,
            at=at,
        )


class CloseCategoryForm(ArrangeForm):
    """A category that is offered no longer."""

    code = "close"
    title = N_("停用类别")
    submit = N_("停用")
    done = N_("类别已停用。已有的事项还是这一类。")

    category = forms.IntegerField(widget=forms.HiddenInput)
    sure = tick(_(CATEGORY_CLOSED))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Close the category."""
        category_close(category_id=self.cleaned_data["category"], actor=actor, at=at)


class CompetenceForm(AskingForm):
    """The unit for a category in an area; asks before another unit loses them."""

    code = "competence"
    title = N_("设定归口单位")
    submit = N_("设定")
    done = N_("已设定，从现在起按它建议。")

    category = forms.TypedChoiceField(label=_("类别"), required=False, coerce=int, empty_value=None)
    area = forms.TypedChoiceField(label=_("地方"), required=False, coerce=int, empty_value=None)
    unit = UnitField(label=_("归口单位"), help_text=_("输入名称里的两个字。"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        """With categories and areas to choose from."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fill("category", category_options(category_tree()), blank=gettext("所有类别"))
        self.fill("area", area_options(area_tree()), blank=gettext("所有地方"))

    @classmethod
    def of(cls, competence: CompetenceView) -> Self:
        """The form of what was said already, filled in."""
        initial = {"category": competence.category_id or "", "area": competence.area_id or "",
                   "unit": (str(competence.unit_id), competence.unit)}  # fmt: skip
        return cls(initial=initial)

    def questions(self) -> list[str]:
        """Whose it was until now."""
        return of_competence_set(self.plan())

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Set the competence."""
        competence_set(plan=self.plan(), actor=actor, at=at)

    def plan(self) -> CompetencePlan:
        """What the fields say."""
        given = self.cleaned_data
        return CompetencePlan(unit_id=given["unit"], category_id=given["category"], area_id=given["area"])


class DropCompetenceForm(ArrangeForm):
    """What was said for a category and an area is taken back."""

    code = "drop"
    title = N_("取消归口设定")
    submit = N_("取消这条设定")
    done = N_("已取消，从现在起按更宽的设定建议。")

    competence = forms.IntegerField(widget=forms.HiddenInput)

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Drop it."""
        competence_drop(competence_id=self.cleaned_data["competence"], actor=actor, at=at)
