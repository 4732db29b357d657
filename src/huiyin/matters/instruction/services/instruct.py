"""An instruction from above is written down, and the body agrees to another day (条例 Art 22)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from huiyin.clocks.services import Subject, clock_until_stated, clocks_on_event
from huiyin.kernel.actor import UNIT_MANAGERS, Actor, Role
from huiyin.kernel.text import clean_line
from huiyin.kernel.text_limits import checked_text
from huiyin.kernel.time import end_of_day, office_day
from huiyin.matters.core.rules.limits import MESSAGE_MAX
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.services.engine import MatterChange, move
from huiyin.matters.handover.services.shared import receivers_of
from huiyin.matters.instruction.errors import (
    AgreedDayInvalid,
    AgreedTooLate,
    AgreementRequired,
    InstructedDayInvalid,
    InstructionGone,
    InstructionRequired,
    InstructionWordsSealed,
    IssuerRequired,
    LaterReportDayRequired,
    NotTheirInstruction,
    ReportDayBeforeInstruction,
)
from huiyin.matters.instruction.rules import BY_DAY, ISSUER_MAX, NUMBER_MAX, Issuer
from huiyin.matters.instruction.services.files import instruction_files_attach
from huiyin.matters.models import Instruction, InstructionExtension, Matter
from huiyin.workflow.backdating import date_back


@dataclass(frozen=True, slots=True)
class InstructionDraft:
    """An instruction as the body's letter has it; `due_on` None: by the rulebook's time.

    A letter may come when its day has passed: the day that the body set is the one that counts all the same.
    """

    issuer_kind: Issuer
    issuer: str
    words: str
    instructed_on: date
    number: str = ""
    due_on: date | None = None


def matter_instruct(
    *,
    actor: Actor,
    matter_id: UUID,
    draft: InstructionDraft,
    draft_id: UUID | None = None,
    file_ids: Sequence[UUID] = (),
    at: datetime,
    seen: int | None = None,
) -> None:
    """Write down that a body outside, or a leader, wants a report by a day. Nothing else of the matter changes.

    Its clock is late from the beginning where that day has passed. `draft_id` is the officer's own draft that it was
    typed in, whose files are the body's letter, as are those of `file_ids`. Raises IssuerRequired,
    InstructionRequired, InstructionWordsSealed, InstructedDayInvalid, ReportDayBeforeInstruction, ClockDayTooFar,
    TextTooLong, LineTooLong, FilesTooMany, FileNotSealed.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.INSTRUCT, at=at, seen=seen) as change:
        matter = change.matter
        issuer, words = _issuer(draft), _words(draft, matter)
        if draft.instructed_on > office_day(at):
            raise InstructedDayInvalid
        if draft.due_on is not None and draft.due_on < draft.instructed_on:
            raise ReportDayBeforeInstruction
        position = _next_round(matter)
        due_on = _clock(change, position, draft)
        matter.parts |= Part.INSTRUCTIONS
        row = Instruction(
            matter=matter,
            position=matter.instructions.count() + 1,
            issuer_kind=draft.issuer_kind,
            issuer=issuer,
            words=words,
            number=checked_text(clean_line(draft.number), field="number", most=NUMBER_MAX),
            instructed_on=draft.instructed_on,
            office_id=_office(actor, matter),
            recorded_at=at,
            recorded_by=actor.officer_id or 0,  # only an officer records it
            due_on=due_on,
            due_by_rule=draft.due_on is None,
            round=position,
        )
        change.save(row)
        instruction_files_attach(change, row, draft_id=draft_id, file_ids=file_ids)
        change.round = position
        change.facts |= {"name": issuer, "words": words, "day": due_on.isoformat()}
        owing = [matter.handler_id] if matter.handler_id else receivers_of(matter.lead_unit_id)
        change.notify_officers("instruction_recorded", owing, due_on=due_on)


def instruction_extend(
    *,
    actor: Actor,
    matter_id: UUID,
    position: int,
    words: str,
    agreed_on: date,
    due_on: date,
    late_reason: str = "",
    at: datetime,
    seen: int | None = None,
) -> None:
    """Write down that the body agreed to another day, while the one before hadn't passed: what is late stays late.

    The new day may have passed when it is written down, too. An agreement further back than the rulebook allows needs
    `late_reason`, and the day before it counts until now. Raises InstructionGone, NotTheirInstruction,
    AgreementRequired, AgreedDayInvalid, AgreedTooLate, LaterReportDayRequired, LateReasonRequired, ClockDayTooFar,
    TextTooLong.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.EXTEND_INSTRUCTION, at=at, seen=seen) as change:
        row = instruction_open(change, position)
        check_office(actor, change.matter, row)
        agreement = checked_text(words, field="words", most=MESSAGE_MAX)
        if not agreement:
            raise AgreementRequired
        if not row.instructed_on <= agreed_on <= office_day(at):
            raise AgreedDayInvalid
        if agreed_on > row.due_on:
            raise AgreedTooLate
        if due_on <= row.due_on:
            raise LaterReportDayRequired
        is_late = date_back(change, agreed_on, late_reason)
        # The event stops the clock of the day before, as of when the body agreed.
        change.round, change.event_at = row.round, at if is_late else min(at, end_of_day(agreed_on))
        row.round, before = _next_round(change.matter), row.due_on
        subject = Subject(id=change.matter.pk, kind=change.matter.kind, at=at, round=row.round)
        clock = clock_until_stated(subject=subject, code=BY_DAY, due_on=due_on, since=agreed_on, at=at)
        change.rows.append(clock)
        row.due_on = due_on
        change.changed(row)
        change.save(
            InstructionExtension(
                instruction=row,
                position=row.extensions.count() + 1,
                agreed_on=agreed_on,
                words=agreement,
                before_on=before,
                due_on=due_on,
                recorded_at=at,
                recorded_by=actor.officer_id or 0,
            )
        )
        change.facts |= {"name": row.issuer, "words": agreement, "day": due_on.isoformat()}


def instruction_open(change: MatterChange, position: int) -> Instruction:
    """The instruction that waits for its report. Raises InstructionGone."""
    row = Instruction.objects.filter(matter=change.matter, position=position, reported_on__isnull=True).first()
    if row is None:
        raise InstructionGone
    return row


def check_office(actor: Actor, matter: Matter, row: Instruction) -> None:
    """That the actor is in charge where it was taken in, or where the matter is. Raises NotTheirInstruction."""
    if not actor.units_as(*UNIT_MANAGERS) & {row.office_id, matter.lead_unit_id}:
        raise NotTheirInstruction


def _issuer(draft: InstructionDraft) -> str:
    issuer = checked_text(clean_line(draft.issuer), field="issuer", most=ISSUER_MAX)
    if not issuer or draft.issuer_kind not in set(Issuer):
        raise IssuerRequired
    return issuer


def _words(draft: InstructionDraft, matter: Matter) -> str:
    words = checked_text(draft.words, field="words", most=MESSAGE_MAX)
    if words and matter.is_sealed:
        raise InstructionWordsSealed
    if not words and not matter.is_sealed:
        raise InstructionRequired
    return words


def _office(actor: Actor, matter: Matter) -> int:
    """Where it was taken in: the unit that has the matter, or the one that received it."""
    return matter.lead_unit_id if matter.lead_unit_id in actor.units_as(Role.REGISTRAR) else matter.received_unit_id


def _next_round(matter: Matter) -> int:
    """Each day has a clock of its own, the first one and every later one."""
    extensions = InstructionExtension.objects.filter(instruction__matter=matter)
    return matter.instructions.count() + extensions.count() + 1


def _clock(change: MatterChange, position: int, draft: InstructionDraft) -> date:
    """Start the clock, by the day that was set or by the rulebook; gives the day."""
    subject = Subject(id=change.matter.pk, kind=change.matter.kind, at=change.at, round=position)
    if draft.due_on is not None:
        clock = clock_until_stated(
            subject=subject, code=BY_DAY, due_on=draft.due_on, since=draft.instructed_on, at=change.at
        )
        change.rows.append(clock)
        return draft.due_on
    clocks = clocks_on_event(subject=subject, event="instructed")
    change.rows.extend(clocks.rows)
    return office_day(clocks.rows[-1].due_at)
