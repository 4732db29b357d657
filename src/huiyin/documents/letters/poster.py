"""The sheet that a unit puts up on its wall: how a matter is brought and handled, on one page of A3."""

import dataclasses
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from unicodedata import bidirectional

from huiyin.documents.letters.press import the_press
from huiyin.documents.letters.printing import printable
from huiyin.documents.qr import qr_svg_document

_NOT_SHOWN = frozenset({"lang", "direction", "on"})
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
# What stands between them is written from left to right, whatever is around it.
_ISOLATE, _ISOLATE_END = "\u2066", "\u2069"


@dataclass(frozen=True, slots=True)
class PosterStep:
    """One step: what it is called, what happens, and its periods with their articles, a line each."""

    title: str
    text: str
    periods: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PosterPart:
    """A box with a heading: lines to read; what is empty isn't printed."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Poster:
    """All that stands on it, in the language `lang` (two or three letters), written in a direction ("ltr" or "rtl").

    `address` is what the QR code opens.
    `parts` stand beside the steps and `beneath` under them; `short` is the address that
    people type. It names no matter and nobody.
    """

    lang: str
    direction: str
    unit: str
    title: str
    subtitle: str
    steps: tuple[PosterStep, ...]
    parts: tuple[PosterPart, ...]
    beneath: tuple[PosterPart, ...]
    scan: str
    address: str
    short: str
    version: str
    on: date


@lru_cache(maxsize=32)
def poster_pdf(content: Poster) -> bytes:
    """The sheet as PDF. The same content is the same file, and isn't printed twice.

    Raises FontMissing, PrintBusy, PrintStuck and PrintFailed.
    """
    is_turned = content.direction == "rtl"
    fields = dataclasses.asdict(content).items()
    sheet = {name: _plain(value, is_turned=is_turned) for name, value in fields if name not in _NOT_SHOWN}
    tags = {"lang": content.lang, "direction": content.direction}
    qr = {"qr": qr_svg_document(content.address), "address": content.address, "short": content.short}
    return the_press().print("poster", sheet | tags | qr, content.on)


def _plain(value: object, *, is_turned: bool) -> object:
    match value:
        case str():
            # What the catalogue lacks is Chinese: its full stop stays at its right.
            is_other = is_turned and not any(bidirectional(character) in _RIGHT_TO_LEFT for character in value)
            return f"{_ISOLATE}{printable(value)}{_ISOLATE_END}" if is_other and value else printable(value)
        case list() | tuple():
            return [_plain(item, is_turned=is_turned) for item in value]
        case dict():
            return {name: _plain(item, is_turned=is_turned) for name, item in value.items()}
        case _:
            return value
