"""What those in charge see first: deadlines of their units, and nothing that counts people."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from huiyin.kernel.time import now
from huiyin.matters.selectors.overview import units_standing
from huiyin.matters.services import matter_supervise
from tests.cast import Cast
from tests.desk.conftest import Desk

pytestmark = pytest.mark.django_db


def test_late_ones_approvals_and_demands_stand_on_one_page(cast: Cast, desk: Desk) -> None:
    late, waiting = cast.file(title="晚了的事"), cast.file(title="等审批的事")
    cast.to_handler(late)
    cast.to_handler(waiting)
    cast.draft(waiting)
    matter_supervise(
        actor=cast.actor("mayor"), matter_id=late.matter_id, demand="说明进展",
        due_on=(cast.at + timedelta(days=7)).date(), at=cast.at,
    )  # fmt: skip
    page = desk("approver").get("/desk/overview/").text
    assert "已超期" in page
    assert page.count("晚了的事") >= 2
    assert "等审批的事" in page
    assert "没有安排。" in page


def test_units_stand_by_their_deadlines(cast: Cast, desk: Desk) -> None:
    cast.to_handler(cast.file())
    cast.file()
    cast.file(unit_id=cast.units["town"])
    standing = {one.unit_id: one for one in units_standing(actor=cast.actor("mayor"), at=now())}
    assert set(standing) == {cast.units["housing"], cast.units["office"], cast.units["town"]}
    assert (standing[cast.units["office"]].open, standing[cast.units["office"]].unowned) == (1, 1)
    assert (standing[cast.units["housing"]].late, standing[cast.units["housing"]].unowned) == (1, 0)
    page = desk("mayor").get("/desk/overview/").text
    assert "看的是期限，不比件数" in page
    own = units_standing(actor=cast.actor("town_leader"), at=now())
    assert [one.unit_id for one in own] == [cast.units["town"]]


def test_whom_it_is_about_does_not_find_it_in_a_count(cast: Cast) -> None:
    cast.file(respondent_officer_id=cast.officers["office_leader"], unit_id=cast.units["county"])
    assert units_standing(actor=cast.actor("office_leader"), at=now()) == []


def test_the_page_takes_a_fixed_number_of_statements(
    cast: Cast, desk: Desk, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(8):
        cast.to_handler(cast.file())
    browser = desk("housing_leader")
    with django_assert_max_num_queries(16):
        browser.get("/desk/overview/")
