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
from tests.orgs.house import AT, SEED, OrgsCounty

FROM, TO = AT.date() + timedelta(days=3), AT.date() + timedelta(days=10)


def _away(county: OrgsCounty, officer: str = "tan", deputy: str = "gao", by: str = "", **given: date) -> int:
    asked = {"starts_on": FROM, "ends_on": TO, **given}
    leave = leave_set(
        officer_id=county.officers[officer], deputy_id=county.officers[deputy], actor=county.actor(by or officer),
        at=AT, **asked,
    )  # fmt: skip
    return leave.pk


def _holds(county: OrgsCounty, username: str, on: date) -> set[HeldPost]:
    return set(actor_for(officer_id=county.officers[username], on=on).posts)


def test_the_posts_are_held_on_those_days_alone(county: OrgsCounty) -> None:
    own = _holds(county, "gao", FROM)
    _away(county)
    post = HeldPost(county.units["劳动监察"], Role.HANDLER)
    for day, more in (
        (FROM - timedelta(days=1), set()),
        (FROM, {post}),
        (TO, {post}),
        (TO + timedelta(days=1), set()),
    ):
        assert _holds(county, "gao", day) == own | more
    actor = actor_for(officer_id=county.officers["gao"], on=FROM)
    assert actor.stands_for == {county.officers["tan"]}
    assert post in _holds(county, "tan", FROM)  # whoever is there all the same may work


def test_still_two_statements(county: OrgsCounty, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    _away(county)
    with django_assert_max_num_queries(2):
        actor_for(officer_id=county.officers["gao"], on=FROM)


def test_a_deputy_is_barred_from_what_is_about_whom_they_stand_for(county: OrgsCounty) -> None:
    _away(county)
    on = actor_for(officer_id=county.officers["gao"], on=FROM)
    assert bars(on, Respondents.of((), [county.officers["tan"]]))
    before = actor_for(officer_id=county.officers["gao"], on=FROM - timedelta(days=1))
    assert not bars(before, Respondents.of((), [county.officers["tan"]]))


def test_administration_is_not_handed_on(county: OrgsCounty) -> None:
    for role in (Role.ADMINISTRATOR, Role.AUDITOR):
        plan = PostPlan(county.units["劳动监察"], role, str(role), county.officers["tan"])
        post_create(plan=plan, actor=SEED, at=AT)
    _away(county)
    assert not actor_for(officer_id=county.officers["gao"], on=FROM).holds(Role.ADMINISTRATOR, Role.AUDITOR)


def test_who_may_say_so(county: OrgsCounty) -> None:
    for by in ("gao", "zhou"):  # leads the bureau above; leads the county
        leave_end(leave_id=_away(county, by=by), actor=county.actor(by), at=AT)
    for stranger in ("qiu", "yan"):
        with pytest.raises(NotAllowed):
            _away(county, by=stranger)


@pytest.mark.parametrize("deputy", ["tan", "qiu"])
def test_who_can_be_a_deputy(county: OrgsCounty, deputy: str) -> None:
    with pytest.raises(DeputyUnfit):
        _away(county, deputy=deputy)


def test_a_deputy_is_there_themselves(county: OrgsCounty) -> None:
    _away(county, officer="gao", deputy="zhou")
    with pytest.raises(DeputyUnfit):
        _away(county)
    with pytest.raises(LeaveOverlaps):
        _away(county, officer="gao", deputy="zhou", starts_on=TO, ends_on=TO)


@pytest.mark.parametrize(
    "days",
    [
        (FROM, FROM - timedelta(days=1)),
        (FROM - timedelta(days=9), FROM - timedelta(days=5)),
        (FROM, FROM + timedelta(days=184)),
    ],
)
def test_days_that_are_none(county: OrgsCounty, days: tuple[date, date]) -> None:
    with pytest.raises(LeaveTooLong):
        _away(county, starts_on=days[0], ends_on=days[1])


def test_back_before_the_time(county: OrgsCounty) -> None:
    leave = _away(county)
    back = AT + timedelta(days=5)
    leave_end(leave_id=leave, actor=county.actor("tan"), at=back)
    assert actor_for(officer_id=county.officers["gao"], on=back.date()).stands_for == frozenset()
    assert actor_for(officer_id=county.officers["gao"], on=back.date() - timedelta(days=1)).stands_for
    with pytest.raises(LeaveNotThere):
        leave_end(leave_id=leave, actor=county.actor("tan"), at=back)
    kinds = list(Entry.objects.filter(kind__startswith="orgs.leave").order_by("id").values_list("kind", flat=True))
    assert kinds == ["orgs.leave.set", "orgs.leave.ended"]


def test_who_is_notified_and_what_is_shown(county: OrgsCounty) -> None:
    _away(county)
    tan, gao = county.officers["tan"], county.officers["gao"]
    assert with_deputies(officer_ids=[tan], on=FROM) == [tan, gao]
    assert with_deputies(officer_ids=[tan], on=TO + timedelta(days=1)) == [tan]
    (view,) = leaves_of(officer_ids=[tan, gao], on=AT.date())
    assert (view.officer_id, view.deputy_id, view.starts_on, view.ends_on) == (tan, gao, FROM, TO)


def test_no_deputy_for_who_holds_no_post(county: OrgsCounty) -> None:
    with pytest.raises(OfficerNotThere):
        leave_set(
            officer_id=10**9, deputy_id=county.officers["gao"], starts_on=FROM, ends_on=TO,
            actor=county.actor("zhou"), at=AT,
        )  # fmt: skip
