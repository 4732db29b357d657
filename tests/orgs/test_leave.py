"""A deputy holds the posts of somebody who is away, on those days and no others."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from huiyin.kernel.actor import HeldPost, Role
from huiyin.kernel.errors import NotAllowed
from huiyin.ledger.models import Entry
from huiyin.orgs.errors import DeputyUnfit, LeaveNotThere, LeaveOverlaps, LeaveTooLong, OfficerNotThere
from huiyin.orgs.rules import Respondents, bars
from huiyin.orgs.selectors import actor_for, leaves_of, with_deputies
from huiyin.orgs.services import PostPlan, leave_end, leave_set, post_create
from tests.orgs.house import AT, SEED, House

FROM, TO = AT.date() + timedelta(days=3), AT.date() + timedelta(days=10)


def _away(house: House, officer: str = "tan", deputy: str = "gao", by: str = "", **given: date) -> int:
    asked = {"starts_on": FROM, "ends_on": TO, **given}
    leave = leave_set(
        officer_id=house.officers[officer], deputy_id=house.officers[deputy], actor=house.actor(by or officer), at=AT,
        **asked,
    )  # fmt: skip
    return leave.pk


def _holds(house: House, username: str, on: date) -> set[HeldPost]:
    return set(actor_for(officer_id=house.officers[username], on=on).posts)


def test_the_posts_are_held_on_those_days_alone(house: House) -> None:
    own = _holds(house, "gao", FROM)
    _away(house)
    post = HeldPost(house.units["劳动监察"], Role.HANDLER)
    for day, more in (
        (FROM - timedelta(days=1), set()),
        (FROM, {post}),
        (TO, {post}),
        (TO + timedelta(days=1), set()),
    ):
        assert _holds(house, "gao", day) == own | more
    actor = actor_for(officer_id=house.officers["gao"], on=FROM)
    assert actor.stands_for == {house.officers["tan"]}
    assert post in _holds(house, "tan", FROM)  # whoever is there all the same may work


def test_still_two_statements(house: House, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    _away(house)
    with django_assert_max_num_queries(2):
        actor_for(officer_id=house.officers["gao"], on=FROM)


def test_a_deputy_is_barred_from_what_is_about_whom_they_stand_for(house: House) -> None:
    _away(house)
    on = actor_for(officer_id=house.officers["gao"], on=FROM)
    assert bars(on, Respondents.of((), [house.officers["tan"]]))
    before = actor_for(officer_id=house.officers["gao"], on=FROM - timedelta(days=1))
    assert not bars(before, Respondents.of((), [house.officers["tan"]]))


def test_looking_after_the_house_is_not_handed_on(house: House) -> None:
    for role in (Role.ADMINISTRATOR, Role.AUDITOR):
        plan = PostPlan(house.units["劳动监察"], role, str(role), house.officers["tan"])
        post_create(plan=plan, actor=SEED, at=AT)
    _away(house)
    assert not actor_for(officer_id=house.officers["gao"], on=FROM).holds(Role.ADMINISTRATOR, Role.AUDITOR)


def test_who_may_say_so(house: House) -> None:
    for by in ("gao", "zhou"):  # leads the bureau above; leads the county
        leave_end(leave_id=_away(house, by=by), actor=house.actor(by), at=AT)
    for stranger in ("qiu", "yan"):
        with pytest.raises(NotAllowed):
            _away(house, by=stranger)


@pytest.mark.parametrize("deputy", ["tan", "qiu"])
def test_who_can_be_a_deputy(house: House, deputy: str) -> None:
    with pytest.raises(DeputyUnfit):
        _away(house, deputy=deputy)


def test_a_deputy_is_there_themselves(house: House) -> None:
    _away(house, officer="gao", deputy="zhou")
    with pytest.raises(DeputyUnfit):
        _away(house)
    with pytest.raises(LeaveOverlaps):
        _away(house, officer="gao", deputy="zhou", starts_on=TO, ends_on=TO)


@pytest.mark.parametrize(
    "days",
    [
        (FROM, FROM - timedelta(days=1)),
        (FROM - timedelta(days=9), FROM - timedelta(days=5)),
        (FROM, FROM + timedelta(days=184)),
    ],
)
def test_days_that_are_none(house: House, days: tuple[date, date]) -> None:
    with pytest.raises(LeaveTooLong):
        _away(house, starts_on=days[0], ends_on=days[1])


def test_back_before_the_time(house: House) -> None:
    leave = _away(house)
    back = AT + timedelta(days=5)
    leave_end(leave_id=leave, actor=house.actor("tan"), at=back)
    assert actor_for(officer_id=house.officers["gao"], on=back.date()).stands_for == frozenset()
    assert actor_for(officer_id=house.officers["gao"], on=back.date() - timedelta(days=1)).stands_for
    with pytest.raises(LeaveNotThere):
        leave_end(leave_id=leave, actor=house.actor("tan"), at=back)
    kinds = list(Entry.objects.filter(kind__startswith="orgs.leave").order_by("id").values_list("kind", flat=True))
    assert kinds == ["orgs.leave.set", "orgs.leave.ended"]


def test_who_is_told_and_what_is_shown(house: House) -> None:
    _away(house)
    tan, gao = house.officers["tan"], house.officers["gao"]
    assert with_deputies(officer_ids=[tan], on=FROM) == [tan, gao]
    assert with_deputies(officer_ids=[tan], on=TO + timedelta(days=1)) == [tan]
    (view,) = leaves_of(officer_ids=[tan, gao], on=AT.date())
    assert (view.officer_id, view.deputy_id, view.starts_on, view.ends_on) == (tan, gao, FROM, TO)


def test_nobody_who_holds_no_post(house: House) -> None:
    with pytest.raises(OfficerNotThere):
        leave_set(
            officer_id=10**9, deputy_id=house.officers["gao"], starts_on=FROM, ends_on=TO, actor=house.actor("zhou"),
            at=AT,
        )  # fmt: skip
