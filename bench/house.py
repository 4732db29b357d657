"""The invented county that everything is measured in: 1 + 3 + 20 + 12 × 6 units, officers in every role."""

import json
import random
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management import call_command

from bench import words
from huiyin.kernel.actor import Actor, ActorKind, Role, system
from huiyin.kernel.ids import new_token
from huiyin.matters.core.rules.states import Channel, Kind
from huiyin.matters.register.rules import Registration
from huiyin.orgs.rules import UnitKind
from huiyin.orgs.services import (
    AreaPlan,
    CategoryPlan,
    OfficerPlan,
    PostPlan,
    UnitPlan,
    areas_create,
    categories_create,
    officers_create,
    posts_create,
    units_create,
)
from huiyin.vault.services import IdentityDraft

WEB = Actor(kind=ActorKind.PETITIONER, key="web")
BENCH = system("bench")
NOW = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
BUREAUS, TOWNS, VILLAGES = 20, 12, 5
_HANDLERS_EACH = 3
_TREE = (4, 5, 5)
WHO = IdentityDraft(
    name="谷小满", phone="19900001234", email="xiaoman@example.invalid", address="云渡县柳荫镇上柳村12号"
)
_ROLES = (Role.REGISTRAR, Role.APPROVER, Role.LEADER)


@dataclass(frozen=True, slots=True)
class BenchCounty:
    """Ids of what there is; `officers` by name (`registrar-3` is the registrar of unit 3)."""

    office: int
    units: list[int]
    handlers: dict[str, list[int]]
    officers: dict[str, int]
    areas: list[int]
    categories: list[int]


def build() -> BenchCounty:
    """Tables and the county, through the doors; kept beside the database for the clients."""
    call_command("migrate", interactive=False, verbosity=0)
    areas = areas_create(
        plans=[AreaPlan("云渡县", "980000", [AreaPlan(f"云渡{n}镇", f"9801{n:02}") for n in range(TOWNS)])],
        parent_id=None, actor=BENCH, at=NOW,
    )  # fmt: skip
    units = units_create(plans=[_units()], parent_id=None, actor=BENCH, at=NOW)
    categories = categories_create(plans=_categories(), parent_id=None, actor=BENCH, at=NOW)
    ids = [unit.pk for unit in units]
    officers, handlers = _officers(ids)
    county = BenchCounty(
        office=ids[1],
        units=ids,
        handlers=handlers,
        officers=officers,
        areas=[area.pk for area in areas],
        categories=[category.pk for category in categories],
    )
    _file().write_text(json.dumps(asdict(county)), encoding="utf-8")
    return county


def load() -> BenchCounty:
    """The county as another process has built it."""
    return BenchCounty(**json.loads(_file().read_text(encoding="utf-8")))


def registration(county: BenchCounty, chance: random.Random, **given: Any) -> Registration:
    """One matter as it comes in: 250 characters, two requests, somewhere, about something."""
    return Registration(
        **{
            "kind": chance.choices(list(Kind), weights=(10, 2, 80, 8))[0],
            "channel": chance.choices(list(Channel), weights=(60, 12, 12, 12, 3, 1))[0],
            "text": words.text(chance),
            "requests": (words.text(chance, characters=24), words.text(chance, characters=16)),
            "received_at": NOW - timedelta(seconds=chance.randrange(40 * 86_400)),
            "unit_id": county.office,
            "token": new_token(),
            "place": words.text(chance, characters=12),
            "area_id": chance.choice(county.areas),
            "category_id": chance.choice(county.categories),
            **given,
        }
    )


def _file() -> Path:
    return Path(settings.HUIYIN_VAR) / "house.json"


def _units() -> UnitPlan:
    return UnitPlan(
        "云渡县人民政府",
        UnitKind.COUNTY,
        children=[
            UnitPlan("云渡县信访局", UnitKind.OFFICE),
            UnitPlan("云渡县纪委监委", UnitKind.COMMISSION, independent=True),
            *[UnitPlan(f"云渡县第{n}局", UnitKind.BUREAU) for n in range(BUREAUS)],
            *[
                UnitPlan(
                    f"云渡{n}镇人民政府", UnitKind.TOWN,
                    children=[UnitPlan(f"云渡{n}镇{m}村", UnitKind.VILLAGE) for m in range(VILLAGES)],
                )
                for n in range(TOWNS)
            ],
        ],
    )  # fmt: skip


def _categories() -> list[CategoryPlan]:
    first, second, third = _TREE
    return [
        CategoryPlan(
            f"类别{a}", f"C{a}",
            children=[
                CategoryPlan(
                    f"类别{a}-{b}", f"C{a}{b}",
                    children=[CategoryPlan(f"类别{a}-{b}-{c}", f"C{a}{b}{c}") for c in range(third)],
                )
                for b in range(second)
            ],
        )
        for a in range(first)
    ]  # fmt: skip


def _officers(units: list[int]) -> tuple[dict[str, int], dict[str, list[int]]]:
    """One officer per role and unit, and three handlers each."""
    planned = [(f"{role}-{index}", unit, role) for index, unit in enumerate(units) for role in _ROLES]
    planned += [
        (f"handler-{index}-{n}", unit, Role.HANDLER)
        for index, unit in enumerate(units)
        for n in range(_HANDLERS_EACH)
    ]
    hashed = make_password("bench")
    made = officers_create(
        plans=[OfficerPlan(username=name, display_name=name, password_hash=hashed) for name, _, _ in planned],
        actor=BENCH, at=NOW,
    )  # fmt: skip
    posts_create(
        plans=[
            PostPlan(unit, role, str(role), officer.pk)
            for (_, unit, role), officer in zip(planned, made, strict=True)
        ],
        actor=BENCH, at=NOW,
    )  # fmt: skip
    handlers: dict[str, list[int]] = {}
    for (_, unit, role), officer in zip(planned, made, strict=True):
        if role is Role.HANDLER:
            handlers.setdefault(str(unit), []).append(officer.pk)
    return {officer.username: officer.pk for officer in made}, handlers
