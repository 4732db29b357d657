"""Between units: an objection and its answer, a dispute and who decides it, the closing report (条例 Arts 22-24)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from huiyin.clocks.selectors import clock_running, length_text
from huiyin.kernel.actor import Actor
from huiyin.kernel.text_limits import checked_text
from huiyin.matters.core.errors import UnitUnknown
from huiyin.matters.core.rules.limits import MESSAGE_MAX
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.services.engine import MatterChange, move
from huiyin.matters.handover.errors import (
    DecisionUnreasoned,
    DisputeNotOpen,
    NotTheDecider,
    ObjectionNotOpen,
    ObjectionTooLate,
    ObjectionUnreasoned,
    OutcomeMissing,
    ReportMissing,
    ReportNotAsked,
)
from huiyin.matters.handover.rules import DisputeOutcome, HandoverMode, ObjectionOutcome, may_go_above
from huiyin.matters.handover.selectors.handover import acts_for
from huiyin.matters.handover.services.shared import (
    check_receiving,
    check_words,
    clocks_hear,
    handover_add,
    handover_of,
    is_contested,
    receivers_of,
    superior_of,
)
from huiyin.matters.models import Handover, Matter
from huiyin.matters.respondents.errors import RespondentUnsettled
from huiyin.matters.respondents.selectors.bars import unit_is_barred
from huiyin.matters.respondents.selectors.respondents import respondents_of
from huiyin.orgs.selectors import leaders_of, unit_name

_OBJECT, _DECIDE = "object", "objection_decision"
# The law wants an objection reasoned in detail (条例 Art 23): a word or two is none.
_REASONS_LEAST = 10


def matter_object(*, actor: Actor, matter_id: UUID, reasons: str, at: datetime, seen: int | None = None) -> None:
    """Say to the sender, within five working days, why the matter isn't this unit's (条例 Art 23).

    The unit goes on working on it meanwhile; no clock of the petitioner's changes. Raises ObjectionNotOpen,
    ObjectionTooLate, ObjectionUnreasoned.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.OBJECT, at=at, seen=seen) as change:
        handover = handover_of(change.matter)
        if handover is None or handover.objected_at is not None or handover.disputed_at is not None:
            raise ObjectionNotOpen
        window = clock_running(subject_id=change.matter.pk, code=_OBJECT, round=handover.position)
        if window is None or at > window.due_at:
            raise ObjectionTooLate(length=length_text(code=_OBJECT, kind=change.matter.kind))
        handover.objection = _reasons(reasons)
        handover.objected_at, handover.objected_by = at, actor.officer_id
        change.changed(handover)
        change.round = handover.position
        change.facts["unit"] = unit_name(unit_id=handover.to_unit_id)
        change.notify_petitioner()
        change.notify_officers("objection_raised", receivers_of(handover.from_unit_id))


def matter_take_back(
    *, actor: Actor, matter_id: UUID, reasons: str = "", at: datetime, seen: int | None = None
) -> None:
    """Agree with an objection: the sender has the matter again. Raises ObjectionNotOpen, NotTheDecider."""
    with move(actor=actor, matter_id=matter_id, action=Action.TAKE_BACK, at=at, seen=seen) as change:
        handover = _objected(change)
        _decide(change, handover, ObjectionOutcome.ACCEPTED, reasons)
        _move(change, handover.from_unit_id)
        change.notify_petitioner()
        change.notify_officers("matter_received", receivers_of(handover.from_unit_id))


def matter_refuse_objection(
    *, actor: Actor, matter_id: UUID, reasons: str, at: datetime, seen: int | None = None
) -> None:
    """Refuse an objection with the reason. Raises ObjectionNotOpen, NotTheDecider, DecisionUnreasoned."""
    with move(actor=actor, matter_id=matter_id, action=Action.REFUSE_OBJECTION, at=at, seen=seen) as change:
        handover = _objected(change)
        if not reasons.strip():
            raise DecisionUnreasoned
        _decide(change, handover, ObjectionOutcome.REFUSED, reasons)
        change.facts["unit"] = unit_name(unit_id=handover.to_unit_id)
        change.notify_petitioner()
        change.notify_officers("objection_refused", receivers_of(handover.to_unit_id))


def matter_dispute(*, actor: Actor, matter_id: UUID, reasons: str, at: datetime, seen: int | None = None) -> None:
    """Let the unit above both decide, after a refusal or when the sender hasn't answered in time (条例 Art 24).

    Raises DisputeNotOpen, ObjectionUnreasoned.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.DISPUTE, at=at, seen=seen) as change:
        matter = change.matter
        handover = handover_of(matter)
        if handover is None or handover.disputed_at is not None or not _is_refused(matter, handover, at):
            raise DisputeNotOpen
        handover.dispute = _reasons(reasons)
        handover.disputed_at = at
        # Kept, not found anew when it decides: whoever was asked stays asked, whatever moves in the tree of units.
        handover.dispute_unit_id = superior_of(matter, handover)
        change.changed(handover)
        change.round = handover.position
        change.facts["unit"] = unit_name(unit_id=handover.to_unit_id)
        change.facts["above"] = unit_name(unit_id=handover.dispute_unit_id)
        change.notify_petitioner()
        change.notify_officers("dispute_waiting", _deciders_in(handover.dispute_unit_id))


def matter_settle_dispute(
    *,
    actor: Actor,
    matter_id: UUID,
    outcome: str,
    reasons: str,
    at: datetime,
    unit_id: int | None = None,
    confirmed: Collection[str] = (),
    seen: int | None = None,
) -> None:
    """Decide which unit has it: the one that has it now, the one that sent it, or `unit_id`.

    `confirmed` as in matter_assign_unit. Raises DisputeNotOpen, NotTheDecider, OutcomeMissing, DecisionUnreasoned,
    UnitUnknown, RespondentUnsettled, UnitBarred, UnitInWords, SealNotReadThere.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.SETTLE_DISPUTE, at=at, seen=seen) as change:
        matter = change.matter
        handover = handover_of(matter)
        if handover is None or handover.dispute_unit_id is None or handover.settled_at is not None:
            raise DisputeNotOpen
        took_part = {handover.objected_by, handover.decided_by}
        if not acts_for(actor, handover.dispute_unit_id) or actor.officer_id in took_part:
            raise NotTheDecider
        if outcome not in set(DisputeOutcome):
            raise OutcomeMissing
        handover.settlement_reason = checked_text(reasons, field="reasons", most=MESSAGE_MAX)
        if not handover.settlement_reason:
            raise DecisionUnreasoned
        handover.settlement = DisputeOutcome(outcome)
        handover.settled_at, handover.settled_by = at, actor.officer_id
        change.changed(handover)
        # Before the facts: the sentence names the unit that has it from now on.
        _settle(change, handover, unit_id, confirmed)
        change.facts["above"] = unit_name(unit_id=handover.dispute_unit_id)
        change.facts["unit"] = unit_name(unit_id=matter.lead_unit_id)
        change.notify_petitioner()
        both = (handover.from_unit_id, handover.to_unit_id, matter.lead_unit_id)
        change.notify_officers("dispute_settled", [officer_id for unit in both for officer_id in receivers_of(unit)])


def matter_report_back(*, actor: Actor, matter_id: UUID, report: str, at: datetime, seen: int | None = None) -> None:
    """Tell the unit that assigned it what became of it (条例 Art 22). Raises ReportNotAsked, ReportMissing."""
    with move(actor=actor, matter_id=matter_id, action=Action.REPORT_BACK, at=at, seen=seen) as change:
        asked = Handover.objects.filter(matter=change.matter, mode=HandoverMode.ASSIGN, reported_at=None)
        # What went back, or on to a third unit, left nothing to report on.
        asked = asked.exclude(decision=ObjectionOutcome.ACCEPTED)
        asked = asked.exclude(settlement__in=[DisputeOutcome.BACK, DisputeOutcome.OTHER])
        handover = asked.order_by("-position").first()
        if handover is None:
            raise ReportNotAsked
        handover.report = checked_text(report, field="report", most=MESSAGE_MAX)
        if not handover.report:
            raise ReportMissing
        handover.reported_at, handover.reported_by = at, actor.officer_id
        change.changed(handover)
        change.round = handover.position
        change.facts["unit"] = unit_name(unit_id=handover.from_unit_id)
        change.notify_officers("report_received", receivers_of(handover.from_unit_id))


def matter_escalate_handover(*, actor: Actor, matter_id: UUID, at: datetime) -> None:
    """A matter that has been handed on too often goes to a leader above both units by itself."""
    with move(actor=actor, matter_id=matter_id, action=Action.ESCALATE_HANDOVER, at=at) as change:
        matter = change.matter
        handover = handover_of(matter)
        above = superior_of(matter, handover) if handover else matter.lead_unit_id
        change.facts |= {"times": matter.sent_on, "above": unit_name(unit_id=above)}
        change.notify_officers("handover_escalated", leaders_of(unit_id=above))


def _objected(change: MatterChange) -> Handover:
    """The hand-over whose objection waits for this actor's decision."""
    handover = handover_of(change.matter)
    if handover is None or handover.disputed_at is not None or not is_contested(handover):
        raise ObjectionNotOpen
    # Posts in both units don't help: nobody answers their own objection.
    if not acts_for(change.actor, handover.from_unit_id) or change.actor.officer_id == handover.objected_by:
        raise NotTheDecider
    return handover


def _decide(change: MatterChange, handover: Handover, outcome: ObjectionOutcome, reasons: str) -> None:
    handover.decision = outcome
    handover.decision_reason = checked_text(reasons, field="reasons", most=MESSAGE_MAX)
    handover.decided_at, handover.decided_by = change.at, change.actor.officer_id
    change.changed(handover)
    change.round = handover.position


def _is_refused(matter: Matter, handover: Handover, at: datetime) -> bool:
    """Objected to, and nothing comes of it between the two."""
    if handover.objected_at is None:
        return False
    answering = clock_running(subject_id=matter.pk, code=_DECIDE, round=handover.position)
    return may_go_above(
        decision=handover.decision,
        answer_due_at=answering.due_at if answering else None,
        sender_is_barred=unit_is_barred(unit_id=handover.from_unit_id, respondents=respondents_of(matter)),
        at=at,
    )


def _settle(change: MatterChange, handover: Handover, unit_id: int | None, confirmed: Collection[str]) -> None:
    """Move the matter where it was decided to go; the clocks hear of the old hand-over."""
    change.round = handover.position
    if handover.settlement == DisputeOutcome.STAYS:
        return
    clocks_hear(change, event="taken_back", position=handover.position)
    if handover.settlement == DisputeOutcome.BACK:
        check_receiving(change.matter, handover.from_unit_id)
        _move(change, handover.from_unit_id)
        return
    if unit_id is None:
        raise UnitUnknown
    if not change.matter.respondents_settled:
        raise RespondentUnsettled
    check_receiving(change.matter, unit_id)
    check_words(change.matter, unit_id, confirmed)
    # No window for objecting starts by this step: a unit that was chosen from above keeps the matter.
    handover_add(change, to_unit_id=unit_id, mode=HandoverMode.FORWARD, words="", report_due_on=None)
    change.move_back_to_receiving()


def _move(change: MatterChange, unit_id: int) -> None:
    change.matter.lead_unit_id = unit_id
    change.matter.handler_id = None
    change.move_back_to_receiving()
    change.facts["unit"] = unit_name(unit_id=unit_id)


def _deciders_in(unit_id: int) -> list[int]:
    return list(dict.fromkeys([*leaders_of(unit_id=unit_id), *receivers_of(unit_id)]))


def _reasons(text: str) -> str:
    reasons = checked_text(text, field="reasons", most=MESSAGE_MAX)
    if len(reasons) < _REASONS_LEAST:
        raise ObjectionUnreasoned
    return reasons
