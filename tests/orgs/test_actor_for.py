"""Who an officer is: posts, command, chain and superiors, fresh from the tables each time."""

import pytest
from pytest_django import DjangoAssertNumQueries

from huiyin.kernel.actor import HeldPost, Role
from huiyin.orgs.errors import OfficerNotThere, UnitNotThere
from huiyin.orgs.models import Post
from huiyin.orgs.rules import Respondents, bars
from huiyin.orgs.selectors import actor_for, chain_of, independent_unit, leaders_in, leaders_of, reception_unit
from huiyin.orgs.services import OfficerPlan, PostPlan, officer_create, officer_deactivate, post_create, post_fill
from tests.orgs.house import AT, SEED, House


def test_handler_in_a_station(house: House) -> None:
    actor = house.actor("tan")
    assert actor.posts == (HeldPost(house.units["劳动监察"], Role.HANDLER),)
    assert actor.label == "tan先生"
    assert actor.chain_unit_ids == {house.units[name] for name in ("劳动监察", "人社局", "县政府")}
    assert actor.superior_ids == {house.officers[name] for name in ("tan", "gao", "zhou")}
    assert actor.command_unit_ids == frozenset()


def test_leader_commands_all_below_but_the_independent(house: House) -> None:
    actor = house.actor("zhou")
    free = {house.units["纪委"], house.units["派驻纪检组"]}
    assert actor.command_unit_ids == set(house.units.values()) - free
    assert house.actor("yan").command_unit_ids == free
    assert house.actor("gao").command_unit_ids == {house.units["人社局"], house.units["劳动监察"]}


def test_chain_ends_at_an_independent_unit(house: House) -> None:
    actor = house.actor("qiu")
    assert actor.chain_unit_ids == {house.units["派驻纪检组"], house.units["纪委"]}
    assert actor.superior_ids == {house.officers["qiu"], house.officers["yan"]}
    assert [unit.label for unit in chain_of(unit_id=house.units["派驻纪检组"])] == ["派驻纪检组", "纪委"]
    upwards = chain_of(unit_id=house.units["劳动监察"])
    assert [unit.label for unit in upwards] == ["劳动监察", "人社局", "县政府"]
    assert leaders_in(unit_ids=[unit.id for unit in upwards]) == {house.officers["gao"], house.officers["zhou"]}
    assert independent_unit() == house.units["纪委"]
    assert reception_unit() == house.units["信访局"]
    with pytest.raises(UnitNotThere):
        chain_of(unit_id=10**9)


def test_several_posts_add_up(house: House) -> None:
    plan = PostPlan(house.units["派驻纪检组"], Role.INSPECTOR, "检查员", house.officers["tan"])
    post_create(plan=plan, actor=SEED, at=AT)
    actor = house.actor("tan")
    assert {house.units["纪委"], house.units["县政府"]} <= actor.chain_unit_ids
    assert house.officers["yan"] in actor.superior_ids


def test_two_statements_at_most(house: House, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for name in house.officers:
        with django_assert_max_num_queries(2):
            house.actor(name)


def test_nothing_stale(house: House) -> None:
    post = Post.objects.get(officer_id=house.officers["gao"])
    post_fill(post_id=post.pk, officer_id=None, actor=SEED, at=AT)
    assert house.actor("gao").posts == ()
    assert house.officers["gao"] not in house.actor("tan").superior_ids
    assert house.actor("gao").superior_ids == {house.officers["gao"]}


def test_without_posts_and_without_account(house: House) -> None:
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
def test_bars(house: House, name: str, unit: str | None, officer: str | None, barred: bool) -> None:
    unit_id = house.units[unit] if unit else None
    officer_id = house.officers[officer] if officer else None
    assert bars(house.actor(name), Respondents.of([unit_id], [officer_id])) is barred


def test_leaders_of_the_nearest_led_unit(house: House) -> None:
    assert leaders_of(unit_id=house.units["劳动监察"]) == [house.officers["gao"]]
    assert leaders_of(unit_id=house.units["柳湾村委会"]) == [house.officers["zhou"]]
    assert leaders_of(unit_id=house.units["派驻纪检组"]) == [house.officers["yan"]]
    officer_deactivate(officer_id=house.officers["yan"], actor=SEED, at=AT)
    assert leaders_of(unit_id=house.units["派驻纪检组"]) == []
