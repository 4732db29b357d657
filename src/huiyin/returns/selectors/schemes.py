"""Schemes as pages show them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.time import office_day
from huiyin.orgs.selectors import unit_names
from huiyin.returns.models import Return, Scheme, SchemeUnit
from huiyin.returns.rules.errors import SchemeNotFound
from huiyin.returns.rules.fields import Field, fields_known
from huiyin.returns.rules.plans import SchemePlan
from huiyin.returns.selectors.gate import check_scheme_change, schemes_visible_to
from huiyin.returns.selectors.history import HistoryLine, scheme_history
from huiyin.returns.selectors.wording import covers_text, rhythm_text


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
    """A scheme as a whole. `plan` is what it says now, `units` are all that owe it, closed ones too.

    `history` has who began, revised and ended it, the newest first; `change_refusal` why the actor can't revise it.
    """

    summary: SchemeSummary
    plan: SchemePlan
    version: int
    reason: str
    covers: str
    fields: tuple[Field, ...]
    units: Mapping[int, str]
    end_reason: str
    history: tuple[HistoryLine, ...]
    change_refusal: HuiyinError | None

    @property
    def may_change(self) -> bool:
        """Whether the actor may revise or end it."""
        return self.change_refusal is None

    def check_change(self) -> None:
        """The same, for a page that is about nothing else. Raises SchemeNotAllowed, SchemeEndedConflict."""
        if self.change_refusal is not None:
            raise self.change_refusal


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
    owing = SchemeUnit.objects.filter(scheme=row, dropped_at=None)
    unit_ids = list(owing.order_by("unit").values_list("unit", flat=True))
    names = unit_names(unit_ids={*unit_ids, row.receiving_unit_id})
    return SchemeDetail(
        summary=_summary(row, names, at),
        plan=row.plan(unit_ids),
        version=row.version,
        reason=row.reason,
        covers=covers_text(row),
        fields=fields_known(row.codes),
        units={unit_id: names[unit_id] for unit_id in unit_ids},
        end_reason=row.end_reason,
        history=scheme_history(row),
        change_refusal=_change_refusal(actor, row, at),
    )


def _change_refusal(actor: Actor, scheme: Scheme, at: datetime) -> HuiyinError | None:
    try:
        check_scheme_change(actor, scheme, at=at)
    except HuiyinError as refusal:
        return refusal
    return None


def scheme_fields(*, actor: Actor, scheme_id: UUID) -> tuple[Field, ...]:
    """All fields that its returns have, the present ones first. Raises SchemeNotFound."""
    row = schemes_visible_to(actor).filter(pk=scheme_id).first()
    if row is None:
        raise SchemeNotFound
    listed = (
        Return.objects.filter(scheme=row).order_by("field_codes").values_list("field_codes", flat=True).distinct()
    )
    codes = [code for text in (row.field_codes, row.original_codes, *listed) for code in text.split()]
    return fields_known(dict.fromkeys(codes))


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
        rhythm=rhythm_text(scheme),
        begins_on=scheme.begins_on,
        ends_on=scheme.ends_on,
        is_running=scheme.ends_on is None or scheme.ends_on >= office_day(at),
    )
