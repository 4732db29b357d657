"""Being away and standing aside, at the desk."""

from datetime import timedelta

import pytest

from huiyin.kernel.time import now, office_day
from huiyin.orgs.models import Leave
from huiyin.orgs.selectors import actor_for
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.desk.hands import Hand, codes

pytestmark = pytest.mark.django_db


def test_somebody_says_who_stands_in_and_is_back_early(cast: Cast, desk: Desk) -> None:
    browser = desk("handler")
    assert "现在没有外出安排" in browser.get("/desk/leave/").text
    today = office_day(now())
    asked = {
        "officer": str(cast.officers["handler"]), "deputy": str(cast.officers["handler_two"]),
        "starts_on": today.isoformat(), "ends_on": (today + timedelta(days=3)).isoformat(),
    }  # fmt: skip
    assert "请选一位代办的同事" in browser.post("/desk/leave/", {**asked, "deputy": ""}).text
    late = browser.post("/desk/leave/", {**asked, "ends_on": "2020-01-01"})
    assert (late.status_code, "结束日期不能早于今天" in late.text) == (422, True)
    page = browser.post("/desk/leave/", asked, follow=True).text
    assert "由 方予安 代办" in page
    assert cast.officers["handler"] in actor_for(officer_id=cast.officers["handler_two"]).stands_for
    assert "这些天里已经有一次外出安排" in browser.post("/desk/leave/", asked).text
    leave = Leave.objects.get()
    assert desk("registrar").post(f"/desk/leave/{leave.pk}/end/").status_code == 403
    assert "从今天起不再代办" in browser.post(f"/desk/leave/{leave.pk}/end/", follow=True).text
    assert not actor_for(officer_id=cast.officers["handler_two"]).stands_for


def test_a_leader_arranges_it_for_the_unit(cast: Cast, desk: Desk) -> None:
    page = desk("housing_leader").get("/desk/leave/").text
    assert "沈秋白" in page
    assert "穆清和" not in page
    own = desk("handler").get("/desk/leave/").text.split('name="deputy"')[0]
    assert "方予安" not in own


def test_an_officer_is_recused_on_the_matters_page(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    hand = Hand(desk("handler"))
    assert "recuse" in codes(hand.look(filed))
    after = hand.do(filed, "recuse", officer=str(cast.officers["handler"]), reason="和信访人是亲戚")
    assert "不再由您的单位办理" in after.text or "已回避" in after.text
    assert desk("handler").get(f"/desk/matters/{filed.number}/").status_code == 404
