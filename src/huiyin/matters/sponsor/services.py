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
from huiyin.matters.core.services.engine import Step, step
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
    at: datetime,
    seen: int | None = None,
) -> None:
    """A leader of the unit that has it, or of one above, takes the matter in person, with a plan and its steps.

    No clock of the matter's own changes by it; each step of the plan has one beside them.
    Raises SponsorThere, PlanMissing, PlanDayPast, TextTooLong.
    """
    with step(actor=actor, matter_id=matter_id, action=Action.SPONSOR, at=at, seen=seen) as taken:
        if _present(taken) is not None:
            raise SponsorThere
        words = checked_text(plan, field="plan", most=MESSAGE_MAX)
        if not words:
            raise PlanMissing
        taken.matter.parts |= Part.SPONSORS
        office = _office(actor.officer_id or 0, taken)
        _take(taken, officer_id=actor.officer_id or 0, office=office, plan=words)
        _add_milestones(taken, milestones)
        taken.facts["sponsor"] = office
        taken.tell_petitioner()
        if taken.matter.handler_id:
            taken.tell_officers("sponsor_named", [taken.matter.handler_id])


def milestone_reach(
    *, actor: Actor, matter_id: UUID, position: int, note: str, at: datetime, seen: int | None = None
) -> None:
    """A step of the plan is done; said by the sponsor. Raises NotTheSponsor, MilestoneGone, TextTooLong."""
    with step(actor=actor, matter_id=matter_id, action=Action.REACH_MILESTONE, at=at, seen=seen) as taken:
        _demand_sponsor(taken)
        found = Milestone.objects.filter(matter=taken.matter, position=position, done_at__isnull=True).first()
        if found is None:
            raise MilestoneGone
        taken.round = position
        found.done_at, found.done_note = at, checked_text(note, field="note", most=MESSAGE_MAX)
        taken.changed(found)
        origin_done(found, note=found.done_note, actor=actor, at=at)
        taken.facts["step"] = shorten(found.text, 60)


def sponsor_hand_on(
    *, actor: Actor, matter_id: UUID, officer_id: int, reason: str, at: datetime, seen: int | None = None
) -> None:
    """Hand the matter on to another leader, with a reason that the petitioner reads; the plan goes along.

    Raises NotTheSponsor, LeaderUnknown, HandOnReasonMissing, TextTooLong.
    """
    with step(actor=actor, matter_id=matter_id, action=Action.HAND_ON_SPONSOR, at=at, seen=seen) as taken:
        present = _demand_sponsor(taken)
        words = checked_text(reason, field="reason", most=MESSAGE_MAX)
        if not words:
            raise HandOnReasonMissing
        if officer_id == actor.officer_id or not _may_sponsor(officer_id, taken):
            raise LeaderUnknown
        present.ended_at, present.end_reason = at, words
        taken.changed(present)
        office = _office(officer_id, taken)
        _take(taken, officer_id=officer_id, office=office, plan=present.plan)
        taken.facts |= {"sponsor": office, "reason": words}
        taken.tell_petitioner()
        taken.tell_officers("sponsor_handed_on", [officer_id])
        milestones_handed_on(taken.matter, officer_id=officer_id, actor=actor, at=at)


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
    since = Sponsorship.objects.filter(matter=matter).order_by("taken_at").values_list("taken_at", flat=True).first()
    subject = Subject(id=matter.pk, kind=matter.kind, at=since or at, round=found.position)
    try:
        clock_until_chosen_before(subject=subject, code=_CLOCK, due_on=found.due_on, at=at)
    except ClockNotByHand:
        return False
    return True


def _present(taken: Step) -> Sponsorship | None:
    return Sponsorship.objects.filter(matter=taken.matter, ended_at__isnull=True).first()


def _demand_sponsor(taken: Step) -> Sponsorship:
    present = _present(taken)
    if present is None or present.officer_id not in {taken.actor.officer_id, *taken.actor.stands_for}:
        raise NotTheSponsor
    return present


def _may_sponsor(officer_id: int, taken: Step) -> bool:
    """Leads the unit that has it or one above, and isn't whom it is about."""
    matter = taken.matter
    free = officers_unbarred(officer_ids=[officer_id], respondents=respondents_of(matter))
    return bool(free) and matter.lead_unit_id in actor_for(officer_id=officer_id).command_unit_ids


def _office(officer_id: int, taken: Step) -> str:
    """Unit and post: the petitioner reads who answers for it, and no name."""
    led = [post for post in posts_of_officer(officer_id=officer_id) if post.role is Role.LEADER]
    nearest = next((post for post in led if post.unit_id == taken.matter.lead_unit_id), led[0] if led else None)
    return shorten(f"{nearest.unit_name}{nearest.title}", OFFICE_MAX) if nearest else ""


def _take(taken: Step, *, officer_id: int, office: str, plan: str) -> None:
    taken.save(Sponsorship(matter=taken.matter, officer_id=officer_id, office=office, plan=plan, taken_at=taken.at))


def _add_milestones(taken: Step, drafts: Sequence[MilestoneDraft]) -> None:
    had = Milestone.objects.filter(matter=taken.matter).count()
    texts = [(checked_text(draft.text, field="milestones", most=MESSAGE_MAX), draft) for draft in drafts]
    given = [(text, draft) for text, draft in texts if text]
    for position, (text, draft) in enumerate(given[:MILESTONES_MOST], start=had + 1):
        if draft.due_on <= office_day(taken.at):
            raise PlanDayPast
        subject = Subject(id=taken.matter.pk, kind=taken.matter.kind, at=taken.at, round=position)
        taken.rows.append(clock_until(subject=subject, code=_CLOCK, due_on=draft.due_on))
        row = Milestone(matter=taken.matter, position=position, text=text, due_on=draft.due_on)
        taken.save(row)
        milestone_handed_down(
            row, taken.matter, officer_id=taken.actor.officer_id or 0, actor=taken.actor, at=taken.at
        )
