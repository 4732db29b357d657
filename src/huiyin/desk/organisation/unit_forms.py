"""Making units and posts, filling and vacating posts."""

import re
from datetime import datetime
from typing import Any, Self

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.fields import TidyField
from huiyin.desk.organisation.acting import ArrangeForm, AskingForm
from huiyin.desk.organisation.trees import area_options
from huiyin.flows.grants import post_give
from huiyin.flows.unit_changes import unit_correct
from huiyin.flows.unit_closing import unit_shut
from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.text import N_
from huiyin.orgs.consequences import UNIT_CLOSED, of_unit_revised
from huiyin.orgs.grant_errors import IndependenceNotAllowed
from huiyin.orgs.rules import ROLE_LABELS, UNIT_KIND_LABELS, UnitKind
from huiyin.orgs.selectors import PostView, UnitView, area_tree, unit_view
from huiyin.orgs.selectors.grants import independence_may_end
from huiyin.orgs.services import (
    PostPlan,
    UnitFacts,
    UnitPlan,
    post_create,
    post_revise,
    unit_create,
)

PROPOSED = N_("已提出，等另一个人同意后生效。现在担任的人、单位负责人和监督员都会收到通知。")
_ALIAS_ENDS = re.compile(r"[、，,;；\s]+")


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
    aliases = forms.CharField(
        label=_("别名"),
        required=False,
        help_text=_("人们还会怎么叫它，用顿号或空格分开。反映到它时，写别名也认得出，它和下属就看不到。"),
    )
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
        self.fill("kind", kinds, blank=gettext("请选择"))
        self.fill("area", area_options(area_tree()), blank=gettext("不限"))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Make the unit."""
        unit_create(plan=UnitPlan(**self.facts()), parent_id=self.parent_id, actor=actor, at=at)

    def facts(self) -> dict[str, Any]:
        """What the fields say, as plans have it."""
        given = self.cleaned_data
        return {
            "name": given["name"],
            "kind": UnitKind(given["kind"]),
            "short_name": given["short_name"],
            "aliases": _ALIAS_ENDS.split(given["aliases"]),
            "area_id": given["area"],
            "independent": given["independent"],
            "phone": given["phone"],
            "address": given["address"],
            "intro": given["intro"],
        }


class ReviseUnitForm(UnitForm, AskingForm):
    """All of a unit but its place in the tree. Asks where the change decides who is barred, or who is recognised."""

    code = "revise"
    title = N_("修改单位")
    submit = N_("保存")
    done = N_("已修改，马上生效。发出的文书不变。")
    unit_id: int = 0

    field_order = (
        "name",
        "short_name",
        "aliases",
        "kind",
        "area",
        "phone",
        "address",
        "intro",
        "independent",
        "sure",
    )

    @classmethod
    def of(cls, unit: UnitView, data: QueryDict | None = None) -> Self:
        """The form of a unit, filled in."""
        initial = {
            "name": unit.name,
            "short_name": unit.short_name,
            "aliases": "、".join(unit.aliases),
            "kind": unit.kind.value,
            "area": unit.area_id or "",
            "phone": unit.phone,
            "address": unit.address,
            "intro": unit.intro,
            "independent": unit.independent,
        }
        form = cls(data, initial=initial)
        form.unit_id = unit.id
        # Once anything was filed: the leaders above would command it, and agree to posts in it (docs/orgs.md).
        if unit.independent and not independence_may_end(by_system=False):
            # Disabled, a field keeps its value whatever is sent.
            form.fields["independent"].disabled = True
            form.fields["independent"].help_text = _(IndependenceNotAllowed.sentence)
        return form

    def questions(self) -> list[str]:
        """Independence moves the end of chains; a name that is dropped is recognised no longer."""
        return of_unit_revised(unit_view(unit_id=self.unit_id), UnitFacts(**self.facts()))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Revise the unit."""
        unit_correct(unit_id=self.unit_id, facts=UnitFacts(**self.facts()), actor=actor, at=at)


class CloseUnitForm(ArrangeForm):
    """The unit exists no more; its history stays."""

    code = "close"
    title = N_("撤销单位")
    submit = N_("撤销")
    done = N_("单位已撤销。办过的事项和记录都还在。")
    conflicts = "sure"
    unit_id: int = 0

    sure = forms.BooleanField(
        label=_(UNIT_CLOSED),
        help_text=_("撤销前，在职人员、下级单位、没办完的事项、没开的听证、没到的接访日都要先安排好。"),
        error_messages={"required": _("确认撤销，请勾选这一项。")},
    )

    def execute(self, *, actor: Actor, at: datetime) -> None:
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
        self.fill("role", roles, blank=gettext("请选择"))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Make the post."""
        plan = PostPlan(unit_id=self.unit_id, role=Role(self.cleaned_data["role"]), title=self.cleaned_data["name"])
        post_create(plan=plan, actor=actor, at=at)


class RevisePostForm(ArrangeForm):
    """What a post is called; its role while it is vacant."""

    code = "revise"
    title = N_("修改职位")
    submit = N_("保存")
    done = N_("职位已修改，马上生效。")
    post_id: int = 0

    name = forms.CharField(label=_("职位名称"), help_text=_("例如：信访接待岗。"))
    role = forms.ChoiceField(label=_("职责"), help_text=_("空缺时才能改，免得有人不知不觉多了或者少了权限。"))

    @classmethod
    def of(cls, post: PostView, data: QueryDict | None = None) -> Self:
        """The form of a post, filled in."""
        form = cls(data, initial={"name": post.title, "role": post.role.value})
        form.post_id = post.id
        roles = [(role.value, gettext(ROLE_LABELS[role])) for role in Role]
        form.fields["role"].choices = roles  # type: ignore[attr-defined]
        form.fields["role"].disabled = post.officer_id is not None
        return form

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Revise the post."""
        given = self.cleaned_data
        post_revise(post_id=self.post_id, title=given["name"], role=Role(given["role"]), actor=actor, at=at)


class FillForm(ArrangeForm):
    """Who holds a post from now on; nobody, when the line is empty."""

    code = "fill"
    submit = N_("安排")
    done = N_("职位已调整，马上生效。")
    post_id: int = 0

    officer = forms.TypedChoiceField(label=_("由谁担任"), required=False, coerce=int, empty_value=None)

    def offer(self, officers: list[tuple[str, str]]) -> None:
        """The officers to choose from."""
        self.fill("officer", officers, blank=gettext("空缺"))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Fill or vacate."""
        # What opens matters or identities, and any post for oneself, takes a second person (docs/orgs.md).
        if not post_give(post_id=self.post_id, officer_id=self.cleaned_data["officer"], actor=actor, at=at):
            self.done = PROPOSED
