"""Reading JSON: a list of objects, one object a line, or a list within an object such as Open311's dumps.

The file is read twice, a piece at a time: once for the names of all fields and for being whole, once for the rows.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from huiyin.intake.importing.cells import Cell, LineCount, SourceFacts, SourceRow
from huiyin.intake.importing.encodings import encoding_of, known_codec, open_text
from huiyin.intake.importing.errors import BytesUnreadable, SourceUnreadable
from huiyin.intake.importing.header import HeaderRule

_CHUNK = 1 << 16
# An object is never that long.
_OBJECT_MOST = 1 << 24
_SPACE = " \t\r\n\ufeff"
# Where Open311 GeoReport v2 has its list.
_USUAL_LIST = "service_requests"


class JsonSource:
    """A JSON file."""

    counts_from_1904 = False

    def __init__(self, path: Path, *, rule: HeaderRule, encoding: str = "", records: str = "") -> None:
        """`records` names the list within the file; "" finds it. Raises SourceUnreadable."""
        self._path, self._records = path, records
        self._size = max(path.stat().st_size, 1)
        with path.open("rb") as file:
            self._encoding = known_codec(encoding, path) if encoding else encoding_of(file, path)
        self.lines = LineCount()
        self._file = path.open("rb")
        try:
            self.header = self._names()
        except SourceUnreadable:
            self._file.close()
            raise
        self.facts = SourceFacts("JSON", encoding=self._encoding, header_at=0, header_lines=0)
        del rule  # every name is there

    def rows(self) -> Iterator[SourceRow]:
        """As Source."""
        for number, row in enumerate(self._objects(), start=1):
            cells: tuple[Cell, ...] = tuple(row.get(name, "") for name in self.header)
            if not any(cells):
                self.lines.blank += 1
                continue
            self.lines.rows += 1
            broken = any(not str(cell).isprintable() and _is_broken(str(cell)) for cell in cells)
            yield SourceRow(number, cells, BytesUnreadable() if broken else None)

    def done(self) -> float:
        """As Source."""
        return min(self._file.tell() / self._size, 1.0)

    def close(self) -> None:
        """As Source."""
        self._file.close()

    def _names(self) -> tuple[str, ...]:
        names: dict[str, None] = {}
        for row in self._objects():
            names.update(dict.fromkeys(row))
        if not names:
            raise SourceUnreadable(file=self._path.name, reason="里面没有记录：应是一列对象")
        return tuple(names)

    def _objects(self) -> Iterator[dict[str, str]]:
        self._file.seek(0)
        text = open_text(self._file, self._encoding)
        try:
            for found in _ObjectReader(text, self._records).objects():
                if not isinstance(found, dict):
                    raise ValueError("里面有不是对象的记录")
                yield dict(_flat(found, ""))
        except (ValueError, RecursionError) as error:
            reason = f"不是完好的 JSON（{error}）"
            raise SourceUnreadable(file=self._path.name, reason=reason) from error
        finally:
            # Closing the text would close the file, which is read a second time.
            text.detach()


class _ObjectReader:
    """Objects out of a text that is never wholly in memory."""

    def __init__(self, text: TextIO, records: str) -> None:
        self._text, self._records = text, records
        self._piece, self._at, self._ended = "", 0, False
        self._passed: dict[str, Any] = {}
        # Numbers stay as they were written: no digit of an id may be lost.
        self._decoder = json.JSONDecoder(parse_int=str, parse_float=str)

    def objects(self) -> Iterator[Any]:
        """Each record."""
        first = self._peek()
        if first == "[":
            yield from self._list()
        elif first != "{":
            raise ValueError("应以 [ 或 { 开头")
        elif not self._is_one_a_line() and self._first_list():
            yield from self._list()
        elif self._records:
            raise ValueError(f"没有名为“{self._records}”的列表")
        else:
            if self._passed:
                yield self._passed
            while self._peek():
                yield self._value()

    def _is_one_a_line(self) -> bool:
        """Whether the first line is an object and another one follows."""
        line, _, rest = self._piece[self._at :].partition("\n")
        try:
            return rest.lstrip(_SPACE).startswith("{") and isinstance(json.loads(line), dict)
        except ValueError:
            return False

    def _first_list(self) -> bool:
        """Go to the list within an object; what stands before it is passed over. False: the object has none."""
        self._take("{")
        while (mark := self._peek()) != "}":
            if mark == ",":
                self._at += 1
                continue
            name = self._value()
            self._take(":")
            mark = self._peek()
            if mark == "[" and self._wanted(name):
                return True
            if mark == "{" and name == (self._records or _USUAL_LIST):
                return self._first_list_within()
            self._passed[str(name)] = self._value()
        self._at += 1
        return False

    def _first_list_within(self) -> bool:
        """Some write the list one object deeper: `{"service_requests": {"request": [`."""
        self._take("{")
        self._value()
        self._take(":")
        if self._peek() != "[":
            raise ValueError(f"“{self._records or _USUAL_LIST}”里没有列表")
        return True

    def _wanted(self, name: object) -> bool:
        if self._records:
            return name == self._records
        ahead = self._at + 1
        while ahead >= len(self._piece) - 1 and self._more():
            continue
        return name == _USUAL_LIST or self._piece[ahead:].lstrip(_SPACE).startswith("{")

    def _list(self) -> Iterator[Any]:
        self._take("[")
        while (mark := self._peek()) != "]":
            if not mark:
                raise ValueError("没有写完就结束了")
            if mark == ",":
                self._at += 1
                continue
            yield self._value()

    def _take(self, mark: str) -> None:
        if self._peek() != mark:
            raise ValueError(f"缺少 {mark}")
        self._at += 1

    def _peek(self) -> str:
        """The next character that isn't a blank; "" at the end."""
        while True:
            while self._at < len(self._piece):
                if self._piece[self._at] not in _SPACE:
                    return self._piece[self._at]
                self._at += 1
            if not self._more():
                return ""

    def _value(self) -> Any:
        """The next value, for which as much is read as it takes."""
        self._peek()
        while True:
            try:
                found, end = self._decoder.raw_decode(self._piece, self._at)
                if end < len(self._piece) or self._ended:  # a number may go on in the next piece
                    self._at = end
                    return found
            except json.JSONDecodeError:
                if self._ended or len(self._piece) - self._at > _OBJECT_MOST:
                    raise
            self._more(double=True)

    def _more(self, *, double: bool = False) -> bool:
        if self._ended:
            return False
        rest = self._piece[self._at :]
        # Twice as much each time: in small steps a long object would be parsed from its start again and again.
        chunk = self._text.read(max(_CHUNK, len(rest)) if double else _CHUNK)
        self._ended = not chunk
        self._piece, self._at = rest + chunk, 0
        return bool(chunk)


def _flat(values: dict[str, Any], above: str) -> Iterator[tuple[str, str]]:
    """Fields within fields by names with a point; a list of plain values as lines."""
    for name, value in values.items():
        path = f"{above}{name}"
        if isinstance(value, dict):
            yield from _flat(value, f"{path}.")
        else:
            yield path, _plain(value)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        if any(isinstance(item, (dict, list)) for item in value):
            return json.dumps(value, ensure_ascii=False)
        return "\n".join(_plain(item) for item in value)
    return str(value)


def _is_broken(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)
