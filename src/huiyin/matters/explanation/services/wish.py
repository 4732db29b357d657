"""What the petitioner says about a meeting: that they want one, another day, none; and of the minutes.

Nothing waits for any of it: no time limit but the meeting's own, no review, no other way.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from huiyin.kernel.actor import Actor, ActorKind
from huiyin.kernel.text_limits import checked_text
from huiyin.matters.core.rules.limits import MESSAGE_MAX
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import Action, State
from huiyin.matters.core.services.engine import MatterChange, move
from huiyin.matters.core.services.petitioner import petitioner_move
from huiyin.matters.explanation.errors import (
    ExplanationOpenConflict,
    ExplanationTooEarlyConflict,
    ExplanationUnfixedConflict,
    MinutesGoneConflict,
    MinutesRemarkRequired,
    OtherDayAskedConflict,
    OtherDayNoteRequired,
    UnclearRequired,
    WishWayInvalid,
)
from huiyin.matters.explanation.rules import RECORDED_WAYS, WISH_LABELS, EndedBy, WishWay
from huiyin.matters.explanation.selectors.meetings import may_begin
from huiyin.matters.explanation.services.shared import (
    clock_hears,
    current_meeting,
    open_meeting,
    words_of_petitioner,
)
from huiyin.matters.handover.services.shared import clocks_hear
from huiyin.matters.models import ExplanationMeeting


@dataclass(frozen=True, slots=True)
class ExplanationWish:
    """What is unclear, and who should be there. Of somebody whom the petitioner trusts no name is asked."""

    unclear: str
    wants_lawyer: bool = False
    wants_above: bool = False
    brings_companion: bool = False


def explanation_offer(
    *, actor: Actor, matter_id: UUID, note: str = "", at: datetime, seen: int | None = None
) -> None:
    """Offer one, before there is an answer or after it. Raises ExplanationOpenConflict, TextTooLong."""
    with move(actor=actor, matter_id=matter_id, action=Action.OFFER_EXPLANATION, at=at, seen=seen) as change:
        if current_meeting(change) is not None:
            raise ExplanationOpenConflict
        meeting = _new(change)
        meeting.offered_at, meeting.offered_by = at, actor.officer_id
        meeting.offer_note = checked_text(note, field="note", most=MESSAGE_MAX)
        change.save(meeting)
        change.notify_petitioner()


def explanation_ask(
    *,
    actor: Actor,
    matter_id: UUID,
    wish: ExplanationWish,
    way: str = WishWay.WEB,
    at: datetime,
    seen: int | None = None,
) -> None:
    """The petitioner wishes for one; staff write down what was said by telephone or face to face.

    Raises ExplanationTooEarlyConflict, ExplanationOpenConflict, UnclearRequired, WishWayInvalid, TextTooLong.
    """
    with petitioner_move(actor=actor, matter_id=matter_id, action=Action.ASK_EXPLANATION, at=at, seen=seen) as change:
        meeting = _wished(change)
        meeting.asked_at, meeting.asked_via = at, _way(actor, way)
        meeting.unclear = words_of_petitioner(change, wish.unclear, field="unclear")
        if not meeting.unclear:
            raise UnclearRequired
        meeting.wants_lawyer, meeting.wants_above = wish.wants_lawyer, wish.wants_above
        meeting.brings_companion = wish.brings_companion
        meeting.clock_round = change.round = _next_round(change)
        if actor.kind is ActorKind.PETITIONER:
            change.hear_petitioner()
        else:
            meeting.asked_by = actor.officer_id
            change.notify_petitioner()
        change.facts["how"] = WISH_LABELS[WishWay(meeting.asked_via)]
        change.changed(meeting) if meeting.offered_at else change.save(meeting)


def explanation_ask_other_day(*, actor: Actor, matter_id: UUID, note: str, at: datetime) -> None:
    """The day doesn't suit: the office names another one, as often as it takes.

    Raises ExplanationGoneConflict, ExplanationUnfixedConflict, OtherDayAskedConflict, OtherDayNoteRequired,
    TextTooLong.
    """
    with petitioner_move(actor=actor, matter_id=matter_id, action=Action.ASK_OTHER_DAY, at=at) as change:
        meeting = open_meeting(change)
        if meeting.fixed_at is None:
            raise ExplanationUnfixedConflict
        if meeting.other_day_at is not None:
            raise OtherDayAskedConflict
        meeting.other_day_note = words_of_petitioner(change, note, field="note")
        if not meeting.other_day_note:
            raise OtherDayNoteRequired
        meeting.other_day_at, meeting.other_days = at, meeting.other_days + 1
        clocks_hear(change, event="explanation_moved", position=meeting.clock_round)
        meeting.clock_round = change.round = _next_round(change)
        change.changed(meeting)
        change.hear_petitioner()


def explanation_withdraw(*, actor: Actor, matter_id: UUID, at: datetime) -> None:
    """No meeting is wanted, or no longer; it can be wished for again. Raises ExplanationGoneConflict."""
    with petitioner_move(actor=actor, matter_id=matter_id, action=Action.WITHDRAW_EXPLANATION, at=at) as change:
        meeting = open_meeting(change)
        meeting.ended_at, meeting.ended_by = at, EndedBy.PETITIONER
        clock_hears(change, meeting)
        change.changed(meeting)
        change.hear_petitioner()


def explanation_remark(*, actor: Actor, matter_id: UUID, remark: str, at: datetime) -> None:
    """What the petitioner says of the latest minutes, below them.

    Raises MinutesGoneConflict, MinutesRemarkRequired.
    """
    with petitioner_move(actor=actor, matter_id=matter_id, action=Action.REMARK_EXPLANATION, at=at) as change:
        held = ExplanationMeeting.objects.filter(matter=change.matter, recorded_at__isnull=False)
        meeting = held.filter(remarked_at__isnull=True).order_by("-position").first()
        if meeting is None:
            raise MinutesGoneConflict
        meeting.remark = words_of_petitioner(change, remark, field="remark")
        if not meeting.remark:
            raise MinutesRemarkRequired
        meeting.remarked_at = at
        change.changed(meeting)
        change.hear_petitioner()


def _wished(change: MatterChange) -> ExplanationMeeting:
    """The meeting that was offered, or a new one."""
    current = current_meeting(change)
    if current is not None:
        if current.asked_at is not None:
            raise ExplanationOpenConflict
        return current
    if not may_begin(change.actor, State(change.matter.state)):
        raise ExplanationTooEarlyConflict
    return _new(change)


def _new(change: MatterChange) -> ExplanationMeeting:
    change.matter.parts |= Part.EXPLANATIONS
    # The matter is locked by the move and no row is ever deleted: a count can't give a place twice.
    return ExplanationMeeting(matter=change.matter, position=change.matter.explanations.count() + 1)


def _next_round(change: MatterChange) -> int:
    return (change.matter.explanations.aggregate(last=Max("clock_round"))["last"] or 0) + 1


def _way(actor: Actor, way: str) -> WishWay:
    if actor.kind is ActorKind.PETITIONER:
        return WishWay.WEB
    if way not in RECORDED_WAYS:
        raise WishWayInvalid
    return WishWay(way)
