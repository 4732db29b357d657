"""Revising a plan period and ending it early at the desk, and the weekly line on the start page."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from huiyin.kernel.time import now, office_day
from huiyin.matters.models import PlanPeriod
from huiyin.matters.plan_period.services.periods import matter_plan
from huiyin.matters.sponsor.services.sponsor import matter_sponsor
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.matters.moves_leading import begin_period

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_present(cast: Cast) -> None:
    """Pages know no other time."""
    cast.at = now()


def test_a_period_is_revised_and_ended_early_on_its_page(cast: Cast, desk: Desk) -> None:
    period, mayor = begin_period(cast), desk("mayor")
    page, revise, end = (
        reverse(f"desk:plan_period{part}", args=[period]) for part in ("", "_revise", "_end")
    )  # fmt: skip
    assert revise in mayor.get(page).text
    for username in ("handler", "registrar"):
        assert revise not in desk(username).get(page).text
        assert desk(username).get(revise).status_code == desk(username).post(end).status_code == 403
    form = mayor.get(revise).text
    # It has begun: its first day and its weekday stay.
    assert 'name="begins_on"' not in form and 'name="weekday"' not in form and 'name="seen" value="0"' in form
    given = {
        "seen": 0, "ends_on": office_day(now()) + timedelta(days=120), "leader_id": cast.officers["mayor"],
        "plan": "逐件定人", "reason": "",
    }  # fmt: skip
    refused = mayor.post(revise, given)
    assert refused.status_code == 422 and "请写明原因" in refused.text and "逐件定人" in refused.text
    shown = mayor.post(revise, given | {"reason": "县里定的"}, follow=True).text
    assert "江望舒负责" in shown and "逐件定人" in shown and "修订：县里定的" in shown
    # Pressed twice, and by somebody who hasn't seen what the first one did.
    again = mayor.post(revise, given | {"reason": "县里定的"})
    assert (again.status_code, "没有改动" in again.text) == (409, True)
    late = mayor.post(revise, given | {"reason": "另有安排", "plan": "快办"})
    assert (late.status_code, "别人刚修订过" in late.text) == (409, True)
    shown = mayor.post(end, {"result": "办了二十件", "reason": "并入全年计划"}, follow=True).text
    assert "提前结束" in shown and "办了二十件" in shown and "并入全年计划" in shown and revise not in shown
    assert "提前结束" in mayor.get(reverse("desk:plan_periods")).text
    assert mayor.post(end, {"result": "办了二十件", "reason": "再按"}).status_code == 409
    assert PlanPeriod.objects.get().end_reason == "并入全年计划"


def test_the_start_page_leads_to_the_line_that_is_owed(cast: Cast, desk: Desk) -> None:
    period = begin_period(cast, leader="mayor", weekday=(office_day(now()).weekday() + 2) % 7)
    assert "这一周要填的进展" not in desk("mayor").get("/desk/").text
    filed = cast.file(title="电梯停运")
    cast.to_handler(filed)
    matter_plan(actor=cast.actor("mayor"), matter_id=filed.matter_id, period_id=period, at=cast.at)
    matter_sponsor(actor=cast.actor("mayor"), matter_id=filed.matter_id, plan="办好", at=cast.at)
    write = f"/desk/matters/{filed.number}/?move=write_week#move-write_week"
    for username, links in (("mayor", {write, reverse("desk:plan_period", args=[period])}), ("handler", {write})):
        part = re.search(r'<section id="part-plan_weeks".*?</section>', desk(username).get("/desk/").text, re.DOTALL)
        assert part and links <= set(re.findall(r'href="([^"]+)"', part[0])), username
    assert "1 件这一周还没有填" in desk("mayor").get("/desk/").text
    assert "part-plan_weeks" not in desk("housing_leader").get("/desk/").text
