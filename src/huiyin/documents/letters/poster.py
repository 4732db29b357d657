"""The sheet that a unit puts up on its wall: how a matter is brought and handled, on one page of A3."""

import dataclasses
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from huiyin.documents.letters.press import the_press
from huiyin.documents.letters.printing import printable
from huiyin.documents.qr import qr_svg_document


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
    """All that stands on it, in the language `lang` ("zh" or "en"); `address` is what the QR code opens.

    `parts` stand beside the steps and `beneath` under them; `short` is the address that
    people type. It names no matter and nobody.
    """

    lang: str
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
    sheet = {name: _plain(value) for name, value in dataclasses.asdict(content).items() if name != "on"}
    qr = {"qr": qr_svg_document(content.address), "address": content.address, "short": content.short}
    return the_press().print("poster", sheet | qr, content.on)


def _plain(value: object) -> object:
    match value:
        case str():
            return printable(value)
        case list() | tuple():
            return [_plain(item) for item in value]
        case dict():
            return {name: _plain(item) for name, item in value.items()}
        case _:
            return value
