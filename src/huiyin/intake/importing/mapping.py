"""The map of an import: which column is what, how times are written, what other words stand for.

`docs/import.md` shows every key. Nothing unknown passes: a misspelt key is named instead of being overlooked.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from huiyin.intake.importing.errors import MapInvalid
from huiyin.intake.importing.header import HEADER_WITHIN, HeaderRule
from huiyin.intake.importing.instants import NAMED_FORMATS
from huiyin.intake.importing.map_section import MapSection
from huiyin.kernel.time import OFFICE_ZONE
from huiyin.matters.core.rules.states import Channel, Kind

# What may be made of several columns, and what stands between them then.
BETWEEN = {
    "external_id": "-", "text": "\n", "title": " ", "received_at": " ", "place": " ", "category": "/",
    "respondent": "、", "concerned": "、", "requests": "\n", "reply": "\n", "reply_at": " ", "closed_at": " ",
    "name": "", "address": "", "phone": "", "email": "", "reply_days": "",
}  # fmt: skip
# Of several columns the first that isn't empty: two numbers side by side are none.
FIRST_OF = frozenset({"phone", "email", "reply_days"})
INSTANTS = ("received_at", "reply_at", "closed_at")
# Filled down only within a merged cell: a blank one may be somebody who gave no name.
PERSONAL = frozenset({"name", "phone", "email", "address"})
_CONSTANTS = ("title", "place", "category", "respondent", "concerned", "unit", "received_at", "closed_at")
_WORDED = ("kind", "channel", "state")
# Each row has its own; taken from the row above they would be another's.
_NEVER_FILLED = frozenset({"external_id", "text", "reply", "requests"})
_ORIGIN_MAX = 40
WHOLE_ROW = "row"


class RecordStanding(StrEnum):
    """Whether a record is still being worked on where it comes from."""

    OPEN = "open"
    CLOSED = "closed"


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
    file's columns for each of our fields, `constants` what holds where there is no column or an empty cell, `extract`
    which part of a cell is meant, `between` what joins several columns. `id_from` are the columns that a record is
    told by where it has no id (WHOLE_ROW: all that the map names). `fill_down` are fields whose empty cells have what
    stands above, `empty` are words that mean nothing. `state` None: `closed_at` alone says what is over.
    """

    origin: str
    columns: Mapping[str, tuple[str, ...]]
    formats: Mapping[str, tuple[str, ...]]
    kind: Words
    channel: Words
    state: Words | None = None
    category_words: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    extract: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    between: Mapping[str, str] = field(default_factory=dict)
    requests: tuple[str, ...] = ()
    empty: frozenset[str] = frozenset()
    fill_down: tuple[str, ...] = ()
    id_from: tuple[str, ...] = ()
    zone: ZoneInfo = OFFICE_ZONE
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    records: str = ""
    header_at: int = 0
    header_lines: int = 0

    def columns_used(self) -> list[tuple[str, str]]:
        """Every column that must be in the file, each with the key of the map that asks for it."""
        used = [(f"columns.{key}", column) for key, columns in self.columns.items() for column in columns]
        used += [("source.id_from", column) for column in self.id_from if column != WHOLE_ROW]
        return used + [(f"{key}.column", words.column) for key, words in self.worded.items() if words.column]

    @property
    def worded(self) -> dict[str, Words]:
        """The fields that are told by words."""
        found = {"kind": self.kind, "channel": self.channel}
        return found | ({"state": self.state} if self.state else {})

    def columns_of(self, key: str) -> tuple[str, ...]:
        """The columns behind one of our fields; none where there are none."""
        words = self.worded.get(key)
        return self.columns.get(key, ()) or ((words.column,) if words and words.column else ())

    def header_rule(self) -> HeaderRule:
        """How the header of a file is found."""
        wanted = {column.strip() for _, column in self.columns_used()}

        def missing(names: Sequence[str]) -> int:
            return len(wanted.difference(names))

        return HeaderRule(missing, at=self.header_at, lines=self.header_lines)


def map_parse(text: str, *, file: str) -> ImportMap:
    """The map in a TOML text; `file` is its name, for messages. Raises MapInvalid."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MapInvalid(file=file, key="-", reason=str(error)) from error
    whole = MapSection(values, file=file, path="")
    source, constants = whole.section("source"), whole.section("constants")
    given = {key: text for key in _CONSTANTS if (text := constants.text(key, ""))}
    origin, id_from = _origin(source), source.texts("id_from")
    state = whole.section("state")
    columns = whole.section("columns")
    named = _columns(columns, given, has_id=bool(id_from))
    category = whole.section("category")
    found = ImportMap(
        origin=origin,
        id_from=id_from,
        zone=_zone(source),
        encoding=source.text("encoding", ""),
        delimiter=_delimiter(source),
        sheet=source.text("sheet", ""),
        records=source.text("records", ""),
        header_at=source.number("header", most=HEADER_WITHIN * 10),
        header_lines=source.number("header_lines", most=2),
        empty=frozenset(word.strip().casefold() for word in source.texts("empty")),
        fill_down=source.texts("fill_down"),
        columns=named,
        formats=_formats(whole.section("formats"), {**named, **given}),
        kind=_words(whole.section("kind"), Kind),
        channel=_words(whole.section("channel"), Channel),
        state=_words(state, RecordStanding) if state else None,
        category_words=category.mapping("values"),
        extract=_patterns(whole.section("extract"), {*named, *given}),
        between=_joins(whole.section("join"), named),
        requests=constants.texts("requests"),
        constants=given,
    )
    for section in (source, columns, category, constants, whole):
        section.finish()
    _check_filled(source, found)
    return found


def _origin(source: MapSection) -> str:
    origin = source.text("name")
    if len(origin) > _ORIGIN_MAX:
        raise source.invalid("name", f"最多 {_ORIGIN_MAX} 个字符")
    return origin


def _delimiter(source: MapSection) -> str:
    delimiter = source.text("delimiter", "")
    if len(delimiter) > 1 or delimiter in {'"', "\n", "\r"}:
        raise source.invalid("delimiter", "应是一个字符，不能是引号或换行")
    return delimiter


def _zone(source: MapSection) -> ZoneInfo:
    name = source.text("zone", OFFICE_ZONE.key)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise source.invalid("zone", f"没有“{name}”这个时区") from error


def _columns(columns: MapSection, constants: Mapping[str, str], *, has_id: bool) -> dict[str, tuple[str, ...]]:
    named = {key: texts for key in BETWEEN if (texts := columns.texts(key))}
    for key, is_there in (
        ("external_id", has_id),
        ("text", False),
        ("received_at", "received_at" in constants),
    ):
        if key not in named and not is_there:
            raise columns.invalid(key, "缺少这一项")
    if has_id and "external_id" in named:
        raise columns.invalid("external_id", "和 source.id_from 只写一个")
    if "reply" in named and not {"reply_at", "reply_days", "closed_at"} & named.keys():
        raise columns.invalid(
            "reply", "有答复就要有 reply_at（答复时间）、reply_days（几天后答复）或 closed_at（办结时间）"
        )
    if {"reply_at", "reply_days"} <= named.keys():
        raise columns.invalid("reply_days", "reply_at 和 reply_days 只写一个")
    return named


def _formats(formats: MapSection, known: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    received = formats.texts("received_at")
    if not received:
        raise formats.invalid("received_at", '至少写一种时间格式，如 "%Y-%m-%d %H:%M:%S"')
    found = {"received_at": received, **{key: formats.texts(key) or received for key in INSTANTS[1:]}}
    formats.finish()
    for key, patterns in found.items():
        if key in known and not all(
            "%Y" in pattern or "%y" in pattern or pattern in NAMED_FORMATS for pattern in patterns
        ):
            names = "、".join(sorted(NAMED_FORMATS))
            raise formats.invalid(key, f"时间格式里要有年份（%Y），或是 {names} 之一")
    return found


def _words(section: MapSection, allowed: type[StrEnum]) -> Words:
    words = Words(section.text("column", ""), section.mapping("values"), section.text("default", ""))
    section.finish()
    known = [member.value for member in allowed]
    for key, value in [*words.values.items(), ("default", words.default)]:
        if value not in known and (value or key != "default"):
            raise section.invalid(key, f"“{value}”应是 {'、'.join(known)} 之一")
    if not words.column and not words.default:
        raise section.invalid("default", "没有 column 就要写 default")
    return words


def _patterns(section: MapSection, known: set[str]) -> dict[str, re.Pattern[str]]:
    found = {key: pattern for key in BETWEEN if key in known and (pattern := section.pattern(key))}
    section.finish()
    return found


def _joins(section: MapSection, named: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    found = {key: section.text(key, mark) for key, mark in BETWEEN.items() if key in named}
    section.finish()
    return found


def _check_filled(source: MapSection, plan: ImportMap) -> None:
    for key in plan.fill_down:
        if key in _NEVER_FILLED:
            raise source.invalid("fill_down", f"“{key}”每行都要有自己的，不能向下填")
        if not plan.columns_of(key):
            raise source.invalid("fill_down", f"映射里没有“{key}”这一列")
