"""The organisation's map tiles in one file: MBTiles, that is SQLite with a picture a row. Opened to be read only."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path

DEEPEST = 22
# A picture of 256 or 512 pixels has some ten or hundred kilobytes; whatever is larger is no tile.
_BYTES_MOST = 1024 * 1024
# Of SQLite's machine: one tile by an index takes some hundred steps, a table without one would take all the time.
_STEPS_MOST = 100_000
_PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp"}
_LEVELS = {
    "minzoom": "SELECT min(zoom_level) FROM tiles",
    "maxzoom": "SELECT max(zoom_level) FROM tiles",
}
_TAG = re.compile(r"<[^>]*>")


class TileFileUnusable(ValueError):
    """The sentence says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One picture, and what it is."""

    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class TileFile:
    """A file and what it says of itself: zoom levels, source, and where it begins (latitude, longitude, zoom)."""

    path: Path
    shallowest: int
    deepest: int
    attribution: str
    view: tuple[float, float, int] | None

    def tile(self, *, zoom: int, column: int, row: int) -> Tile | None:
        """The picture at `column` from the west and `row` from the north; None where the file has none.

        Opened anew each time: so threads share nothing, and a file that is put in its place is seen at once.
        """
        size = 1 << zoom if 0 <= zoom <= DEEPEST else 0
        if not (0 <= column < size and 0 <= row < size):
            return None
        # Rows are counted from the south in the file.
        key = (zoom, column, size - 1 - row, _BYTES_MOST)
        try:
            with _opened(self.path) as database:
                found = database.execute(
                    "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"
                    " AND length(tile_data) <= ? LIMIT 1",
                    key,
                ).fetchone()
        # Away for a moment, or not to be read any more: a map without this picture is better than a page less.
        except sqlite3.Error:
            return None
        return _picture(found[0]) if found else None


def read_tile_file(path: Path) -> TileFile:
    """What a file has. Raises TileFileUnusable."""
    if not path.is_file():
        raise TileFileUnusable(f"找不到文件 {path}")
    try:
        with _opened(path) as database:
            facts = {str(name): str(value) for name, value in database.execute("SELECT name, value FROM metadata")}
            first = database.execute("SELECT tile_data FROM tiles LIMIT 1").fetchone()
            # One after the other: by its index each is found at once, both together would read all of it.
            least, most = (
                facts.get(name) or database.execute(statement).fetchone()[0] for name, statement in _LEVELS.items()
            )
            levels = int(least or 0), int(most or 0)
    except (sqlite3.Error, ValueError) as error:
        raise TileFileUnusable(f"{path} 不是能读的 MBTiles 文件（{error}）") from None
    if first is None or _picture(first[0]) is None:
        raise TileFileUnusable(f"{path} 里没有 PNG、JPEG 或 WebP 瓦片；矢量瓦片要先转成图片")
    deepest = max(0, min(levels[1], DEEPEST))
    return TileFile(
        path=path,
        shallowest=max(0, min(levels[0], deepest)),
        deepest=deepest,
        # Often with a link in it: here it is words.
        attribution=unescape(_TAG.sub("", facts.get("attribution", ""))).strip(),
        view=_view(facts, deepest),
    )


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Never written to, not even a journal beside it; views in the file may call nothing that isn't harmless."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        database.execute("PRAGMA query_only=ON")
        database.execute("PRAGMA trusted_schema=OFF")
        database.set_progress_handler(lambda: 1, _STEPS_MOST)
        yield database


def _picture(content: object) -> Tile | None:
    """Told from the content: what a page loads as a picture is one."""
    if not isinstance(content, bytes):
        return None
    kind = next((kind for begin, kind in _PICTURES.items() if content.startswith(begin)), "")
    if not kind or (kind == "image/webp" and content[8:12] != b"WEBP"):
        return None
    return Tile(content, kind)


def _view(facts: dict[str, str], deepest: int) -> tuple[float, float, int] | None:
    """`center` is longitude, latitude, zoom; `bounds` west, south, east, north."""
    try:
        if "center" in facts:
            longitude, latitude, zoom = (float(number) for number in facts["center"].split(","))
        else:
            west, south, east, north = (float(number) for number in facts["bounds"].split(","))
            longitude, latitude, zoom = (west + east) / 2, (south + north) / 2, deepest - 3
    except (KeyError, ValueError):
        return None
    return latitude, longitude, max(0, min(int(zoom), deepest))
