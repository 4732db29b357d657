"""An area or a category gets another parent, with all in it; who is competent follows at once."""

from collections.abc import Callable
from typing import Any

import pytest

from huiyin.kernel.errors import NotAllowed
from huiyin.ledger.models import Entry
from huiyin.ledger.services import ledger_verify
from huiyin.matters.models import Matter
from huiyin.orgs.errors import AreaNotThere, CategoryNotThere, CodeMissing, CodeTaken, MoveInCircle, TreeTooDeep
from huiyin.orgs.models import Area, Category
from huiyin.orgs.rules import MAX_DEPTH
from huiyin.orgs.selectors import area_view, category_by_code, category_search, category_view, competent_unit
from huiyin.orgs.services import (
    AreaPlan,
    CompetencePlan,
    area_create,
    area_move,
    category_close,
    category_move,
    category_revise,
    competence_set,
)
from tests.cast import AT, SEED, Cast
from tests.orgs.house import OrgsCounty, area_paths, kinds


def last(kind: str) -> str:
    """The content of the last entry of a kind."""
    return Entry.objects.filter(kind=kind).latest("pk").content or ""


def test_the_areas_in_it_come_along_and_the_entry_has_both_parents(county: OrgsCounty) -> None:
    areas = county.areas
    area_move(area_id=areas["石桥镇"], parent_id=areas["梅岭乡"], actor=SEED, at=AT)
    paths = area_paths()
    assert paths["柳湾村"] == f"{paths['梅岭乡']}{areas['石桥镇']}/{areas['柳湾村']}/"
    assert area_view(area_id=areas["柳湾村"]).trail == "清河县 / 梅岭乡 / 石桥镇 / 柳湾村"
    content = last("orgs.area.moved")
    assert f'"from":{areas["清河县"]}' in content and f'"to":{areas["梅岭乡"]}' in content
    assert all(f"orgs.Area:{areas[name]}" in content for name in ("石桥镇", "柳湾村", "东坡村"))
    area_move(area_id=areas["石桥镇"], parent_id=areas["梅岭乡"], actor=SEED, at=AT)
    assert kinds(f"area:{areas['石桥镇']}") == ["orgs.area.created", "orgs.area.moved"]  # nothing changed
    area_move(area_id=areas["石桥镇"], parent_id=None, actor=SEED, at=AT)
    assert area_view(area_id=areas["柳湾村"]).trail == "石桥镇 / 柳湾村"
    assert ledger_verify().problems == []


@pytest.mark.parametrize("target", ["石桥镇", "柳湾村"])
def test_an_area_never_comes_into_itself(county: OrgsCounty, target: str) -> None:
    before = area_paths()
    with pytest.raises(MoveInCircle):
        area_move(area_id=county.areas["石桥镇"], parent_id=county.areas[target], actor=SEED, at=AT)
    assert area_paths() == before


def test_an_area_is_moved_by_administrators_only_to_where_there_is_one(county: OrgsCounty) -> None:
    areas = county.areas
    with pytest.raises(AreaNotThere):
        area_move(area_id=areas["石桥镇"], parent_id=10**9, actor=SEED, at=AT)
    with pytest.raises(AreaNotThere):
        area_move(area_id=10**9, parent_id=None, actor=SEED, at=AT)
    with pytest.raises(NotAllowed):
        area_move(area_id=areas["石桥镇"], parent_id=None, actor=county.actor("zhou"), at=AT)
    plan = AreaPlan("最下", "1")
    for level in range(MAX_DEPTH - 1):
        plan = AreaPlan(f"第{level}级", f"2{level}", children=[plan])
    top = area_create(plan=plan, parent_id=None, actor=SEED, at=AT)
    with pytest.raises(TreeTooDeep):
        area_move(area_id=top.pk, parent_id=areas["清河县"], actor=SEED, at=AT)
    assert Area.objects.get(pk=top.pk).parent_id is None


def test_who_is_competent_follows_the_area(cast: Cast) -> None:
    category_id = cast.categories["T211"]
    other = area_create(plan=AreaPlan("开发区", "980900"), parent_id=cast.areas["county"], actor=SEED, at=AT)
    plan = CompetencePlan(cast.units["town"], cast.categories["T2"], other.pk)
    competence_set(plan=plan, actor=SEED, at=AT)
    assert competent_unit(category_id=category_id, area_id=cast.areas["town"]) == cast.units["education"]
    area_move(area_id=cast.areas["town"], parent_id=other.pk, actor=cast.actor("administrator"), at=AT)
    assert competent_unit(category_id=category_id, area_id=cast.areas["town"]) == cast.units["town"]


def test_a_category_moves_with_its_level_its_words_and_who_is_competent(cast: Cast) -> None:
    pk = cast.categories["T12"]
    below = cast.categories["T121"]
    assert category_search(text="发黄")[0].trail == "住房建设 / 供水 / 水质"
    category_move(category_id=pk, parent_id=cast.categories["T2"], actor=cast.actor("administrator"), at=AT)
    assert category_search(text="发黄")[0].trail == "教育 / 供水 / 水质"  # the index in memory is made anew
    assert competent_unit(category_id=below, area_id=None) == cast.units["education"]
    content = last("orgs.category.moved")
    assert f'"from":{cast.categories["T1"]}' in content and f'"to":{cast.categories["T2"]}' in content
    assert f"orgs.Category:{below}" in content
    category_move(category_id=pk, parent_id=None, actor=SEED, at=AT)
    assert (category_view(category_id=pk).level, category_view(category_id=below).level) == (1, 2)
    assert ledger_verify().problems == []


def test_a_category_keeps_three_levels_and_comes_under_open_ones_only(cast: Cast) -> None:
    before = list(Category.objects.order_by("pk").values())
    moves: list[tuple[type[Exception], str, str]] = [
        (TreeTooDeep, "T12", "T11"), (TreeTooDeep, "T1", "T2"), (MoveInCircle, "T12", "T121"),
        (MoveInCircle, "T12", "T12"),
    ]  # fmt: skip
    for refusal, code, parent in moves:
        with pytest.raises(refusal):
            category_move(category_id=cast.categories[code], parent_id=cast.categories[parent], actor=SEED, at=AT)
    with pytest.raises(NotAllowed):
        category_move(category_id=cast.categories["T12"], parent_id=None, actor=cast.actor("mayor"), at=AT)
    assert list(Category.objects.order_by("pk").values()) == before
    category_close(category_id=cast.categories["T21"], actor=SEED, at=AT)
    for pk, parent_id in ((cast.categories["T121"], cast.categories["T21"]), (cast.categories["T21"], None)):
        with pytest.raises(CategoryNotThere):
            category_move(category_id=pk, parent_id=parent_id, actor=SEED, at=AT)


def test_another_code_breaks_nothing_that_knows_the_category(cast: Cast) -> None:
    pk = cast.categories["T21"]
    filed = cast.file(category_id=pk)
    given: dict[str, Any] = {"category_id": pk, "name": "入学", "keywords": "", "at": AT}
    administrator = cast.actor("administrator")
    category_revise(**given, code="E21", actor=administrator)
    assert category_by_code(code="E21").id == pk
    with pytest.raises(CategoryNotThere):
        category_by_code(code="T21")
    assert Matter.objects.get(pk=filed.matter_id).category_id == pk
    assert competent_unit(category_id=pk, area_id=None) == cast.units["education"]
    content = last("orgs.category.revised")
    assert '"after":{"code":"E21"}' in content and '"before":{"code":"T21"}' in content
    category_revise(**given, code="E21", actor=administrator)
    assert kinds(f"category:{pk}") == ["orgs.category.created", "orgs.category.revised"]  # nothing changed
    refusals: list[tuple[type[Exception], Callable[[], object]]] = [
        (CodeTaken, lambda: category_revise(**given, code="T12", actor=administrator)),
        (CodeMissing, lambda: category_revise(**given, code=" ", actor=administrator)),
        (NotAllowed, lambda: category_revise(**given, code="X", actor=cast.actor("registrar"))),
    ]
    for refusal, change in refusals:
        with pytest.raises(refusal):
            change()
    assert ledger_verify().problems == []
