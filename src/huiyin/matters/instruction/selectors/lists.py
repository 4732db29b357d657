"""Reports that are owed to those above: who sees which, the first due first, and how many came in time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from huiyin.kernel.actor import UNIT_MANAGERS, Actor, Role
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.limits import LIST_MOST
from huiyin.matters.core.selectors.gate import visible_through
from huiyin.matters.instruction.rules import (
    STAGE_LABELS,
    STANDING_LABELS,
    ReportCount,
    ReportStage,
    ReportStanding,
    standing_of,
)
from huiyin.matters.instruction.selectors.views import stage_of
from huiyin.matters.models import Instruction, InstructionReport
from huiyin.orgs.selectors import unit_names


@dataclass(frozen=True, slots=True)
class ReportOwedRow:
    """A report that is owed, or one that is past; `number` and `title` lead to the matter."""

    number: str
    title: str
    issuer: str
    document_number: str
    unit_id: int
    unit: str
    office: str
    recorded_at: datetime
    due_on: date
    reported_on: date | None
    stage: ReportStage
    standing: ReportStanding

    @property
    def stage_label(self) -> str:
        """How far it is, in the reader's language."""
        return gettext(STAGE_LABELS[self.stage])

    @property
    def standing_label(self) -> str:
        """In time, late, missing or ahead, in the reader's language."""
        return gettext(STANDING_LABELS[self.standing])

    @property
    def is_late(self) -> bool:
        """Whether it is marked as late or missing."""
        return self.standing in {ReportStanding.LATE, ReportStanding.MISSING}

    @property
    def next_move(self) -> str:
        """The move that brings it on, "" where nothing is left."""
        return _NEXT.get(self.stage, "")


@dataclass(frozen=True, slots=True)
class UnitReports:
    """The reports of one unit over some days."""

    unit_id: int
    unit: str
    count: ReportCount


_NEXT = {
    ReportStage.UNWRITTEN: "draft_report",
    ReportStage.RETURNED: "draft_report",
    ReportStage.WAITING: "approve_report",
    ReportStage.APPROVED: "send_report",
}


def instructed_through(actor: Actor) -> Q:
    """The matters whose instruction the officer's unit took in: it answers to the body whoever has the matter now."""
    offices = actor.units_as(*UNIT_MANAGERS)
    if not offices:
        return Q(pk__in=())
    return Q(pk__in=Instruction.objects.filter(office__in=sorted(offices)).values("matter_id"))


def reports_owed(*, actor: Actor, at: datetime, most: int = LIST_MOST) -> list[ReportOwedRow]:
    """Instructions whose final report hasn't gone: of units that the officer answers for, and of their office.

    The first due first, in two statements. Nothing of a matter that the officer may not see.
    """
    return _rows(open_instructions(actor).order_by("due_on", "pk")[:most], at)


def open_instructions(actor: Actor, *, since: datetime | None = None) -> "QuerySet[Instruction]":
    """The same as a query, to be counted with others; `since`: those alone that were written down after that."""
    found = _concerned(actor).filter(reported_on__isnull=True)
    return found if since is None else found.filter(recorded_at__gt=since)


def own_instructions(actor: Actor) -> "QuerySet[Instruction]":
    """Those of them that the officer's own units or office have to do with, and not one below: beside the menu."""
    own = actor.units_as(*UNIT_MANAGERS)
    mine = Q(office__in=own) | Q(matter__lead_unit__in=own) | Q(matter__handler=actor.officer_id)
    return Instruction.objects.filter(mine, visible_through(actor), reported_on__isnull=True)


def report_counts(*, actor: Actor, since: date, until: date, at: datetime) -> list[UnitReports]:
    """报结率 by unit of what was due from `since` up to and with `until`: what the officer may see, no more.

    One report that is owed counts once, for the unit that reported, or that has the matter. No figure counts people.
    """
    today, counts = office_day(at), dict[int, ReportCount]()
    for unit_id, due_on, reported_on in _responsible(_due_within(actor, since, until)):
        standing = standing_of(due_on=due_on, reported_on=reported_on, today=today)
        counts.setdefault(unit_id, ReportCount()).standings[standing] += 1
    names = unit_names(unit_ids=list(counts)) if counts else {}
    return [UnitReports(unit_id, names[unit_id], counts[unit_id]) for unit_id in sorted(counts)]


def reports_behind(
    *, actor: Actor, since: date, until: date, unit_id: int | None = None, at: datetime
) -> list[ReportOwedRow]:
    """The single reports behind the figure that came late or are missing; of one unit, or of all."""
    rows = reports_due(actor=actor, since=since, until=until, at=at)
    return [row for row in rows if row.is_late and unit_id in {None, row.unit_id}]


def reports_due(*, actor: Actor, since: date, until: date, at: datetime) -> list[ReportOwedRow]:
    """All single reports that the figure counts, the first due first; in two statements."""
    return _rows(_due_within(actor, since, until).order_by("due_on", "pk"), at)


def total_of(lines: Sequence[UnitReports]) -> ReportCount:
    """All units together."""
    total = ReportCount()
    for line in lines:
        total.standings.update(line.count.standings)
    return total


def _concerned(actor: Actor) -> "QuerySet[Instruction]":
    units = actor.units_as(*UNIT_MANAGERS) | actor.command_unit_ids
    concerned = Q(office__in=units) | Q(matter__lead_unit__in=units) | Q(reported_unit__in=units)
    if actor.holds(Role.HANDLER):
        concerned |= Q(matter__handler__in=sorted({actor.officer_id or 0, *actor.stands_for}))
    return Instruction.objects.filter(concerned, visible_through(actor))


def _due_within(actor: Actor, since: date, until: date) -> "QuerySet[Instruction]":
    return _concerned(actor).filter(due_on__gte=since, due_on__lte=until)


def _responsible(rows: "QuerySet[Instruction]") -> list[tuple[int, date, date | None]]:
    """The unit that reported, or else the one that has the matter."""
    values = rows.values_list("reported_unit_id", "matter__lead_unit_id", "due_on", "reported_on")
    return [(reported or lead, due_on, on) for reported, lead, due_on, on in values]


def _rows(rows: "QuerySet[Instruction]", at: datetime) -> list[ReportOwedRow]:
    today = office_day(at)
    found = list(rows.select_related("matter__lead_unit", "office", "reported_unit"))
    last = _last_reports([row.pk for row in found])
    lines = []
    for row in found:
        unit = row.reported_unit or row.matter.lead_unit
        lines.append(
            ReportOwedRow(
                number=row.matter.number,
                title=row.matter.title,
                issuer=row.issuer,
                document_number=row.number,
                unit_id=unit.pk,
                unit=unit.name,
                office=row.office.name,
                recorded_at=row.recorded_at,
                due_on=row.due_on,
                reported_on=row.reported_on,
                stage=ReportStage.SENT if row.reported_on else stage_of(last.get(row.pk)),
                standing=standing_of(due_on=row.due_on, reported_on=row.reported_on, today=today),
            )
        )
    return lines


def _last_reports(keys: Sequence[UUID]) -> dict[UUID, InstructionReport]:
    reports = InstructionReport.objects.filter(instruction__in=keys).order_by("position")
    return {report.instruction_id: report for report in reports}
