"""A walk-in is registered from the day's sheet; the leader finds it under 今天, in a list and on its page."""

from datetime import datetime

import pytest

from huiyin.kernel.ids import new_token
from huiyin.matters.models import Matter
from huiyin.reception.models import ReceivedMatter
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.reception.house import WHO, on_the_day, publish

TYPED = {
    "channel": "visit", "received_on": "2026-03-09", "kind": "claim", "text": "电梯停运两个月。",
    "requests": "修好电梯", "name": WHO.name,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _at_the_casts_time(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def clock() -> datetime:
        return cast.at

    for module in ("reception.days", "reception.received", "register.views", "today.views", "matter.views"):
        monkeypatch.setattr(f"huiyin.desk.{module}.now", clock)


def test_a_walk_in_is_registered_from_the_sheet(cast: Cast, desk: Desk) -> None:
    day_id = publish(cast)
    client = desk("registrar")
    sheet = f"/desk/reception/{day_id}/"
    assert "登记没有预约来的人" not in client.get(sheet).text
    on_the_day(cast)
    page = client.get(sheet).text
    form = f"/desk/register/?day={day_id}"
    assert form in page and "打印" in page
    page = client.get(form).text
    assert "严知行，局长接访，没有预约来的人" in page and f'value="{day_id}"' in page
    answer = client.post("/desk/register/", {**TYPED, "day": str(day_id), "token": new_token()})
    assert answer.status_code == 302 and "查询码" in client.get(answer.headers["Location"]).text
    number = Matter.objects.get().number
    page = client.get(sheet).text
    assert f"/desk/matters/{number}/" in page and "没有预约" in page and WHO.name not in page
    leader = desk("office_leader")
    assert "我接访的，还没办结的" in leader.get("/desk/").text
    assert number in leader.get("/desk/reception/received/").text
    assert "接访，负责到办结" in leader.get(f"/desk/matters/{number}/").text
    assert number not in desk("mayor").get("/desk/reception/received/").text


def test_a_day_of_another_unit_prefills_nothing(cast: Cast, desk: Desk) -> None:
    day_id = publish(cast)
    on_the_day(cast)
    client = desk("housing_registrar")
    assert f'value="{day_id}"' not in client.get(f"/desk/register/?day={day_id}").text
    assert client.get("/desk/register/?day=x").status_code == 200
    answer = client.post("/desk/register/", {**TYPED, "day": str(day_id), "token": new_token()})
    assert answer.status_code == 404 and not Matter.objects.exists() and not ReceivedMatter.objects.exists()
