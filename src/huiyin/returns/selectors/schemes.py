"""Schemes as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext

from huiyin.kernel.actor import Actor
from huiyin.kernel.time import office_day
from huiyin.orgs.selectors import unit_names
from huiyin.returns.models import Scheme, SchemeUnit
from huiyin.returns.rules.errors import SchemeNotFound
from huiyin.returns.rules.fields import Field, fields_known
from huiyin.returns.rules.timetable import COVERS_LABELS, RHYTHM_LABELS, WEEKDAY_LABELS, Covers, Rhythm
from huiyin.returns.selectors.gate import managed_units, schemes_visible_to


@dataclass(frozen=True, slots=True)
class SchemeSummary:
    """A line of the list."""

    id: UUID
    name: str
    document: str
    receiving_unit: str
    rhythm: str
    begins_on: date
    ends_on: date | None
    is_running: bool


@dataclass(frozen=True, slots=True)
class SchemeDetail:
    """A scheme as a whole. `units` are all that owe it."""

    summary: SchemeSummary
    reason: str
    covers: str
    fields: tuple[Field, ...]
    units: tuple[str, ...]
    end_reason: str
    may_end: bool


def schemes_for(*, actor: Actor, at: datetime) -> list[SchemeSummary]:
    """All that the actor may see: those that run first, then by name. Two statements."""
    found = _summaries(schemes_visible_to(actor), at)
    return sorted(found, key=lambda scheme: (not scheme.is_running, scheme.name, scheme.begins_on))


def schemes_named(*, actor: Actor, name: str, at: datetime) -> list[SchemeSummary]:
    """Those of that very name."""
    return _summaries(schemes_visible_to(actor).filter(name=name), at)


def scheme_detail(*, actor: Actor, scheme_id: UUID, at: datetime) -> SchemeDetail:
    """One scheme. Raises SchemeNotFound."""
    row = schemes_visible_to(actor).filter(pk=scheme_id).first()
    if row is None:
        raise SchemeNotFound
    unit_ids = list(SchemeUnit.objects.filter(scheme=row).order_by("unit").values_list("unit", flat=True))
    names = unit_names(unit_ids={*unit_ids, row.receiving_unit_id})
    summary = _summary(row, names, at)
    return SchemeDetail(
        summary=summary,
        reason=row.reason,
        covers=gettext(COVERS_LABELS[Covers(row.covers)]),
        fields=fields_known(row.codes),
        units=tuple(names[unit_id] for unit_id in unit_ids),
        end_reason=row.end_reason,
        may_end=summary.is_running and row.ended_at is None and row.receiving_unit_id in managed_units(actor),
    )


def _summaries(rows: Iterable[Scheme], at: datetime) -> list[SchemeSummary]:
    schemes = list(rows)
    names = unit_names(unit_ids={scheme.receiving_unit_id for scheme in schemes}) if schemes else {}
    return [_summary(scheme, names, at) for scheme in schemes]


def _summary(scheme: Scheme, names: dict[int, str], at: datetime) -> SchemeSummary:
    return SchemeSummary(
        id=scheme.pk,
        name=scheme.name,
        document=scheme.document,
        receiving_unit=names.get(scheme.receiving_unit_id, ""),
        rhythm=_rhythm_text(scheme),
        begins_on=scheme.begins_on,
        ends_on=scheme.ends_on,
        is_running=scheme.ends_on is None or scheme.ends_on >= office_day(at),
    )


def _rhythm_text(scheme: Scheme) -> str:
    """When it is due, in the reader's language: 每周星期五 17:00 前."""
    rhythm = Rhythm(scheme.rhythm)
    words = {"times": scheme.times.replace(" ", gettext("、")), "day": scheme.month_day}
    if rhythm is Rhythm.WEEKLY:
        weekday = gettext(WEEKDAY_LABELS[scheme.weekday or 0])
        return gettext("每周，%(weekday)s %(times)s 前") % {**words, "weekday": weekday}
    if rhythm is Rhythm.MONTHLY:
        return gettext("每月 %(day)s 日 %(times)s 前") % words
    return gettext("%(rhythm)s %(times)s 前") % {**words, "rhythm": gettext(RHYTHM_LABELS[rhythm])}
