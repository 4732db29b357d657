"""Where the invented county lies, and its map: tiles drawn by the program, so that pointing at a place can be tried.

It lies in the open sea, where nobody's house is meant.
"""

import math
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from zlib import crc32

from PIL import Image, ImageDraw, ImageFont

from huiyin.cli.demo.people import towns
from huiyin.cli.demo.source import read
from huiyin.kernel.positions import Datum, Position

MAP_NAME = "map.mbtiles"
_ATTRIBUTION = "清河湾县（虚构）"
# Latitude and longitude of its middle, and how far each town lies from there in millionths of a degree.
_MIDDLE = (29_200_000, 123_600_000)
_OFFSETS = ((0, 0), (24_000, -30_000), (22_000, 26_000), (-4_000, -42_000), (-28_000, 14_000), (-24_000, -24_000))
_HALF = (42_000, 60_000)
_SPREAD = 5_000
_MILLION = 1_000_000
_LEVELS = (11, 12, 13, 14, 15)
_SIDE = 256
_FIELD, _WATER, _ROAD, _ROOF, _INK = (236, 240, 224), (170, 205, 226), (255, 252, 240), (214, 204, 190), (60, 70, 76)
_FONTS = ("NotoSansCJK-Regular.ttc", "wqy-microhei.ttc", "PingFang.ttc", "Arial Unicode.ttf")
_Point = tuple[float, float]


def position_of(place: str, area: str) -> Position:
    """The same for the same place; houses of one town lie within some hundred metres of its middle."""
    north, east = _town_of(area)
    chance = crc32(place.encode())
    return Position(
        north + chance % (2 * _SPREAD) - _SPREAD,
        east + (chance >> 14) % (2 * _SPREAD) - _SPREAD,
        Datum.WGS84,
    )


def map_file_make(path: Path) -> None:
    """The county as MBTiles; a file that is there stays. Whole or not at all."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    middle = f"{_MIDDLE[1] / _MILLION},{_MIDDLE[0] / _MILLION},13"
    with closing(sqlite3.connect(part)) as database, database:
        database.execute("CREATE TABLE metadata (name text, value text)")
        database.execute("CREATE TABLE tiles (zoom_level int, tile_column int, tile_row int, tile_data blob)")
        database.execute("CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row)")
        facts = {"name": read("county")["name"], "format": "png", "center": middle, "attribution": _ATTRIBUTION}
        database.executemany("INSERT INTO metadata VALUES (?, ?)", list(facts.items()))
        for level in _LEVELS:
            database.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", _tiles(level))
    part.replace(path)


def _town_of(area: str) -> tuple[int, int]:
    """`area` is a town's key or one of its villages' (`ford-2`)."""
    keys = [town.key for town in towns()]
    key = area.split("-")[0]
    north, east = _OFFSETS[keys.index(key) % len(_OFFSETS)] if key in keys else _OFFSETS[0]
    return _MIDDLE[0] + north, _MIDDLE[1] + east


def _pixel(level: int, latitude: float, longitude: float) -> _Point:
    """Millionths of a degree in pixels of the whole world at that level (Web Mercator)."""
    size = _SIDE * (1 << level)
    north = math.asinh(math.tan(math.radians(latitude / _MILLION)))
    return (longitude / _MILLION + 180) / 360 * size, (1 - north / math.pi) / 2 * size


def _tiles(level: int) -> Iterator[tuple[int, int, int, bytes]]:
    west, north = _pixel(level, _MIDDLE[0] + _HALF[0], _MIDDLE[1] - _HALF[1])
    east, south = _pixel(level, _MIDDLE[0] - _HALF[0], _MIDDLE[1] + _HALF[1])
    columns = range(int(west // _SIDE), int(east // _SIDE) + 1)
    rows = range(int(north // _SIDE), int(south // _SIDE) + 1)
    picture = _drawn(level, (columns[0] * _SIDE, rows[0] * _SIDE), (len(columns) * _SIDE, len(rows) * _SIDE))
    for column in columns:
        for row in rows:
            left, top = (column - columns[0]) * _SIDE, (row - rows[0]) * _SIDE
            content = BytesIO()
            picture.crop((left, top, left + _SIDE, top + _SIDE)).save(content, "PNG")
            yield level, column, (1 << level) - 1 - row, content.getvalue()


def _drawn(level: int, corner: _Point, size: tuple[int, int]) -> Image.Image:
    """The county at one level: a river, roads between the towns, streets with houses, names."""
    image = Image.new("RGB", size, _FIELD)
    draw = ImageDraw.Draw(image)
    scale = 2 ** (level - _LEVELS[-1])

    def at(north: float, east: float) -> _Point:
        x, y = _pixel(level, _MIDDLE[0] + north, _MIDDLE[1] + east)
        return x - corner[0], y - corner[1]

    river = [at(8_000 * math.sin(step / 4) + 12_000, step * 4_000 - 90_000) for step in range(46)]
    draw.line(river, fill=_WATER, width=max(2, int(60 * scale)), joint="curve")
    for offset in _OFFSETS[1:]:
        draw.line([at(*_OFFSETS[0]), at(*offset)], fill=_ROAD, width=max(2, int(18 * scale)))
    font = _font(max(11, int(26 * scale)))
    for town, offset in zip(towns(), _OFFSETS, strict=True):
        _draw_town(draw, [at(offset[0] + north, offset[1] + east) for north, east in _blocks()], scale)
        if font:
            draw.text(at(*offset), town.name, fill=_INK, font=font, anchor="mm", stroke_width=2, stroke_fill=_ROAD)
    return image.quantize(16, dither=Image.Dither.NONE)


def _blocks() -> Iterator[tuple[int, int]]:
    steps = range(-_SPREAD, _SPREAD + 1, 1_000)
    return ((north, east) for north in steps for east in steps)


def _draw_town(draw: ImageDraw.ImageDraw, blocks: list[_Point], scale: float) -> None:
    """Houses with streets between them."""
    wide, high = 9 * scale, 10.5 * scale
    for x, y in blocks:
        draw.rectangle((x - wide, y - high, x + wide, y + high), fill=_ROOF, outline=_ROAD)


def _font(size: int) -> ImageFont.FreeTypeFont | None:
    """One that knows Chinese; without one the map has no names."""
    for name in _FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return None
