"""One table of a map, read key by key; what is left over is refused."""

import re
from collections.abc import Iterable

from huiyin.intake.importing.errors import MapInvalid


class MapSection:
    """One table of the file; it is emptied while it is read, and what is left over is refused."""

    def __init__(self, values: object, *, file: str, path: str) -> None:
        """`file` and `path` are for messages. Raises MapInvalid."""
        self._file, self._path = file, path
        if not isinstance(values, dict):
            raise self.invalid("", "应写成一张表")
        self._values: dict[str, object] = dict(values)

    def __bool__(self) -> bool:
        """Whether anything stands in it."""
        return bool(self._values)

    def invalid(self, key: str, reason: str) -> MapInvalid:
        """The refusal of one key."""
        return MapInvalid(file=self._file, key=".".join(filter(None, (self._path, key))) or "-", reason=reason)

    def section(self, key: str) -> "MapSection":
        """The table within this one; empty where there is none."""
        return MapSection(self._values.pop(key, {}), file=self._file, path=key)

    def text(self, key: str, default: str | None = None) -> str:
        """A text; without a `default` it must be there."""
        value = self._values.pop(key, default)
        if value is None:
            raise self.invalid(key, "缺少这一项")
        if not isinstance(value, str) or (not value and default is None):
            raise self.invalid(key, "应是文字")
        return value

    def number(self, key: str, *, most: int) -> int:
        """A whole number from 1; 0 where there is none."""
        value = self._values.pop(key, None)
        if value is None:
            return 0
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
            raise self.invalid(key, f"应是 1 到 {most} 的整数")
        return value

    def pattern(self, key: str) -> re.Pattern[str] | None:
        """A regular expression; None where there is none."""
        text = self.text(key, "")
        try:
            return re.compile(text) if text else None
        except re.error as error:
            raise self.invalid(key, f"不是正则表达式：{error}") from error

    def texts(self, key: str) -> tuple[str, ...]:
        """A text or a list of texts."""
        value = self._values.pop(key, [])
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(isinstance(text, str) and text for text in listed):
            raise self.invalid(key, "应是文字，或文字的列表")
        return tuple(listed)

    def mapping(self, key: str) -> dict[str, str]:
        """Texts by texts."""
        value = self._values.pop(key, {})
        if not isinstance(value, dict) or not _all_text(value.values()):
            raise self.invalid(key, '应写成 { 原值 = "我们的值" }')
        return {str(name).strip(): text for name, text in value.items()}

    def finish(self) -> None:
        """Nothing may be left."""
        if self._values:
            raise self.invalid(min(self._values), "不认识这一项")


def _all_text(values: Iterable[object]) -> bool:
    return all(isinstance(value, str) for value in values)
