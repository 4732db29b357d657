"""The unit that a matter belongs to: the closest category first, then the closest area."""

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from huiyin.kernel.errors import NotAllowed
from huiyin.ledger.models import Entry
from huiyin.orgs.errors import AreaNotThere, CategoryNotThere, UnitNotThere
from huiyin.orgs.models import Category, Competence, Unit
from huiyin.orgs.selectors import competent_unit
from huiyin.orgs.services import (
    CategoryPlan,
    CompetencePlan,
    categories_create,
    competence_set,
    competences_set,
    post_fill,
    unit_close,
)
from tests.orgs.house import AT, SEED, OrgsCounty, kinds

PLAN = CategoryPlan(
    "劳动保障",
    "A",
    children=[CategoryPlan("工资", "A1", children=[CategoryPlan("拖欠工资", "A101")]), CategoryPlan("社保", "A2")],
)


@pytest.fixture
def categories(county: OrgsCounty) -> dict[str, int]:
    """Ids by code."""
    return {row.code: row.pk for row in categories_create(plans=[PLAN], parent_id=None, actor=SEED, at=AT)}


def say(county: OrgsCounty, unit: str, category_id: int | None, area: str | None) -> None:
    """One competence."""
    area_id = county.areas[area] if area else None
    competence_set(plan=CompetencePlan(county.units[unit], category_id, area_id), actor=SEED, at=AT)


def ask(county: OrgsCounty, category_id: int | None, area: str | None) -> str | None:
    """The competent unit's name."""
    found = competent_unit(category_id=category_id, area_id=county.areas[area] if area else None)
    return next((name for name, unit_id in county.units.items() if unit_id == found), None)


def test_no_unit_named(county: OrgsCounty, categories: dict[str, int]) -> None:
    assert ask(county, categories["A101"], "柳湾村") is None
    assert ask(county, None, None) is None


def test_closest_area_of_the_closest_category(county: OrgsCounty, categories: dict[str, int]) -> None:
    say(county, "信访局", None, None)
    assert ask(county, categories["A101"], "柳湾村") == "信访局"
    assert ask(county, None, None) == "信访局"
    say(county, "石桥镇", None, "石桥镇")
    assert ask(county, categories["A101"], "柳湾村") == "石桥镇"
    assert ask(county, categories["A101"], "梅岭乡") == "信访局"
    assert ask(county, None, "东坡村") == "石桥镇"
    say(county, "人社局", categories["A"], "清河县")
    assert ask(county, categories["A101"], "柳湾村") == "人社局"
    assert ask(county, None, "柳湾村") == "石桥镇"
    say(county, "劳动监察", categories["A101"], None)
    assert ask(county, categories["A101"], "柳湾村") == "劳动监察"
    assert ask(county, categories["A1"], "柳湾村") == "人社局"
    say(county, "柳湾村委会", categories["A101"], "石桥镇")
    assert ask(county, categories["A101"], "柳湾村") == "柳湾村委会"
    assert ask(county, categories["A101"], "梅岭乡") == "劳动监察"


def test_unknown_place_counts_as_the_whole_county(county: OrgsCounty, categories: dict[str, int]) -> None:
    say(county, "石桥镇", categories["A"], "石桥镇")
    assert ask(county, categories["A2"], None) is None
    say(county, "人社局", categories["A"], "清河县")
    assert ask(county, categories["A2"], None) == "人社局"


def test_two_statements(
    county: OrgsCounty, categories: dict[str, int], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(2):
        ask(county, categories["A101"], "柳湾村")


def test_a_closed_unit_is_passed_over(county: OrgsCounty, categories: dict[str, int]) -> None:
    say(county, "人社局", categories["A"], None)
    say(county, "劳动监察", categories["A1"], None)
    post_fill(
        post_id=Unit.objects.get(pk=county.units["劳动监察"]).posts.get().pk, officer_id=None, actor=SEED, at=AT
    )
    unit_close(unit_id=county.units["劳动监察"], actor=SEED, at=AT)
    assert ask(county, categories["A101"], None) == "人社局"


def test_set_again_replaces(county: OrgsCounty, categories: dict[str, int]) -> None:
    for unit in ("人社局", "信访局"):
        say(county, unit, categories["A"], "清河县")
        say(county, unit, None, None)
    assert Competence.objects.count() == 2
    row = Competence.objects.get(category_id=categories["A"])
    assert row.unit_id == county.units["信访局"]
    assert kinds(f"competence:{row.pk}") == ["orgs.competence.set"] * 2
    assert f'"before":{county.units["人社局"]}' in (
        Entry.objects.filter(subject=f"competence:{row.pk}")[1].content or ""
    )


def test_the_database_keeps_one_per_place(county: OrgsCounty, categories: dict[str, int]) -> None:
    say(county, "人社局", None, None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Competence.objects.create(unit_id=county.units["信访局"])


def test_refusals(county: OrgsCounty, categories: dict[str, int]) -> None:
    unit = county.units["人社局"]
    for plan, refusal in (
        (CompetencePlan(10**9), UnitNotThere),
        (CompetencePlan(unit, category_id=10**9), CategoryNotThere),
        (CompetencePlan(unit, area_id=10**9), AreaNotThere),
    ):
        with pytest.raises(refusal):
            competences_set(plans=[CompetencePlan(unit), plan], actor=SEED, at=AT)
    with pytest.raises(NotAllowed):
        competences_set(plans=[CompetencePlan(unit)], actor=county.actor("gao"), at=AT)
    assert not Competence.objects.exists()
    assert Category.objects.count() == 4
