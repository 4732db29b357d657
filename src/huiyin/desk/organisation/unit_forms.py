"""Making units and posts, filling and vacating posts."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.fields import TidyField
from huiyin.desk.organisation.acting import ArrangeForm
from huiyin.desk.organisation.trees import area_options, unit_lines
from huiyin.flows.officer_away import post_give
from huiyin.flows.unit_closing import unit_shut
from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.text import N_
from huiyin.orgs.rules import ROLE_LABELS, UNIT_KIND_LABELS, UnitKind
from huiyin.orgs.selectors import area_tree, unit_tree
from huiyin.orgs.services import PostPlan, UnitPlan, post_create, unit_create, unit_move


class UnitForm(ArrangeForm):
    """A unit, below `parent_id` or at the root."""

    code = "unit"
    title = N_("新增单位")
    submit = N_("新增单位")
    done = N_("单位已建立。")
    conflicts = "name"
    parent_id: int | None = None

    name = forms.CharField(label=_("名称"))
    short_name = forms.CharField(label=_("简称"), required=False)
    kind = forms.ChoiceField(label=_("性质"))
    area = forms.TypedChoiceField(label=_("地方"), required=False, coerce=int, empty_value=None)
    phone = TidyField(label=_("电话"), most=40, required=False, help_text=_("信访人会看到。"))
    address = TidyField(label=_("地址"), most=200, required=False, help_text=_("信访人会看到。"))
    intro = forms.CharField(
        label=_("接待说明"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("什么时候、在哪里接待，信访人会看到。"),
    )
    independent = forms.BooleanField(
        label=_("独立单位，不受上级指挥（如纪检监察机关）"),
        required=False,
        help_text=_("反映上级单位的事项可以由它办，上级领导看不到。"),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        """With kinds and areas to choose from."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        kinds = [(kind.value, gettext(UNIT_KIND_LABELS[kind])) for kind in UnitKind]
        self.fields["kind"].choices = [("", gettext("请选择")), *kinds]  # type: ignore[attr-defined]
        self.fields["area"].choices = [("", gettext("不限")), *area_options(area_tree())]  # type: ignore[attr-defined]

    def make(self, *, actor: Actor, at: datetime) -> None:
        """Make the unit."""
        given = self.cleaned_data
        plan = UnitPlan(
            name=given["name"],
            kind=UnitKind(given["kind"]),
            short_name=given["short_name"],
            area_id=given["area"],
            independent=given["independent"],
            phone=given["phone"],
            address=given["address"],
            intro=given["intro"],
        )
        unit_create(plan=plan, parent_id=self.parent_id, actor=actor, at=at)


class MoveUnitForm(ArrangeForm):
    """Where the unit stands in the tree; what is below it comes along."""

    code = "move"
    title = N_("调整上级")
    submit = N_("调整")
    done = N_("上级已调整，马上生效。")
    conflicts = "parent"
    unit_id: int = 0

    parent = forms.TypedChoiceField(
        label=_("新的上级"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("下级单位一起过去。谁能指挥、谁要回避，马上按新的上下级算。"),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        """With the units to choose from."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        units = [(str(line.unit.id), "　" * line.level + line.unit.name) for line in unit_lines(unit_tree())]
        self.fields["parent"].choices = [("", gettext("最上一级")), *units]  # type: ignore[attr-defined]

    def make(self, *, actor: Actor, at: datetime) -> None:
        """Move the unit."""
        unit_move(unit_id=self.unit_id, parent_id=self.cleaned_data["parent"], actor=actor, at=at)


class CloseUnitForm(ArrangeForm):
    """The unit exists no more; its history stays."""

    code = "close"
    title = N_("撤销单位")
    submit = N_("撤销")
    done = N_("单位已撤销。办过的事项和记录都还在。")
    conflicts = "sure"
    unit_id: int = 0

    sure = forms.BooleanField(
        label=_("这个单位不再存在"),
        help_text=_("撤销前，在职人员、下级单位、没办完的事项、没开的听证、没到的接访日都要先安排好。"),
        error_messages={"required": _("确认撤销，请勾选这一项。")},
    )

    def make(self, *, actor: Actor, at: datetime) -> None:
        """Close the unit."""
        unit_shut(unit_id=self.unit_id, actor=actor, at=at)


class PostForm(ArrangeForm):
    """A post in a unit, vacant at first."""

    code = "post"
    title = N_("新增职位")
    submit = N_("新增职位")
    done = N_("职位已建立，可以安排人了。")
    unit_id: int = 0

    role = forms.ChoiceField(label=_("职责"))
    name = forms.CharField(label=_("职位名称"), help_text=_("例如：信访接待岗。"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        """With the roles to choose from."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        roles = [(role.value, gettext(ROLE_LABELS[role])) for role in Role]
        self.fields["role"].choices = [("", gettext("请选择")), *roles]  # type: ignore[attr-defined]

    def make(self, *, actor: Actor, at: datetime) -> None:
        """Make the post."""
        plan = PostPlan(unit_id=self.unit_id, role=Role(self.cleaned_data["role"]), title=self.cleaned_data["name"])
        post_create(plan=plan, actor=actor, at=at)


class FillForm(ArrangeForm):
    """Who holds a post from now on; nobody, when the line is empty."""

    code = "fill"
    submit = N_("安排")
    done = N_("职位已调整，马上生效。")
    post_id: int = 0

    officer = forms.TypedChoiceField(label=_("由谁担任"), required=False, coerce=int, empty_value=None)

    def offer(self, officers: list[tuple[str, str]]) -> None:
        """The officers to choose from."""
        self.fields["officer"].choices = [("", gettext("空缺")), *officers]  # type: ignore[attr-defined]

    def make(self, *, actor: Actor, at: datetime) -> None:
        """Fill or vacate."""
        post_give(post_id=self.post_id, officer_id=self.cleaned_data["officer"], actor=actor, at=at)
