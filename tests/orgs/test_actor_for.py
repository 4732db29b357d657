"""Who an officer is: posts, command, chain and superiors, fresh from the tables each time."""

import pytest
from pytest_django import DjangoAssertNumQueries

from huiyin.kernel.actor import HeldPost, Role
from huiyin.orgs.errors import OfficerNotThere, UnitNotThere
from huiyin.orgs.models import Post
from huiyin.orgs.rules import Respondents, bars
from huiyin.orgs.selectors import actor_for, chain_of, independent_unit, leaders_in, leaders_of, reception_unit
from huiyin.orgs.services import OfficerPlan, PostPlan, officer_create, officer_deactivate, post_create, post_fill
from tests.orgs.house import AT, SEED, OrgsCounty


def test_handler_in_a_station(county: OrgsCounty) -> None:
    actor = county.actor("tan")
    assert actor.posts == (HeldPost(county.units["劳动监察"], Role.HANDLER),)
    assert actor.label == "tan先生"
    assert actor.chain_unit_ids == {county.units[name] for name in ("劳动监察", "人社局", "县政府")}
    assert actor.superior_ids == {county.officers[name] for name in ("tan", "gao", "zhou")}
    assert actor.command_unit_ids == frozenset()


def test_leader_commands_all_below_but_the_independent(county: OrgsCounty) -> None:
    actor = county.actor("zhou")
    free = {county.units["纪委"], county.units["派驻纪检组"]}
    assert actor.command_unit_ids == set(county.units.values()) - free
    assert county.actor("yan").command_unit_ids == free
    assert county.actor("gao").command_unit_ids == {county.units["人社局"], county.units["劳动监察"]}


def test_chain_ends_at_an_independent_unit(county: OrgsCounty) -> None:
    actor = county.actor("qiu")
    assert actor.chain_unit_ids == {county.units["派驻纪检组"], county.units["纪委"]}
    assert actor.superior_ids == {county.officers["qiu"], county.officers["yan"]}
    assert [unit.label for unit in chain_of(unit_id=county.units["派驻纪检组"])] == ["派驻纪检组", "纪委"]
    upwards = chain_of(unit_id=county.units["劳动监察"])
    assert [unit.label for unit in upwards] == ["劳动监察", "人社局", "县政府"]
    assert leaders_in(unit_ids=[unit.id for unit in upwards]) == {county.officers["gao"], county.officers["zhou"]}
    assert independent_unit() == county.units["纪委"]
    assert reception_unit() == county.units["信访局"]
    with pytest.raises(UnitNotThere):
        chain_of(unit_id=10**9)


def test_several_posts_add_up(county: OrgsCounty) -> None:
    plan = PostPlan(county.units["派驻纪检组"], Role.INSPECTOR, "检查员", county.officers["tan"])
    post_create(plan=plan, actor=SEED, at=AT)
    actor = county.actor("tan")
    assert {county.units["纪委"], county.units["县政府"]} <= actor.chain_unit_ids
    assert county.officers["yan"] in actor.superior_ids


def test_two_statements_at_most(county: OrgsCounty, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for name in county.officers:
        with django_assert_max_num_queries(2):
            county.actor(name)


def test_nothing_stale(county: OrgsCounty) -> None:
    post = Post.objects.get(officer_id=county.officers["gao"])
    post_fill(post_id=post.pk, officer_id=None, actor=SEED, at=AT)
    assert county.actor("gao").posts == ()
    assert county.officers["gao"] not in county.actor("tan").superior_ids
    assert county.actor("gao").superior_ids == {county.officers["gao"]}


def test_without_posts_and_without_account(county: OrgsCounty) -> None:
    new = officer_create(plan=OfficerPlan("new", "新人"), actor=SEED, at=AT)
    actor = actor_for(officer_id=new.pk)
    assert not actor.posts and not actor.chain_unit_ids
    assert actor.superior_ids == {new.pk}
    officer_deactivate(officer_id=new.pk, actor=SEED, at=AT)
    for officer_id in (new.pk, 10**9):
        with pytest.raises(OfficerNotThere):
            actor_for(officer_id=officer_id)


@pytest.mark.parametrize(
    ("name", "unit", "officer", "barred"),
    [
        ("tan", "人社局", None, True),
        ("tan", "县政府", None, True),
        ("gao", "劳动监察", None, False),
        ("zhou", "人社局", None, False),
        ("wei", "人社局", None, False),
        ("qiu", "县政府", None, False),
        ("yan", "派驻纪检组", None, False),
        ("qiu", "纪委", None, True),
        ("tan", None, "gao", True),
        ("tan", None, "zhou", True),
        ("gao", None, "tan", False),
        ("gao", None, "gao", True),
        ("qiu", None, "zhou", False),
        ("lin", None, "gao", False),
        ("tan", None, None, False),
    ],
)
def test_bars(county: OrgsCounty, name: str, unit: str | None, officer: str | None, barred: bool) -> None:
    unit_id = county.units[unit] if unit else None
    officer_id = county.officers[officer] if officer else None
    assert bars(county.actor(name), Respondents.of([unit_id], [officer_id])) is barred


def test_leaders_of_the_nearest_led_unit(county: OrgsCounty) -> None:
    assert leaders_of(unit_id=county.units["劳动监察"]) == [county.officers["gao"]]
    assert leaders_of(unit_id=county.units["柳湾村委会"]) == [county.officers["zhou"]]
    assert leaders_of(unit_id=county.units["派驻纪检组"]) == [county.officers["yan"]]
    officer_deactivate(officer_id=county.officers["yan"], actor=SEED, at=AT)
    assert leaders_of(unit_id=county.units["派驻纪检组"]) == []
