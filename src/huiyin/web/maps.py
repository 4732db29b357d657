"""Maps on pages: only with the organisation's own tiles, and only on the pages that show one."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse

from huiyin.kernel.positions import Datum, Position, in_datum
from huiyin.web.middleware.headers import PAGE_POLICY, PERMISSIONS

_IMAGES = "img-src 'self' data:"
# A street and its houses.
_NEAR = 17


@dataclass(frozen=True, slots=True)
class ShownMap:
    """What a page's script needs: tiles, what their numbers refer to, and where to look, in those numbers.

    `point` is "latitude,longitude", "" for none; `zooms` are the levels at which there are tiles.
    """

    tiles: str
    datum: str
    attribution: str
    centre: str
    zoom: int
    point: str
    is_shifted: bool
    zooms: tuple[int, int]


def map_shown(position: Position | None) -> ShownMap | None:
    """The map with a position on it, or with the first view; None where there are no tiles."""
    own = settings.HUIYIN_MAP
    if own is None:
        return None
    point = _numbers(*position.degrees, own.datum) if position else ""
    latitude, longitude, zoom = own.view
    return ShownMap(
        tiles=own.tiles,
        datum=own.datum.value,
        attribution=own.attribution,
        centre=point or _numbers(latitude, longitude, own.datum),
        zoom=max(zoom, _NEAR) if position else zoom,
        point=point,
        is_shifted=own.datum is Datum.GCJ02,
        zooms=own.zooms,
    )


def allow_map(response: HttpResponse, *, with_position: bool = False) -> None:
    """Let this page load the tiles; `with_position` lets it ask the browser where it is, on a press."""
    own = settings.HUIYIN_MAP
    if own is None:
        return
    if own.origin:
        policy = PAGE_POLICY.replace(_IMAGES, f"{_IMAGES} {own.origin}")
        response["Content-Security-Policy"] = policy
    if with_position:
        response["Permissions-Policy"] = PERMISSIONS.replace("geolocation=()", "geolocation=(self)")


def _numbers(latitude: float, longitude: float, datum: Datum) -> str:
    shown = in_datum(latitude, longitude, datum)
    return f"{shown[0]:.6f},{shown[1]:.6f}"
