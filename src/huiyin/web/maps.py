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

    `point` is "latitude,longitude", "" for none.
    """

    tiles: str
    datum: str
    attribution: str
    centre: str
    zoom: int
    point: str
    is_shifted: bool


def map_shown(position: Position | None) -> ShownMap | None:
    """The map with a position on it, or with the first view; None where there are no tiles."""
    house = settings.HUIYIN_MAP
    if house is None:
        return None
    point = _numbers(*position.degrees, house.datum) if position else ""
    latitude, longitude, zoom = house.view
    return ShownMap(
        tiles=house.tiles,
        datum=house.datum.value,
        attribution=house.attribution,
        centre=point or _numbers(latitude, longitude, house.datum),
        zoom=max(zoom, _NEAR) if position else zoom,
        point=point,
        is_shifted=house.datum is Datum.GCJ02,
    )


def allow_map(response: HttpResponse, *, with_position: bool = False) -> None:
    """Let this page load the tiles; `with_position` lets it ask the browser where it is, on a press."""
    house = settings.HUIYIN_MAP
    if house is None:
        return
    if house.origin:
        policy = PAGE_POLICY.replace(_IMAGES, f"{_IMAGES} {house.origin}")
        response["Content-Security-Policy"] = policy
    if with_position:
        response["Permissions-Policy"] = PERMISSIONS.replace("geolocation=()", "geolocation=(self)")


def _numbers(latitude: float, longitude: float, datum: Datum) -> str:
    shown = in_datum(latitude, longitude, datum)
    return f"{shown[0]:.6f},{shown[1]:.6f}"
