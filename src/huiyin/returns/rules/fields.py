"""The fields that a return can have: counts from a fixed catalogue, about work, places and subjects.

No field is about people: the catalogue has none, a scheme takes nothing else, and none can be registered.
"""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from huiyin.kernel.text import N_
from huiyin.returns.rules.errors import FieldUnknownInvalid

# How many of a unit's own rows there are from the first instant until before the second.
CountRows = Callable[[int, datetime, datetime], int]
# The address of the page that shows these rows one by one.
FindRows = Callable[[int, datetime, datetime], str]
COUNT_MOST = 999_999
_ABOUT_PEOPLE = re.compile(
    "人员|姓名|名单|电话|住址|证件|去向|外出|离开|来访人|上访|群众情况|家庭|家属|思想|言论|person|people|name|where"
)


class About(StrEnum):
    """What a field counts. There is no member for people."""

    WORK = "work"
    PLACES = "places"
    SUBJECTS = "subjects"


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `measure` is what it counts in; `count` fills it from rows, None where the unit types it.

    `behind` leads to those rows: whoever may see them reads there what is missing.
    """

    code: str
    label: str
    measure: str
    about: About
    count: CountRows | None = None
    behind: FindRows | None = None

    @property
    def is_counted(self) -> bool:
        """Whether it is filled from rows, so that it can't be typed."""
        return self.count is not None


TYPED = (
    Field("meetings_held", N_("召开会议"), N_("次"), About.SUBJECTS),
    Field("inspections_made", N_("开展检查"), N_("次"), About.WORK),
    Field("hazards_found", N_("发现隐患"), N_("处"), About.PLACES),
    Field("hazards_removed", N_("整改隐患"), N_("处"), About.PLACES),
    Field("supplies_cut", N_("停水停电停气"), N_("处"), About.PLACES),
)
_CATALOGUE: dict[str, Field] = {}


def field_register(field: Field) -> None:
    """From now on schemes may have it. Raises ValueError for a field about people, or a code that another one has."""
    if _ABOUT_PEOPLE.search(f"{field.code} {field.label}"):
        raise ValueError(f"{field.code}: no field about people")
    if _CATALOGUE.get(field.code, field) != field:
        raise ValueError(f"{field.code} is there already")
    _CATALOGUE[field.code] = field


def catalogue() -> tuple[Field, ...]:
    """All fields: those that are filled from rows, then those that units type."""
    # Sorting is stable: within both halves the order of registration stays.
    return tuple(sorted(_CATALOGUE.values(), key=lambda field: not field.is_counted))


def fields_of(codes: Iterable[str]) -> tuple[Field, ...]:
    """The fields of these codes in their order. Raises FieldUnknownInvalid for what the catalogue doesn't have."""
    wanted = list(codes)
    if unknown := [code for code in wanted if code not in _CATALOGUE]:
        raise FieldUnknownInvalid(code=unknown[0])
    return tuple(_CATALOGUE[code] for code in wanted)


def fields_known(codes: Iterable[str]) -> tuple[Field, ...]:
    """The same without what the catalogue has lost: an old return is shown all the same."""
    return tuple(_CATALOGUE[code] for code in codes if code in _CATALOGUE)


def count_rows(fields: Iterable[Field], *, unit_id: int, since: datetime, until: datetime) -> dict[str, int]:
    """What the rows say now of those fields that are filled from them, by code."""
    return {field.code: field.count(unit_id, since, until) for field in fields if field.count is not None}


def typed_codes(fields: Iterable[Field]) -> Collection[str]:
    """The codes of the fields that units type."""
    return [field.code for field in fields if not field.is_counted]
