"""Making areas and categories, and saying which unit is competent."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.matter_detail.unit_field import UnitField
from huiyin.desk.organisation.acting import ArrangeForm
from huiyin.desk.organisation.trees import area_options, category_options
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.orgs.selectors import area_tree, category_tree
from huiyin.orgs.services import (
    AreaPlan,
    CategoryPlan,
    CompetencePlan,
    area_create,
    category_create,
    category_revise,
    competence_set,
)


class AreaForm(ArrangeForm):
    """An area in another one."""

    code = "area"
    title = N_("新增地方")
    submit = N_("新增地方")
    done = N_("已新增。")
    conflicts = "code_text"

    name = forms.CharField(label=_("名称"))
    code_text = forms.CharField(label=_("代码"), help_text=_("统计用区划代码，或自编代码。"))
    parent = forms.TypedChoiceField(label=_("在哪里之下"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: object, **kwargs: object) -> None:
        """With the areas to choose from."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        options = [("", gettext("最上一级")), *area_options(area_tree())]
        self.fields["parent"].choices = options  # type: ignore[attr-defined]

    def make(self, *, actor: Actor, at: datetime) -> None:
        """Make the area."""
        plan = AreaPlan(name=self.cleaned_data["name"], code=self.cleaned_data["code_text"])
        area_create(plan=plan, parent_id=self.cleaned_data["parent"], actor=actor, at=at)


class CategoryForm(ArrangeForm):
    """A category below another one; three levels at most."""

    code = "category"
    title = N_("新增类别")
    submit = N_("新增类别")
    done = N_("已新增。")
    conflicts = "code_text"

    name = forms.CharField(label=_("名称"))
    code_text = forms.CharField(label=_("代码"))
    keywords = forms.CharField(
        label=_("常用说法"), required=False, help_text=_("人们会怎么说，用空格分开。填报时靠它找到类别。")
    )
    parent = forms.TypedChoiceField(label=_("在哪一类之下"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: object, **kwargs: object) -> None:
        """With the categories to choose from."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        options = [("", gettext("最上一级")), *category_options(category_tree())]
        self.fields["parent"].choices = options  # type: ignore[attr-defined]

    def make(self, *, actor: Actor, at: datetime) -> None:
        """Make the category."""
        given = self.cleaned_data
        plan = CategoryPlan(name=given["name"], code=given["code_text"], keywords=given["keywords"])
        category_create(plan=plan, parent_id=given["parent"], actor=actor, at=at)


class ReviseCategoryForm(ArrangeForm):
    """Another name, other ways to say it; its code and its place stay."""

    code = "revise"
    title = N_("修改类别")
    submit = N_("保存")
    done = N_("已修改，马上生效。")
    conflicts = "name"

    category = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("名称"))
    keywords = forms.CharField(
        label=_("常用说法"), required=False, help_text=_("人们会怎么说，用空格分开。填报时靠它找到类别。")
    )

    def make(self, *, actor: Actor, at: datetime) -> None:
        """Revise the category."""
        given = self.cleaned_data
        category_revise(
            category_id=given["category"], name=given["name"], keywords=given["keywords"], actor=actor, at=at
        )


class CompetenceForm(ArrangeForm):
    """The unit for a category in an area; what was said before for the two is replaced."""

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
        categories = [("", gettext("所有类别")), *category_options(category_tree())]
        self.fields["category"].choices = categories  # type: ignore[attr-defined]
        self.fields["area"].choices = [("", gettext("所有地方")), *area_options(area_tree())]  # type: ignore[attr-defined]

    def make(self, *, actor: Actor, at: datetime) -> None:
        """Set the competence."""
        given = self.cleaned_data
        plan = CompetencePlan(unit_id=given["unit"], category_id=given["category"], area_id=given["area"])
        competence_set(plan=plan, actor=actor, at=at)
