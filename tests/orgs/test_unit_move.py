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
from tests.orgs.house import AT, SEED, OrgsCounty, kinds, unit_paths


def test_paths_below_follow(county: OrgsCounty) -> None:
    bureau, town, station = (county.units[name] for name in ("人社局", "石桥镇", "劳动监察"))
    unit_move(unit_id=bureau, parent_id=town, actor=SEED, at=AT)
    paths = unit_paths()
    assert paths["劳动保障监察大队"] == f"{paths['石桥镇人民政府']}{bureau}/{station}/"
    assert units_below(unit_id=town) == {town, county.units["柳湾村委会"], bureau, station}
    assert Unit.objects.get(pk=bureau).parent_id == town
    assert kinds(f"unit:{bureau}") == ["orgs.unit.created", "orgs.unit.moved"]


def test_who_commands_it_is_barred_with_it_and_reviews_it_follows(county: OrgsCounty) -> None:
    units = county.units
    plans = [PostPlan(units[name], Role.REVIEWER, "复查员", county.officers["lin"]) for name in ("石桥镇", "县政府")]
    posts_create(plans=plans, actor=SEED, at=AT)
    village, town = units["柳湾村委会"], units["石桥镇"]

    def reviews() -> list[int]:
        return [unit.unit_id for unit in reviewing_units(unit_id=village)]

    assert reviews() == [town, units["县政府"]]
    assert village not in county.actor("gao").command_unit_ids and town in county.actor("wei").chain_unit_ids
    unit_move(unit_id=village, parent_id=units["人社局"], actor=SEED, at=AT)
    assert reviews() == [units["县政府"]]
    assert village in county.actor("gao").command_unit_ids and town not in county.actor("wei").chain_unit_ids


def test_under_the_same_parent_nothing_happens(county: OrgsCounty) -> None:
    unit_move(unit_id=county.units["劳动监察"], parent_id=county.units["人社局"], actor=SEED, at=AT)
    assert kinds(f"unit:{county.units['劳动监察']}") == ["orgs.unit.created"]


def test_entry_commits_to_every_moved_row(county: OrgsCounty) -> None:
    bureau, station = county.units["人社局"], county.units["劳动监察"]
    unit_move(unit_id=bureau, parent_id=county.units["石桥镇"], actor=SEED, at=AT)
    content = Entry.objects.get(kind="orgs.unit.moved").content or ""
    assert f"orgs.Unit:{bureau}" in content
    assert f"orgs.Unit:{station}" in content


def test_to_the_top(county: OrgsCounty) -> None:
    bureau, station = county.units["人社局"], county.units["劳动监察"]
    unit_move(unit_id=bureau, parent_id=None, actor=SEED, at=AT)
    assert unit_paths()["劳动保障监察大队"] == f"/{bureau}/{station}/"


@pytest.mark.parametrize("target", ["人社局", "劳动监察"])
def test_never_in_a_circle(county: OrgsCounty, target: str) -> None:
    before = unit_paths()
    with pytest.raises(MoveInCircle):
        unit_move(unit_id=county.units["人社局"], parent_id=county.units[target], actor=SEED, at=AT)
    assert unit_paths() == before


def test_ids_that_start_alike_are_not_below(county: OrgsCounty) -> None:
    """`/1/` is not above `/12/`."""
    ids = [
        unit_create(plan=UnitPlan(f"第{n}学校", UnitKind.SCHOOL), parent_id=None, actor=SEED, at=AT).pk
        for n in range(12)
    ]
    for unit_id in ids:
        assert units_below(unit_id=unit_id) == {unit_id}


def test_refusals(county: OrgsCounty) -> None:
    units = county.units
    unit_create(plan=UnitPlan("劳动保障监察大队", UnitKind.STATION), parent_id=units["石桥镇"], actor=SEED, at=AT)
    with pytest.raises(NameTaken):
        unit_move(unit_id=units["劳动监察"], parent_id=units["石桥镇"], actor=SEED, at=AT)
    with pytest.raises(UnitNotThere):
        unit_move(unit_id=units["劳动监察"], parent_id=10**9, actor=SEED, at=AT)
    with pytest.raises(NotAllowed):
        unit_move(unit_id=units["劳动监察"], parent_id=None, actor=county.actor("zhou"), at=AT)


def test_not_deeper_than_the_limit(county: OrgsCounty) -> None:
    plan = UnitPlan("最下", UnitKind.OTHER)
    for level in range(MAX_DEPTH - 1):
        plan = UnitPlan(f"第{level}级", UnitKind.OTHER, children=[plan])
    top = unit_create(plan=plan, parent_id=None, actor=SEED, at=AT)
    with pytest.raises(TreeTooDeep):
        unit_move(unit_id=top.pk, parent_id=county.units["县政府"], actor=SEED, at=AT)
    with pytest.raises(TreeTooDeep):
        unit_create(plan=plan, parent_id=county.units["县政府"], actor=SEED, at=AT)
    assert Unit.objects.filter(name="最下").count() == 1
