"""Reads the rulebooks and calendars of this installation.

A rulebook is named in HUIYIN_RULEBOOKS by its code when it comes with Huiyin, or by the path of a .toml file. A
calendar that is newer than the installed version goes into the folder `calendars` in HUIYIN_VAR.
"""

from functools import cache
from pathlib import Path

from django.conf import settings

from huiyin.clocks.rules.calendar import Calendar, year_table_parse
from huiyin.clocks.rules.plan import Planner
from huiyin.clocks.rules.profiles import rulebooks_merge
from huiyin.clocks.rules.reading import rulebook_parse
from huiyin.clocks.rules.rulebook import Rulebook, RulebookInvalid

_HERE = Path(__file__).resolve().parent
RULEBOOKS = _HERE / "rulebooks"
CALENDARS = _HERE / "calendars"


@cache
def planner() -> Planner:
    """The rulebook and the calendar in force, ready to plan clocks."""
    return Planner(load_rulebook(), load_calendar())


def rulebook() -> Rulebook:
    """The merged rulebook in force."""
    return planner().rulebook


def calendar() -> Calendar:
    """All yearly tables that are loaded."""
    return planner().calendar


def reload() -> None:
    """Read everything again at the next use: a table or a rulebook has been added."""
    planner.cache_clear()


def load_rulebook() -> Rulebook:
    """Raises RulebookInvalid, RulebookLoosens or ProfileMisplaced."""
    books = [rulebook_parse(_read(path), file=path.name) for path in map(_rulebook_path, settings.HUIYIN_RULEBOOKS)]
    if not books:
        raise RulebookInvalid(file="HUIYIN_RULEBOOKS", key="-", reason="至少要有一份规则")
    return rulebooks_merge(*books)


def load_calendar() -> Calendar:
    """Raises RulebookInvalid. A table in HUIYIN_VAR takes the place of the installed one of its name."""
    files: dict[str, Path] = {}
    for folder in (CALENDARS, Path(settings.HUIYIN_VAR) / "calendars"):
        files.update({file.name: file for file in sorted(folder.glob("*.toml"))})
    return Calendar.of(year_table_parse(_read(file), file=file.name) for file in files.values())


def _rulebook_path(name: str) -> Path:
    return Path(name) if name.endswith(".toml") else RULEBOOKS / f"{name}.toml"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RulebookInvalid(file=path.name, key="-", reason="文件读不出来") from error
