"""What a unit above sees of a scheme: all units with in time, late and missing by name, and the sums of fields.

Nothing in it gets better by silence: "nothing" is counted as a return, and a number is shown and never graded.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext

from huiyin.kernel.actor import Actor
from huiyin.kernel.time import begin_of_day, begin_of_next_day, office_day
from huiyin.orgs.selectors import unit_names
from huiyin.returns.models import Return, Scheme
from huiyin.returns.rules.counts import counts_of, rate_in_time
from huiyin.returns.rules.errors import SchemeNotFound
from huiyin.returns.rules.fields import Field, fields_known
from huiyin.returns.rules.standing import STANDING_LABELS, ReturnStanding, standing_of
from huiyin.returns.rules.states import ReturnState
from huiyin.returns.selectors.gate import schemes_visible_to, visible_to

_COLUMNS = (
    "pk", "unit", "due_at", "state", "reported_at", "counts_text", "note", "is_nothing", "found_later_at",
    "field_codes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SlotLine:
    """One return in the roll-up."""

    id: UUID
    unit_id: int
    unit: str
    due_at: datetime
    standing: ReturnStanding
    reported_at: datetime | None
    counts: tuple[int | None, ...]
    note: str
    is_nothing: bool
    is_corrected: bool
    is_found_later: bool

    @property
    def standing_label(self) -> str:
        """How it stands, in the reader's language."""
        return gettext(STANDING_LABELS[self.standing])

    @property
    def is_late(self) -> bool:
        """Whether it is marked as late or missing."""
        return self.standing in (ReturnStanding.LATE, ReturnStanding.MISSING)


@dataclass(slots=True)
class UnitLine:
    """One unit over all slots of the time that was asked for; `sums` in the order of the fields."""

    unit: str
    sums: list[int]
    standings: Counter[ReturnStanding] = field(default_factory=Counter)
    nothing: int = 0
    corrected: int = 0
    found_later: int = 0

    @property
    def due(self) -> int:
        """How many were due, or came before that."""
        return self.in_time + self.late + self.missing

    @property
    def in_time(self) -> int:
        """How many came in time."""
        return self.standings[ReturnStanding.IN_TIME]

    @property
    def late(self) -> int:
        """How many came late."""
        return self.standings[ReturnStanding.LATE]

    @property
    def missing(self) -> int:
        """How many have not come, and should have."""
        return self.standings[ReturnStanding.MISSING]

    @property
    def waiting(self) -> int:
        """How many aren't due yet."""
        return self.standings[ReturnStanding.DUE]

    @property
    def rate(self) -> str:
        """In time ÷ due as text, "" where none was due."""
        found = rate_in_time(self.standings)
        return "" if found is None else f"{found:.1%}"

    def add(self, line: SlotLine) -> None:
        """Count a return in."""
        self.standings[line.standing] += 1
        self.nothing += line.is_nothing
        self.corrected += line.is_corrected
        self.found_later += line.is_found_later
        self.sums = [total + (count or 0) for total, count in zip(self.sums, line.counts, strict=True)]


@dataclass(frozen=True, slots=True)
class RollUp:
    """A scheme over the slots that are due from the first to the last day, both counted, as the gate shows them."""

    scheme_id: UUID
    scheme: str
    first: date
    last: date
    fields: tuple[Field, ...]
    slots: tuple[SlotLine, ...]
    units: tuple[UnitLine, ...]
    total: UnitLine

    @property
    def missing(self) -> tuple[SlotLine, ...]:
        """What hasn't come, by name."""
        return tuple(line for line in self.slots if line.standing is ReturnStanding.MISSING)

    @property
    def is_one_slot(self) -> bool:
        """Whether all of it is due at the same instant."""
        return len({line.due_at for line in self.slots}) == 1


def roll_up(
    *, actor: Actor, scheme_id: UUID, first: date | None = None, last: date | None = None, at: datetime
) -> RollUp:
    """The slots due from `first` to `last`; without `last` to the newest that is over, without both that one alone.

    Four statements, for any number of units. Raises SchemeNotFound.
    """
    scheme = schemes_visible_to(actor).filter(pk=scheme_id).first()
    if scheme is None:
        raise SchemeNotFound
    rows = visible_to(actor).filter(scheme=scheme_id).exclude(state=ReturnState.CALLED_OFF)
    begin, end = _days(_newest(rows, at), first, last, at)
    rows = rows.filter(due_at__gte=begin_of_day(begin), due_at__lt=begin_of_next_day(end))
    found = list(rows.order_by("due_at", "unit").values_list(*_COLUMNS))
    fields = _fields(scheme, [row[-1] for row in found])
    names = unit_names(unit_ids={row[1] for row in found}) if found else {}
    slots = tuple(_line(row, names, fields, at) for row in found)
    return RollUp(
        scheme_id=scheme_id,
        scheme=scheme.name,
        first=begin,
        last=end,
        fields=fields,
        slots=slots,
        units=_by_unit(slots, fields),
        total=_sum("", slots, fields),
    )


def _newest(rows: "QuerySet[Return]", at: datetime) -> datetime | None:
    """The due instant of the newest slot that is over, else of the first one."""
    over = rows.filter(due_at__lte=at).order_by("-due_at").values_list("due_at", flat=True).first()
    return over or rows.order_by("due_at").values_list("due_at", flat=True).first()


def _days(newest: datetime | None, first: date | None, last: date | None, at: datetime) -> tuple[date, date]:
    day = office_day(newest or at)
    begin = first or last or day
    return begin, max(last or day, begin)


def _fields(scheme: Scheme, listed: Iterable[str]) -> tuple[Field, ...]:
    """Those of the returns that are shown, in the order of the newest; of the scheme where there are none."""
    texts = reversed(dict.fromkeys(listed))
    codes = [code for text in texts for code in scheme.codes_as_listed(text)] or scheme.codes
    return fields_known(dict.fromkeys(codes))


def _line(row: Sequence[Any], names: dict[int, str], fields: Iterable[Field], at: datetime) -> SlotLine:
    pk, unit_id, due_at, state, reported_at, text, note, is_nothing, found_later_at, _codes = row
    counts = counts_of(text)
    return SlotLine(
        id=pk,
        unit_id=unit_id,
        unit=names.get(unit_id, ""),
        due_at=due_at,
        standing=standing_of(state=state, due_at=due_at, reported_at=reported_at, at=at),
        reported_at=reported_at,
        counts=tuple(counts.get(field.code) for field in fields),
        note=note,
        is_nothing=is_nothing,
        is_corrected=state == ReturnState.CORRECTED,
        is_found_later=found_later_at is not None,
    )


def _by_unit(slots: Iterable[SlotLine], fields: Sequence[Field]) -> tuple[UnitLine, ...]:
    found: dict[int, UnitLine] = {}
    for line in slots:
        found.setdefault(line.unit_id, UnitLine(line.unit, [0] * len(fields))).add(line)
    return tuple(found.values())


def _sum(name: str, slots: Iterable[SlotLine], fields: Sequence[Field]) -> UnitLine:
    total = UnitLine(name, [0] * len(fields))
    for line in slots:
        total.add(line)
    return total
