"""After the answer: what it promises, whether that is done, and the call back (条例 Art 32)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max

from huiyin.clocks.services import Subject, clock_until, clocks_on_event
from huiyin.kernel.actor import Actor, ActorKind, Role
from huiyin.kernel.text import clean
from huiyin.kernel.text_limits import checked_text
from huiyin.kernel.time import office_day
from huiyin.matters.carrying_out.errors import (
    FollowUpResultMissing,
    StepDayPast,
    StepGone,
    StepNoteMissing,
    StepsOpen,
    StepsTooMany,
    StepsWithoutUpheld,
    StepTextMissing,
)
from huiyin.matters.carrying_out.rules import FOLLOW_UP_LABELS, STEPS_MOST, FollowUpResult
from huiyin.matters.core.rules.limits import MESSAGE_MAX
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import Action, MessageKind, Outcome, State
from huiyin.matters.core.services.engine import MatterChange, move
from huiyin.matters.core.services.petitioner import petitioner_move
from huiyin.matters.handed_down.services.tasks import origin_done, step_handed_down
from huiyin.matters.messages.services.work import message_add
from huiyin.matters.models import FollowUp, Matter, PromisedStep, Reply
from huiyin.matters.respondents.selectors.respondents import respondents_of
from huiyin.orgs.rules import bars
from huiyin.orgs.selectors import actor_for, leaders_of, officers_of_unit


@dataclass(frozen=True, slots=True)
class StepDraft:
    """Something that the answer promises by a day, as typed."""

    text: str
    due_on: date


def steps_promise(change: MatterChange, reply: Reply, given: Sequence[StepDraft], outcomes: Sequence[str]) -> None:
    """Write what a draft promises, as part of drafting it.

    Raises StepsWithoutUpheld, StepsTooMany, StepTextMissing, StepDayPast, TextTooLong.
    """
    if not given:
        return
    if not {Outcome.UPHELD, Outcome.SETTLED} & set(outcomes):
        raise StepsWithoutUpheld
    if len(given) > STEPS_MOST:
        raise StepsTooMany(most=STEPS_MOST)
    matter = change.matter
    first = (PromisedStep.objects.filter(matter=matter).aggregate(last=Max("position"))["last"] or 0) + 1
    change.save(*(_promised(change, reply, first + place, draft) for place, draft in enumerate(given)))
    matter.parts |= Part.STEPS


def steps_promise_along(change: MatterChange, *, leader: Matter) -> None:
    """What the leading one is promised, where something is upheld; each keeps its own steps."""
    reply = change.matter.replies.order_by("-round")[0]
    promised = leader.replies.order_by("-round")[0].promised_steps.order_by("position")
    if not promised or not reply.opinions.filter(outcome=Outcome.UPHELD).exists():
        return
    first = (PromisedStep.objects.filter(matter=change.matter).aggregate(last=Max("position"))["last"] or 0) + 1
    change.save(
        *(
            PromisedStep(matter=change.matter, reply=reply, position=position, text=step.text, due_on=step.due_on)
            for position, step in enumerate(promised, start=first)
        )
    )
    change.matter.parts |= Part.STEPS


def steps_begin(change: MatterChange, reply: Reply) -> None:
    """Start the clocks of what a reply promises, as part of serving it.

    A day that approval has taken so long to pass is due on the morrow: the promise itself keeps its day.
    """
    if not change.matter.parts & Part.STEPS:
        return
    tomorrow = office_day(change.at) + timedelta(days=1)
    for step in reply.promised_steps.filter(done_at__isnull=True).order_by("position"):
        subject = Subject(id=change.matter.pk, kind=change.matter.kind, at=change.at, round=step.position)
        change.rows.append(clock_until(subject=subject, code="step", due_on=max(step.due_on, tomorrow)))
        step_handed_down(step, change.matter, actor=change.actor, at=change.at)


def steps_left(matter: Matter) -> int:
    """How many promised steps are open."""
    if not matter.parts & Part.STEPS:
        return 0
    # By approval and not by service: of what was posted nobody may know yet that it came.
    promised = PromisedStep.objects.filter(matter=matter, reply__approved_at__isnull=False)
    return promised.filter(done_at__isnull=True).count()


def steps_end(change: MatterChange) -> None:
    """Refuse to close while a promised step is open; whoever left a way is to be called back. Part of closing.

    Raises StepsOpen.
    """
    matter = change.matter
    if not matter.parts & Part.STEPS:
        return
    if left := steps_left(matter):
        raise StepsOpen(left=left)
    promised = PromisedStep.objects.filter(matter=matter, reply__approved_at__isnull=False)
    if promised.exists() and (matter.identity_id or matter.is_sealed):  # else there is nobody to call
        subject = Subject(id=matter.pk, kind=matter.kind, at=change.at, round=matter.round)
        change.rows.extend(clocks_on_event(subject=subject, event="steps_ended").rows)


def step_done(
    *, actor: Actor, matter_id: UUID, position: int, note: str = "", at: datetime, seen: int | None = None
) -> None:
    """Say that a promised step is done: the unit with a note on how, or the petitioner, whose word is enough.

    Raises StepGone, StepNoteMissing, TextTooLong.
    """
    with petitioner_move(actor=actor, matter_id=matter_id, action=Action.STEP_DONE, at=at, seen=seen) as change:
        found = PromisedStep.objects.filter(
            matter=change.matter, position=position, done_at__isnull=True, reply__approved_at__isnull=False
        ).first()
        if found is None:
            raise StepGone
        found.done_note = checked_text(note, field="note", most=MESSAGE_MAX)
        by_petitioner = actor.kind is ActorKind.PETITIONER
        if not found.done_note and not by_petitioner:
            raise StepNoteMissing
        found.done_at, found.done_by = at, actor.ref
        change.round = position
        change.changed(found)
        origin_done(found, note=found.done_note, actor=actor, at=at)
        change.facts["position"] = position
        if change.target is not None:  # decided for good: the last step ends it
            _end_or_wait(change)
        if not by_petitioner:
            change.notify_petitioner()
        else:
            change.hear_petitioner()


def _end_or_wait(change: MatterChange) -> None:
    if steps_left(change.matter):
        change.target = None
    else:
        steps_end(change)


def matter_follow_up(
    *, actor: Actor, matter_id: UUID, result: str, words: str, at: datetime, seen: int | None = None
) -> None:
    """Record a call back after closing, with what the petitioner said; "not done" opens the matter again.

    After a recheck nothing is opened again: then those in charge are told. Raises FollowUpResultMissing, TextTooLong.
    """
    if result not in set(FollowUpResult):
        raise FollowUpResultMissing
    answer = FollowUpResult(result)
    # Read before the lock, since it decides which move this is; the move refuses if it isn't so any more.
    is_final = Matter.objects.filter(pk=matter_id, state=State.FINALISED).exists()
    reopens = answer is FollowUpResult.NOT_DONE and not is_final
    action = Action.REOPEN if reopens else Action.FOLLOW_UP
    with move(actor=actor, matter_id=matter_id, action=action, at=at, seen=seen) as change:
        matter = change.matter
        kept = checked_text(clean(words), field="words", most=MESSAGE_MAX)
        if kept and matter.is_sealed:
            # What the petitioner says belongs under the seal; the row keeps the result alone.
            message_add(change, MessageKind.NOTE, kept)
            kept = ""
        matter.parts |= Part.FOLLOW_UPS
        change.save(FollowUp(matter=matter, at=at, by=int(actor.key), result=answer, words=kept))
        change.facts["result"] = FOLLOW_UP_LABELS[answer]
        if reopens:
            _reopen(change)
        elif answer is FollowUpResult.NOT_DONE:
            change.notify_officers("promise_not_kept", leaders_of(unit_id=matter.lead_unit_id))
        if answer is FollowUpResult.NOT_REACHED:
            # Nobody was reached: the clock of the call back runs on.
            change.event = ""
        if reopens:
            change.notify_petitioner()


def _reopen(change: MatterChange) -> None:
    """The next round begins: with the same handler where they still may, else with whoever gives it out."""
    matter = change.matter
    matter.round += 1
    still = officers_of_unit(unit_id=matter.lead_unit_id, roles=(Role.HANDLER,))
    barred = respondents_of(matter)
    if matter.handler_id in {officer.id for officer in still} and not bars(
        actor_for(officer_id=matter.handler_id), barred
    ):
        change.notify_officers("matter_reopened", [matter.handler_id])
        return
    matter.handler_id = None
    change.target = State.ACCEPTED
    receiving = officers_of_unit(unit_id=matter.lead_unit_id, roles=(Role.REGISTRAR, Role.APPROVER))
    notified = [officer.id for officer in receiving] or leaders_of(unit_id=matter.lead_unit_id)
    change.notify_officers("matter_reopened", notified)


def _promised(change: MatterChange, reply: Reply, position: int, draft: StepDraft) -> PromisedStep:
    text = checked_text(draft.text, field="steps", most=MESSAGE_MAX)
    if not text:
        raise StepTextMissing
    if draft.due_on <= office_day(change.at):
        raise StepDayPast
    return PromisedStep(matter=change.matter, reply=reply, position=position, text=text, due_on=draft.due_on)
