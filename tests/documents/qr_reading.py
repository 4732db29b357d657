"""QR codes as a phone sees them: the printed page becomes a picture, and what stands there is read from that."""

import math
from dataclasses import dataclass

import pypdfium2
import zxingcpp
from PIL import Image


@dataclass(frozen=True, slots=True)
class ReadCode:
    """What a code says and how large it stands on the page: its four sides in millimetres, without the margin."""

    text: str
    sides: tuple[float, float, float, float]


def page_picture(pdf: bytes, *, dots_an_inch: int) -> Image.Image:
    """The first page as it is printed."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture: Image.Image = document[0].render(scale=dots_an_inch / 72).to_pil()
        return picture.convert("L")
    finally:
        document.close()


def codes_in(picture: Image.Image, *, dots_an_inch: int) -> list[ReadCode]:
    """Every code that can be read."""
    return [ReadCode(code.text, _sides(code.position, dots_an_inch)) for code in zxingcpp.read_barcodes(picture)]


def _sides(at: zxingcpp.Position, dots_an_inch: int) -> tuple[float, float, float, float]:
    corners = [(point.x, point.y) for point in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)]
    lengths = [math.dist(corners[side], corners[(side + 1) % 4]) * 25.4 / dots_an_inch for side in range(4)]
    return lengths[0], lengths[1], lengths[2], lengths[3]
