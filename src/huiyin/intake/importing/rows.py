"""From a row of a file to a filing, or to the reason why not."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from huiyin.intake.importing.cells import ADDED_COLUMNS, Cell, SourceRow, as_text, is_rewritten
from huiyin.intake.importing.errors import (
    AnswerTooEarly,
    CellMerged,
    ClosedTooEarly,
    ColumnMissing,
    ColumnTwice,
    DaysUnreadable,
    ExternalIdMissing,
    ExternalIdTooLong,
    InstantMissing,
    InstantUnlikely,
    InstantUnreadable,
    NumberRewritten,
    ParticularTooLong,
    PhoneRewritten,
    ValueUnknown,
)
from huiyin.intake.importing.instants import Instants, joined
from huiyin.intake.importing.mapping import FIRST_OF, INSTANTS, WHOLE_ROW, ImportMap, RecordStanding, Words
from huiyin.kernel.errors import BadInput
from huiyin.kernel.ids import new_token
from huiyin.kernel.text import N_, clean, clean_line, shorten
from huiyin.kernel.text_limits import checked_text
from huiyin.matters.core.rules.limits import TEXT_MAX, TITLE_MAX
from huiyin.matters.core.rules.states import Channel, Kind
from huiyin.matters.register.errors import TextMissing
from huiyin.matters.register.rules import RecordedAnswer, Registration, checked
from huiyin.matters.register.services.rows import Filing
from huiyin.matters.respondents.selectors.naming import Naming
from huiyin.vault.rules.identity import ADDRESS_MAX, EMAIL_MAX, NAME_MAX, PHONE_MAX
from huiyin.vault.services import IdentityDraft

_EXTERNAL_ID_MAX, _FORMATS_SHOWN = 120, 120
_EARLIEST = datetime(1949, 10, 1, tzinfo=UTC)
# So many different names of a file are remembered.
_NAMED_MOST = 10_000
_USUAL_REQUEST = N_("请依法办理，并给我答复。")
_NO_IDENTITY = IdentityDraft()
_PARTICULARS = {"name": NAME_MAX, "phone": PHONE_MAX, "email": EMAIL_MAX, "address": ADDRESS_MAX}

RecordId = Callable[[Sequence[tuple[str, str]]], str]
"""An id for a record that has none, by the names and texts of its cells."""


# Kind, concerned unit and respondents as a row has them: whom they mean.
Recognise = Callable[[Kind, str, str], Naming]


def as_written(kind: Kind, concerned: str, respondent: str) -> Naming:
    """Nobody recognised: for reading a file without an installation."""
    return Naming(
        concerned_text=concerned,
        respondent_text=respondent,
        is_settled=kind is not Kind.ACCUSATION and not respondent,
    )


@dataclass(slots=True)
class RowReader:
    """Reads the rows of one file. `categories` are ids by name; a name that isn't there is counted, not refused."""

    plan: ImportMap
    header: Sequence[str]
    unit_id: int
    at: datetime
    categories: Mapping[str, int] = field(default_factory=dict)
    record_id: RecordId | None = None
    recognise: Recognise = as_written
    counts_from_1904: bool = False
    unknown_categories: Counter[str] = field(default_factory=Counter)
    _named: dict[tuple[Kind, str, str], Naming] = field(default_factory=dict)
    _places: dict[str, tuple[int, ...]] = field(init=False)
    _hashed: tuple[tuple[str, int], ...] = field(init=False)
    _instants: dict[str, Instants] = field(init=False)

    def __post_init__(self) -> None:
        """Find the columns. Raises ColumnMissing, ColumnTwice."""
        plan = self.plan
        by_column = {column: self._place(column, key) for key, column in plan.columns_used()}
        keys = [*plan.columns, *plan.worded]
        self._places = {key: tuple(by_column[column] for column in plan.columns_of(key)) for key in keys}
        # A file may have a column of that very name among those that the map names: then it is meant.
        whole = WHOLE_ROW in plan.id_from and WHOLE_ROW not in by_column
        self._hashed = tuple(
            (name, place)
            for place, name in enumerate(self.header)
            if (whole and name not in ADDED_COLUMNS) or (not whole and name in map(str.strip, plan.id_from))
        )
        self._instants = {
            key: Instants(plan.formats[key], plan.zone, counts_from_1904=self.counts_from_1904) for key in INSTANTS
        }

    def places_of(self, key: str) -> tuple[int, ...]:
        """The places of the cells behind one of our fields."""
        return self._places[key]

    def filing(self, row: SourceRow) -> Filing:
        """The filing of a row, checked. Raises one of the refusals of `errors` or of a registration."""
        if row.refusal is not None:
            raise row.refusal
        external_id = self._external_id(row)
        received_at = self._instant(row, "received_at")
        title, text = self._title_and_text(row)
        answer, closed_at = self._end(row, received_at)
        kind = Kind(self._word(row, "kind", self.plan.kind))
        named = self._naming(kind, self._text(row, "concerned"), self._text(row, "respondent"))
        registration = Registration(
            kind=kind,
            channel=Channel(self._word(row, "channel", self.plan.channel)),
            text=text,
            title=title,
            requests=self._requests(row),
            received_at=received_at,
            unit_id=self.unit_id,
            token=new_token(),
            place=self._text(row, "place"),
            category_id=self._category(row),
            concerned_text=named.concerned_text,
            concerned_unit_id=named.concerned_unit_id,
            respondent_text=named.respondent_text,
            respondents=named.respondents,
            respondents_settled=named.is_settled,
            origin=self.plan.origin,
            external_id=external_id,
            answer=answer,
            closed_at=closed_at,
        )
        return Filing(checked(registration), self._identity(row))

    def _naming(self, kind: Kind, concerned: str, respondent: str) -> Naming:
        """Whom a row means; a file names the same few units again and again."""
        key = (kind, concerned, respondent)
        found = self._named.get(key)
        if found is None:
            if len(self._named) >= _NAMED_MOST:
                self._named.clear()
            found = self._named[key] = self.recognise(kind, concerned, respondent)
        return found

    def _external_id(self, row: SourceRow) -> str:
        if self.record_id and self._hashed:
            cells = [(name, text) for name, place in self._hashed if (text := as_text(_cell(row, place)))]
            if not cells:
                raise ExternalIdMissing(column="、".join(self.plan.id_from))
            return self.record_id(cells)
        found = clean_line(self._text(row, "external_id"))
        if not found:
            raise self._missing(row, "external_id", ExternalIdMissing(column=self._label("external_id")))
        self._check_number(row, "external_id", NumberRewritten)
        if len(found) > _EXTERNAL_ID_MAX:
            raise ExternalIdTooLong(column=self._label("external_id"), most=_EXTERNAL_ID_MAX)
        return found

    def _check_number(self, row: SourceRow, key: str, refusal: type[BadInput]) -> None:
        for place in self._places.get(key, ()):
            if is_rewritten(text := as_text(_cell(row, place))):
                raise refusal(column=self.header[place], value=shorten(text, 40))

    def _title_and_text(self, row: SourceRow) -> tuple[str, str]:
        """A title that is too long for its line stands in full before the text, so that nothing of it is lost."""
        title, text = clean_line(self._text(row, "title")), self._text(row, "text")
        if not text and row.merged:
            raise self._missing(row, "text", None)
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
        found = self.categories.get(self.plan.category_words.get(name, name))
        if found is None:
            self.unknown_categories[name] += 1
        return found

    def _identity(self, row: SourceRow) -> IdentityDraft | None:
        draft = IdentityDraft(**{field: self._particular(row, field, most) for field, most in _PARTICULARS.items()})
        return None if draft == _NO_IDENTITY else draft

    def _particular(self, row: SourceRow, field: str, most: int) -> str:
        text = self._text(row, field)
        if len(text) > most and (length := len(clean_line(text))) > most:
            raise ParticularTooLong(column=self._label(field), most=most, length=length)
        if field == "phone" and "+" in text:
            self._check_number(row, field, PhoneRewritten)
        return text

    def _end(self, row: SourceRow, received_at: datetime) -> tuple[RecordedAnswer | None, datetime | None]:
        """The answer that was given, and when the record was closed where it comes from; None: it wasn't."""
        if "reply" not in self.plan.columns and not self.plan.state and not self._has("closed_at"):
            return None, None
        ended = self._ended(row, received_at)
        answer = self._answer(row, received_at, ended)
        if not self._is_closed(row, ended):
            return answer, None
        # Without a day of its own a record ended with its answer; where there is none either, it is over by now.
        known = [found for found in (ended, answer and answer.at) if found]
        return answer, max(known) if known else self.at

    def _has(self, key: str) -> bool:
        return key in self.plan.columns or key in self.plan.constants

    def _ended(self, row: SourceRow, received_at: datetime) -> datetime | None:
        if not self._has("closed_at") or not self._text(row, "closed_at"):
            return None
        return self._not_before(received_at, self._instant(row, "closed_at"), ClosedTooEarly())

    def _is_closed(self, row: SourceRow, ended: datetime | None) -> bool:
        if self.plan.state is None:
            return ended is not None
        return self._word(row, "state", self.plan.state) == RecordStanding.CLOSED

    def _answer(self, row: SourceRow, received_at: datetime, ended: datetime | None) -> RecordedAnswer | None:
        text = checked_text(self._text(row, "reply"), field="reply", most=TEXT_MAX)
        if not text:
            return None
        if "reply_days" in self.plan.columns:
            given_at = self._likely(received_at + self._days(row), "reply_days")
        elif ended and not self._text(row, "reply_at"):
            given_at = ended
        elif "reply_at" in self.plan.columns:
            given_at = self._instant(row, "reply_at")
        else:
            raise InstantMissing(column=self._label("closed_at"))
        return RecordedAnswer(text=text, at=self._not_before(received_at, given_at, AnswerTooEarly()))

    def _not_before(self, received_at: datetime, found: datetime, refusal: BadInput) -> datetime:
        """A day without a time begins at midnight: on the day of receipt it isn't earlier than that."""
        if found >= received_at:
            return found
        local, first = found.astimezone(self.plan.zone), received_at.astimezone(self.plan.zone)
        if local.date() == first.date() and not (local.hour or local.minute or local.second):
            return received_at
        raise refusal

    def _days(self, row: SourceRow) -> timedelta:
        text = self._text(row, "reply_days")
        try:
            days = float(text)
            if not 0 <= days <= 36_500:
                raise ValueError
            return timedelta(days=days)
        except ValueError as error:
            raise DaysUnreadable(column=self._label("reply_days"), value=shorten(text, 40)) from error

    def _word(self, row: SourceRow, key: str, words: Words) -> str:
        found = clean_line(self._text(row, key)) if words.column else ""
        known = words.values.get(found, words.default)
        if not known:
            raise ValueUnknown(column=words.column, value=shorten(found, 40))
        return known

    def _instant(self, row: SourceRow, key: str) -> datetime:
        text = self._text(row, key)
        if not text:
            raise self._missing(row, key, InstantMissing(column=self._label(key)))
        cells = [_cell(row, place) for place in self._places.get(key, ())]
        # What was taken out of a cell, or stands in the map, is a text; else the cells themselves tell most.
        as_they_are = key not in self.plan.extract and any(map(self._filled_text, cells))
        found = self._instants[key].read(
            [cell for cell in cells if self._filled_text(cell)] if as_they_are else [text]
        )
        if found is None:
            raise InstantUnreadable(
                column=self._label(key),
                value=shorten(text, 40),
                formats=shorten("、".join(self.plan.formats[key]), _FORMATS_SHOWN),
            )
        return self._likely(found, key)

    def _likely(self, found: datetime, key: str) -> datetime:
        reason = "晚于现在" if found > self.at else "早得不合情理" if found < _EARLIEST else ""
        if reason:
            local = found.astimezone(self.plan.zone)
            raise InstantUnlikely(column=self._label(key), value=f"{local:%Y-%m-%d %H:%M}", reason=reason)
        return found

    def _missing(self, row: SourceRow, key: str, refusal: BadInput | None) -> BadInput:
        """Why nothing is there: perhaps because a merged cell's text stands above."""
        for place in self._places.get(key, ()):
            if place in row.merged:
                return CellMerged(column=self.header[place], range=row.merged[place])
        return refusal or TextMissing()

    def _label(self, key: str) -> str:
        return "、".join(self.plan.columns_of(key)) or key

    def _text(self, row: SourceRow, key: str) -> str:
        """The text for one of our fields: from its columns, else the constant."""
        places = self._places.get(key)
        if not places:
            return self.plan.constants.get(key, "")
        found = self._filled_text(_cell(row, places[0])) if len(places) == 1 else self._several(row, key, places)
        if found and self.plan.extract:
            found = self._part(key, found)
        return found or self.plan.constants.get(key, "")

    def _part(self, key: str, text: str) -> str:
        """The part of a cell that the map asks for; "" where it isn't in it."""
        pattern = self.plan.extract.get(key)
        if pattern is None:
            return text
        part = pattern.search(text)
        return (part.group(1 if pattern.groups else 0) or "").strip() if part else ""

    def _several(self, row: SourceRow, key: str, places: Sequence[int]) -> str:
        cells = [cell for place in places if self._filled_text(cell := _cell(row, place))]
        if key in FIRST_OF:
            return as_text(cells[0]) if cells else ""
        if key in INSTANTS:
            return joined(cells) if cells else ""
        return self.plan.between[key].join(map(as_text, cells))

    def _filled_text(self, cell: Cell) -> str:
        """A cell's text, "" for a word that means nothing."""
        text = as_text(cell)
        return "" if self.plan.empty and text.casefold() in self.plan.empty else text

    def _place(self, column: str, key: str) -> int:
        where = [place for place, name in enumerate(self.header) if name == column.strip()]
        if not where:
            raise ColumnMissing(column=column, key=key, there="、".join(filter(None, self.header)))
        if len(where) > 1:
            raise ColumnTwice(column=column)
        return where[0]


def _cell(row: SourceRow, place: int) -> Cell:
    return row.cells[place] if place < len(row.cells) else ""
