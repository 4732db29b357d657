"""Moving a unit takes everything below it along, in one change."""

import pytest

from huiyin.kernel.actor import Role
from huiyin.kernel.errors import NotAllowed
from huiyin.ledger.models import Entry
from huiyin.orgs.errors import MoveInCircle, NameTaken, TreeTooDeep, UnitNotThere
from huiyin.orgs.models import Unit
from huiyin.orgs.rules import MAX_DEPTH, UnitKind
from huiyin.orgs.selectors import reviewing_units, units_below
from huiyin.orgs.services import PostPlan, UnitPlan, posts_create, unit_create, unit_move
from tests.orgs.house import AT, SEED, House, kinds, unit_paths


def test_paths_below_follow(house: House) -> None:
    bureau, town, station = (house.units[name] for name in ("人社局", "石桥镇", "劳动监察"))
    unit_move(unit_id=bureau, parent_id=town, actor=SEED, at=AT)
    paths = unit_paths()
    assert paths["劳动保障监察大队"] == f"{paths['石桥镇人民政府']}{bureau}/{station}/"
    assert units_below(unit_id=town) == {town, house.units["柳湾村委会"], bureau, station}
    assert Unit.objects.get(pk=bureau).parent_id == town
    assert kinds(f"unit:{bureau}") == ["orgs.unit.created", "orgs.unit.moved"]


def test_who_commands_it_is_barred_with_it_and_reviews_it_follows(house: House) -> None:
    units = house.units
    plans = [PostPlan(units[name], Role.REVIEWER, "复查员", house.officers["lin"]) for name in ("石桥镇", "县政府")]
    posts_create(plans=plans, actor=SEED, at=AT)
    village, town = units["柳湾村委会"], units["石桥镇"]

    def reviews() -> list[int]:
        return [unit.unit_id for unit in reviewing_units(unit_id=village)]

    assert reviews() == [town, units["县政府"]]
    assert village not in house.actor("gao").command_unit_ids and town in house.actor("wei").chain_unit_ids
    unit_move(unit_id=village, parent_id=units["人社局"], actor=SEED, at=AT)
    assert reviews() == [units["县政府"]]
    assert village in house.actor("gao").command_unit_ids and town not in house.actor("wei").chain_unit_ids


def test_under_the_same_parent_nothing_happens(house: House) -> None:
    unit_move(unit_id=house.units["劳动监察"], parent_id=house.units["人社局"], actor=SEED, at=AT)
    assert kinds(f"unit:{house.units['劳动监察']}") == ["orgs.unit.created"]


def test_entry_commits_to_every_moved_row(house: House) -> None:
    bureau, station = house.units["人社局"], house.units["劳动监察"]
    unit_move(unit_id=bureau, parent_id=house.units["石桥镇"], actor=SEED, at=AT)
    content = Entry.objects.get(kind="orgs.unit.moved").content or ""
    assert f"orgs.Unit:{bureau}" in content
    assert f"orgs.Unit:{station}" in content


def test_to_the_top(house: House) -> None:
    bureau, station = house.units["人社局"], house.units["劳动监察"]
    unit_move(unit_id=bureau, parent_id=None, actor=SEED, at=AT)
    assert unit_paths()["劳动保障监察大队"] == f"/{bureau}/{station}/"


@pytest.mark.parametrize("target", ["人社局", "劳动监察"])
def test_never_in_a_circle(house: House, target: str) -> None:
    before = unit_paths()
    with pytest.raises(MoveInCircle):
        unit_move(unit_id=house.units["人社局"], parent_id=house.units[target], actor=SEED, at=AT)
    assert unit_paths() == before


def test_ids_that_start_alike_are_not_below(house: House) -> None:
    """`/1/` is not above `/12/`."""
    ids = [
        unit_create(plan=UnitPlan(f"第{n}学校", UnitKind.SCHOOL), parent_id=None, actor=SEED, at=AT).pk
        for n in range(12)
    ]
    for unit_id in ids:
        assert units_below(unit_id=unit_id) == {unit_id}


def test_refusals(house: House) -> None:
    units = house.units
    unit_create(plan=UnitPlan("劳动保障监察大队", UnitKind.STATION), parent_id=units["石桥镇"], actor=SEED, at=AT)
    with pytest.raises(NameTaken):
        unit_move(unit_id=units["劳动监察"], parent_id=units["石桥镇"], actor=SEED, at=AT)
    with pytest.raises(UnitNotThere):
        unit_move(unit_id=units["劳动监察"], parent_id=10**9, actor=SEED, at=AT)
    with pytest.raises(NotAllowed):
        unit_move(unit_id=units["劳动监察"], parent_id=None, actor=house.actor("zhou"), at=AT)


def test_not_deeper_than_the_limit(house: House) -> None:
    plan = UnitPlan("最下", UnitKind.OTHER)
    for level in range(MAX_DEPTH - 1):
        plan = UnitPlan(f"第{level}级", UnitKind.OTHER, children=[plan])
    top = unit_create(plan=plan, parent_id=None, actor=SEED, at=AT)
    with pytest.raises(TreeTooDeep):
        unit_move(unit_id=top.pk, parent_id=house.units["县政府"], actor=SEED, at=AT)
    with pytest.raises(TreeTooDeep):
        unit_create(plan=plan, parent_id=house.units["县政府"], actor=SEED, at=AT)
    assert Unit.objects.filter(name="最下").count() == 1
