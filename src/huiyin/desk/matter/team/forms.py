"""Who is on the leader's team: asked, agreed, left."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.desk.fields import TidyField
from huiyin.desk.matter.forms import MoveForm, choose, words
from huiyin.desk.matter.registry import BarRow, move_form, move_reason
from huiyin.desk.matter.unit_field import UnitField
from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.sponsor.errors import NotTheSponsor
from huiyin.matters.team.errors import (
    MemberDayInvalid,
    MemberGone,
    MemberPartMissing,
    MemberReasonMissing,
    MemberUnknown,
    MemberUnsettled,
    NotTheirMember,
)
from huiyin.matters.team.rules import PART_MAX
from huiyin.matters.team.selectors import MemberView
from huiyin.matters.team.services import member_agree, member_end, member_name
from huiyin.orgs.selectors import officers_by_name
from huiyin.web.date_fields import DayField

_TEAM = frozenset({Action.NAME_MEMBER, Action.AGREE_MEMBER, Action.END_MEMBER})
_UNKNOWN = 0


@move_reason(720, quiet=_TEAM)
def closed_to_teams(page: MatterView, actor: Actor, action: Action) -> str:
    """Why one of these isn't this officer's now, in the source language, or ""."""
    if action is Action.NAME_MEMBER:
        if not _is_sponsor(page, actor):
            return NotTheSponsor.sentence
        return "" if page.respondents_settled else MemberUnsettled.sentence
    if action not in _TEAM:
        return ""
    members = page.rows_of(MemberView)
    if action is Action.AGREE_MEMBER:
        members = tuple(member for member in members if member.is_asked)
    if not members:
        return MemberGone.sentence
    return "" if _theirs(page, actor, action) else NotTheirMember.sentence


def _is_sponsor(page: MatterView, actor: Actor) -> bool:
    return page.sponsor is not None and page.sponsor.officer_id in {actor.officer_id, *actor.stands_for}


def _theirs(page: MatterView, actor: Actor, action: Action) -> list[MemberView]:
    """The members for whom this officer may make the move."""
    led = actor.units_as(Role.LEADER)
    found = page.rows_of(MemberView)
    if action is Action.AGREE_MEMBER:
        return [member for member in found if member.is_asked and member.unit_id in led]
    if _is_sponsor(page, actor):
        return list(found)
    return [member for member in found if member.officer_id == actor.officer_id or member.unit_id in led]


class _OfMember(MoveForm):
    """A move about one member of the team."""

    member = forms.TypedChoiceField(
        label=_("哪一位"), coerce=int, error_messages={"required": _(MemberGone.sentence)}
    )

    def offer(self, members: list[MemberView]) -> None:
        """Whom to choose from."""
        choose(
            self.fields["member"],
            [(str(member.position), f"{member.unit} {member.name} · {member.part}") for member in members],
        )


@move_form(BarRow.SECONDARY, 743)
class NameMemberForm(MoveForm):
    """Somebody comes onto the team."""

    action = Action.NAME_MEMBER
    about = N_(
        "进了专班的人能看到这件事项，到退出、办结或者结束包案为止。不归您管的单位，先由那个单位的领导同意。和这件事项有关的人不能参加。"
    )
    submit = N_("请进专班")
    done = N_("已请。")

    unit = UnitField(label=_("哪个单位"), help_text=_("输入名称里的两个字。"))
    name = TidyField(label=_("姓名"), error_messages={"required": _(MemberUnknown.sentence)})
    part = TidyField(label=_("负责什么"), most=PART_MAX, error_messages={"required": _(MemberPartMissing.sentence)})
    due_on = DayField(
        label=_("什么时候以前做完"), help_text=_("从进专班那天起，是这位同事的一项任务，做完了在任务里报告。"),
        error_messages={"required": _(MemberDayInvalid.sentence)},
    )  # fmt: skip

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Ask them."""
        given = self.cleaned_data
        found = officers_by_name(text=given["name"], unit_id=given["unit"])
        member_name(
            actor=actor, matter_id=self.page.id, officer_id=found[0].id if len(found) == 1 else _UNKNOWN,
            unit_id=given["unit"], part=given["part"], due_on=given["due_on"], at=at, seen=self.seen_version,
        )  # fmt: skip


@move_form(BarRow.PRIMARY, 640)
class AgreeMemberForm(_OfMember):
    """The unit's leader agrees."""

    action = Action.AGREE_MEMBER
    about = N_("同意以后，这位同事能看到这件事项。不同意的，请选“退出工作专班”，写明原因。")
    submit = N_("同意")
    done = N_("已同意。")

    def configure(self) -> None:
        """Those of the officer's unit who were asked."""
        led = [member for member in self.page.rows_of(MemberView) if member.is_asked]
        self.offer(led)

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Agree."""
        position = self.cleaned_data["member"]
        member_agree(actor=actor, matter_id=self.page.id, position=position, at=at, seen=self.seen_version)


@move_form(BarRow.SECONDARY, 744)
class EndMemberForm(_OfMember):
    """Somebody leaves the team, or doesn't join it."""

    action = Action.END_MEMBER
    submit = N_("退出专班")
    done = N_("已退出。")

    reason = words(_("原因"), rows=2, missing=_(MemberReasonMissing.sentence))

    def configure(self) -> None:
        """Everybody who is on it; for whom the officer may, the service says."""
        self.offer(list(self.page.rows_of(MemberView)))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """End it."""
        given = self.cleaned_data
        member_end(
            actor=actor, matter_id=self.page.id, position=given["member"], reason=given["reason"], at=at,
            seen=self.seen_version,
        )  # fmt: skip
