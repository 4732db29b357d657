"""The report on an instruction: drafted, approved or sent back, sent to the body on a day (条例 Art 22)."""

from datetime import date, datetime
from uuid import UUID

from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.text_limits import checked_text
from huiyin.kernel.time import end_of_day, office_day
from huiyin.matters.core.rules.limits import MESSAGE_MAX, TEXT_MAX
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.services.engine import MatterChange, move
from huiyin.matters.handover.services.shared import receivers_of
from huiyin.matters.instruction.errors import (
    OwnReport,
    ReportGone,
    ReportTextRequired,
    ReportWaiting,
    ReturnReasonRequired,
    SendWayRequired,
    SentDayInvalid,
)
from huiyin.matters.instruction.rules import ReportKind, SendWay
from huiyin.matters.instruction.services.files import instruction_files_attach
from huiyin.matters.instruction.services.instruct import check_office, instruction_open
from huiyin.matters.models import Instruction, InstructionReport
from huiyin.orgs.selectors import leaders_of, officers_of_unit
from huiyin.workflow.backdating import date_back


def report_draft(
    *,
    actor: Actor,
    matter_id: UUID,
    position: int,
    kind: ReportKind,
    text: str,
    draft_id: UUID | None = None,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Hand a report in for approval; `draft_id` is the officer's own draft, whose files go with it.

    Raises InstructionGone, ReportWaiting, ReportTextRequired, TextTooLong, FilesTooMany, FileNotSealed.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.DRAFT_REPORT, at=at, seen=seen) as change:
        instruction = instruction_open(change, position)
        if _pending(instruction) is not None:
            raise ReportWaiting
        words = checked_text(text, field="text", most=TEXT_MAX)
        if not words:
            raise ReportTextRequired
        report = InstructionReport(
            instruction=instruction,
            position=instruction.reports.count() + 1,
            kind=ReportKind(kind),
            text=words,
            unit_id=change.matter.lead_unit_id,
            drafted_at=at,
            drafted_by=actor.officer_id or 0,  # only an officer drafts it
        )
        change.save(report)
        instruction_files_attach(change, instruction, draft_id=draft_id, report=report)
        change.facts["name"] = instruction.issuer
        change.notify_officers("report_up_waiting", _approving(change, actor.officer_id))


def report_approve(*, actor: Actor, matter_id: UUID, position: int, at: datetime, seen: int | None = None) -> None:
    """Stand for it; the letter gets its number and is to be sent. Never by whoever drafted it.

    Raises InstructionGone, ReportGone, OwnReport.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.APPROVE_REPORT, at=at, seen=seen) as change:
        instruction, report = _waiting(change, position)
        report.approved_at, report.approved_by = at, actor.officer_id
        # It may have changed hands since: in whose name it goes out is whose approver has read it.
        report.unit_id = change.matter.lead_unit_id
        change.changed(report)
        change.facts["name"] = instruction.issuer
        sending = [*receivers_of(instruction.office_id), *receivers_of(change.matter.lead_unit_id)]
        change.notify_officers("report_up_approved", list(dict.fromkeys(sending)))


def report_return(
    *, actor: Actor, matter_id: UUID, position: int, reason: str, at: datetime, seen: int | None = None
) -> None:
    """Send it back with what to change.

    Raises InstructionGone, ReportGone, OwnReport, ReturnReasonRequired, TextTooLong.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.RETURN_REPORT, at=at, seen=seen) as change:
        instruction, report = _waiting(change, position)
        report.return_reason = checked_text(reason, field="reason", most=MESSAGE_MAX)
        if not report.return_reason:
            raise ReturnReasonRequired
        report.returned_at, report.returned_by = at, actor.officer_id
        change.changed(report)
        change.facts |= {"name": instruction.issuer, "reason": report.return_reason}
        change.notify_officers("report_up_returned", [report.drafted_by])


def report_send(
    *,
    actor: Actor,
    matter_id: UUID,
    position: int,
    sent_on: date,
    way: SendWay,
    note: str = "",
    late_reason: str = "",
    at: datetime,
    seen: int | None = None,
) -> None:
    """Write down on which day the approved report left, and how; with the final one nothing more is owed.

    A day further back than the rulebook allows needs `late_reason` and counts from now.
    Raises InstructionGone, NotTheirInstruction, ReportGone, SentDayInvalid, SendWayRequired, LateReasonRequired,
    TextTooLong.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.SEND_REPORT, at=at, seen=seen) as change:
        instruction = instruction_open(change, position)
        check_office(actor, change.matter, instruction)
        report = _pending(instruction)
        if report is None or report.approved_at is None:
            raise ReportGone
        if not office_day(report.approved_at) <= sent_on <= office_day(at):
            raise SentDayInvalid
        if way not in set(SendWay):
            raise SendWayRequired
        report.sent_on, report.way = sent_on, SendWay(way)
        report.sent_note = checked_text(note, field="note", most=MESSAGE_MAX)
        report.recorded_at, report.recorded_by = at, actor.officer_id
        change.changed(report)
        is_late = date_back(change, sent_on, late_reason)
        change.facts |= {"name": instruction.issuer, "day": sent_on.isoformat()}
        if report.kind == ReportKind.FINAL:
            counted_on = office_day(at) if is_late else sent_on
            instruction.reported_on, instruction.reported_unit_id = counted_on, report.unit_id
            change.changed(instruction)
            change.event, change.round = "instruction_reported", instruction.round
            # The clock says what the figure says: it counts the day on which it left.
            change.event_at = min(at, end_of_day(counted_on))


def _pending(instruction: Instruction) -> InstructionReport | None:
    """The report that is under way."""
    return InstructionReport.objects.filter(
        instruction=instruction, returned_at__isnull=True, recorded_at__isnull=True
    ).first()


def _waiting(change: MatterChange, position: int) -> tuple[Instruction, InstructionReport]:
    """The report that waits for approval, by somebody else. Raises InstructionGone, ReportGone, OwnReport."""
    instruction = instruction_open(change, position)
    report = _pending(instruction)
    if report is None or report.approved_at is not None:
        raise ReportGone
    if report.drafted_by == change.actor.officer_id:
        raise OwnReport
    return instruction, report


def _approving(change: MatterChange, drafted_by: int | None) -> list[int]:
    """The unit's approvers and leaders, or the nearest leader above where it has none but whoever drafted it."""
    unit_id = change.matter.lead_unit_id
    own = [officer.id for officer in officers_of_unit(unit_id=unit_id, roles=(Role.APPROVER, Role.LEADER))]
    left = [officer_id for officer_id in own if officer_id != drafted_by]
    return left or [officer_id for officer_id in leaders_of(unit_id=unit_id) if officer_id != drafted_by]
