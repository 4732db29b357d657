"""A plan at the desk: typed, looked at, made at a second press, ended; the check of the year."""

import re
from datetime import datetime
from typing import Any

import pytest

from huiyin.kernel.ids import new_token
from huiyin.reception.models import ReceptionDay, ReceptionPlan
from tests.cast import Cast
from tests.desk.conftest import Desk

NEW = "/desk/reception/plans/new/"


@pytest.fixture(autouse=True)
def _at_the_casts_time(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def clock() -> datetime:
        return cast.at

    for module in ("reception.plans", "reception.days", "organisation.acting"):
        monkeypatch.setattr(f"huiyin.desk.{module}.now", clock)


def _typed(cast: Cast, **other: Any) -> dict[str, Any]:
    return {
        "first": "2026-03-09", "last": "2026-04-12", "weekdays": ["0"], "every": "1", "days_off": "skip",
        "begins": "09:00", "slots": "4", "minutes": "30", "place": "信访局一楼", "form": "fixed", "topic": "",
        f"turn-{cast.officers['office_leader']}": "1", f"turn-{cast.officers['mayor']}": "2", "token": new_token(),
        **other,
    }  # fmt: skip


def test_a_plan_is_seen_before_it_is_made(cast: Cast, desk: Desk) -> None:
    client = desk("registrar")
    assert "江望舒" in client.get(NEW).text
    typed = _typed(cast)
    page = client.post(NEW, typed).text
    assert "一共 4 天，还没有公布。" in page and "2026-04-06" in page and "放假，不安排" in page
    assert not ReceptionDay.objects.exists()
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen
    # Without having been seen nothing is made: the page comes again with what would be.
    assert client.post(NEW, {**typed, "make": "1"}).status_code == 409
    answer = client.post(NEW, {**typed, "make": "1", "seen": seen[1]})
    assert answer.status_code == 302
    plan = ReceptionPlan.objects.get()
    address = f"/desk/reception/plans/{plan.pk}/"
    assert answer.headers["Location"] == address
    page = client.get(address).text
    assert ReceptionDay.objects.count() == 4 and "2026-03-30" in page
    assert address in client.get("/desk/reception/plans/").text
    assert client.post(address, {"from_on": "2026-03-20", "reason": ""}).status_code == 422
    assert client.post(address, {"from_on": "2026-03-20", "reason": "换届"}).status_code == 302
    assert ReceptionDay.objects.filter(cancelled_at__isnull=True).count() == 2
    assert "换届" in client.get(address).text


def test_what_is_wrong_stands_beside_its_field(cast: Cast, desk: Desk) -> None:
    client = desk("registrar")
    mayor = f"turn-{cast.officers['mayor']}"
    leader = f"turn-{cast.officers['office_leader']}"
    for wrong, sentence in (
        ({"first": "2026-03-02"}, "最早是明天"),
        ({"last": "2028-03-02"}, "最长一年"),
        ({"weekdays": []}, "请选至少一天"),
        ({mayor: "1"}, "次序有重复"),
        ({mayor: "", leader: ""}, "写上次序"),
        ({"form": "topic"}, "写明专题"),
    ):
        answer = client.post(NEW, _typed(cast, **wrong))
        assert answer.status_code == 422 and sentence in answer.text, wrong
    assert not ReceptionPlan.objects.exists()


def test_the_year_is_checked(cast: Cast, desk: Desk) -> None:
    page = desk("registrar").get("/desk/reception/check/?year=2027").text
    assert "2027 年" in page and "每位领导每年接访不少于 12 天" in page and "0 + 0 / 12" in page
    assert desk("handler").get("/desk/reception/check/").status_code == 403


def test_a_strangers_plan_is_not_there(cast: Cast, desk: Desk) -> None:
    client = desk("registrar")
    typed = _typed(cast)
    seen = re.search(r'name="seen" value="(\w+)"', client.post(NEW, typed).text)
    assert seen
    address = client.post(NEW, {**typed, "make": "1", "seen": seen[1]}).headers["Location"]
    other = desk("housing_registrar")
    assert other.get(address).status_code == 404
    assert other.post(address, {"from_on": "2026-03-20", "reason": "换届"}).status_code == 404
    assert ReceptionDay.objects.filter(cancelled_at__isnull=True).count() == 4
