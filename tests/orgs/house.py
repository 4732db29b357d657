"""A small invented county that the tests of this context share, made through the doors."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from huiyin.kernel.actor import Actor, Role, system
from huiyin.ledger.models import Entry
from huiyin.orgs.models import Area, Unit
from huiyin.orgs.rules import UnitKind
from huiyin.orgs.selectors import actor_for
from huiyin.orgs.services import (
    AreaPlan,
    OfficerPlan,
    PostPlan,
    UnitPlan,
    areas_create,
    officers_create,
    posts_create,
    units_create,
)

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SEED = system("seed")

AREAS = AreaPlan(
    "清河县",
    "990000",
    children=[
        AreaPlan("石桥镇", "990100", children=[AreaPlan("柳湾村", "990101"), AreaPlan("东坡村", "990102")]),
        AreaPlan("梅岭乡", "990200"),
    ],
)
UNITS = UnitPlan(
    "清河县人民政府",
    UnitKind.COUNTY,
    "县政府",
    children=[
        UnitPlan("清河县信访局", UnitKind.OFFICE, "信访局"),
        UnitPlan(
            "清河县人力资源和社会保障局",
            UnitKind.BUREAU,
            "人社局",
            children=[UnitPlan("劳动保障监察大队", UnitKind.STATION, "劳动监察")],
        ),
        UnitPlan("石桥镇人民政府", UnitKind.TOWN, "石桥镇", children=[UnitPlan("柳湾村委会", UnitKind.VILLAGE)]),
        UnitPlan(
            "清河县纪委监委",
            UnitKind.COMMISSION,
            "纪委",
            independent=True,
            children=[UnitPlan("派驻纪检组", UnitKind.COMMISSION)],
        ),
    ],
)


@dataclass(frozen=True)
class OrgsCounty:
    """Ids by name."""

    areas: dict[str, int]
    units: dict[str, int]
    officers: dict[str, int]

    def actor(self, username: str) -> Actor:
        """The officer as an actor."""
        return actor_for(officer_id=self.officers[username])


POSTS = [
    ("县政府", Role.LEADER, "zhou"),
    ("信访局", Role.REGISTRAR, "lin"),
    ("信访局", Role.ADMINISTRATOR, "lin"),
    ("人社局", Role.LEADER, "gao"),
    ("人社局", Role.HANDLER, "sun"),
    ("劳动监察", Role.HANDLER, "tan"),
    ("石桥镇", Role.LEADER, None),
    ("柳湾村委会", Role.HANDLER, "wei"),
    ("纪委", Role.LEADER, "yan"),
    ("派驻纪检组", Role.HANDLER, "qiu"),
]


def build() -> OrgsCounty:
    """The county with its units, officers and posts."""
    areas = areas_create(plans=[AREAS], parent_id=None, actor=SEED, at=AT)
    units = units_create(plans=[UNITS], parent_id=None, actor=SEED, at=AT)
    names = list(dict.fromkeys(name for _, _, name in POSTS if name))
    plans = [
        OfficerPlan(name, f"{name}先生", f"{name}@example.org", password_hash=UNUSABLE_PASSWORD_PREFIX)
        for name in names
    ]
    officers = {officer.username: officer.pk for officer in officers_create(plans=plans, actor=SEED, at=AT)}
    unit_ids = {unit.short_name or unit.name: unit.pk for unit in units}
    posts = [PostPlan(unit_ids[unit], role, "职位", officers.get(name or "")) for unit, role, name in POSTS]
    posts_create(plans=posts, actor=SEED, at=AT)
    return OrgsCounty(areas={area.name: area.pk for area in areas}, units=unit_ids, officers=officers)


def kinds(subject: str) -> list[str]:
    """The kinds of the ledger entries about a subject, in order."""
    return list(Entry.objects.filter(subject=subject).order_by("pk").values_list("kind", flat=True))


def unit_paths() -> dict[str, str]:
    """Every unit's path by its name."""
    return dict(Unit.objects.values_list("name", "path"))


def area_paths() -> dict[str, str]:
    """Every area's path by its name."""
    return dict(Area.objects.values_list("name", "path"))
