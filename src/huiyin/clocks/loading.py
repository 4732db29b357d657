"""Reads the rulebooks and calendars of this installation.

A rulebook is named in HUIYIN_RULEBOOKS by its code when it comes with Huiyin, with all its versions (`cn-2022.toml`,
`cn-2022@2.toml`), or by the path of a .toml file; several versions of one code are named one after the other. A
calendar that is newer than the installed version goes into the folder `calendars` in HUIYIN_VAR.
"""

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from huiyin.clocks.rules.calendar import Calendar, lawful_days_parse, year_table_parse
from huiyin.clocks.rules.editions import Editions, editions_of
from huiyin.clocks.rules.plan import Planner
from huiyin.clocks.rules.reading import rulebook_parse
from huiyin.clocks.rules.rulebook import Rulebook, RulebookInvalid
from huiyin.kernel.time import now, office_day

_HERE = Path(__file__).resolve().parent
RULEBOOKS = _HERE / "rulebooks"
CALENDARS = _HERE / "calendars"
HOLIDAYS = _HERE / "holidays.toml"


# Once a process: a new version or table counts when processes are started again, or after `reload`.
@cache
def planner() -> Planner:
    """All rulebooks and calendars, ready to plan clocks."""
    return Planner(load_editions(), load_calendar())


def rulebook(day: date | None = None) -> Rulebook:
    """The merged rulebook in force on a day at the office, today when none is given."""
    return planner().editions.on(day or office_day(now()))


def calendar() -> Calendar:
    """All yearly tables that are loaded."""
    return planner().calendar


def reload() -> None:
    """Read everything again at the next use: a table or a rulebook has been added."""
    planner.cache_clear()


def load_editions() -> Editions:
    """All versions of what HUIYIN_RULEBOOKS names. Raises RulebookInvalid, RulebookLoosens, and as editions_of."""
    books = load_books(settings.HUIYIN_RULEBOOKS)
    if not books:
        raise RulebookInvalid(file="HUIYIN_RULEBOOKS", key="-", reason="至少要有一份规则")
    return editions_of(books)


def load_books(names: Sequence[str], *, without: Path | None = None) -> list[Rulebook]:
    """Each file by itself, all but one when that is named. Raises RulebookInvalid."""
    left_out = without.resolve() if without else None
    paths = [path for name in names for path in _rulebook_paths(name) if path.resolve() != left_out]
    return [rulebook_parse(rule_file_read(path), file=path.name) for path in paths]


def load_calendar() -> Calendar:
    """Raises RulebookInvalid. A table in HUIYIN_VAR takes the place of the installed one of its name."""
    lawful = lawful_days_parse(rule_file_read(HOLIDAYS), file=HOLIDAYS.name)
    return Calendar.of((year_table_parse(rule_file_read(file), file=file.name) for file in _calendar_paths()), lawful)


def rule_texts() -> dict[str, str]:
    """The text of each rulebook and calendar in force, by its sort and file name. Raises RulebookInvalid."""
    books = {f"rulebook {path.name}": path for name in settings.HUIYIN_RULEBOOKS for path in _rulebook_paths(name)}
    tables = {f"calendar {path.name}": path for path in (HOLIDAYS, *_calendar_paths())}
    return {name: rule_file_read(path) for name, path in {**books, **tables}.items()}


def shipped_rule_names() -> frozenset[str]:
    """Those of `rule_texts` that came with the program, not from the house's own folder or settings."""
    books = {
        f"rulebook {path.name}"
        for name in settings.HUIYIN_RULEBOOKS
        if not name.endswith(".toml")
        for path in _rulebook_paths(name)
    }
    own = {path.name for path in (Path(settings.HUIYIN_VAR) / "calendars").glob("*.toml")}
    tables = {f"calendar {path.name}" for path in (HOLIDAYS, *CALENDARS.glob("*.toml")) if path.name not in own}
    return frozenset(books | tables)


def _calendar_paths() -> list[Path]:
    files: dict[str, Path] = {}
    for folder in (CALENDARS, Path(settings.HUIYIN_VAR) / "calendars"):
        files.update({file.name: file for file in sorted(folder.glob("*.toml"))})
    return list(files.values())


def _rulebook_paths(name: str) -> list[Path]:
    if name.endswith(".toml"):
        return [Path(name)]
    return [RULEBOOKS / f"{name}.toml", *sorted(RULEBOOKS.glob(f"{name}@*.toml"))]


def rule_file_read(path: Path) -> str:
    """The text of a rulebook or calendar. Raises RulebookInvalid where there is none to be read."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RulebookInvalid(file=path.name, key="-", reason="文件读不出来") from error
