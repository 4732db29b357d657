"""What those in charge see first: deadlines of their units, and nothing that counts people."""

import re
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from huiyin.kernel.time import now
from huiyin.matters.assignment.services import matter_assign_handler, matter_assign_unit
from huiyin.matters.core.rules.table import May
from huiyin.matters.extension.services import extension_ask, extension_grant
from huiyin.matters.handover.services.handover import matter_object
from huiyin.matters.lists.selectors import overview
from huiyin.matters.lists.selectors.lists import WorkList, matter_list_for
from huiyin.matters.lists.selectors.overview import units_standing
from huiyin.matters.models import Matter
from huiyin.matters.permissions import may
from huiyin.matters.recusal.services import matter_recuse
from huiyin.supervision.services import matter_supervise
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
    page = desk("approver").get("/desk/").text
    assert "已超期" in page
    assert page.count("晚了的事") >= 2
    assert "等审批的事" in page
    assert re.search(r"现在没有的：.*电话告知", page, re.DOTALL)


def test_units_stand_by_their_deadlines(cast: Cast, desk: Desk) -> None:
    cast.to_handler(cast.file())
    cast.file()
    cast.file(unit_id=cast.units["town"])
    standing = {unit.unit_id: unit for unit in units_standing(actor=cast.actor("mayor"), at=now()).units}
    assert set(standing) == {cast.units["housing"], cast.units["office"], cast.units["town"]}
    assert (standing[cast.units["office"]].open, standing[cast.units["office"]].unowned) == (1, 1)
    assert (standing[cast.units["housing"]].late, standing[cast.units["housing"]].unowned) == (1, 0)
    page = desk("mayor").get("/desk/").text
    assert "看的是期限，不比件数" in page
    own = units_standing(actor=cast.actor("town_leader"), at=now()).units
    assert [standing.unit_id for standing in own] == [cast.units["town"]]


def test_whom_it_is_about_does_not_find_it_in_a_count(cast: Cast) -> None:
    cast.file(respondent_officer_id=cast.officers["office_leader"], unit_id=cast.units["county"])
    assert units_standing(actor=cast.actor("office_leader"), at=now()).units == ()


def test_the_page_takes_a_fixed_number_of_statements(
    cast: Cast, desk: Desk, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(8):
        cast.to_handler(cast.file())
    browser = desk("housing_leader")
    with django_assert_max_num_queries(36):
        browser.get("/desk/")


def test_who_leads_reads_the_sum_of_all_they_command(cast: Cast, desk: Desk) -> None:
    for _ in range(2):
        cast.to_handler(cast.file())
    cast.file(unit_id=cast.units["town"])
    page = desk("mayor").get("/desk/").text
    standing = units_standing(actor=cast.actor("mayor"), at=now())
    assert (standing.late, standing.soon, standing.open, standing.is_whole) == (3, 0, 3, True)
    assert "没有超期的事项" not in page and "超期 3 件" in page and "在办 3 件" in page
    assert re.search(r"合计</th>\s*<td>3</td>\s*<td>0</td>\s*<td>1</td>\s*<td>3</td>", page)
    town = f"/desk/work/below/?unit={cast.units['town']}"
    assert f'href="{town}"' in page and f'href="{town}&amp;overdue=1"' in page
    listed = desk("mayor").get(f"{town}&overdue=1").text
    assert listed.count("data-open") == 1 and "柳荫镇人民政府" in listed
    assert desk("mayor").get("/desk/work/below/?soon=1").text.count("data-open") == 0


def test_counting_has_an_end(cast: Cast, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        cast.file()
    monkeypatch.setattr(overview, "COUNTED_MOST", 2)
    standing = units_standing(actor=cast.actor("mayor"), at=now())
    assert (standing.open, standing.is_whole) == (2, False)
    assert "这里只数了最先到期的" in desk("mayor").get("/desk/").text


def test_the_address_of_before_leads_to_the_start_page(cast: Cast, desk: Desk) -> None:
    assert desk("mayor").get("/desk/overview/").headers["Location"] == "/desk/"


def _waiting(desk: Desk, username: str) -> dict[str, str]:
    """The titles on the list, each with the word beside it."""
    page = desk(username).get("/desk/work/approvals/").text
    return dict(re.findall(r'data-open>([^<]+)</a>\s*<span class="work-state"><span [^>]*>([^<]+)<', page))


def test_everything_that_waits_for_an_approver_is_on_one_list(cast: Cast, desk: Desk) -> None:
    drafted, own, asked, objected = (cast.file(title=title) for title in ("起草的", "自己的", "延期的", "异议的"))
    cast.to_handler(drafted)
    cast.draft(drafted)
    cast.to_handler(own, "drafting_approver")
    cast.draft(own, "drafting_approver")
    cast.to_handler(asked)
    extension_ask(actor=cast.actor("handler"), matter_id=asked.matter_id, days=10, reason="要检测", at=cast.at)
    matter_assign_unit(
        actor=cast.actor("registrar"), matter_id=objected.matter_id, unit_id=cast.units["housing"], at=cast.at
    )
    reasons = "物业收费不属于本单位职权范围"
    matter_object(actor=cast.actor("housing_registrar"), matter_id=objected.matter_id, reasons=reasons, at=cast.at)
    assert _waiting(desk, "approver") == {"起草的": "答复待审批", "自己的": "答复待审批", "延期的": "延期申请待审批"}
    # Nobody approves their own draft: it doesn't wait for them.
    assert "自己的" not in _waiting(desk, "drafting_approver")
    assert _waiting(desk, "office_approver") == {"异议的": "异议待答复"}
    assert _waiting(desk, "housing_leader") == {"延期的": "延期申请待审批"}
    assert "延期的" in desk("housing_leader").get("/desk/").text
    extension_grant(actor=cast.actor("approver"), matter_id=asked.matter_id, at=cast.at)
    assert "延期的" not in _waiting(desk, "approver")


def test_more_time_is_listed_for_just_those_who_may_decide(cast: Cast, desk: Desk) -> None:
    """The education bureau has neither an approver nor a leader: the leader above has to decide."""
    asked = cast.file(title="延期的")
    cast.accept(asked)
    education, handler = cast.units["education"], cast.officers["education_handler"]
    matter_assign_unit(actor=cast.actor("registrar"), matter_id=asked.matter_id, unit_id=education, at=cast.at)
    matter_assign_handler(
        actor=cast.actor("education_registrar"), matter_id=asked.matter_id, officer_id=handler, at=cast.at
    )
    extension_ask(
        actor=cast.actor("education_handler"), matter_id=asked.matter_id, days=10, reason="要检测", at=cast.at
    )
    assert _waiting(desk, "mayor") == {"延期的": "延期申请待审批"}
    assert "延期的" in desk("mayor").get("/desk/").text
    matter = Matter.objects.get(pk=asked.matter_id)
    for name in cast.officers:
        actor = cast.actor(name)
        may_decide = may(actor, May.DECIDE_EXTENSION, matter)
        listed = matter_list_for(actor=actor, work_list=WorkList.APPROVALS).rows
        assert [row.id for row in listed] == [asked.matter_id] * may_decide, name
    extension_grant(actor=cast.actor("mayor"), matter_id=asked.matter_id, at=cast.at)
    assert _waiting(desk, "mayor") == {}


def test_who_is_recused_finds_nothing_that_waits(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    cast.draft(filed)
    matter_recuse(
        actor=cast.actor("approver"), matter_id=filed.matter_id, officer_id=cast.officers["approver"],
        reason="是亲属", at=cast.at,
    )  # fmt: skip
    assert _waiting(desk, "approver") == {} and len(_waiting(desk, "drafting_approver")) == 1
