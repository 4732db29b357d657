"""One return as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from huiyin.kernel.actor import Actor
from huiyin.orgs.selectors import unit_names
from huiyin.returns.models import Correction, Return, ReturnStep
from huiyin.returns.rules.counts import counts_of
from huiyin.returns.rules.errors import ReturnNotFound
from huiyin.returns.rules.fields import Field, fields_known
from huiyin.returns.rules.states import STEP_LABELS, WAY_LABELS, ReturnWay
from huiyin.returns.selectors.gate import visible_to
from huiyin.returns.selectors.lists import ReturnSummary
from huiyin.returns.selectors.people import people_named


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field of a return; `count` None: not reported yet. `behind` leads to its rows, if anything does."""

    code: str
    label: str
    measure: str
    is_counted: bool
    count: int | None
    behind: str = ""


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """One corrected field with both values."""

    label: str
    old: str
    new: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of its timeline."""

    label: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReturnDetail:
    """A return."""

    summary: ReturnSummary
    unit_id: int
    receiving_unit: str
    receiving_unit_id: int
    note: str
    way: str
    caller_post: str
    recorded_at: datetime | None
    reported_by: str
    found_later_at: datetime | None
    found_later_by: str
    found_later_reason: str
    fields: tuple[FieldLine, ...]
    corrections: tuple[CorrectionLine, ...]
    steps: tuple[StepLine, ...]


def return_row(*, actor: Actor, return_id: UUID) -> Return:
    """The row with its scheme. Raises ReturnNotFound."""
    row = visible_to(actor).select_related("scheme").filter(pk=return_id).first()
    if row is None:
        raise ReturnNotFound
    return row


def return_detail(*, row: Return, at: datetime) -> ReturnDetail:
    """A row of the gate as its page shows it; in five statements, besides what its fields count."""
    corrections = list(Correction.objects.filter(of_return=row).order_by("at", "id"))
    steps = list(ReturnStep.objects.filter(of_return=row).order_by("version"))
    units = unit_names(unit_ids={row.unit_id, row.scheme.receiving_unit_id})
    refs = [row.reported_by, row.found_later_by]
    people = people_named([*refs, *(correction.by for correction in corrections), *(step.actor for step in steps)])
    fields = fields_known(row.codes)
    labels = {field.code: gettext(field.label) for field in fields} | {"note": gettext("其他情况")}
    return ReturnDetail(
        summary=ReturnSummary.of(row, unit=units.get(row.unit_id, ""), is_nothing_counted=False, at=at),
        unit_id=row.unit_id,
        receiving_unit=units.get(row.scheme.receiving_unit_id, ""),
        receiving_unit_id=row.scheme.receiving_unit_id,
        note=row.note,
        way=gettext(WAY_LABELS[ReturnWay(row.way)]) if row.way else "",
        caller_post=row.caller_post,
        recorded_at=row.recorded_at,
        reported_by=people.get(row.reported_by, ""),
        found_later_at=row.found_later_at,
        found_later_by=people.get(row.found_later_by, ""),
        found_later_reason=row.found_later_reason,
        fields=tuple(_lines(row, fields)),
        corrections=tuple(
            CorrectionLine(
                labels.get(correction.field, correction.field),
                correction.old,
                correction.new,
                correction.reason,
                people.get(correction.by, ""),
                correction.at,
            )
            for correction in corrections
        ),
        steps=tuple(
            StepLine(gettext(STEP_LABELS.get(step.kind, step.kind)), people.get(step.actor, ""), step.at)
            for step in steps
        ),
    )


def _lines(row: Return, fields: Sequence[Field]) -> list[FieldLine]:
    counts = counts_of(row.counts_text)
    return [
        FieldLine(
            code=field.code,
            label=gettext(field.label),
            measure=gettext(field.measure),
            is_counted=field.is_counted,
            count=counts.get(field.code),
            behind=field.behind(row.unit_id, row.covers_from, row.covers_to) if field.behind else "",
        )
        for field in fields
    ]
