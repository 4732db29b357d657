"""The organisation's own map tiles: where they are, what their numbers refer to, what is shown first."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from huiyin.config import environment
from huiyin.kernel.positions import Datum

_ADDRESS = re.compile(r"(https?://[A-Za-z0-9.:\[\]-]+)?/(?!/)[A-Za-z0-9{}._~/?&=%-]*")
_DEEPEST = 22


@dataclass(frozen=True, slots=True)
class MapTiles:
    """`tiles` is a template with {z}, {x} and {y}; `view` is latitude, longitude (WGS-84) and zoom."""

    tiles: str
    datum: Datum
    attribution: str
    view: tuple[float, float, int]

    @property
    def origin(self) -> str:
        """The host that pages may load pictures from; "" for our own."""
        parts = urlsplit(self.tiles)
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def read_map() -> MapTiles | None:
    """What the environment says; None without tiles. Raises ValueError, which names the setting."""
    tiles = environment.text("MAP_TILES")
    if not tiles:
        return None
    if not _ADDRESS.fullmatch(tiles) or not all(part in tiles for part in ("{z}", "{x}", "{y}")):
        raise ValueError(
            "HUIYIN_MAP_TILES 要写带 {z}、{x}、{y} 的地址，如 https://map.example.gov.cn/{z}/{x}/{y}.png"
        )
    datum = environment.text("MAP_DATUM", Datum.WGS84)
    if datum not in set(Datum):
        raise ValueError(f"HUIYIN_MAP_DATUM 要写 {'、'.join(Datum)} 中的一个")
    return MapTiles(tiles, Datum(datum), environment.text("MAP_ATTRIBUTION"), _view(environment.words("MAP_VIEW")))


def _view(words: list[str]) -> tuple[float, float, int]:
    try:
        latitude, longitude, zoom = float(words[0]), float(words[1]), int(words[2])
    except (IndexError, ValueError):
        raise ValueError("HUIYIN_MAP_VIEW 要写纬度、经度、级别，如 30.59,114.30,12") from None
    if not (-85 <= latitude <= 85 and -180 <= longitude <= 180 and 0 <= zoom <= _DEEPEST):
        raise ValueError("HUIYIN_MAP_VIEW 要写纬度、经度、级别，如 30.59,114.30,12")
    return latitude, longitude, zoom
