"""The map of an import: which column is what, how times are written, what other words stand for.

`docs/import.md` shows every key. Nothing unknown passes: a misspelt key is named instead of being overlooked.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from huiyin.intake.importing.errors import MapInvalid
from huiyin.kernel.time import OFFICE_ZONE
from huiyin.matters.rules.states import Channel, Kind

_REQUIRED = ("external_id", "text", "received_at")
_OPTIONAL = (
    "title", "place", "category", "respondent", "requests", "reply", "reply_at", "reply_days",
    "name", "phone", "email", "address",
)  # fmt: skip
_CONSTANTS = ("title", "place", "category", "respondent", "unit")
_ORIGIN_MAX = 40


@dataclass(frozen=True, slots=True)
class Words:
    """What the words of a column stand for; `default` "" means that an unknown word is refused."""

    column: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    default: str = ""


@dataclass(frozen=True, slots=True)
class ImportMap:
    """One way of reading files of one source.

    `origin` names the source: together with a row's external id it lets every record in once. `columns` gives the
    file's column for each of our fields, `constants` what holds where there is no column or an empty cell.
    """

    origin: str
    columns: Mapping[str, str]
    formats: Mapping[str, tuple[str, ...]]
    kind: Words
    channel: Words
    constants: Mapping[str, str] = field(default_factory=dict)
    requests: tuple[str, ...] = ()
    zone: ZoneInfo = OFFICE_ZONE
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""

    def columns_used(self) -> dict[str, str]:
        """Every column that must be in the file, by the key of the map that asks for it."""
        used = {f"columns.{key}": column for key, column in self.columns.items()}
        for key, words in (("kind.column", self.kind), ("channel.column", self.channel)):
            if words.column:
                used[key] = words.column
        return used


def map_parse(text: str, *, file: str) -> ImportMap:
    """The map in a TOML text; `file` is its name, for messages. Raises MapInvalid."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MapInvalid(file=file, key="-", reason=str(error)) from error
    whole = _Section(values, file=file, path="")
    source, columns, constants = whole.section("source"), whole.section("columns"), whole.section("constants")
    named = _columns(columns)
    found = ImportMap(
        origin=_origin(source),
        zone=_zone(source),
        encoding=source.text("encoding", ""),
        delimiter=source.text("delimiter", ""),
        sheet=source.text("sheet", ""),
        columns=named,
        formats=_formats(whole.section("formats"), named),
        kind=_words(whole.section("kind"), Kind),
        channel=_words(whole.section("channel"), Channel),
        requests=constants.texts("requests"),
        constants={key: text for key in _CONSTANTS if (text := constants.text(key, ""))},
    )
    for section in (source, columns, constants, whole):
        section.finish()
    return found


def _origin(source: "_Section") -> str:
    origin = source.text("name")
    if len(origin) > _ORIGIN_MAX:
        raise source.invalid("name", f"最多 {_ORIGIN_MAX} 个字符")
    return origin


def _zone(source: "_Section") -> ZoneInfo:
    name = source.text("zone", OFFICE_ZONE.key)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise source.invalid("zone", f"没有“{name}”这个时区") from error


def _columns(columns: "_Section") -> dict[str, str]:
    named = {key: columns.text(key) for key in _REQUIRED}
    named |= {key: text for key in _OPTIONAL if (text := columns.text(key, ""))}
    if "reply" in named and not {"reply_at", "reply_days"} & named.keys():
        raise columns.invalid("reply", "有答复就要有 reply_at（答复时间）或 reply_days（几天后答复）")
    if {"reply_at", "reply_days"} <= named.keys():
        raise columns.invalid("reply_days", "reply_at 和 reply_days 只写一个")
    return named


def _formats(formats: "_Section", columns: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    received = formats.texts("received_at")
    if not received:
        raise formats.invalid("received_at", '至少写一种时间格式，如 "%Y-%m-%d %H:%M:%S"')
    found = {"received_at": received, "reply_at": formats.texts("reply_at") or received}
    formats.finish()
    for key, patterns in found.items():
        if key in columns and not all("%Y" in pattern or "%y" in pattern for pattern in patterns):
            raise formats.invalid(key, "时间格式里要有年份（%Y）")
    return found


def _words(section: "_Section", allowed: type[StrEnum]) -> Words:
    words = Words(section.text("column", ""), section.mapping("values"), section.text("default", ""))
    section.finish()
    known = [member.value for member in allowed]
    for key, value in [*words.values.items(), ("default", words.default)]:
        if value not in known and (value or key != "default"):
            raise section.invalid(key, f"“{value}”应是 {'、'.join(known)} 之一")
    if not words.column and not words.default:
        raise section.invalid("default", "没有 column 就要写 default")
    return words


class _Section:
    """One table of the file; it is emptied while it is read, and what is left over is refused."""

    def __init__(self, values: object, *, file: str, path: str) -> None:
        self._file, self._path = file, path
        if not isinstance(values, dict):
            raise self.invalid("", "应写成一张表")
        self._values: dict[str, object] = dict(values)

    def invalid(self, key: str, reason: str) -> MapInvalid:
        """The refusal of one key."""
        return MapInvalid(file=self._file, key=".".join(filter(None, (self._path, key))) or "-", reason=reason)

    def section(self, key: str) -> "_Section":
        return _Section(self._values.pop(key, {}), file=self._file, path=key)

    def text(self, key: str, default: str | None = None) -> str:
        value = self._values.pop(key, default)
        if value is None:
            raise self.invalid(key, "缺少这一项")
        if not isinstance(value, str) or (not value and default is None):
            raise self.invalid(key, "应是文字")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._values.pop(key, [])
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(isinstance(text, str) and text for text in listed):
            raise self.invalid(key, "应是文字，或文字的列表")
        return tuple(listed)

    def mapping(self, key: str) -> dict[str, str]:
        value = self._values.pop(key, {})
        if not isinstance(value, dict) or not _all_text(value.values()):
            raise self.invalid(key, '应写成 { 原值 = "我们的值" }')
        return {str(name).strip(): text for name, text in value.items()}

    def finish(self) -> None:
        if self._values:
            raise self.invalid(min(self._values), "不认识这一项")


def _all_text(values: Iterable[object]) -> bool:
    return all(isinstance(value, str) for value in values)
