"""Units and areas are made one by one or as whole trees; each has an entry in the ledger."""

import pytest
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from huiyin.kernel.errors import NotAllowed
from huiyin.ledger.models import Entry
from huiyin.orgs.errors import (
    AreaNotThere,
    CodeMissing,
    CodeTaken,
    NameMissing,
    NameTaken,
    NameTooLong,
    UnitHasUnits,
    UnitNotThere,
    UnitStillStaffed,
)
from huiyin.orgs.models import Area, Unit
from huiyin.orgs.rules import UnitKind
from huiyin.orgs.selectors import (
    area_tree,
    unit_is_active,
    unit_name,
    unit_names,
    unit_search,
    unit_tree,
    unit_view,
    units_by_name,
)
from huiyin.orgs.services import AreaPlan, UnitPlan, area_create, post_fill, unit_close, unit_create, units_create
from tests.orgs.house import AT, SEED, OrgsCounty, area_paths, kinds


def test_tree_in_the_order_of_the_plan(county: OrgsCounty) -> None:
    children = [UnitPlan("一站", UnitKind.STATION), UnitPlan("二站", UnitKind.STATION)]
    plans = [UnitPlan("甲镇", UnitKind.TOWN, children=children), UnitPlan("乙镇", UnitKind.TOWN, children=children)]
    made = units_create(plans=plans, parent_id=county.units["县政府"], actor=SEED, at=AT)
    assert [unit.name for unit in made] == ["甲镇", "一站", "二站", "乙镇", "一站", "二站"]
    assert [unit.parent_id for unit in made[4:]] == [made[3].pk] * 2
    for unit in made:
        unit.refresh_from_db()
        assert unit.path.endswith(f"/{unit.pk}/")
        assert kinds(f"unit:{unit.pk}") == ["orgs.unit.created"]


def test_statements_grow_with_levels_not_with_units(
    county: OrgsCounty, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    villages = [UnitPlan(f"第{n}村", UnitKind.VILLAGE) for n in range(60)]
    seen: CaptureQueriesContext
    with django_assert_max_num_queries(14) as seen:
        unit_create(plan=UnitPlan("大镇", UnitKind.TOWN, children=villages), parent_id=None, actor=SEED, at=AT)
    assert len(seen) < 14


def test_names_are_cleaned_and_checked(county: OrgsCounty) -> None:
    top = county.units["县政府"]
    made = unit_create(plan=UnitPlan("  新\u200b\n局 ", UnitKind.BUREAU), parent_id=top, actor=SEED, at=AT)
    assert made.name == "新 局"
    before = Entry.objects.count()
    for plan, refusal in (
        (UnitPlan(" \u200b", UnitKind.BUREAU), NameMissing),
        (UnitPlan("长" * 81, UnitKind.BUREAU), NameTooLong),
        (UnitPlan("新 局", UnitKind.BUREAU), NameTaken),
        (UnitPlan("另局", UnitKind.BUREAU, area_id=10**9), AreaNotThere),
        (UnitPlan("外局", UnitKind.BUREAU, children=[UnitPlan("", UnitKind.STATION)]), NameMissing),
    ):
        with pytest.raises(refusal):
            unit_create(plan=plan, parent_id=top, actor=SEED, at=AT)
    with pytest.raises(UnitNotThere):
        unit_create(plan=UnitPlan("无根", UnitKind.BUREAU), parent_id=10**9, actor=SEED, at=AT)
    assert Entry.objects.count() == before
    assert not Unit.objects.filter(name="外局").exists()


def test_only_administrators_and_the_system(county: OrgsCounty) -> None:
    plan = UnitPlan("新局", UnitKind.BUREAU)
    for name in ("zhou", "gao", "sun"):
        with pytest.raises(NotAllowed):
            unit_create(plan=plan, parent_id=None, actor=county.actor(name), at=AT)
    made = unit_create(plan=plan, parent_id=None, actor=county.actor("lin"), at=AT)
    assert Entry.objects.get(subject=f"unit:{made.pk}").actor == f"officer:{county.officers['lin']}"


def test_areas(county: OrgsCounty) -> None:
    paths = area_paths()
    assert paths["柳湾村"].startswith(paths["石桥镇"])
    (root,) = area_tree()
    assert [node.area.name for node in root.children] == ["石桥镇", "梅岭乡"]
    assert root.children[0].children[1].area.trail == "清河县 / 石桥镇 / 东坡村"
    assert kinds(f"area:{county.areas['柳湾村']}") == ["orgs.area.created"]
    for code, refusal in (("990100", CodeTaken), (" ", CodeMissing)):
        with pytest.raises(refusal):
            area_create(plan=AreaPlan("新村", code), parent_id=None, actor=SEED, at=AT)
    with pytest.raises(NotAllowed):
        area_create(plan=AreaPlan("新村", "1"), parent_id=None, actor=county.actor("sun"), at=AT)
    assert not Area.objects.filter(name="新村").exists()


def test_close(county: OrgsCounty) -> None:
    village = county.units["柳湾村委会"]
    with pytest.raises(UnitHasUnits):
        unit_close(unit_id=county.units["石桥镇"], actor=SEED, at=AT)
    with pytest.raises(UnitStillStaffed):
        unit_close(unit_id=village, actor=SEED, at=AT)
    post_id = Unit.objects.get(pk=village).posts.get().pk
    post_fill(post_id=post_id, officer_id=None, actor=SEED, at=AT)
    with pytest.raises(NotAllowed):
        unit_close(unit_id=village, actor=county.actor("wei"), at=AT)
    unit_close(unit_id=village, actor=SEED, at=AT)
    assert kinds(f"unit:{village}") == ["orgs.unit.created", "orgs.unit.closed"]
    assert unit_search(text="柳湾") == []
    assert [unit.id for unit in units_by_name(text="柳湾村委会")] == [village]
    assert unit_names(unit_ids=[village]) == {village: "柳湾村委会"}
    assert unit_name(unit_id=village) == "柳湾村委会"
    assert not unit_is_active(unit_id=village)
    with pytest.raises(UnitNotThere):
        post_fill(post_id=post_id, officer_id=county.officers["wei"], actor=SEED, at=AT)
    unit_create(plan=UnitPlan("柳湾村委会", UnitKind.VILLAGE), parent_id=county.units["石桥镇"], actor=SEED, at=AT)


def test_search_and_views(county: OrgsCounty) -> None:
    assert [unit.label for unit in unit_search(text="人社局")] == ["人社局"]
    assert [unit.name for unit in unit_search(text="清河县", limit=2)] == ["清河县信访局", "清河县人民政府"]
    assert unit_search(text="清河縣", limit=2) == unit_search(text="清河县", limit=2)
    assert unit_search(text=" %") == [] == unit_search(text="")
    assert [unit.label for unit in units_by_name(text="人 社局")] == ["人社局"]
    (root,) = unit_tree()
    assert [node.unit.label for node in root.children] == ["信访局", "人社局", "石桥镇", "纪委"]
    assert str(unit_view(unit_id=root.unit.id).kind_label) == "县（市、区）"
    with pytest.raises(UnitNotThere):
        unit_view(unit_id=10**9)
