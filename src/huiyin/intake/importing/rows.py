"""From a row of a file to a filing, or to the reason why not."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from datetime import date as day

from huiyin.intake.importing.errors import (
    AnswerTooEarly,
    ColumnMissing,
    ColumnTwice,
    DaysUnreadable,
    ExternalIdMissing,
    ExternalIdTooLong,
    InstantMissing,
    InstantUnlikely,
    InstantUnreadable,
    ParticularTooLong,
    ValueUnknown,
)
from huiyin.intake.importing.mapping import ImportMap, Words
from huiyin.intake.importing.source import Cell, SourceRow
from huiyin.kernel.ids import new_token
from huiyin.kernel.text import N_, clean, clean_line, shorten
from huiyin.matters.rules.registration import (
    TEXT_MAX,
    TITLE_MAX,
    RecordedAnswer,
    Registration,
    checked,
    checked_text,
)
from huiyin.matters.rules.states import Channel, Kind
from huiyin.matters.services import Filing
from huiyin.vault.rules.identity import ADDRESS_MAX, EMAIL_MAX, NAME_MAX, PHONE_MAX
from huiyin.vault.services import IdentityDraft

_EXTERNAL_ID_MAX = 120
_EARLIEST = datetime(1949, 10, 1, tzinfo=UTC)
_USUAL_REQUEST = N_("请依法办理，并给我答复。")
_NO_IDENTITY = IdentityDraft()
_PARTICULARS = {"name": NAME_MAX, "phone": PHONE_MAX, "email": EMAIL_MAX, "address": ADDRESS_MAX}
# What strptime reads by these patterns, it reads ten times as slowly.
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?: (?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?)?")
_ISO_LENGTHS = {"%Y-%m-%d": 10, "%Y-%m-%d %H:%M": 16, "%Y-%m-%d %H:%M:%S": 19}


@dataclass(slots=True)
class RowReader:
    """Reads the rows of one file. `categories` are ids by name; a name that isn't there is counted, not refused."""

    plan: ImportMap
    header: Sequence[str]
    unit_id: int
    at: datetime
    categories: Mapping[str, int] = field(default_factory=dict)
    unknown_categories: Counter[str] = field(default_factory=Counter)
    _places: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        """Find the columns. Raises ColumnMissing, ColumnTwice."""
        self._places = {}
        for key, column in self.plan.columns_used().items():
            where = [place for place, name in enumerate(self.header) if name == column.strip()]
            if not where:
                raise ColumnMissing(column=column, key=key, there="、".join(filter(None, self.header)))
            if len(where) > 1:
                raise ColumnTwice(column=column)
            self._places[column] = where[0]

    def filing(self, row: SourceRow) -> Filing:
        """The filing of a row, checked. Raises one of the refusals of `errors` or of a registration."""
        if row.refusal is not None:
            raise row.refusal
        received_at = self._instant(row, "received_at")
        title, text = self._title_and_text(row)
        registration = Registration(
            kind=Kind(self._word(row, self.plan.kind)),
            channel=Channel(self._word(row, self.plan.channel)),
            text=text,
            title=title,
            requests=self._requests(row),
            received_at=received_at,
            unit_id=self.unit_id,
            token=new_token(),
            place=self._text(row, "place"),
            category_id=self._category(row),
            respondent_text=self._text(row, "respondent"),
            origin=self.plan.origin,
            external_id=self._external_id(row),
            answer=self._answer(row, received_at),
        )
        return Filing(checked(registration), self._identity(row))

    def _external_id(self, row: SourceRow) -> str:
        column = self.plan.columns["external_id"]
        found = clean_line(self._text(row, "external_id"))
        if not found:
            raise ExternalIdMissing(column=column)
        if len(found) > _EXTERNAL_ID_MAX:
            raise ExternalIdTooLong(column=column, most=_EXTERNAL_ID_MAX)
        return found

    def _title_and_text(self, row: SourceRow) -> tuple[str, str]:
        """A title that is too long for its line stands in full before the text, so that nothing of it is lost."""
        title, text = clean_line(self._text(row, "title")), self._text(row, "text")
        if len(title) > TITLE_MAX and clean(text):
            return shorten(title, TITLE_MAX), f"{title}\n\n{text}"
        return title, text

    def _requests(self, row: SourceRow) -> tuple[str, ...]:
        lines = tuple(line for line in self._text(row, "requests").splitlines() if line.strip())
        return lines or self.plan.requests or (_USUAL_REQUEST,)

    def _category(self, row: SourceRow) -> int | None:
        name = clean_line(self._text(row, "category"))
        if not name:
            return None
        found = self.categories.get(name)
        if found is None:
            self.unknown_categories[name] += 1
        return found

    def _identity(self, row: SourceRow) -> IdentityDraft | None:
        draft = IdentityDraft(**{field: self._particular(row, field, most) for field, most in _PARTICULARS.items()})
        return None if draft == _NO_IDENTITY else draft

    def _particular(self, row: SourceRow, field: str, most: int) -> str:
        text = self._text(row, field)
        if len(text) > most and (length := len(clean_line(text))) > most:
            raise ParticularTooLong(column=self.plan.columns[field], most=most, length=length)
        return text

    def _answer(self, row: SourceRow, received_at: datetime) -> RecordedAnswer | None:
        text = checked_text(self._text(row, "reply"), field="reply", most=TEXT_MAX)
        if not text:
            return None
        if "reply_days" in self.plan.columns:
            given_at = self._likely(received_at + self._days(row), "reply_days")
        else:
            given_at = self._instant(row, "reply_at")
        if given_at < received_at:
            raise AnswerTooEarly
        return RecordedAnswer(text=text, at=given_at)

    def _days(self, row: SourceRow) -> timedelta:
        text = self._text(row, "reply_days")
        try:
            days = float(text)
            if not 0 <= days <= 36_500:
                raise ValueError
            return timedelta(days=days)
        except ValueError as error:
            raise DaysUnreadable(column=self.plan.columns["reply_days"], value=shorten(text, 40)) from error

    def _word(self, row: SourceRow, words: Words) -> str:
        found = clean_line(as_text(self._cell(row, words.column))) if words.column else ""
        known = words.values.get(found, words.default)
        if not known:
            raise ValueUnknown(column=words.column, value=shorten(found, 40))
        return known

    def _instant(self, row: SourceRow, key: str) -> datetime:
        column = self.plan.columns[key]
        cell = self._cell(row, column)
        text = as_text(cell)
        if not text:
            raise InstantMissing(column=column)
        found = cell if isinstance(cell, datetime) else self._parsed(text, key)
        if found.tzinfo is None:
            found = found.replace(tzinfo=self.plan.zone)
        return self._likely(found.astimezone(UTC), key)

    def _parsed(self, text: str, key: str) -> datetime:
        for pattern in self.plan.formats[key]:
            try:
                if len(text) == _ISO_LENGTHS.get(pattern) and _ISO.fullmatch(text):
                    return datetime.fromisoformat(text)
                return datetime.strptime(text, pattern)  # noqa: DTZ007 - the caller gives it the source's zone
            except ValueError:
                continue
        raise InstantUnreadable(column=self.plan.columns[key], value=shorten(text, 40))

    def _likely(self, found: datetime, key: str) -> datetime:
        reason = "晚于现在" if found > self.at else "早得不合情理" if found < _EARLIEST else ""
        if reason:
            local = found.astimezone(self.plan.zone)
            raise InstantUnlikely(column=self.plan.columns[key], value=f"{local:%Y-%m-%d %H:%M}", reason=reason)
        return found

    def _text(self, row: SourceRow, key: str) -> str:
        """The text for one of our fields: from its column, else the constant."""
        column = self.plan.columns.get(key)
        found = as_text(self._cell(row, column)) if column else ""
        return found or self.plan.constants.get(key, "")

    def _cell(self, row: SourceRow, column: str) -> Cell:
        place = self._places[column]
        return row.cells[place] if place < len(row.cells) else ""


def as_text(cell: Cell) -> str:
    """A cell as text, trimmed: spreadsheets keep whole numbers as fractions and days as instants."""
    if isinstance(cell, str):
        return cell.strip()
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, day):
        return cell.isoformat()
    return str(cell)
