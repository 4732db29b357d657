"""What stands where on the pages of a PDF, in millimetres from the upper left corner."""

from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from typing import Any

from PIL import ImageFont
from pypdf import PageObject, PdfReader

from huiyin.documents.fonts import built_fonts_folder

MM = 72 / 25.4
PAGE_HEIGHT = 297.0
# A character's square, of its size, above its base line.
ASCENT = 0.88
# As many numbers as its space has: one of grey, three of red, green and blue, four of the printer's inks.
Colour = tuple[float, ...]
BLACK: Colour = (0.0,)


@dataclass(frozen=True)
class Run:
    """A line of text, or a part of one: its left edge, its base line, the size in points."""

    text: str
    x: float
    base: float
    size: float
    font: str
    colour: Colour

    @property
    def top(self) -> float:
        return self.base - ASCENT * self.size / MM

    @property
    def bottom(self) -> float:
        return self.base + (1 - ASCENT) * self.size / MM


@dataclass(frozen=True)
class Rule:
    """A horizontal line; `width` in millimetres as well."""

    left: float
    right: float
    y: float
    width: float
    colour: Colour


@dataclass(frozen=True)
class Picture:
    """A picture from edge to edge."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass
class PrintedPage:
    """One page, so wide and so high."""

    width: float
    height: float
    runs: list[Run] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)

    def run(self, start: str) -> Run:
        """The first line that begins so."""
        return next(run for run in self.runs if run.text.startswith(start))

    def has(self, start: str) -> bool:
        return any(run.text.startswith(start) for run in self.runs)

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


def sheets(pdf: bytes) -> list[PrintedPage]:
    return [_sheet(page) for page in PdfReader(BytesIO(pdf)).pages]


def width_of(text: str, size: float, *, tracking: float = 0) -> float:
    """How wide a text is in the built serif; `tracking` in points a character."""
    length = float(_font().getlength(text))
    return (length / 1000 * size + tracking * len(text)) / MM


@cache
def _font() -> Any:
    return ImageFont.truetype(str(built_fonts_folder() / "NotoSerifSC_400Regular.ttf"), 1000)


class _Reader:
    """Hears what a page draws, in its order."""

    def __init__(self, width: float, height: float) -> None:
        self.sheet = PrintedPage(width, height)
        self._width = 1.0
        self._start = self._end = (0.0, 0.0)
        # What lines are drawn and what letters are filled with, and what it was before each `q`.
        self._stroke = self._fill = BLACK
        self._before: list[tuple[Colour, Colour]] = []

    def text(self, text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        if text.strip() and font:
            x, base = _at(tm[4], tm[5], cm)
            name = str(font["/BaseFont"]).split("+")[-1]
            self.sheet.runs.append(Run(text.strip(), x, base, size * abs(cm[3]), name, self._fill))

    def operand(self, operator: bytes, given: list[Any], cm: list[float], _tm: list[float]) -> None:
        match operator:
            case b"w":
                self._width = float(given[0])
            case b"q":
                self._before.append((self._stroke, self._fill))
            case b"Q":
                self._stroke, self._fill = self._before.pop()
            case b"K" | b"RG" | b"G" | b"SC" | b"SCN":
                self._stroke = tuple(float(part) for part in given)
            case b"k" | b"rg" | b"g" | b"sc" | b"scn":
                self._fill = tuple(float(part) for part in given)
            case b"m":
                self._start = float(given[0]), float(given[1])
            case b"l":
                self._end = float(given[0]), float(given[1])
            case b"S" if abs(self._start[1] - self._end[1]) < 0.01:
                (left, y), (right, _) = _at(*self._start, cm), _at(*self._end, cm)
                self.sheet.rules.append(Rule(left, right, y, self._width / MM, self._stroke))
            case b"Do":
                (left, bottom), (right, top) = _at(0, 0, cm), _at(1, 1, cm)
                self.sheet.pictures.append(Picture(left, min(top, bottom), right, max(top, bottom)))


def _at(x: float, y: float, cm: list[float]) -> tuple[float, float]:
    """A point of the drawing in millimetres from the upper left corner."""
    return (x * cm[0] + cm[4]) / MM, PAGE_HEIGHT - (y * cm[3] + cm[5]) / MM


def _sheet(page: PageObject) -> PrintedPage:
    reader = _Reader(float(page.mediabox.width) / MM, float(page.mediabox.height) / MM)
    page.extract_text(visitor_text=reader.text, visitor_operand_before=reader.operand)
    return reader.sheet
