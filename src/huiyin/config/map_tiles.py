"""The organisation's own map tiles: where they are, what their numbers refer to, what is shown first."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from huiyin.config import environment
from huiyin.kernel.positions import Datum
from huiyin.web.tile_file import DEEPEST, TileFile, TileFileUnusable, read_tile_file

_ADDRESS = re.compile(r"(https?://[A-Za-z0-9.:\[\]-]+)?/(?!/)[A-Za-z0-9{}._~/?&=%-]*")
# Where `config/urls.py` answers from the file.
_OWN = "/tiles/{z}/{x}/{y}"


@dataclass(frozen=True, slots=True)
class MapTiles:
    """`tiles` is a template with {z}, {x} and {y}; `view` is latitude, longitude (WGS-84) and zoom.

    `file` is what we answer from ourselves; without one the tiles are somewhere else.
    """

    tiles: str
    datum: Datum
    attribution: str
    view: tuple[float, float, int]
    file: TileFile | None = None

    @property
    def origin(self) -> str:
        """The host that pages may load pictures from; "" for our own."""
        parts = urlsplit(self.tiles)
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""

    @property
    def zooms(self) -> tuple[int, int]:
        """The levels at which there are pictures; beyond them the nearest ones are drawn larger or smaller."""
        return (self.file.shallowest, self.file.deepest) if self.file else (0, DEEPEST)


def read_map() -> MapTiles | None:
    """What the environment says; None without tiles. Raises ValueError, which names the setting."""
    tiles, file = environment.text("MAP_TILES"), _file(environment.text("MAP_FILE"))
    if not tiles and file is None:
        return None
    if tiles and file:
        raise ValueError("HUIYIN_MAP_TILES 和 HUIYIN_MAP_FILE 只写一个")
    if tiles and (not _ADDRESS.fullmatch(tiles) or not all(part in tiles for part in ("{z}", "{x}", "{y}"))):
        raise ValueError(
            "HUIYIN_MAP_TILES 要写带 {z}、{x}、{y} 的地址，如 https://map.example.gov.cn/{z}/{x}/{y}.png"
        )
    datum = environment.text("MAP_DATUM", Datum.WGS84)
    if datum not in set(Datum):
        raise ValueError(f"HUIYIN_MAP_DATUM 要写 {'、'.join(Datum)} 中的一个")
    words = environment.words("MAP_VIEW")
    view = file.view if file and not words else None
    attribution = environment.text("MAP_ATTRIBUTION") or (file.attribution if file else "")
    return MapTiles(tiles or _OWN, Datum(datum), attribution, view or _view(words), file)


def _file(path: str) -> TileFile | None:
    try:
        return read_tile_file(Path(path).resolve()) if path else None
    except TileFileUnusable as error:
        raise ValueError(f"HUIYIN_MAP_FILE：{error}") from None


def _view(words: list[str]) -> tuple[float, float, int]:
    try:
        latitude, longitude, zoom = float(words[0]), float(words[1]), int(words[2])
    except (IndexError, ValueError):
        raise ValueError("HUIYIN_MAP_VIEW 要写纬度、经度、级别，如 30.59,114.30,12") from None
    if not (-85 <= latitude <= 85 and -180 <= longitude <= 180 and 0 <= zoom <= DEEPEST):
        raise ValueError("HUIYIN_MAP_VIEW 要写纬度、经度、级别，如 30.59,114.30,12")
    return latitude, longitude, zoom
