"""What the office does about a meeting: names a day, asks the unit above, writes the minutes, or why none was."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from huiyin.kernel.actor import UNIT_MANAGERS, Actor
from huiyin.kernel.refs import Ref
from huiyin.kernel.text import clean_line
from huiyin.kernel.text_limits import checked_text
from huiyin.kernel.time import OFFICE_ZONE, office_day
from huiyin.matters.core.rules.limits import MESSAGE_MAX, PLACE_MAX, TEXT_MAX
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.services.engine import MatterChange, move
from huiyin.matters.explanation.errors import (
    ExplanationAskedRequired,
    ExplanationExplainedRequired,
    ExplanationOfficersRequired,
    ExplanationPlaceRequired,
    ExplanationReasonRequired,
    ExplanationTimeInvalid,
    ExplanationUnfixedConflict,
    ExplanationUnwishedConflict,
    HeldDayInvalid,
    InvitationGoneConflict,
    InvitationReasonRequired,
    PointsAboveInvalid,
    PointsInvalid,
    UnitAboveInvalid,
)
from huiyin.matters.explanation.rules import (
    AGREED_POINT,
    COMES_LABELS,
    LAWYER_MAX,
    POINTS_MOST,
    AgreedBy,
    EndedBy,
    is_past,
)
from huiyin.matters.explanation.selectors.meetings import answers_for, unit_above
from huiyin.matters.explanation.services.shared import clock_hears, open_meeting
from huiyin.matters.handover.services.shared import officers_in, receivers_of
from huiyin.matters.messages.selectors.mentions import officer_sees
from huiyin.matters.models import AgreedPoint, ExplanationMeeting
from huiyin.matters.recusal.selectors import officers_fit
from huiyin.matters.reply.rules import officers_of, officers_text
from huiyin.matters.search.services.index import index_add
from huiyin.matters.search.services.written import explanation_text
from huiyin.orgs.selectors import leaders_of, unit_name
from huiyin.tasks.services import HandedDownDraft, task_hand_down


@dataclass(frozen=True, slots=True)
class ExplanationDay:
    """When and where, and who comes; `lawyer` by name, as the office's."""

    starts_at: datetime
    place: str
    officer_ids: Collection[int]
    lawyer: str = ""
    invite_above: bool = False


@dataclass(frozen=True, slots=True)
class PointDraft:
    """Something that was agreed, as typed."""

    text: str
    due_on: date
    agreed_by: AgreedBy = AgreedBy.UNIT


@dataclass(frozen=True, slots=True)
class ExplanationMinutes:
    """What was asked, what was explained, what was agreed."""

    held_on: date
    asked: str
    explained: str
    present: str = ""
    points: Sequence[PointDraft] = ()


def explanation_fix(
    *, actor: Actor, matter_id: UUID, day: ExplanationDay, at: datetime, seen: int | None = None
) -> None:
    """Name the day, or another one; the petitioner, who comes, and the unit above where it is asked are notified.

    With another day the unit above is asked anew. Raises ExplanationGoneConflict, ExplanationUnwishedConflict,
    ExplanationTimeInvalid, ExplanationPlaceRequired, ExplanationOfficersRequired, UnitAboveInvalid, LineTooLong.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.FIX_EXPLANATION, at=at, seen=seen) as change:
        meeting = open_meeting(change)
        if meeting.asked_at is None:
            raise ExplanationUnwishedConflict
        if day.starts_at <= at:
            raise ExplanationTimeInvalid
        meeting.place = checked_text(clean_line(day.place), field="place", most=PLACE_MAX)
        if not meeting.place:
            raise ExplanationPlaceRequired
        meeting.lawyer = checked_text(clean_line(day.lawyer), field="lawyer", most=LAWYER_MAX)
        meeting.officers = officers_text(_taking_part(change, day.officer_ids))
        _ask_above(change, meeting, day)
        meeting.fixed_at, meeting.fixed_by, meeting.starts_at = at, actor.officer_id, day.starts_at
        # The wish for another day is fulfilled; that it was there stands on the timeline.
        meeting.other_day_at, meeting.other_day_note = None, ""
        change.facts |= {
            "when": f"{day.starts_at.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}", "place": meeting.place,
        }  # fmt: skip
        change.changed(meeting)
        change.notify_petitioner()
        _notify_taking_part(change, meeting)


def explanation_answer_invitation(
    *, actor: Actor, matter_id: UUID, comes: bool, reason: str = "", at: datetime, seen: int | None = None
) -> None:
    """The unit above says whether it comes; why it doesn't, the petitioner reads.

    Raises ExplanationGoneConflict, InvitationGoneConflict, InvitationReasonRequired, TextTooLong.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.ANSWER_INVITATION, at=at, seen=seen) as change:
        meeting = open_meeting(change)
        if meeting.above_comes is not None or not answers_for(actor, meeting.above_unit_id):
            raise InvitationGoneConflict
        meeting.above_reason = checked_text(reason, field="reason", most=MESSAGE_MAX)
        if not comes and not meeting.above_reason:
            raise InvitationReasonRequired
        meeting.above_comes, meeting.above_answered_at, meeting.above_answered_by = comes, at, actor.officer_id
        change.office = unit_name(unit_id=meeting.above_unit_id or 0)
        change.facts |= {"unit": change.office, "result": COMES_LABELS[comes], "reason": meeting.above_reason}
        change.changed(meeting)
        change.notify_petitioner()
        handler = change.matter.handler_id
        change.notify_officers(
            "invitation_answered", [handler] if handler is not None else receivers_of(change.matter.lead_unit_id)
        )


def explanation_hold(
    *, actor: Actor, matter_id: UUID, minutes: ExplanationMinutes, at: datetime, seen: int | None = None
) -> None:
    """Write the minutes; the petitioner reads them. What the unit agreed to do becomes its tasks, each with its day.

    Raises ExplanationGoneConflict, ExplanationUnfixedConflict, HeldDayInvalid, ExplanationAskedRequired,
    ExplanationExplainedRequired, PointsInvalid, PointsAboveInvalid, TextTooLong.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.HOLD_EXPLANATION, at=at, seen=seen) as change:
        meeting = open_meeting(change)
        if meeting.starts_at is None or meeting.asked_at is None or meeting.starts_at > at:
            raise ExplanationUnfixedConflict
        if not office_day(meeting.asked_at) <= minutes.held_on <= office_day(at):
            raise HeldDayInvalid
        meeting.held_on, meeting.recorded_at, meeting.recorded_by = minutes.held_on, at, actor.officer_id
        meeting.present = checked_text(minutes.present, field="present", most=MESSAGE_MAX)
        meeting.asked = checked_text(minutes.asked, field="asked", most=TEXT_MAX)
        if not meeting.asked:
            raise ExplanationAskedRequired
        meeting.explained = checked_text(minutes.explained, field="explained", most=TEXT_MAX)
        if not meeting.explained:
            raise ExplanationExplainedRequired
        if not change.matter.is_sealed:
            index_add(change.matter.pk, explanation_text(meeting))
        clock_hears(change, meeting)
        change.facts["day"] = minutes.held_on.isoformat()
        change.changed(meeting)
        _agree(change, meeting, minutes.points)
        change.notify_petitioner()


def explanation_end(*, actor: Actor, matter_id: UUID, reason: str, at: datetime, seen: int | None = None) -> None:
    """There was no meeting and there will be none, for a reason that the petitioner reads; they can wish for another.

    Raises ExplanationGoneConflict, ExplanationReasonRequired, TextTooLong.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.END_EXPLANATION, at=at, seen=seen) as change:
        meeting = open_meeting(change)
        meeting.end_reason = checked_text(reason, field="reason", most=MESSAGE_MAX)
        if not meeting.end_reason:
            raise ExplanationReasonRequired
        meeting.ended_at, meeting.ended_by = at, EndedBy.OFFICE
        clock_hears(change, meeting)
        change.facts["words"] = meeting.end_reason
        change.changed(meeting)
        change.notify_petitioner()
        _notify_taking_part(change, meeting)


def _taking_part(change: MatterChange, officer_ids: Collection[int]) -> Collection[int]:
    matter = change.matter
    known = officers_fit(actor=change.actor, matter=matter, unit_id=matter.lead_unit_id, on=office_day(change.at))
    wanted = set(officer_ids)
    if not wanted or not wanted <= {officer_id for officer_id, _name in known}:
        raise ExplanationOfficersRequired
    return wanted


def _ask_above(change: MatterChange, meeting: ExplanationMeeting, day: ExplanationDay) -> None:
    if not day.invite_above:
        meeting.above_unit = meeting.above_asked_at = None
        meeting.above_comes, meeting.above_answered_at, meeting.above_answered_by = None, None, None
        meeting.above_reason = ""
        return
    above = unit_above(change.matter)
    if above is None:
        raise UnitAboveInvalid
    # Whoever has said yes has said it to that day.
    if meeting.above_unit_id == above[0] and meeting.starts_at == day.starts_at:
        return
    meeting.above_unit_id, meeting.above_asked_at = above[0], change.at
    meeting.above_comes, meeting.above_answered_at, meeting.above_answered_by = None, None, None
    meeting.above_reason = ""
    managing = officers_in(above[0], *UNIT_MANAGERS) or leaders_of(unit_id=above[0])
    change.notify_officers("explanation_invited", managing)


def _notify_taking_part(change: MatterChange, meeting: ExplanationMeeting) -> None:
    """Whoever comes and sees the matter at the desk; a number that opens nothing helps nobody."""
    on = office_day(change.at)
    others = sorted(officers_of(meeting.officers) - {change.actor.officer_id})
    change.notify_officers(
        "explanation_fixed" if meeting.ended_at is None else "explanation_off",
        [each for each in others if officer_sees(officer_id=each, matter_id=change.matter.pk, on=on)],
    )


def _agree(change: MatterChange, meeting: ExplanationMeeting, points: Sequence[PointDraft]) -> None:
    if len(points) > POINTS_MOST:
        raise PointsInvalid(most=POINTS_MOST)
    for position, draft in enumerate(points, start=1):
        text = checked_text(draft.text, field="points", most=MESSAGE_MAX)
        if not text or is_past(draft.due_on, office_day(change.at)):
            raise PointsInvalid(most=POINTS_MOST)
        if draft.agreed_by is AgreedBy.ABOVE and not meeting.above_comes:
            raise PointsAboveInvalid
        point = AgreedPoint(
            matter=change.matter, meeting=meeting, position=position, text=text, agreed_by=draft.agreed_by,
            due_on=draft.due_on,
        )  # fmt: skip
        change.save(point)
        if draft.agreed_by is AgreedBy.UNIT:
            _hand_down(change, point)


def _hand_down(change: MatterChange, point: AgreedPoint) -> None:
    task_hand_down(
        actor=change.actor,
        draft=HandedDownDraft(
            origin=Ref(AGREED_POINT, point.pk),
            unit_id=change.matter.lead_unit_id,
            text=point.text,
            due_on=point.due_on,
        ),
        at=change.at,
    )
