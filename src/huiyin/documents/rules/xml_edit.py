"""XML that is changed where it has to be and otherwise stays byte for byte as it was, read in pieces."""

import codecs
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape

from huiyin.documents.errors import FileTypeRefused
from huiyin.documents.rules.xml_budget import XmlBudget

# An element that goes, or whose words change, is held until it ends.
_HELD_MOST = 4 << 20
_TAG = re.compile(rb"<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_ATTRIBUTE = re.compile(
    rb"\s+(?P<prefix>[^\s=:<>\"'/]+:)?(?P<name>[^\s=:<>\"'/]+)(?P<is>\s*=\s*)(?:\"[^\"]*\"|'[^']*')"
)
_ENCODING = re.compile(rb"^(\s*<\?xml[^>]*?encoding\s*=\s*)(?:\"[^\"]*\"|'[^']*')")
_TWO_BYTES = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"<\0", b"\0<")


@dataclass(frozen=True, slots=True)
class XmlChange:
    """What becomes of an element: its attributes by their local names (None: gone), its words, or all of it."""

    attributes: Mapping[str, str | None] = field(default_factory=dict)
    words: Callable[[str], str] | None = None
    is_gone: bool = False


Rule = Callable[[str, dict[str, str]], XmlChange | None]


def is_two_bytes(head: bytes) -> bool:
    """Whether XML that begins so is written in UTF-16."""
    return head.startswith(_TWO_BYTES)


def edited(pieces: Iterable[bytes], rule: Rule, budget: XmlBudget) -> Iterator[bytes]:
    """The same with what `rule` says of each element and its attributes, both without prefixes.

    UTF-16 becomes UTF-8. Raises FileHasManyParts above the budget, FileTypeRefused for what isn't well-formed,
    declares entities or holds too much.
    """
    editor = _Editor(rule, budget)
    try:
        for piece in _in_bytes(pieces):
            yield editor.fed(piece)
        yield editor.rest()
    except (expat.ExpatError, UnicodeError) as error:
        raise FileTypeRefused from error


def _in_bytes(pieces: Iterable[bytes]) -> Iterator[bytes]:
    decoder = None
    for number, piece in enumerate(pieces):
        if number == 0 and is_two_bytes(piece):
            has_mark = piece.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
            name = "utf-16" if has_mark else "utf-16-le" if piece.startswith(b"<\0") else "utf-16-be"
            decoder = codecs.getincrementaldecoder(name)()
        if decoder:
            piece = decoder.decode(piece).encode()
            if number == 0:
                piece = _ENCODING.sub(rb'\1"UTF-8"', piece)
        yield piece


class _Editor:
    """Holds what isn't decided yet; places count from the start of the whole."""

    def __init__(self, rule: Rule, budget: XmlBudget) -> None:
        self._rule, self._budget = rule, budget
        self._held, self._start, self._safe = bytearray(), 0, 0
        self._edits: list[tuple[int, int, bytes]] = []
        self._depth, self._gone_at, self._gone_from, self._is_one_tag = 0, 0, 0, False
        self._words_at, self._words_from, self._change_words = 0, 0, None
        self._words: list[str] = []
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._refuse

    _change_words: Callable[[str], str] | None

    def fed(self, piece: bytes) -> bytes:
        """Take the next piece in; gives what is decided by now."""
        self._held += piece
        self._parser.Parse(piece, False)
        if len(self._held) > _HELD_MOST + len(piece):
            raise FileTypeRefused
        limit = self._safe
        if self._gone_at:
            limit = min(limit, self._gone_from)
        if self._words_at:
            limit = min(limit, self._words_from)
        return self._given(limit)

    def rest(self) -> bytes:
        """What is left at the end."""
        self._parser.Parse(b"", True)
        return self._given(self._start + len(self._held))

    def _given(self, limit: int) -> bytes:
        out, place, done = bytearray(), self._start, 0
        for start, end, new in self._edits:
            if end > limit:
                break
            out += self._held[place - self._start : start - self._start] + new
            place, done = end, done + 1
        out += self._held[place - self._start : limit - self._start]
        del self._edits[:done], self._held[: limit - self._start]
        self._start = limit
        return bytes(out)

    def _begin(self, name: str, given: dict[str, str]) -> None:
        self._depth += 1
        self._safe = place = self._parser.CurrentByteIndex
        # Words with an element among them aren't the plain words that were meant.
        self._words_at = 0
        self._budget.element(given)
        if self._gone_at:
            return
        change = self._rule(_local(name), {_local(key): value for key, value in given.items()} if given else given)
        if change is None:
            return
        tag = self._tag(place)
        if change.is_gone:
            self._gone_at, self._gone_from = self._depth, place
            # The end of an element that is one tag is reported behind that tag.
            self._is_one_tag = tag.endswith(b"/>")
            return
        if change.attributes:
            self._edits.append((place, place + len(tag), _changed(tag, change.attributes)))
        if change.words and not tag.endswith(b"/>"):
            self._words_at, self._words_from, self._change_words = self._depth, place + len(tag), change.words
            self._words = []

    def _end(self, _name: str) -> None:
        self._safe = place = self._parser.CurrentByteIndex
        if self._gone_at == self._depth:
            self._safe = place if self._is_one_tag else place + len(self._tag(place))
            self._edits.append((self._gone_from, self._safe, b""))
            self._gone_at = 0
        elif self._words_at == self._depth and self._change_words:
            words = "".join(self._words)
            if (new := self._change_words(words)) != words:
                self._edits.append((self._words_from, place, _written(new)))
        self._words_at = 0
        self._depth -= 1

    def _text(self, piece: str) -> None:
        if self._words_at:
            self._words.append(piece)
        elif not self._gone_at:
            self._safe = max(self._safe, self._parser.CurrentByteIndex)

    def _tag(self, place: int) -> bytes:
        found = _TAG.match(self._held, place - self._start)
        if found is None:
            raise FileTypeRefused
        return found.group()

    def _refuse(self, *_: Any) -> None:
        raise FileTypeRefused


def _changed(tag: bytes, attributes: Mapping[str, str | None]) -> bytes:
    def change(found: re.Match[bytes]) -> bytes:
        name = found["name"].decode("latin-1")
        if name not in attributes or found["prefix"] == b"xmlns:":
            return found.group()
        new = attributes[name]
        if new is None:
            return b""
        return b" " + (found["prefix"] or b"") + found["name"] + found["is"] + b'"' + _written(new) + b'"'

    return _ATTRIBUTE.sub(change, tag)


def _written(words: str) -> bytes:
    return escape(words, {'"': "&quot;"}).encode("ascii", "xmlcharrefreplace")


def _local(name: str) -> str:
    return name.rsplit(":", 1)[-1]
