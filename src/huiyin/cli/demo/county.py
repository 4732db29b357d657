"""Setting the demo county up through the doors of `orgs`."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from huiyin.cli.demo.people import Roll, Town, roll, towns
from huiyin.cli.demo.source import Data, read
from huiyin.flows.grants import seal_key_set
from huiyin.kernel.actor import Role, system
from huiyin.orgs.rules import UnitKind
from huiyin.orgs.selectors import actor_for
from huiyin.orgs.services import (
    AreaPlan,
    CategoryPlan,
    CompetencePlan,
    OfficerPlan,
    PostPlan,
    UnitPlan,
    areas_create,
    categories_create,
    competences_set,
    officers_create,
    posts_create,
    units_create,
)

PASSWORD = "huiyin-demo"  # noqa: S105 - printed at every start; the demo has nothing to protect
# The same for sealed matters: real ones are each officer's own and stored nowhere.
PASSPHRASE = "huiyin-demo-seal"  # noqa: S105
SEED = system("seed")
_ROOT = "county"
_TOWN = "town"
_SEALING = frozenset({"office", "commission"})
_READERS = frozenset({Role.REGISTRAR, Role.APPROVER, Role.LEADER, Role.HANDLER})


@dataclass(frozen=True, slots=True)
class County:
    """Everything of the county by its key: units, areas (county, towns, villages), categories by name, officers."""

    roll: Roll
    units: Mapping[str, int]
    unit_names: Mapping[str, str]
    areas: Mapping[str, int]
    categories: Mapping[str, int]
    officers: Mapping[str, int]


@transaction.atomic
def county_create(*, rng: random.Random, at: datetime) -> County:
    """Areas, units, categories with their competent units, accounts and posts."""
    areas = _areas(at)
    units, names = _units(areas, at)
    categories = _categories(units, areas, at)
    staff = roll(rng)
    officers = _officers(staff, units, at)
    _seal_keys(staff, officers, at)
    return County(roll=staff, units=units, unit_names=names, areas=areas, categories=categories, officers=officers)


def competent_key(item: str, town: str) -> str:
    """The key of the unit that is competent for a category's item in a town."""
    for subject in read("categories")["subject"]:
        for group, items in subject["groups"].items():
            if item in items:
                unit = str(subject.get("units", {}).get(group, subject["unit"]))
                return town if unit == _TOWN else unit
    raise KeyError(item)


def _areas(at: datetime) -> dict[str, int]:
    county = read("county")
    places = [
        AreaPlan(
            town.name,
            f"98{number:02}00",
            [AreaPlan(name, f"98{number:02}{place:02}") for place, (_, name) in enumerate(town.villages, start=1)],
        )
        for number, town in enumerate(towns(), start=1)
    ]
    rows = areas_create(plans=[AreaPlan(county["name"], county["code"], places)], parent_id=None, actor=SEED, at=at)
    keys = [_ROOT, *(key for town in towns() for key in (town.key, *(village for village, _ in town.villages)))]
    return {key: row.pk for key, row in zip(keys, rows, strict=True)}


def _units(areas: Mapping[str, int], at: datetime) -> tuple[dict[str, int], dict[str, str]]:
    """The tree of units; a second root is a house of its own beside the government."""
    county = read("county")
    keys, below = _keyed(county, areas)
    rows = units_create(plans=below, parent_id=None, actor=SEED, at=at)
    named = list(zip(keys, rows, strict=True))
    return {key: row.pk for key, row in named}, {key: row.name for key, row in named}


def _keyed(county: Data, areas: Mapping[str, int]) -> tuple[list[str], list[UnitPlan]]:
    """Keys in the order in which the rows will come (depth first), and the plans."""
    keys: list[str] = []

    def build(unit: Data) -> UnitPlan:
        keys.append(unit["key"])
        children = [build(child) for child in county["unit"] if child.get("above", _ROOT) == unit["key"]]
        return _plan(unit, areas[_ROOT], children)

    root = dict(county["root"])
    keys.append(_ROOT)
    children = [build(unit) for unit in county["unit"] if unit.get("above", _ROOT) == _ROOT]
    for number, town in enumerate(towns(), start=1):
        children.append(_town(town, number, areas, keys))
    plans = [_plan(root, areas[_ROOT], children)]
    plans += [build(unit) for unit in county["unit"] if unit.get("above") == ""]
    return keys, plans


def _plan(unit: Data, area_id: int, children: list[UnitPlan]) -> UnitPlan:
    return UnitPlan(
        name=unit["name"],
        kind=UnitKind(unit["kind"]),
        short_name=unit.get("short", ""),
        area_id=area_id,
        independent=unit.get("independent", False),
        phone=unit.get("phone", ""),
        address=unit.get("address", ""),
        intro=unit.get("intro", "").strip(),
        children=children,
        aliases=unit.get("aliases", ()),
    )


def _town(town: Town, number: int, areas: Mapping[str, int], keys: list[str]) -> UnitPlan:
    """A town's government with its villages, its station, its school and its clinic."""
    area_id = areas[town.key]
    villages = [UnitPlan(name, UnitKind.VILLAGE, area_id=areas[key]) for key, name in town.villages]
    keys += [town.key, *(key for key, _ in town.villages)]
    keys += [f"{town.key}-station", f"{town.key}-school", f"{town.key}-clinic"]
    return UnitPlan(
        f"{town.name}人民政府",
        UnitKind.TOWN,
        town.name,
        area_id=area_id,
        phone=f"0000-82000{number:02}",
        address=f"清河湾县{town.name}政府驻地",
        intro="便民服务中心接待时间：工作日上午8:30—12:00，下午14:00—17:30；赶集日照常接待。",
        children=[
            *villages,
            UnitPlan(f"{town.name}综合检查站", UnitKind.STATION, area_id=area_id),
            UnitPlan(f"{town.name}中心小学", UnitKind.SCHOOL, area_id=area_id),
            UnitPlan(f"{town.name}卫生院", UnitKind.HOSPITAL, area_id=area_id),
        ],
    )


def _categories(units: Mapping[str, int], areas: Mapping[str, int], at: datetime) -> dict[str, int]:
    subjects = read("categories")["subject"]
    plans = [_subject(subject, f"Q{number:02}") for number, subject in enumerate(subjects, start=1)]
    rows = categories_create(plans=plans, parent_id=None, actor=SEED, at=at)
    ids = {row.name: row.pk for row in rows}
    competences = [plan for subject in subjects for plan in _competences(subject, ids, units, areas)]
    competences_set(plans=competences, actor=SEED, at=at)
    return ids


def _subject(subject: Data, code: str) -> CategoryPlan:
    return CategoryPlan(
        subject["name"],
        code,
        children=[
            CategoryPlan(
                group,
                f"{code}{place:02}",
                children=[
                    CategoryPlan(item, f"{code}{place:02}{last:02}", words)
                    for last, (item, words) in enumerate(items.items(), start=1)
                ],
            )
            for place, (group, items) in enumerate(subject["groups"].items(), start=1)
        ],
    )


def _competences(
    subject: Data, ids: Mapping[str, int], units: Mapping[str, int], areas: Mapping[str, int]
) -> Iterator[CompetencePlan]:
    yield CompetencePlan(units[subject["unit"]], ids[subject["name"]])
    for group, unit in subject.get("units", {}).items():
        if unit == _TOWN:
            yield from (CompetencePlan(units[town.key], ids[group], areas[town.key]) for town in towns())
        else:
            yield CompetencePlan(units[unit], ids[group])


def _officers(staff: Roll, units: Mapping[str, int], at: datetime) -> dict[str, int]:
    # Hashing is slow on purpose; all accounts of the demo share one password, so one hash does.
    hashed = make_password(PASSWORD)
    plans = [
        OfficerPlan(member.username, member.name, email=f"{member.username}@qinghewan.invalid", password_hash=hashed)
        for member in staff.staff
    ]
    officers = {row.username: row.pk for row in officers_create(plans=plans, actor=SEED, at=at)}
    posts = [
        PostPlan(units[member.unit], member.role, member.title, officers[member.username]) for member in staff.staff
    ]
    posts_create(plans=posts, actor=SEED, at=at)
    return officers


def _seal_keys(staff: Roll, officers: Mapping[str, int], at: datetime) -> None:
    """Where sealed matters come in and where they go: whoever decides there can read them."""
    for member in staff.staff:
        if member.unit in _SEALING and member.role in _READERS:
            seal_key_set(actor=actor_for(officer_id=officers[member.username]), passphrase=PASSPHRASE, at=at)
