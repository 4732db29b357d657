"""How the units stand that the reader leads: sums by unit and deadline, each leading to the list that it counts."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from huiyin.desk.today.parts import Look, TodayPart, TodayRows
from huiyin.desk.work.today import is_in_charge, whole_list
from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.text import N_
from huiyin.matters.lists.selectors.lists import WorkList
from huiyin.matters.lists.selectors.overview import COUNTED_MOST, Standing, UnitStanding, units_standing


@dataclass(frozen=True, slots=True)
class StandingLine:
    """A unit and the address of its list, narrowed to it."""

    unit: UnitStanding
    href: str


@dataclass(frozen=True, slots=True)
class StandingContent:
    """The units with their sum; `counted_most`: so many at most were counted."""

    standing: Standing
    lines: tuple[StandingLine, ...]
    href: str
    counted_most: int


def part() -> TodayPart:
    """The part of the start page."""
    return TodayPart(
        code="standing",
        title=N_("各单位在办"),
        order=400,
        opens=_answers_for_several,
        load=_load,
        address=lambda actor: reverse("desk:work_list", args=[whole_list(actor).value]),
        template="desk/work/_standing.html",
    )


def _answers_for_several(actor: Actor) -> bool:
    """Whoever answers for one unit alone reads the same in its list."""
    if not is_in_charge(actor):
        return False
    return bool(actor.command_unit_ids) or len(actor.units_as(Role.REGISTRAR, Role.APPROVER, Role.LEADER)) > 1


def _load(look: Look) -> TodayRows:
    standing = units_standing(actor=look.actor, at=look.at)
    if not standing.units:
        return TodayRows()
    lines = tuple(_line(unit) for unit in standing.units)
    href = reverse("desk:work_list", args=[whole_list(look.actor).value])
    return TodayRows(content=StandingContent(standing, lines, href, COUNTED_MOST))


def _line(unit: UnitStanding) -> StandingLine:
    address = reverse("desk:work_list", args=[(WorkList.BELOW if unit.is_commanded else WorkList.UNIT).value])
    return StandingLine(unit, f"{address}?{urlencode({'unit': unit.unit_id})}")
