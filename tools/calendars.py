"""Writes the yearly tables of working days from the development-only library `chinesecalendar`.

Run it once a year, when the General Office of the State Council has announced the next year and the library has
it: `python tools/calendars.py 2027 "2026-11-04"`. Then compare the file with the notice itself, day by day, set
`checked` and `checked_against`, and commit it. Without arguments it rewrites every table there is, which must
change nothing.
"""

import sys
import tomllib
from datetime import date
from importlib.metadata import version
from pathlib import Path

import chinese_calendar.constants as library

FOLDER = Path(__file__).resolve().parent.parent / "src" / "huiyin" / "clocks" / "calendars"
# When each year's notice was published, as far as known.
PUBLISHED = {
    2017: "2016-12-01",
    2018: "2017-11-30",
    2019: "2018-12-06",
    2020: "2019-11-21",
    2021: "2020-11-25",
    2022: "2021-10-25",
    2023: "2022-12-08",
    2024: "2023-10-25",
    2025: "2024-11-12",
    2026: "2025-11-04",
}
# Notices that changed a year once more after its first one.
AMENDED = {
    2019: "；另有 2019 年 3 月调整劳动节假期的通知",
    2020: "；另有 2020 年 1 月延长春节假期的通知",
}


def table_text(year: int, published: str, checked: date, against: str) -> str:
    """One year's file."""
    off = sorted(day for day in library.holidays if day.year == year)
    work = sorted(day for day in library.workdays if day.year == year)
    if not off:
        raise SystemExit(f"The library knows nothing of {year} yet.")
    source = f"国务院办公厅关于{year}年部分节假日安排的通知{AMENDED.get(year, '')}"
    return (
        "# Written by tools/calendars.py; `off` has the weekends within a holiday, `work` the make-up workdays.\n"
        f'year = {year}\nsource = "{source}"\npublished = "{published}"\nchecked = {checked}\n'
        f'checked_against = "{against}"\n\n'
        f"off = [\n{_lines(off)}]\n\nwork = [\n{_lines(work)}]\n"
    )


def _lines(days: list[date]) -> str:
    return "".join(f"    {day},\n" for day in days)


def _checked(file: Path) -> tuple[date, str]:
    """Who checked it when against what is a person's word: a rewrite keeps it."""
    if not file.exists():
        return date.today(), f"chinesecalendar {version('chinesecalendar')}"  # noqa: DTZ011 - the day on the wall
    found = tomllib.loads(file.read_text(encoding="utf-8"))
    return found["checked"], str(found["checked_against"])


def main(arguments: list[str]) -> None:
    """Write the tables of all known years and of the one given with the day of its notice."""
    years = dict(PUBLISHED)
    if arguments:
        years[int(arguments[0])] = arguments[1]
    for year, published in sorted(years.items()):
        file = FOLDER / f"cn-{year}.toml"
        file.write_text(table_text(year, published, *_checked(file)), encoding="utf-8")
        print(f"{file.name}: written")


if __name__ == "__main__":
    main(sys.argv[1:])
