"""Sponsoring: one leader, one plan, to the end; handed on only with a reason (条例 Art 18)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from huiyin.clocks.selectors import rounds_without_clock
from huiyin.clocks.services import ClockNotByHand, Subject, clock_until, clock_until_chosen_before
from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.text import shorten
from huiyin.kernel.text_limits import checked_text
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.limits import MESSAGE_MAX
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.services.engine import MatterChange, move
from huiyin.matters.handed_down.services.tasks import milestone_handed_down, milestones_handed_on, origin_done
from huiyin.matters.linking.services.shared import matters_lock
from huiyin.matters.models import Milestone, Sponsorship
from huiyin.matters.respondents.selectors.bars import officers_unbarred
from huiyin.matters.respondents.selectors.respondents import respondents_of
from huiyin.matters.sponsor.errors import (
    HandOnReasonMissing,
    LeaderUnknown,
    MilestoneGone,
    NotTheSponsor,
    PlanDayPast,
    PlanMissing,
    PlanStepsMissing,
    PlanStepsTooMany,
    PlanStepTextMissing,
    SponsorThere,
)
from huiyin.matters.sponsor.rules import MILESTONES_MOST, OFFICE_MAX
from huiyin.orgs.selectors import actor_for, posts_of_officer

_CLOCK = "milestone"
_BATCH = 200


@dataclass(frozen=True, slots=True)
class MilestoneDraft:
    """A step of the plan as typed."""

    text: str
    due_on: date


def matter_sponsor(
    *,
    actor: Actor,
    matter_id: UUID,
    plan: str,
    milestones: Sequence[MilestoneDraft] = (),
    officer_id: int | None = None,
    at: datetime,
    seen: int | None = None,
) -> None:
    """A leader of the unit that has it, or of one above, takes the matter in person, with a plan and its steps.

    With `officer_id` they give it to another leader whom they command. No clock of the matter's own changes by it;
    each step of the plan has one beside them.
    Raises SponsorThere, LeaderUnknown, PlanMissing, PlanStepsTooMany, PlanStepTextMissing, PlanDayPast, TextTooLong.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.SPONSOR, at=at, seen=seen) as change:
        if _present(change) is not None:
            raise SponsorThere
        sponsor_id = officer_id or actor.officer_id or 0
        if sponsor_id != actor.officer_id and not _may_give_to(sponsor_id, change):
            raise LeaderUnknown
        words = checked_text(plan, field="plan", most=MESSAGE_MAX)
        if not words:
            raise PlanMissing
        change.matter.parts |= Part.SPONSORS
        office = _office(sponsor_id, change)
        _take(change, officer_id=sponsor_id, office=office, plan=words)
        _add_milestones(change, milestones, sponsor_id=sponsor_id)
        change.facts["sponsor"] = office
        change.notify_petitioner()
        if sponsor_id != actor.officer_id:
            change.notify_officers("sponsor_handed_on", [sponsor_id])
        if change.matter.handler_id:
            change.notify_officers("sponsor_named", [change.matter.handler_id])


def milestones_add(
    *,
    actor: Actor,
    matter_id: UUID,
    milestones: Sequence[MilestoneDraft],
    at: datetime,
    seen: int | None = None,
) -> None:
    """Add steps to the plan, by the sponsor.

    Raises NotTheSponsor, PlanStepsMissing, PlanStepsTooMany, PlanStepTextMissing, PlanDayPast, TextTooLong.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.ADD_MILESTONES, at=at, seen=seen) as change:
        present = _demand_sponsor(change)
        if not milestones:
            raise PlanStepsMissing
        _add_milestones(change, milestones, sponsor_id=present.officer_id)
        change.facts["words"] = "\n".join(shorten(draft.text, 60) for draft in milestones)


def milestone_reach(
    *, actor: Actor, matter_id: UUID, position: int, note: str, at: datetime, seen: int | None = None
) -> None:
    """A step of the plan is done; said by the sponsor. Raises NotTheSponsor, MilestoneGone, TextTooLong."""
    with move(actor=actor, matter_id=matter_id, action=Action.REACH_MILESTONE, at=at, seen=seen) as change:
        _demand_sponsor(change)
        found = Milestone.objects.filter(matter=change.matter, position=position, done_at__isnull=True).first()
        if found is None:
            raise MilestoneGone
        change.round = position
        found.done_at, found.done_note = at, checked_text(note, field="note", most=MESSAGE_MAX)
        change.changed(found)
        origin_done(found, note=found.done_note, actor=actor, at=at)
        change.facts["step"] = shorten(found.text, 60)


def sponsor_hand_on(
    *, actor: Actor, matter_id: UUID, officer_id: int, reason: str, at: datetime, seen: int | None = None
) -> None:
    """Hand the matter on to another leader, with a reason that the petitioner reads; the plan goes along.

    Raises NotTheSponsor, LeaderUnknown, HandOnReasonMissing, TextTooLong.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.HAND_ON_SPONSOR, at=at, seen=seen) as change:
        present = _demand_sponsor(change)
        words = checked_text(reason, field="reason", most=MESSAGE_MAX)
        if not words:
            raise HandOnReasonMissing
        if officer_id == actor.officer_id or not _may_sponsor(officer_id, change):
            raise LeaderUnknown
        present.ended_at, present.end_reason = at, words
        change.changed(present)
        office = _office(officer_id, change)
        _take(change, officer_id=officer_id, office=office, plan=present.plan)
        change.facts |= {"sponsor": office, "reason": words}
        change.notify_petitioner()
        change.notify_officers("sponsor_handed_on", [officer_id])
        milestones_handed_on(change.matter, officer_id=officer_id, actor=actor, at=at)


def milestones_start_clocks(*, at: datetime) -> int:
    """Start the clocks of open steps that were planned before steps had any; by the system. Gives how many.

    A second round finds none left. Where the rulebook has no such clock there is nothing to start.
    """
    waiting = Milestone.objects.filter(done_at__isnull=True, matter__is_open=True)
    found = rounds_without_clock(rows=waiting, subject="matter_id", round="position", code=_CLOCK)
    pairs = list(found.order_by("pk").values_list("pk", "matter_id")[:_BATCH])
    return sum(_start_clock(pk, matter_id, at) for pk, matter_id in pairs)


@transaction.atomic
def _start_clock(milestone_id: UUID, matter_id: UUID, at: datetime) -> bool:
    """One step, if it is still open and has none yet: another round or the sponsor may have been faster."""
    matters_lock([matter_id])
    waiting = Milestone.objects.filter(pk=milestone_id, done_at__isnull=True, matter__is_open=True)
    waiting = waiting.select_related("matter")
    found = rounds_without_clock(rows=waiting, subject="matter_id", round="position", code=_CLOCK).first()
    if found is None:
        return False
    matter = found.matter
    # From when the plan was made, as if the step had had its clock from the start.
    since = Sponsorship.objects.filter(matter=matter).order_by("taken_at").values_list("taken_at", flat=True).first()
    subject = Subject(id=matter.pk, kind=matter.kind, at=since or at, round=found.position)
    try:
        clock_until_chosen_before(subject=subject, code=_CLOCK, due_on=found.due_on, at=at)
    # The rulebook has no such clock: nothing is amiss.
    except ClockNotByHand:
        return False
    return True


def _present(change: MatterChange) -> Sponsorship | None:
    return Sponsorship.objects.filter(matter=change.matter, ended_at__isnull=True).first()


def _demand_sponsor(change: MatterChange) -> Sponsorship:
    present = _present(change)
    if present is None or present.officer_id not in {change.actor.officer_id, *change.actor.stands_for}:
        raise NotTheSponsor
    return present


def _may_sponsor(officer_id: int, change: MatterChange) -> bool:
    """Leads the unit that has it or one above, and isn't whom it is about."""
    matter = change.matter
    free = officers_unbarred(officer_ids=[officer_id], respondents=respondents_of(matter))
    return bool(free) and matter.lead_unit_id in actor_for(officer_id=officer_id).command_unit_ids


def _may_give_to(officer_id: int, change: MatterChange) -> bool:
    """Whether the actor commands a unit that this leader leads, and the leader could have taken it in person."""
    led = actor_for(officer_id=officer_id).units_as(Role.LEADER)
    return not led.isdisjoint(change.actor.command_unit_ids) and _may_sponsor(officer_id, change)


def _office(officer_id: int, change: MatterChange) -> str:
    """Unit and post: the petitioner reads who answers for it, and no name."""
    led = [post for post in posts_of_officer(officer_id=officer_id) if post.role is Role.LEADER]
    nearest = next((post for post in led if post.unit_id == change.matter.lead_unit_id), led[0] if led else None)
    return shorten(f"{nearest.unit_name}{nearest.title}", OFFICE_MAX) if nearest else ""


def _take(change: MatterChange, *, officer_id: int, office: str, plan: str) -> None:
    change.save(
        Sponsorship(matter=change.matter, officer_id=officer_id, office=office, plan=plan, taken_at=change.at)
    )


def _add_milestones(change: MatterChange, drafts: Sequence[MilestoneDraft], *, sponsor_id: int) -> None:
    # Over all sponsors of the matter: a clock's round is never used twice.
    had = Milestone.objects.filter(matter=change.matter).count()
    if had + len(drafts) > MILESTONES_MOST:
        raise PlanStepsTooMany(most=MILESTONES_MOST)
    for position, draft in enumerate(drafts, start=had + 1):
        text = checked_text(draft.text, field="milestones", most=MESSAGE_MAX)
        if not text:
            raise PlanStepTextMissing
        if draft.due_on <= office_day(change.at):
            raise PlanDayPast
        subject = Subject(id=change.matter.pk, kind=change.matter.kind, at=change.at, round=position)
        change.rows.append(clock_until(subject=subject, code=_CLOCK, due_on=draft.due_on))
        row = Milestone(matter=change.matter, position=position, text=text, due_on=draft.due_on)
        change.save(row)
        milestone_handed_down(row, change.matter, officer_id=sponsor_id, actor=change.actor, at=change.at)
