"""One TOML table, read key by key: every refusal names the file, the key and the reason; nothing unknown passes."""

import tomllib
from collections.abc import Iterable
from datetime import date
from typing import Self

from huiyin.clocks.rules.rulebook import RulebookInvalid


class Table:
    """A table that is emptied while it is read; `finish` refuses whatever is left over."""

    def __init__(self, values: object, *, file: str, path: str = "") -> None:
        """`path` is where the table stands in the file, for messages."""
        self.file = file
        self.path = path
        if not isinstance(values, dict):
            raise self.invalid("", "应是一张表")
        self._values: dict[str, object] = dict(values)

    @classmethod
    def parse(cls, text: str, *, file: str) -> Self:
        """The whole file as a table. Raises RulebookInvalid where TOML itself is broken."""
        try:
            return cls(tomllib.loads(text), file=file)
        except tomllib.TOMLDecodeError as error:
            raise RulebookInvalid(file=file, key="-", reason=str(error)) from error

    def invalid(self, key: str, reason: str) -> RulebookInvalid:
        """The refusal for one key of this table."""
        return RulebookInvalid(file=self.file, key=".".join(filter(None, (self.path, key))) or "-", reason=reason)

    def has(self, key: str) -> bool:
        """Whether the key is there and not yet read."""
        return key in self._values

    def text(self, key: str, default: str | None = None) -> str:
        """A text that isn't blank."""
        value = self._take(key, default)
        if value is default and default is not None:
            return default
        if not isinstance(value, str) or not value.strip():
            raise self.invalid(key, "应是非空文字")
        return value

    def number(self, key: str, default: int | None = None) -> int:
        """A whole number from 0."""
        value = self._take(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.invalid(key, "应是不小于 0 的整数")
        return value

    def flag(self, key: str) -> bool:
        """true or false; false when it isn't there."""
        value = self._take(key, False)
        if not isinstance(value, bool):
            raise self.invalid(key, "应是 true 或 false")
        return value

    def day(self, key: str) -> date:
        """A TOML date."""
        return self._as_day(key, self._take(key, None))

    def days(self, key: str) -> tuple[date, ...]:
        """A list of TOML dates, in order, each once."""
        values = self._take(key, None)
        if not isinstance(values, list):
            raise self.invalid(key, "应是日期列表")
        found = tuple(self._as_day(key, value) for value in values)
        if list(found) != sorted(set(found)):
            raise self.invalid(key, "日期应从早到晚，每个只写一次")
        return found

    def choice(self, key: str, allowed: Iterable[str], default: str | None = None) -> str:
        """One of some words."""
        words = tuple(allowed)
        value = self._take(key, default)
        if value not in words or not isinstance(value, str):
            raise self.invalid(key, f"应是 {'、'.join(words)} 之一")
        return value

    def choices(self, key: str, allowed: Iterable[str], default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """At least one of some words, each once."""
        words = tuple(allowed)
        values = self._take(key, list(default) if default else None)
        if not isinstance(values, list) or not values or any(value not in words for value in values):
            raise self.invalid(key, f"应是列表，取自 {'、'.join(words)}")
        if len(set(values)) != len(values):
            raise self.invalid(key, "每项只写一次")
        return tuple(values)

    def offsets(self, key: str) -> tuple[int, ...]:
        """Days relative to the due day, rising, each once; empty when it isn't there."""
        values = self._take(key, [])
        if not isinstance(values, list) or any(not isinstance(v, int) or isinstance(v, bool) for v in values):
            raise self.invalid(key, "应是整数列表")
        if values != sorted(set(values)):
            raise self.invalid(key, "应从小到大，每个只写一次")
        return tuple(values)

    def tables(self, key: str) -> list["Table"]:
        """An array of tables; empty when it isn't there."""
        values = self._take(key, [])
        if not isinstance(values, list):
            raise self.invalid(key, "应写成 [[…]]")
        prefix = ".".join(filter(None, (self.path, key)))
        return [Table(value, file=self.file, path=f"{prefix}[{place}]") for place, value in enumerate(values, 1)]

    def finish(self) -> None:
        """Refuse keys that nobody asked for: a misspelt key must never be passed over in silence."""
        if self._values:
            raise self.invalid(min(self._values), "不认识这一项")

    def _take(self, key: str, default: object) -> object:
        if key not in self._values:
            if default is None:
                raise self.invalid(key, "缺少这一项")
            return default
        return self._values.pop(key)

    def _as_day(self, key: str, value: object) -> date:
        # A TOML date-time is a datetime, which is a date to isinstance; only the bare date will do.
        if type(value) is not date:
            raise self.invalid(key, "应是日期，如 2026-01-01")
        return value
