"""Times as other systems write them."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from huiyin.intake.importing.cells import Cell, as_text

EXCEL, EXCEL_1904, EPOCH = "excel", "excel1904", "epoch"
NAMED_FORMATS = frozenset({EXCEL, EXCEL_1904, EPOCH})
# What strptime reads by these patterns, it reads ten times as slowly.
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?: (?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?)?")
_ISO_LENGTHS = {"%Y-%m-%d": 10, "%Y-%m-%d %H:%M": 16, "%Y-%m-%d %H:%M:%S": 19}
# How a cell that holds an instant stands in a file of refused rows; it can mean one thing only.
_WRITTEN = "%Y-%m-%d %H:%M:%S"

# Serial numbers of days count from here. In the first system 1900 is taken for a leap year, which is over by 1949.
_SERIAL_FROM = {EXCEL: datetime(1899, 12, 30), EXCEL_1904: datetime(1904, 1, 1)}  # noqa: DTZ001 - no zone is known
# The day after the last one that a calendar of four-digit years has.
_SERIAL_MOST = 2_958_466
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
# 1973 in seconds, 1973 in milliseconds and in microseconds: what is less is no such number, or one of the one before.
_EPOCH_LEAST, _MILLISECONDS_FROM, _MICROSECONDS_FROM = 1e8, 1e11, 1e14

_PART_OF_DAY = re.compile(r"(上午|下午|凌晨|清晨|早上|早晨|中午|傍晚|晚上|夜里)\s*(\d{1,2})")
_AFTERNOON = frozenset({"下午", "傍晚", "晚上"})
_FRACTION = re.compile(r"(?<=:\d\d)[.,](\d+)")
_MIDNIGHT = re.compile(r"(?<!\d)24(?=(?::00){1,2}(?!\d)|时(?:00?分)?(?:00?秒)?)")
_FRACTION_MOST = 6


@dataclass(frozen=True, slots=True)
class Instants:
    """Reads the times of one column. Patterns are those of strptime, or one of NAMED_FORMATS.

    A time without a zone is one of `zone`; serial numbers count from 1904 where the workbook says so.
    """

    patterns: Sequence[str]
    zone: ZoneInfo
    counts_from_1904: bool = False

    def read(self, cells: Sequence[Cell]) -> datetime | None:
        """The instant that cells hold together, such as a day and a time; None where it is in no format."""
        found = cells[0] if len(cells) == 1 and isinstance(cells[0], datetime) else self._parsed(joined(cells))
        if found is None:
            return None
        return (found if found.tzinfo else found.replace(tzinfo=self.zone)).astimezone(UTC)

    def _parsed(self, text: str) -> datetime | None:
        for pattern in self.patterns:
            found = self._by(pattern, text)
            if found is not None:
                return found
        for changed in _changed(text):
            for pattern in self.patterns:
                found = self._tidied(pattern, changed)
                if found is not None:
                    return found
        return _strptime(text, _WRITTEN)

    def _by(self, pattern: str, text: str) -> datetime | None:
        if pattern in NAMED_FORMATS:
            return self._number(pattern, text)
        if len(text) == _ISO_LENGTHS.get(pattern) and _ISO.fullmatch(text):
            try:
                return datetime.fromisoformat(text)
            except ValueError:
                return None
        return _strptime(text, pattern)

    def _tidied(self, pattern: str, text: str) -> datetime | None:
        """A text by a pattern; its fraction may have more digits than a pattern can say, its day end at 24:00."""
        if pattern in NAMED_FORMATS:
            return self._number(pattern, text)
        tidy = _FRACTION.sub(lambda found: f".{found.group(1)[:_FRACTION_MOST]}", text)
        if "%f" not in pattern or not _FRACTION.search(text):
            tidy, pattern = _FRACTION.sub("", text), re.sub(r"[.,]%f", "", pattern)
        whole, ends = _MIDNIGHT.subn("00", tidy)
        found = _strptime(whole, re.sub(r"%p\s+", "%p", pattern))
        return found + timedelta(days=1) if found and ends else found

    def _number(self, name: str, text: str) -> datetime | None:
        if not _NUMBER.fullmatch(text):
            return None
        number = float(text)
        if name == EPOCH:
            return _since_epoch(number)
        if not 1 <= number < _SERIAL_MOST:
            return None
        start = _SERIAL_FROM[EXCEL_1904 if self.counts_from_1904 else name]
        return start + timedelta(seconds=round(number * 86_400))


def joined(cells: Sequence[Cell], between: str = " ") -> str:
    """The text of several cells; of a day that a spreadsheet keeps as an instant only the day, beside a time."""
    if len(cells) == 1:
        return as_text(cells[0])
    if all(isinstance(cell, (int, float)) for cell in cells):
        return as_text(sum(cell for cell in cells if isinstance(cell, (int, float))))
    return between.join(filter(None, map(_day_or_time, cells)))


def _day_or_time(cell: Cell) -> str:
    if isinstance(cell, datetime):
        # A time alone is an instant of the first day of the calendar.
        return cell.time().isoformat("seconds") if cell.year < 1905 else cell.date().isoformat()
    if isinstance(cell, time):
        return cell.isoformat("seconds")
    if isinstance(cell, float) and 0 <= cell < 1:
        cell = timedelta(seconds=round(cell * 86_400))
    if isinstance(cell, timedelta):
        return (datetime.min.replace(tzinfo=UTC) + cell).time().isoformat("seconds")
    return cell.isoformat() if isinstance(cell, date) else as_text(cell)


def _changed(text: str) -> Iterator[str]:
    """The text in half-width characters, with AM and PM, and by a clock of twenty-four hours."""
    half = " ".join(unicodedata.normalize("NFKC", text).split())
    marked = _PART_OF_DAY.sub(lambda found: _half_of_day(*found.groups())[0], half)
    marked = re.sub(r"(?i)\b([ap]m)\s+(?=\d)", r"\1", marked)
    yield marked
    if marked != half:
        yield _PART_OF_DAY.sub(lambda found: _half_of_day(*found.groups())[1], half)


def _half_of_day(word: str, digits: str) -> tuple[str, str]:
    """“下午 3” as PM3 and as 15."""
    hour = int(digits)
    late = word in _AFTERNOON or (word == "中午" and hour in {12, 1, 2}) or (word == "夜里" and 6 <= hour < 12)
    if late and hour < 12:
        hour += 12
    elif not late and hour == 12:
        hour = 0
    return f"{'PM' if hour >= 12 else 'AM'}{hour % 12 or 12}", f"{hour:02}"


def _since_epoch(number: float) -> datetime | None:
    if number < _EPOCH_LEAST:
        return None
    scale = 1_000_000 if number >= _MICROSECONDS_FROM else 1_000 if number >= _MILLISECONDS_FROM else 1
    try:
        return datetime.fromtimestamp(number / scale, tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _strptime(text: str, pattern: str) -> datetime | None:
    try:
        return datetime.strptime(text, pattern)  # noqa: DTZ007 - the caller gives it the source's zone
    except ValueError:
        return None
