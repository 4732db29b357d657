"""Where something is on the earth, and the datums that maps in China use.

A position is kept in WGS-84, with the datum that it came from. CGCS2000 differs from WGS-84 by centimetres, so its
numbers are taken as they are. GCJ-02 is the shift by some hundred metres that public map services apply in mainland
China; its formula is widely published, has no closed inverse, and is inverted here by repeated correction.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

# The ellipsoid of the formula (Krassovsky 1940), and the mean radius of the earth in metres.
_A, _EE = 6378245.0, 0.00669342162296594323
_RADIUS = 6_371_008.8
# One millionth of a degree is eleven centimetres.
_MILLION = 1_000_000
_ACCURATE_AT_LEAST = 1_000_000
_ROUNDS = 8


class Datum(StrEnum):
    """What the numbers of a map or a device refer to."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    CGCS2000 = "cgcs2000"


@dataclass(frozen=True, slots=True)
class Position:
    """A place in WGS-84: `latitude` and `longitude` in millionths of a degree.

    `accuracy` in metres, None where somebody has pointed at a map; `datum` is what it was given in.
    """

    latitude: int
    longitude: int
    datum: Datum
    accuracy: int | None = None

    @property
    def degrees(self) -> tuple[float, float]:
        """Latitude and longitude in degrees, WGS-84."""
        return self.latitude / _MILLION, self.longitude / _MILLION

    @property
    def text(self) -> str:
        """As it is shown and copied: 31.230416, 121.473701."""
        return f"{self.latitude / _MILLION:.6f}, {self.longitude / _MILLION:.6f}"


def position_given(*, latitude: float, longitude: float, datum: Datum, accuracy: float | None = None) -> Position:
    """The position that numbers of a datum mean. Raises ValueError for numbers that are no place on the earth."""
    if not (math.isfinite(latitude) and math.isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
        raise ValueError("no place on the earth")
    found = wgs84_of(latitude, longitude, datum)
    known = accuracy is not None and math.isfinite(accuracy) and 0 <= accuracy < _ACCURATE_AT_LEAST
    return Position(
        latitude=round(found[0] * _MILLION),
        longitude=round(found[1] * _MILLION),
        datum=datum,
        accuracy=math.ceil(accuracy) if known and accuracy is not None else None,
    )


def position_typed(text: str) -> Position | None:
    """What a page has sent: "latitude longitude datum", and an accuracy in metres if a device gave it.

    None for anything else: a field that no script has filled is empty.
    """
    parts = text.split()
    if len(parts) not in {3, 4} or parts[2] not in set(Datum) or len(text) > 100:
        return None
    try:
        latitude, longitude = float(parts[0]), float(parts[1])
        accuracy = float(parts[3]) if len(parts) == 4 else None
        return position_given(latitude=latitude, longitude=longitude, datum=Datum(parts[2]), accuracy=accuracy)
    except ValueError:
        return None


def wgs84_of(latitude: float, longitude: float, datum: Datum) -> tuple[float, float]:
    """The same place in WGS-84, in degrees, for GCJ-02 within a millimetre of what its formula makes of it."""
    if datum is not Datum.GCJ02:
        return latitude, longitude
    found = latitude, longitude
    for _round in range(_ROUNDS):
        shifted = gcj02_of(*found)
        found = found[0] + latitude - shifted[0], found[1] + longitude - shifted[1]
    return found


def in_datum(latitude: float, longitude: float, datum: Datum) -> tuple[float, float]:
    """A place of WGS-84 in the numbers of a map, in degrees."""
    return gcj02_of(latitude, longitude) if datum is Datum.GCJ02 else (latitude, longitude)


def gcj02_of(latitude: float, longitude: float) -> tuple[float, float]:
    """A place of WGS-84 in GCJ-02; outside of the rectangle around China it stays as it is."""
    if not (0.8293 <= latitude <= 55.8271 and 72.004 <= longitude <= 137.8347):
        return latitude, longitude
    north, east = _shift_north(longitude - 105, latitude - 35), _shift_east(longitude - 105, latitude - 35)
    radians = math.radians(latitude)
    magic = 1 - _EE * math.sin(radians) ** 2
    north = north * 180 / (_A * (1 - _EE) / (magic * math.sqrt(magic)) * math.pi)
    east = east * 180 / (_A / math.sqrt(magic) * math.cos(radians) * math.pi)
    return latitude + north, longitude + east


def metres_between(first: tuple[float, float], other: tuple[float, float]) -> float:
    """How far two places are apart, both latitude and longitude in degrees; to half a percent."""
    north = math.radians(other[0] - first[0]) / 2
    east = math.radians(other[1] - first[1]) / 2
    chord = math.sin(north) ** 2 + math.cos(math.radians(first[0])) * math.cos(math.radians(other[0])) * (
        math.sin(east) ** 2
    )
    return 2 * _RADIUS * math.asin(math.sqrt(min(1.0, chord)))


def _shift_north(x: float, y: float) -> float:
    found = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    found += (20 * math.sin(6 * x * math.pi) + 20 * math.sin(2 * x * math.pi)) * 2 / 3
    found += (20 * math.sin(y * math.pi) + 40 * math.sin(y / 3 * math.pi)) * 2 / 3
    return found + (160 * math.sin(y / 12 * math.pi) + 320 * math.sin(y * math.pi / 30)) * 2 / 3


def _shift_east(x: float, y: float) -> float:
    found = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    found += (20 * math.sin(6 * x * math.pi) + 20 * math.sin(2 * x * math.pi)) * 2 / 3
    found += (20 * math.sin(x * math.pi) + 40 * math.sin(x / 3 * math.pi)) * 2 / 3
    return found + (150 * math.sin(x / 12 * math.pi) + 300 * math.sin(x / 30 * math.pi)) * 2 / 3
