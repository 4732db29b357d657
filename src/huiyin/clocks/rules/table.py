"""One TOML table, read key by key: every fault is noted with line, key and reason; nothing unknown passes.

Reading goes on after a fault with a value that stands in for the right one, so that all faults of a file are found in
one go. Whoever has read a file asks `faults` before using what came of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from tomllib import TOMLDecodeError, loads
from typing import Self, TypeVar

from huiyin.clocks.rules.lines import Lines
from huiyin.clocks.rules.rulebook import RulebookInvalid
from huiyin.clocks.rules.syntax import syntax_faults

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a file: on which line, with which key ("-": the file itself), and why."""

    line: int
    key: str
    reason: str


class TableSource:
    """A file while it is read: its name, its lines and what is wrong with it so far."""

    def __init__(self, text: str, *, file: str) -> None:
        """`values` is what the text says; nothing, with the faults, where it isn't TOML."""
        self.file = file
        self.faults: list[Fault] = []
        self.values: dict[str, object] = {}
        self._text = text
        try:
            self.values = loads(text)
        except TOMLDecodeError:
            self.faults = [Fault(line, "-", reason) for line, reason in syntax_faults(text)]

    @cached_property
    def lines(self) -> Lines:
        """Where its keys stand: only asked for when something is wrong."""
        return Lines(self._text)

    def refuse(self) -> None:
        """Raise RulebookInvalid for the first fault, if there is any."""
        if self.faults:
            first = self.faults[0]
            raise RulebookInvalid(file=self.file, key=first.key, reason=first.reason)


class Table:
    """A table that is emptied while it is read; `finish` notes whatever is left over."""

    def __init__(self, values: object, source: TableSource, path: str = "") -> None:
        """`path` is where the table stands in the file, for messages."""
        self.source = source
        self.path = path
        self.is_sound = True
        self._values: dict[str, object] = {}
        if isinstance(values, dict):
            self._values.update(values)
        else:
            self.fault("", "应是一张表")

    @classmethod
    def parse(cls, text: str, *, file: str) -> Self:
        """The whole file as a table. Where it isn't TOML, an empty one with the faults."""
        source = TableSource(text, file=file)
        return cls(source.values, source)

    @property
    def is_readable(self) -> bool:
        """Whether there is anything to read: nothing so far was wrong with the file as a whole."""
        return not any(fault.key == "-" for fault in self.source.faults)

    def fault(self, key: str, reason: str) -> None:
        """Note that one key of this table is wrong."""
        path = ".".join(filter(None, (self.path, key))) or "-"
        self.source.faults.append(Fault(self.source.lines.of(path), path, reason))
        self.is_sound = False

    def has(self, key: str) -> bool:
        """Whether the key is there and not yet read."""
        return key in self._values

    def text(self, key: str, default: str | None = None, *, most: int = 1000) -> str:
        """A text that isn't blank, of at most so many characters."""
        if not self._is_there(key, default is not None):
            return default or ""
        value = self._values.pop(key)
        if not isinstance(value, str) or not value.strip():
            self.fault(key, "应是非空文字")
            return ""
        if len(value) > most:
            self.fault(key, f"最多 {most} 个字")
        return value

    def number(self, key: str, default: int | None = None) -> int:
        """A whole number from 0."""
        if not self._is_there(key, default is not None):
            return default or 0
        value = self._values.pop(key)
        # To Python `true` is a number.
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            self.fault(key, "应是不小于 0 的整数")
            return 0
        return value

    def flag(self, key: str) -> bool:
        """true or false; false when it isn't there."""
        value = self._values.pop(key, False)
        if not isinstance(value, bool):
            self.fault(key, "应是 true 或 false")
            return False
        return value

    def day(self, key: str) -> date:
        """A TOML date."""
        if not self._is_there(key, False):
            return date.min
        value = self._values.pop(key)
        if not _is_day(value):
            self.fault(key, "应是日期，如 2026-01-01")
            return date.min
        return value  # type: ignore[return-value]

    def days(self, key: str) -> tuple[date, ...]:
        """A list of TOML dates, in order, each once."""
        if not self._is_there(key, False):
            return ()
        values = self._values.pop(key)
        if not isinstance(values, list) or not all(map(_is_day, values)):
            self.fault(key, "应是日期列表，如 [2026-01-01]")
            return ()
        if values != sorted(set(values)):
            self.fault(key, "日期应从早到晚，每个只写一次")
        return tuple(values)

    def month_days(self, key: str) -> tuple[tuple[int, int], ...]:
        """A list of days of every year, as month and day: `["01-01"]`."""
        if not self._is_there(key, False):
            return ()
        values = self._values.pop(key)
        if not isinstance(values, list) or not all(isinstance(text, str) and _is_month_day(text) for text in values):
            self.fault(key, '应是月和日的列表，如 ["01-01"]')
            return ()
        return tuple((int(text[:2]), int(text[3:])) for text in values)

    def choice(self, key: str, allowed: Iterable[str], default: str | None = None) -> str:
        """One of some words."""
        words = tuple(allowed)
        if not self._is_there(key, default is not None):
            return default or words[0]
        value = self._values.pop(key)
        if value not in words or not isinstance(value, str):
            self.fault(key, f"应是 {'、'.join(words)} 之一")
            return words[0]
        return value

    def member(self, key: str, words: type[Word], default: Word | None = None) -> Word:
        """One of the words of an enumeration."""
        return words(self.choice(key, list(words), default))

    def choices(self, key: str, allowed: Iterable[str], default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """At least one of some words, each once."""
        words = tuple(allowed)
        if not self._is_there(key, bool(default)):
            return default
        values = self._values.pop(key)
        if not isinstance(values, list) or not values or any(value not in words for value in values):
            self.fault(key, f"应是列表，取自 {'、'.join(words)}")
            return ()
        if len(set(values)) != len(values):
            self.fault(key, "每项只写一次")
        return tuple(values)

    def offsets(self, key: str) -> tuple[int, ...]:
        """Days relative to the due day, rising, each once; empty when it isn't there."""
        values = self._values.pop(key, [])
        if not isinstance(values, list) or any(not isinstance(v, int) or isinstance(v, bool) for v in values):
            self.fault(key, "应是整数列表")
            return ()
        if values != sorted(set(values)):
            self.fault(key, "应从小到大，每个只写一次")
        return tuple(values)

    def tables(self, key: str) -> list["Table"]:
        """An array of tables; empty when it isn't there."""
        values = self._values.pop(key, [])
        if not isinstance(values, list):
            self.fault(key, f"应写成 [[{key}]]")
            return []
        prefix = ".".join(filter(None, (self.path, key)))
        return [Table(value, self.source, f"{prefix}[{place}]") for place, value in enumerate(values, 1)]

    def table(self, key: str) -> "Table | None":
        """One table within this one; None when it isn't there."""
        if key not in self._values:
            return None
        return Table(self._values.pop(key), self.source, ".".join(filter(None, (self.path, key))))

    def finish(self) -> None:
        """Note the keys that nobody asked for: a misspelt key must never be passed over in silence."""
        for key in sorted(self._values):
            self.fault(key, "不认识这一项")

    def _is_there(self, key: str, optional: bool) -> bool:
        if key in self._values:
            return True
        if not optional:
            self.fault(key, "缺少这一项")
        return False


def _is_month_day(text: str) -> bool:
    try:
        # In a leap year, or 29 February would be no day.
        return len(text) == len("01-01") and bool(date.fromisoformat(f"2028-{text}"))
    except ValueError:
        return False


def _is_day(value: object) -> bool:
    """A TOML date-time is a datetime, which is a date to isinstance; only the bare date will do."""
    return type(value) is date
