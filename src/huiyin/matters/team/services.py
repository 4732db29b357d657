"""A leader's team: who is on it with which part, until the matter has ended or they leave."""

from datetime import date, datetime, timedelta
from uuid import UUID

from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.text import clean_line
from huiyin.kernel.text_limits import checked_text
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.limits import MESSAGE_MAX
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.services.engine import MatterChange, move
from huiyin.matters.handed_down.services.tasks import part_falls_away, part_handed_down
from huiyin.matters.models import Sponsorship, TeamMember
from huiyin.matters.recusal.selectors import officers_to_notify
from huiyin.matters.respondents.selectors.respondents import respondents_of
from huiyin.matters.sponsor.errors import NotTheSponsor
from huiyin.matters.team.errors import (
    MemberBarred,
    MemberDayInvalid,
    MemberGone,
    MemberPartMissing,
    MemberReasonMissing,
    MemberThere,
    MemberUnknown,
    MemberUnsettled,
    NotTheirMember,
    TeamFull,
)
from huiyin.matters.team.rules import DAYS_MOST, MEMBERS_MOST, PART_MAX
from huiyin.orgs.selectors import leaders_of
from huiyin.tasks.selectors.giving import officer_works_in


def member_name(
    *,
    actor: Actor,
    matter_id: UUID,
    officer_id: int,
    unit_id: int,
    part: str,
    due_on: date,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Put an officer on the team; of a unit that the leader doesn't command, ask that unit's leader first.

    By the sponsor. From when they are on it their part is a task of theirs, given by the leader's unit, by that day.
    Raises NotTheSponsor, MemberUnsettled, MemberUnknown, MemberBarred, MemberPartMissing, MemberDayInvalid,
    MemberThere, TeamFull, LineTooLong.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.NAME_MEMBER, at=at, seen=seen) as change:
        position = _check_member(change, officer_id, unit_id)
        matter = change.matter
        words = checked_text(clean_line(part), field="part", most=PART_MAX)
        if not words:
            raise MemberPartMissing
        if not timedelta(0) < due_on - office_day(at) <= timedelta(days=DAYS_MOST):
            raise MemberDayInvalid
        is_commanded = unit_id in actor.command_unit_ids
        matter.parts |= Part.TEAMS
        member = TeamMember(
            matter=matter, position=position, officer_id=officer_id, unit_id=unit_id, part=words, due_on=due_on,
            asked_at=at, asked_by=actor.officer_id or 0, agreed_at=at if is_commanded else None,
            agreed_by=actor.officer_id if is_commanded else None,
        )  # fmt: skip
        change.save(member)
        change.facts["words"] = words
        if is_commanded:
            part_handed_down(member, matter, actor=actor, at=at)
            change.notify_officers("team_joined", [officer_id])
        else:
            change.notify_officers("team_asked", leaders_of(unit_id=unit_id))


def member_agree(*, actor: Actor, matter_id: UUID, position: int, at: datetime, seen: int | None = None) -> None:
    """Agree that an officer of one's unit joins, and takes the part over as a task; by who leads the unit.

    A day that has passed since is the day after. Raises MemberGone, NotTheirMember, MemberBarred.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.AGREE_MEMBER, at=at, seen=seen) as change:
        member = _member(change, position)
        if member.agreed_at is not None:
            raise MemberGone
        if not _leads(actor, member):
            raise NotTheirMember
        # Whom it is about may be known only since they were asked.
        if not _may_know(change, member.officer_id):
            raise MemberBarred
        member.agreed_at, member.agreed_by = at, actor.officer_id
        change.changed(member)
        part_handed_down(member, change.matter, actor=actor, at=at)
        change.notify_officers("team_joined", [member.officer_id])


def member_end(
    *, actor: Actor, matter_id: UUID, position: int, reason: str, at: datetime, seen: int | None = None
) -> None:
    """Leave the team, or don't join it: by the sponsor, the member, or who leads the member's unit, with a reason.

    Raises MemberGone, NotTheirMember, MemberReasonMissing, TextTooLong.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.END_MEMBER, at=at, seen=seen) as change:
        member = _member(change, position)
        if actor.officer_id != member.officer_id and not _leads(actor, member) and not _is_sponsor(change):
            raise NotTheirMember
        member.end_reason = checked_text(reason, field="reason", most=MESSAGE_MAX)
        if not member.end_reason:
            raise MemberReasonMissing
        member.ended_at, member.ended_by = at, actor.officer_id
        change.changed(member)
        part_falls_away(member, actor=actor, at=at)
        change.facts["reason"] = member.end_reason


def team_end(change: MatterChange) -> None:
    """The ownership has ended, and with it the team; part of that move."""
    if not change.matter.parts & Part.TEAMS:
        return
    for member in TeamMember.objects.filter(matter=change.matter, ended_at__isnull=True):
        member.ended_at, member.ended_by = change.at, change.actor.officer_id
        change.changed(member)
        part_falls_away(member, actor=change.actor, at=change.at)


def _check_member(change: MatterChange, officer_id: int, unit_id: int) -> int:
    """The position of a member who can be named."""
    if not _is_sponsor(change):
        raise NotTheSponsor
    if change.matter.read_in is not None:
        raise MemberUnsettled
    if not officer_works_in(officer_id=officer_id, unit_id=unit_id):
        raise MemberUnknown
    if not _may_know(change, officer_id):
        raise MemberBarred
    members = TeamMember.objects.filter(matter=change.matter)
    present = members.filter(ended_at__isnull=True)
    if present.filter(officer=officer_id).exists():
        raise MemberThere
    if present.count() >= MEMBERS_MOST:
        raise TeamFull(most=MEMBERS_MOST)
    return members.count() + 1


def _member(change: MatterChange, position: int) -> TeamMember:
    rows = TeamMember.objects.filter(matter=change.matter, position=position, ended_at__isnull=True)
    found = rows.select_related("unit").first()
    if found is None:
        raise MemberGone
    return found


def _is_sponsor(change: MatterChange) -> bool:
    people = {change.actor.officer_id, *change.actor.stands_for}
    running = Sponsorship.objects.filter(matter=change.matter, ended_at__isnull=True)
    return running.filter(officer__in=[officer_id for officer_id in people if officer_id]).exists()


def _leads(actor: Actor, member: TeamMember) -> bool:
    return member.unit_id in actor.units_as(Role.LEADER)


def _may_know(change: MatterChange, officer_id: int) -> bool:
    """Neither barred nor standing aside: as notices ask it."""
    matter = change.matter
    found = officers_to_notify(
        matter_id=matter.pk, officer_ids=[officer_id], respondents=respondents_of(matter), on=office_day(change.at)
    )
    return officer_id in found
