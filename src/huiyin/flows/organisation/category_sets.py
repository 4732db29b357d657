"""Ready-made categories to begin with: a county, a school, a hospital, a company. Data, in files beside this one."""

import tomllib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from huiyin.flows.organisation.columns import PLANS, BookSheet
from huiyin.flows.organisation.reading import BookRow, BookTable, OrganisationBook
from huiyin.kernel.text import N_


class CategorySet(StrEnum):
    """A set by the name of its file."""

    COUNTY = "county"
    SCHOOL = "school"
    HOSPITAL = "hospital"
    COMPANY = "company"


CATEGORY_SET_LABELS: Mapping[CategorySet, str] = {
    CategorySet.COUNTY: N_("县（市、区）"),
    CategorySet.SCHOOL: N_("学校"),
    CategorySet.HOSPITAL: N_("医院"),
    CategorySet.COMPANY: N_("企业"),
}


def category_rows(which: CategorySet) -> list[tuple[str, ...]]:
    """The rows of the sheet of categories: code, name, the code above, words."""
    return list(_rows(_read(which)))


def example_rows(which: CategorySet) -> dict[BookSheet, tuple[tuple[str, ...], ...]]:
    """Examples for the other sheets, in the words of such a house; a sheet that isn't named keeps its usual ones."""
    given = _read(which)["examples"]
    return {BookSheet(sheet): tuple(tuple(row) for row in rows) for sheet, rows in given.items()}


def category_book(which: CategorySet) -> OrganisationBook:
    """The set as a workbook that was read, to be checked and written as any other."""
    columns = tuple(PLANS[BookSheet.CATEGORIES].columns)
    rows = tuple(
        BookRow(number, dict(zip(columns, cells, strict=True)))
        for number, cells in enumerate(category_rows(which), start=2)
    )
    return OrganisationBook(f"{which.value}.toml", "", (BookTable(BookSheet.CATEGORIES, columns, rows),))


@cache
def _read(which: CategorySet) -> dict[str, Any]:
    place = files("huiyin.flows.organisation") / "categories" / f"{which.value}.toml"
    return tomllib.loads(place.read_text(encoding="utf-8"))


def _rows(data: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Codes count: the letter of the set's own, then two figures for each level."""
    letter = data["letter"]
    for first, subject in enumerate(data["subject"], start=1):
        code = f"{letter}{first:02}"
        yield code, subject["name"], "", subject.get("words", "")
        for second, (group, items) in enumerate(subject["groups"].items(), start=1):
            below = f"{code}{second:02}"
            yield below, group, code, items if isinstance(items, str) else ""
            if not isinstance(items, str):
                for third, (item, words) in enumerate(items.items(), start=1):
                    yield f"{below}{third:02}", item, below, words
