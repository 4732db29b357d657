"""Small made-up photographs and papers to attach: drawn, so that nobody's picture is in the demo."""

import random
import time
from collections.abc import Callable
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

from huiyin.cli.demo.scenes import FilePlan
from huiyin.cli.demo.source import rng_of

_SIZE = (800, 560)
_HORIZON = 210
# One day for all: the same plan gives the same file, byte for byte.
_DRAWN_ON = time.gmtime(0)
_Colour = tuple[int, int, int]


@cache
def picture(shows: str, variant: int, ending: str) -> bytes:
    """A drawing as JPEG, or as a page of PDF."""
    rng = rng_of(variant, shows)
    image = _DRAWN[shows](rng)
    content = BytesIO()
    if ending == "pdf":
        image.save(content, "PDF", resolution=96, creationDate=_DRAWN_ON, modDate=_DRAWN_ON)
    else:
        noise = Image.frombytes("L", image.size, rng.randbytes(image.width * image.height)).convert("RGB")
        Image.blend(image.filter(ImageFilter.GaussianBlur(0.8)), noise, 0.06).save(content, "JPEG", quality=78)
    return content.getvalue()


def picture_of(file: FilePlan) -> bytes:
    """What a plan shows."""
    return picture(file.shows, file.variant, file.name.rpartition(".")[2])


def _sky(rng: random.Random, ground: _Colour) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", _SIZE, ground)
    draw = ImageDraw.Draw(image)
    tint = rng.randint(-14, 14)
    for row in range(_HORIZON):
        draw.line((0, row, _SIZE[0], row), fill=(150 + row // 4 + tint, 178 + row // 5, 205 + row // 8))
    return image, draw


def _road(rng: random.Random) -> Image.Image:
    """A village road with holes full of water."""
    image, draw = _sky(rng, (104, 128, 84))
    draw.polygon([(330, _HORIZON), (470, _HORIZON), (760, 560), (40, 560)], fill=(122, 120, 116))
    for left in range(-20, 800, 90):
        height = rng.randint(30, 80)
        draw.ellipse((left, _HORIZON - height, left + 120, _HORIZON + 24), fill=(70, 100 + height // 3, 62))
    for _ in range(rng.randint(4, 8)):
        depth = rng.uniform(0.15, 0.95)
        top = _HORIZON + depth * 320
        middle = 400 + rng.uniform(-0.35, 0.35) * (140 + depth * 560)
        width, deep = 26 + depth * 110, 8 + depth * 34
        draw.ellipse((middle - width, top, middle + width, top + deep), fill=(86, 80, 72))
        draw.ellipse((middle - width * 0.7, top + 3, middle + width * 0.7, top + deep * 0.8), fill=(126, 138, 146))
    return image


def _river(rng: random.Random) -> Image.Image:
    """Dark water, foam, and a pipe in the bank."""
    image, draw = _sky(rng, (96, 118, 70))
    draw.polygon([(250, _HORIZON), (560, _HORIZON), (800, 470), (800, 560), (120, 560)], fill=(58, 62, 54))
    for _ in range(90):
        down = rng.randint(_HORIZON + 20, 550)
        near = (down - _HORIZON) / 350
        across = rng.randint(int(255 - near * 120), int(530 + near * 230))
        draw.ellipse((across, down, across + rng.randint(6, 36), down + rng.randint(3, 9)), fill=(172, 172, 160))
    draw.rectangle((70, 330, 210, 378), fill=(120, 112, 104))
    draw.ellipse((190, 328, 232, 380), fill=(40, 38, 36))
    draw.polygon([(214, 372), (236, 360), (330, 470), (290, 474)], fill=(74, 66, 52))
    return image


def _flats(rng: random.Random) -> Image.Image:
    """Blocks of flats with stains of water."""
    image, draw = _sky(rng, (150, 148, 140))
    for left in (60, 330, 580):
        top, wall = rng.randint(60, 140), rng.randint(178, 214)
        draw.rectangle((left, top, left + 210, 470), fill=(wall, wall - 10, wall - 26))
        for down in range(top + 24, 440, 54):
            for across in range(left + 18, left + 190, 64):
                draw.rectangle((across, down, across + 36, down + 32), fill=(92, 108 + rng.randint(0, 30), 122))
        stain = left + rng.randint(20, 160)
        draw.polygon([(stain, top), (stain + 26, top), (stain + 40, top + 190), (stain - 12, top + 150)],
                     fill=(wall - 46, wall - 54, wall - 62))  # fmt: skip
    draw.rectangle((0, 470, 800, 560), fill=(128, 126, 122))
    return image


def _paper(rng: random.Random) -> Image.Image:
    """A page with lines that can't be read, a table and a red seal."""
    image = Image.new("RGB", (620, 860), (250, 248, 242))
    draw = ImageDraw.Draw(image)
    draw.rectangle((190, 60, 430, 84), fill=(70, 70, 74))
    for down in range(140, 420, 30):
        draw.rectangle((70, down, 70 + rng.randint(300, 480), down + 9), fill=(150, 150, 152))
    for down in range(450, 640, 36):
        draw.line((70, down, 550, down), fill=(120, 120, 124), width=2)
        for across in (90, 260, 420):
            draw.rectangle((across, down + 14, across + rng.randint(40, 110), down + 22), fill=(160, 160, 164))
    for across in (70, 240, 400, 550):
        draw.line((across, 450, across, 630), fill=(120, 120, 124), width=2)
    draw.ellipse((380, 660, 520, 800), outline=(196, 52, 44), width=7)
    draw.ellipse((425, 705, 475, 755), fill=(196, 52, 44))
    return image


_DRAWN: dict[str, Callable[[random.Random], Image.Image]] = {
    "road": _road, "river": _river, "house": _flats, "paper": _paper,
}  # fmt: skip
