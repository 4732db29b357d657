"""Computes the days that are holidays by law in each year and writes them for years without a table.

`python tools/feasts.py` rewrites `src/huiyin/clocks/holidays.toml`, which must change nothing. The fixed days and the
feasts are those of 《全国年节及纪念日放假办法》 as amended in 2024. The feasts come from the sun and the moon by the
usual shortened series (Meeus, Astronomical Algorithms, chapters 25 and 49), good to a few minutes; the lunar months
follow GB/T 33661-2017. The years up to 2060 were compared once with the calendar
in ICU, which puts the new moons of February 2027 and 2030, minutes from midnight, on the other day.
"""

import math
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "src" / "huiyin" / "clocks" / "holidays.toml"
YEARS = range(2025, 2061)
_CHINA = timedelta(hours=8)
_J2000 = datetime(2000, 1, 1, 12)  # noqa: DTZ001 - an epoch of dynamical time, which has no zone
_SYNODIC = 29.530588861
# Terms of a new moon: multiples of the sun's anomaly, the moon's anomaly, the moon's latitude; days.
_MOON = (
    (0, 1, 0, -0.40720),
    (1, 0, 0, 0.17241),
    (0, 2, 0, 0.01608),
    (0, 0, 2, 0.01039),
    (-1, 1, 0, 0.00739),
    (1, 1, 0, -0.00514),
    (2, 0, 0, 0.00208),
    (0, 1, -2, -0.00111),
    (0, 1, 2, -0.00057),
    (1, 2, 0, 0.00056),
    (0, 3, 0, -0.00042),
    (1, 0, 2, 0.00042),
    (1, 0, -2, 0.00038),
    (-1, 2, 0, -0.00024),
)


def feasts(year: int) -> list[date]:
    """The days off of the moving feasts: New Year's Eve and three days, Qingming, Dragon Boat, Mid-Autumn."""
    months = _months(year)
    spring = months[1]
    qingming = _day(_solar_term(year, 15))
    dragon_boat = months[5] + timedelta(days=4)
    mid_autumn = months[8] + timedelta(days=14)
    return sorted({*(spring + timedelta(days=step) for step in (-1, 0, 1, 2)), qingming, dragon_boat, mid_autumn})


def _months(year: int) -> dict[int, date]:
    """The first days of the months of the lunar year that begins in this year, by number, leap months left out."""
    before, after = (_day(_solar_term(gregorian_year, 270)) for gregorian_year in (year - 1, year))
    moons = _new_moons(before - timedelta(days=35), after + timedelta(days=35))
    first = max(index for index, moon in enumerate(moons) if moon <= before)
    last = max(index for index, moon in enumerate(moons) if moon <= after)
    has_leap = last - first == 13
    found: dict[int, date] = {}
    number, was_leap = 11, not has_leap
    terms = sorted(
        _day(_solar_term(gregorian_year, angle)) for gregorian_year in (year - 1, year) for angle in range(0, 360, 30)
    )
    for begin, end in pairwise(moons[first : last + 1]):
        if begin != moons[first]:
            if not was_leap and not any(begin <= term < end for term in terms):
                was_leap = True
                continue
            number = number % 12 + 1
        if begin > before:
            found[number] = begin
    return found


def _new_moons(since: date, until: date) -> list[date]:
    k = math.floor((since.toordinal() - date(2000, 1, 6).toordinal()) / _SYNODIC) - 1
    moons = []
    while (moon := _day(_new_moon(k))) <= until:
        if moon >= since:
            moons.append(moon)
        k += 1
    return moons


def _new_moon(k: int) -> datetime:
    century = k / 1236.85
    days = 5.09766 + _SYNODIC * k + 0.00015437 * century**2
    sun = math.radians(2.5534 + 29.10535670 * k)
    moon = math.radians(201.5643 + 385.81693528 * k + 0.0107582 * century**2)
    latitude = math.radians(160.7108 + 390.67050284 * k - 0.0016118 * century**2)
    days += sum(size * math.sin(a * sun + b * moon + c * latitude) for a, b, c, size in _MOON)
    return _universal(_J2000 + timedelta(days=days))


def _solar_term(year: int, longitude: float) -> datetime:
    """When the sun's apparent longitude reaches so many degrees in that year."""
    at = datetime(year, 3, 20) + timedelta(days=longitude / 360 * 365.2422)  # noqa: DTZ001
    if at.year > year or longitude >= 285:
        at -= timedelta(days=365.2422)
    for _ in range(6):
        off = (longitude - _sun(at) + 180) % 360 - 180
        at += timedelta(days=off * 365.2422 / 360)
    return _universal(at)


def _sun(at: datetime) -> float:
    century = (at - _J2000).total_seconds() / 86400 / 36525
    mean = 280.46646 + 36000.76983 * century + 0.0003032 * century**2
    anomaly = math.radians(357.52911 + 35999.05029 * century)
    centre = (
        (1.914602 - 0.004817 * century) * math.sin(anomaly)
        + 0.019993 * math.sin(2 * anomaly)
        + 0.000289 * math.sin(3 * anomaly)
    )
    node = math.radians(125.04 - 1934.136 * century)
    return (mean + centre - 0.00569 - 0.00478 * math.sin(node)) % 360


def _universal(at: datetime) -> datetime:
    """From dynamical to universal time: about seventy seconds in these years."""
    return at - timedelta(seconds=72)


def _day(at: datetime) -> date:
    return (at + _CHINA).date()


def text() -> str:
    """The whole file."""
    rows = "".join(f"    {', '.join(day.isoformat() for day in feasts(year))},\n" for year in YEARS)
    return (
        "# Written by tools/feasts.py. Holidays by law of each year, for years whose notice isn't out.\n"
        'source = "《全国年节及纪念日放假办法》（2024 年 11 月 10 日修订）"\n'
        f"since = {YEARS[0]}\n\n"
        "# 元旦、劳动节（两天）、国庆节（三天）, as month and day.\n"
        'fixed = ["01-01", "05-01", "05-02", "10-01", "10-02", "10-03"]\n\n'
        "# A year a line: 春节（除夕起四天）、清明、端午、中秋.\n"
        f"feasts = [\n{rows}]\n"
    )


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
    print(f"{FILE.name}: written")
