"""Returns from a file, line by line: good lines are written down for the receiving unit, bad ones are named.

Any number of times: what a line says already is counted as being there, and what says something else is refused.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from uuid import UUID

from huiyin.flows.list_file import RefusedRow, cell_at, column_places, header_rule
from huiyin.intake.importing.cells import SourceRow, as_text
from huiyin.intake.importing.instants import Instants
from huiyin.intake.importing.source import OpenedSource, open_source
from huiyin.kernel.actor import Actor
from huiyin.kernel.cells import as_before
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError
from huiyin.kernel.ids import to_half_width
from huiyin.kernel.text import clean_line
from huiyin.kernel.time import OFFICE_ZONE
from huiyin.orgs.selectors import unit_by_name
from huiyin.returns.rules.errors import CountedInvalid, CountInvalid, FieldUnknownInvalid
from huiyin.returns.rules.fields import COUNT_MOST, Field
from huiyin.returns.rules.states import ReturnWay
from huiyin.returns.selectors import scheme_fields
from huiyin.returns.selectors.importing import SlotOfUnit, slot_of_unit
from huiyin.returns.services import ReturnDraft, ReturnRecord, return_counted, return_record

# What the columns are called; an export has the first name of each. Others are left alone.
_UNIT, _DUE, _REPORTED, _NOTE = "unit", "due", "reported", "note"
_COLUMNS = {
    _UNIT: ("单位", "unit"),
    _DUE: ("应报时间", "due"),
    _REPORTED: ("报来时间", "reported"),
    _NOTE: ("其他情况", "note"),
}
_NEEDED = (_UNIT, _DUE)
_WHEN = Instants(("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d"), OFFICE_ZONE)


class SlotUnknown(BadInput):
    """The unit owes nothing then."""

    sentence = "“%(unit)s”在 %(due)s 没有要报的。"


class InstantInvalid(BadInput):
    """A time that can't be read."""

    sentence = "“%(text)s”不是时间，请写成 2026-12-30 15:00。"


class ReportedConflict(Conflict):
    """There is a return already, and it says something else."""

    sentence = "这一期已经报过，数字不同。要更正的，请在页面上写明理由。"


# Why a line of long ago is written down only now; like any other it counts from now.
_FROM_SHEET = "从表格导入"


@dataclass(frozen=True, slots=True)
class ReturnImportReport:
    """How it went. `empty` are lines that report nothing at all, such as the missing ones of an export."""

    recorded: int
    already_there: int
    empty: int
    refused: tuple[RefusedRow, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """One line as it reads."""

    unit: str
    due: str
    reported: str
    note: str
    counts: Mapping[str, str]

    @property
    def is_empty(self) -> bool:
        return not (self.reported or self.note or any(self.counts.values()))


def returns_import(*, actor: Actor, scheme_id: UUID, path: Path, at: datetime) -> ReturnImportReport:
    """Write down what a CSV or XLSX file says, each line in its own transaction.

    Raises SchemeNotFound, SourceUnreadable, ListColumnMissing, ColumnTwice.
    """
    fields = scheme_fields(actor=actor, scheme_id=scheme_id)
    outcomes: dict[str, int] = {"recorded": 0, "already_there": 0, "empty": 0}
    refused = []
    for number, line in _lines(path, fields):
        try:
            if isinstance(line, BadInput):
                raise line
            outcomes[_record(actor, scheme_id, fields, line, at)] += 1
        except HuiyinError as refusal:
            refused.append(RefusedRow(number, refusal))
    return ReturnImportReport(**outcomes, refused=tuple(refused))


def _lines(path: Path, fields: Sequence[Field]) -> Iterator[tuple[int, _Line | BadInput]]:
    names = _COLUMNS | {field.code: (field.label, field.code) for field in fields}
    source = open_source(path, rule=header_rule(_COLUMNS, _NEEDED))
    with OpenedSource(source):
        places = column_places(source.header, names, needed=_NEEDED)
        for row in source.rows():
            if row.refusal is not None:
                yield row.number, row.refusal
            elif any(as_text(cell) for cell in row.cells):
                yield row.number, _read(row, places, fields)


def _read(row: SourceRow, places: Mapping[str, int], fields: Sequence[Field]) -> _Line:
    def text(column: str) -> str:
        # A note that would be a formula leaves with an apostrophe in front, see `kernel.cells`.
        return clean_line(as_before(as_text(cell_at(row, places.get(column)))))

    counts = {field.code: text(field.code) for field in fields}
    return _Line(text(_UNIT), text(_DUE), text(_REPORTED), text(_NOTE), counts)


def _record(actor: Actor, scheme_id: UUID, fields: Sequence[Field], line: _Line, at: datetime) -> str:
    """What became of the line."""
    if line.is_empty:
        return "empty"
    slot = _slot(actor, scheme_id, line)
    counts = {field.code: _count(field, line.counts[field.code]) for field in fields}
    _check_known(slot, fields, counts)
    fields = [field for field in fields if field.code in slot.codes]
    typed = {field.code: counts[field.code] or 0 for field in fields if not field.is_counted}
    if not slot.is_due:
        # A blank cell of a typed figure is a 0, as when it is recorded; a blank one that is counted says nothing.
        stated = {field.code: count for field in fields if (count := counts[field.code]) is not None} | typed
        if line.note != slot.note or any(slot.counts.get(code, 0) != count for code, count in stated.items()):
            raise ReportedConflict
        return "already_there"
    _check_counted(actor, slot, fields, counts, at)
    reported_at = _instant(line.reported)[0] if line.reported else at
    return_record(
        actor=actor,
        return_id=slot.id,
        draft=ReturnDraft(typed, line.note),
        record=ReturnRecord(ReturnWay.FILE, reported_at, late_reason=_FROM_SHEET),
        at=at,
    )
    return "recorded"


def _slot(actor: Actor, scheme_id: UUID, line: _Line) -> SlotOfUnit:
    unit_id = unit_by_name(text=line.unit).id
    due_at, is_day = _instant(line.due)
    found = slot_of_unit(actor=actor, scheme_id=scheme_id, unit_id=unit_id, due_at=due_at, any_time=is_day)
    if found is None:
        raise SlotUnknown(unit=line.unit, due=line.due)
    return found


def _check_known(slot: SlotOfUnit, fields: Sequence[Field], counts: Mapping[str, int | None]) -> None:
    """A scheme that was revised has older returns with other fields: nothing that a line says is dropped silently."""
    strange = [field for field in fields if field.code not in slot.codes and counts[field.code]]
    if strange:
        raise FieldUnknownInvalid(field=strange[0].code, code=strange[0].label)


def _check_counted(
    actor: Actor, slot: SlotOfUnit, fields: Sequence[Field], counts: Mapping[str, int | None], at: datetime
) -> None:
    """A file may say what the rows say, and nothing else."""
    counted = return_counted(actor=actor, return_id=slot.id, at=at)
    for field in fields:
        if field.is_counted and counts[field.code] not in {None, counted[field.code]}:
            raise CountedInvalid(field=field.code, label=field.label)


def _count(field: Field, text: str) -> int | None:
    if not text:
        return None
    digits = to_half_width(text)
    # `isdigit` alone lets a raised ² pass, on which `int` fails.
    if not digits.isascii() or not digits.isdigit() or int(digits) > COUNT_MOST:
        raise CountInvalid(field=field.code, label=field.label, most=COUNT_MOST)
    return int(digits)


def _instant(text: str) -> tuple[datetime, bool]:
    """The instant, and whether it is a whole day: nothing is due at midnight."""
    found = _WHEN.read([text])
    if found is None:
        raise InstantInvalid(text=text)
    return found, found.astimezone(OFFICE_ZONE).time() == time()
