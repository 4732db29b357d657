"""Instructions and the reports on them, as a matter's page shows them to staff."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext

from huiyin.kernel.actor import Actor, ActorKind
from huiyin.kernel.time import now, office_day
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.instruction.rules import (
    ISSUER_LABELS,
    REPORT_LABELS,
    SEND_WAY_LABELS,
    STAGE_LABELS,
    Issuer,
    ReportKind,
    ReportStage,
    SendWay,
)
from huiyin.matters.models import Instruction, InstructionExtension, InstructionFile, InstructionReport, Matter


@dataclass(frozen=True, slots=True)
class InstructionReportView:
    """A report; `way_label` says how it went, "" while it hasn't."""

    position: int
    kind: str
    kind_label: str
    text: str
    unit: str
    drafted_at: datetime
    drafted_by: int
    returned_at: datetime | None
    return_reason: str
    approved_at: datetime | None
    sent_on: date | None
    way_label: str
    sent_note: str
    files: tuple[str, ...] = ()

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has to approve it yet."""
        return self.approved_at is None and self.returned_at is None

    @property
    def is_approved(self) -> bool:
        """Whether it is to be sent."""
        return self.approved_at is not None and self.sent_on is None


@dataclass(frozen=True, slots=True)
class InstructionView:
    """An instruction for staff: who wants what by when, what the body agreed to, the reports, the newest last."""

    position: int
    issuer_label: str
    issuer: str
    words: str
    number: str
    instructed_on: date
    office_id: int
    office: str
    recorded_at: datetime
    due_on: date
    due_by_rule: bool
    reported_on: date | None
    extensions: tuple[tuple[date, str, date, date], ...]
    reports: tuple[InstructionReportView, ...]
    files: tuple[str, ...]
    today: date

    @property
    def is_open(self) -> bool:
        """Whether the final report is still owed."""
        return self.reported_on is None

    @property
    def is_late(self) -> bool:
        """Whether the day has passed, and the final report hasn't gone."""
        return self.is_open and self.due_on < self.today

    @property
    def pending(self) -> InstructionReportView | None:
        """The report that is under way."""
        return next((report for report in self.reports if report.is_waiting or report.is_approved), None)

    @property
    def returned(self) -> InstructionReportView | None:
        """The last one, if it came back: the next begins with its text."""
        last = self.reports[-1] if self.reports else None
        return last if last is not None and last.returned_at is not None else None

    @property
    def stage_label(self) -> str:
        """How far the report is that is owed."""
        return gettext(STAGE_LABELS[self.stage])

    @property
    def stage(self) -> ReportStage:
        """The same, as a member."""
        if self.reported_on is not None:
            return ReportStage.SENT
        return stage_of(self.reports[-1] if self.reports else None)


def stage_of(last: InstructionReportView | InstructionReport | None) -> ReportStage:
    """How far the last report is; one that was sent and left something owed was an interim one."""
    if last is None or last.sent_on is not None:
        return ReportStage.UNWRITTEN
    if last.returned_at is not None:
        return ReportStage.RETURNED
    return ReportStage.WAITING if last.approved_at is None else ReportStage.APPROVED


def instructions_of(matter: Matter, actor: Actor) -> tuple[InstructionView, ...]:
    """Those of a matter, the newest first; the petitioner reads nothing of who instructed whom.

    Four statements where there ever was one, else none.
    """
    if not matter.parts & Part.INSTRUCTIONS or actor.kind is ActorKind.PETITIONER:
        return ()
    rows = list(Instruction.objects.filter(matter=matter).select_related("office").order_by("-position"))
    extensions = list(InstructionExtension.objects.filter(instruction__in=rows).order_by("position"))
    reports = list(InstructionReport.objects.filter(instruction__in=rows).select_related("unit").order_by("position"))
    files = list(
        InstructionFile.objects.filter(instruction__in=rows)
        .select_related("attachment__file")
        .order_by("attachment__position", "pk")
    )
    today = office_day(now())
    return tuple(
        InstructionView(
            position=row.position,
            issuer_label=gettext(ISSUER_LABELS[Issuer(row.issuer_kind)]),
            issuer=row.issuer,
            words=row.words,
            number=row.number,
            instructed_on=row.instructed_on,
            office_id=row.office.pk,
            office=row.office.name,
            recorded_at=row.recorded_at,
            due_on=row.due_on,
            due_by_rule=row.due_by_rule,
            reported_on=row.reported_on,
            extensions=tuple(
                (found.agreed_on, found.words, found.before_on, found.due_on)
                for found in extensions
                if found.instruction_id == row.pk
            ),
            reports=tuple(_report(found, files) for found in reports if found.instruction_id == row.pk),
            files=_names(file for file in files if file.instruction_id == row.pk and file.report_id is None),
            today=today,
        )
        for row in rows
    )


def _report(row: InstructionReport, files: Iterable[InstructionFile]) -> InstructionReportView:
    return InstructionReportView(
        position=row.position,
        kind=row.kind,
        kind_label=gettext(REPORT_LABELS[ReportKind(row.kind)]),
        text=row.text,
        unit=row.unit.name,
        drafted_at=row.drafted_at,
        drafted_by=row.drafted_by,
        returned_at=row.returned_at,
        return_reason=row.return_reason,
        approved_at=row.approved_at,
        sent_on=row.sent_on,
        way_label=gettext(SEND_WAY_LABELS[SendWay(row.way)]) if row.way else "",
        sent_note=row.sent_note,
        files=_names(file for file in files if file.report_id == row.pk),
    )


def _names(files: Iterable[InstructionFile]) -> tuple[str, ...]:
    return tuple(file.attachment.file.name for file in files)
