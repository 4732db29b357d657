"""Datums of maps: what is kept is WGS-84, within a metre of what was pointed at."""

import math

import pytest

from huiyin.kernel.positions import (
    Datum,
    Position,
    gcj02_of,
    in_datum,
    metres_between,
    position_given,
    position_typed,
    wgs84_of,
)

# WGS-84 and GCJ-02 of the same places, as published with another implementation of the formula (eviltransform).
_KNOWN = [
    ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),
    ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),
    ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657)),
]


@pytest.mark.parametrize(("wgs84", "gcj02"), _KNOWN)
def test_known_places_both_ways(wgs84: tuple[float, float], gcj02: tuple[float, float]) -> None:
    assert gcj02_of(*wgs84) == pytest.approx(gcj02, abs=1e-9)
    assert metres_between(wgs84_of(*gcj02, Datum.GCJ02), wgs84) < 0.001


def test_the_inverse_is_right_all_over_the_country() -> None:
    worst = 0.0
    for latitude in range(18, 54, 3):
        for longitude in range(74, 136, 3):
            place = (latitude + 0.123456, longitude + 0.654321)
            worst = max(worst, metres_between(wgs84_of(*gcj02_of(*place), Datum.GCJ02), place))
    assert worst < 1


def test_the_shift_is_some_hundred_metres_and_none_outside() -> None:
    shift = metres_between((39.9042, 116.4074), gcj02_of(39.9042, 116.4074))
    assert 300 < shift < 700
    assert gcj02_of(52.52, 13.405) == (52.52, 13.405)


def test_cgcs2000_and_wgs84_are_taken_as_they_are() -> None:
    for datum in (Datum.WGS84, Datum.CGCS2000):
        assert wgs84_of(30.5, 114.3, datum) == in_datum(30.5, 114.3, datum) == (30.5, 114.3)
    assert in_datum(30.5, 114.3, Datum.GCJ02) == gcj02_of(30.5, 114.3)


def test_a_degree_of_latitude_is_a_hundred_and_eleven_kilometres() -> None:
    assert metres_between((30, 114), (31, 114)) == pytest.approx(111_195, abs=5)
    # A degree of longitude shrinks with the cosine.
    assert metres_between((60, 114), (60, 115)) == pytest.approx(111_195 * math.cos(math.pi / 3), rel=0.001)


def test_what_a_page_sends_is_read_or_is_nothing() -> None:
    assert position_typed("30.5 114.3 wgs84 18.2") == Position(30_500_000, 114_300_000, Datum.WGS84, 19)
    assert position_typed("30.5 114.3 cgcs2000") == Position(30_500_000, 114_300_000, Datum.CGCS2000, None)
    found = position_typed("39.91334545536069 116.38404722455657 gcj02")
    assert found == Position(39_911_954, 116_377_817, Datum.GCJ02, None)
    assert found.text == "39.911954, 116.377817"
    for nothing in ("", "30.5 114.3", "91 114 wgs84", "30 181 wgs84", "nan 114 wgs84", "30 inf wgs84", "a b wgs84",
                    "30 114 bd09", "30 114 wgs84 5 6", "9" * 200):  # fmt: skip
        assert position_typed(nothing) is None
    assert position_typed("30 114 wgs84 nan") == Position(30_000_000, 114_000_000, Datum.WGS84, None)
    with pytest.raises(ValueError, match="no place"):
        position_given(latitude=91, longitude=0, datum=Datum.WGS84)
