"""What auditors look for in the ledger: narrowed lists, an entry by its place, proofs, and what leaves as a table.

Everything goes through the conditions of `flows.records`. Lists show no places, because a gap between two tells as
much as a line. Who asks by place, or keeps a proof (the place is in it), learns of single gaps: so that is on record,
and there are so many in a day.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction

from huiyin.allowances.rules import Allowance
from huiyin.allowances.services import allowance_take
from huiyin.clocks.selectors import clock_ids_of
from huiyin.flows.records import entries_shown, openings_shown, subjects_about
from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.errors import BadInput, Conflict, NotAllowed, NotThere
from huiyin.kernel.ids import parse_matter_number, parse_uuid
from huiyin.kernel.refs import Ref
from huiyin.kernel.time import begin_of_day, begin_of_next_day, office_day
from huiyin.ledger.names import entry_kinds
from huiyin.ledger.rules.canonical import JsonValue
from huiyin.ledger.selectors import (
    EntryFilter,
    EntryView,
    InclusionProof,
    entries_narrowed,
    entry_shown,
    proof_at,
)
from huiyin.ledger.services import entry_append
from huiyin.matters.core.errors import MatterNotFound
from huiyin.matters.core.selectors.gate import matter_on_record
from huiyin.orgs.selectors import unit_by_name, units_by_name
from huiyin.orgs.selectors.stints import officer_ids_named, stints_in, unit_names_ever
from huiyin.vault.services import OpeningFilter, OpeningRecord, openings_counted, openings_list

DAYS_MOST, DAYS_USUAL = 366, 90
TABLE_MOST = 5000
_PLACES = Allowance("places in the ledger", 40, timedelta(days=1), 40)
_SUBJECT = Ref("ledger", "audit")
# No ledger has so many entries, and the database no place for a larger number.
_PLACE_MOST = 10**15


class DaysReversed(BadInput):
    """The last day is before the first."""

    sentence = "截止日期不能早于起始日期。"
    field = "last"


class DaysTooMany(BadInput):
    """More days than are read at once."""

    sentence = "一次最多看 %(most)s 天，请缩小日期范围。"
    field = "last"


class OfficerNameUnknown(BadInput):
    """No officer is called that."""

    sentence = "没有叫“%(name)s”的工作人员，请写全名。"
    field = "officer"


class AuditMatterUnknown(BadInput):
    """No number of a matter, or of none that is listed for this reader."""

    sentence = "记录里没有这个编号的事项，请核对编号。"
    field = "number"


class PlaceInvalid(BadInput):
    """No number that an entry can have."""

    sentence = "序号是从 1 开始的整数，例如 1024。"
    field = "place"


class PlaceNotListed(BadInput):
    """No entry at that place, or none that is listed for this reader: nobody is told which."""

    sentence = "这里没有列出这个序号的记录：可能还没有，也可能按上面说的不列。"
    field = "place"


class PlacesUsedUp(Conflict):
    """Enough asked by place for a day."""

    sentence = "按序号查和取证明，一天最多 %(most)s 次，请明天再办。"


class TableTooLong(Conflict):
    """More lines than one table holds."""

    sentence = "这个范围超过 %(most)s 条，没有导出。请缩小日期范围，或者多选一个条件。"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an auditor typed: a matter's number (or key), days, a unit, an officer, a kind of entry."""

    number: str = ""
    first: date | None = None
    last: date | None = None
    unit: str = ""
    officer: str = ""
    kind: str = ""

    def __bool__(self) -> bool:
        """Whether anything is narrowed."""
        return any(asdict(self).values())

    def with_days(self, today: date) -> "Wanted":
        """The same with both days, the usual number of them where one is missing. Raises DaysReversed, DaysTooMany.

        Of one matter only the days that are given: it is read from its beginning. Nothing stays nothing.
        """
        first, last, has_all_days = self.first, self.last, not self or bool(self.number)
        if not has_all_days:
            last = last or today
            # No day is before the calendar's first.
            first = first or last - min(timedelta(days=DAYS_USUAL - 1), last - date.min)
        if first and last:
            if last < first:
                raise DaysReversed
            if not has_all_days and (last - first).days >= DAYS_MOST:
                raise DaysTooMany(most=DAYS_MOST)
        return replace(self, first=first, last=last)

    def as_facts(self) -> dict[str, str]:
        """What is given, for an entry."""
        return {name: str(value) for name, value in asdict(self).items() if value}


def entry_filter(*, actor: Actor, wanted: Wanted, today: date) -> tuple[Wanted, EntryFilter]:
    """What is wanted, with its days, and which entries these are.

    Raises NotAllowed, AuditMatterUnknown, UnitNameUnknown, DaysReversed, DaysTooMany.
    """
    _check_auditor(actor)
    # An officer answers through a unit: entries aren't gathered by person.
    wanted = replace(wanted, officer="").with_days(today)
    return wanted, EntryFilter(
        kinds=_named_like(wanted.kind) if wanted.kind else (),
        since=begin_of_day(wanted.first) if wanted.first else None,
        until=begin_of_next_day(wanted.last) if wanted.last else None,
        stints=stints_in(unit_ids=_unit_ids(wanted.unit)) if wanted.unit else None,
        subjects=_subjects_of(actor, wanted.number) if wanted.number else None,
    )


def entries_found(*, actor: Actor, only: EntryFilter, beyond: tuple[int, ...], limit: int) -> list[EntryView]:
    """The entries that are listed for the actor: of a matter in their order, else the newest first.

    Raises NotAllowed.
    """
    _check_auditor(actor)
    return entries_narrowed(shown=entries_shown(actor), only=only, beyond=beyond, limit=limit)


@transaction.atomic
def entries_export(*, actor: Actor, wanted: Wanted, at: datetime) -> list[EntryView]:
    """All of them at once, to be taken out as a table; that is on record.

    Raises as `entry_filter`, NotThere where nothing is narrowed, and TableTooLong.
    """
    wanted, only = entry_filter(actor=actor, wanted=wanted, today=office_day(at))
    if not wanted:
        raise NotThere
    found = entries_found(actor=actor, only=only, beyond=(), limit=TABLE_MOST + 1)
    _record_export("ledger.list.exported", actor, wanted, found, at)
    return found


def opening_filter(*, actor: Actor, wanted: Wanted, today: date) -> tuple[Wanted, OpeningFilter]:
    """What is wanted, with its days, and which openings these are.

    Raises NotAllowed, UnitNameUnknown, OfficerNameUnknown, DaysReversed, DaysTooMany.
    """
    _check_auditor(actor)
    # From a matter no way leads here.
    wanted = replace(wanted, number="", kind="").with_days(today)
    officer_ids = officer_ids_named(name=wanted.officer) if wanted.officer else ()
    if wanted.officer and not officer_ids:
        raise OfficerNameUnknown(name=wanted.officer)
    return wanted, OpeningFilter(
        offices=unit_names_ever(unit_ids=_unit_ids(wanted.unit)) if wanted.unit else (),
        officer_ids=officer_ids,
        since=begin_of_day(wanted.first) if wanted.first else None,
        until=begin_of_next_day(wanted.last) if wanted.last else None,
    )


def openings_by_office(*, actor: Actor, only: OpeningFilter) -> list[tuple[str, int]]:
    """How often each office opened identities; about offices, in the order of their names. Raises NotAllowed."""
    return openings_counted(actor=actor, shown=openings_shown(actor), only=only)


@transaction.atomic
def openings_export(*, actor: Actor, wanted: Wanted, at: datetime) -> list[OpeningRecord]:
    """The openings, to be taken out as a table; that is on record.

    Raises as `opening_filter`, NotThere where nothing is narrowed, and TableTooLong.
    """
    wanted, only = opening_filter(actor=actor, wanted=wanted, today=office_day(at))
    if not wanted:
        raise NotThere
    found = openings_list(actor=actor, shown=openings_shown(actor), limit=TABLE_MOST + 1, only=only)
    _record_export("ledger.openings.exported", actor, wanted, found, at)
    return found


@transaction.atomic
def entry_at_place(*, actor: Actor, place: str, at: datetime) -> EntryView | None:
    """The entry that has this number, if it is listed for the actor. On record; so many in a day.

    Raises NotAllowed, PlaceInvalid, PlacesUsedUp. What isn't listed is None, and counts as well.
    """
    _check_auditor(actor)
    typed = place.strip()
    if not (typed.isascii() and typed.isdecimal() and 0 < int(typed[:20]) < _PLACE_MOST):
        raise PlaceInvalid
    seq = int(typed)
    _use_place(actor, at)
    entry_append(kind="ledger.place.searched", subject=_SUBJECT, at=at, actor=actor.ref, facts={"place": seq})
    return entry_shown(shown=entries_shown(actor), seq=seq)


@transaction.atomic
def entry_proof(*, actor: Actor, seq: int, at: datetime) -> InclusionProof:
    """The proof that a listed entry is in the ledger, for `huiyin proof check`. On record; so many in a day.

    Raises NotAllowed, NotThere, EntryNotSigned, LedgerBroken, PlacesUsedUp.
    """
    _check_auditor(actor)
    if entry_shown(shown=entries_shown(actor), seq=seq) is None:
        raise NotThere
    proof = proof_at(seq=seq)
    _use_place(actor, at)
    entry_append(kind="ledger.proof.issued", subject=_SUBJECT, at=at, actor=actor.ref, facts={"place": seq})
    return proof


def _named_like(kind: str) -> tuple[str, ...]:
    """The kinds of entries that have the name of this one; none that an entry has, for one that isn't known."""
    return next((kinds for kinds in entry_kinds().values() if kind in kinds), ("",))


def _check_auditor(actor: Actor) -> None:
    if not actor.holds(Role.AUDITOR):
        raise NotAllowed


def _use_place(actor: Actor, at: datetime) -> None:
    if not allowance_take(_PLACES, actor.ref, at=at):
        raise PlacesUsedUp(most=_PLACES.amount)


def _record_export(kind: str, actor: Actor, wanted: Wanted, found: Collection[object], at: datetime) -> None:
    if len(found) > TABLE_MOST:
        raise TableTooLong(most=TABLE_MOST)
    facts: dict[str, JsonValue] = {"only": {**wanted.as_facts()}, "lines": len(found)}
    entry_append(kind=kind, subject=_SUBJECT, at=at, actor=actor.ref, facts=facts)


def _unit_ids(name: str) -> list[int]:
    """By its names, closed units too; else as people call it. Raises UnitNameUnknown, UnitNameAmbiguous."""
    found = [unit.id for unit in units_by_name(text=name)]
    return found or [unit_by_name(text=name).id]


def _subjects_of(actor: Actor, number: str) -> tuple[str, ...]:
    """What entries about a matter may name: the matter, and what leads to it.

    Without notices: these name their matter in their words only, and the outbox lists them.
    """
    try:
        matters = matter_on_record(
            actor=actor, number=parse_matter_number(number) or "", matter_id=parse_uuid(number.strip())
        )
    except MatterNotFound:
        raise AuditMatterUnknown from None
    keys = {sort: list(rows.values_list("pk", flat=True)) for sort, rows in subjects_about(matters).items()}
    keys["clock"] = clock_ids_of(subject_ids=[key for found in keys.values() for key in found])
    return tuple(Ref(sort, key) for sort, found in keys.items() for key in found)
