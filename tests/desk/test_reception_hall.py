"""Rosters and home visits at the desk."""

import re
from datetime import datetime

import pytest
from django.test import Client

from huiyin.kernel.ids import new_token
from huiyin.matters.models import Assist, Matter
from huiyin.reception.models import HallSitting, HomeVisitWish, ReceptionDay
from huiyin.reception.services import hall_roster_make
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.reception.test_home_visit import HOME, WORDS, wish
from tests.reception.test_roster import joint

ROSTER = {"first": "2026-03-02", "last": "2026-03-15", "half": "am", "place": "一楼大厅"}


@pytest.fixture(autouse=True)
def _at_the_casts_time(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def clock() -> datetime:
        return cast.at

    modules = ("reception.rosters", "reception.home", "reception.days", "organisation.acting", "register.views")
    for module in modules:
        monkeypatch.setattr(f"huiyin.desk.{module}.now", clock)
    monkeypatch.setattr("huiyin.portal.reception.views.now", clock)


def test_a_roster_is_made_and_a_line_is_removed(cast: Cast, desk: Desk) -> None:
    client, address = desk("registrar"), "/desk/reception/hall/"
    units = [str(cast.units["housing"])]
    assert client.post(address, {**ROSTER, "form": "joint", "weekdays": ["0"]}).status_code == 422
    answer = client.post(address, {**ROSTER, "form": "joint", "weekdays": ["0"], "units": units})
    assert answer.status_code == 302 and HallSitting.objects.count() == 2
    page = client.get(address).text
    assert "2026-03-09" in page and "一楼大厅" in page
    sitting = HallSitting.objects.order_by("on")[0]
    assert client.post(f"{address}{sitting.pk}/remove/").status_code == 302
    assert HallSitting.objects.filter(removed_at__isnull=True).count() == 1
    assert desk("housing_registrar").post(f"{address}{sitting.pk}/remove/").status_code == 404


def test_a_roster_of_days_off_is_made_and_read_on_the_portal(cast: Cast, desk: Desk) -> None:
    client, address = desk("registrar"), "/desk/reception/hall/"
    page = client.get(address).text
    form = page.partition('value="day-off"')[2].partition("</form>")[0]
    posts = re.findall(r'name="posts" value="(\d+)"', form)
    assert posts and "排不上班的日子：哪个岗位在" in page
    given = {**ROSTER, "half": "day", "form": "day-off"}
    assert client.post(address, given).status_code == 422 and not HallSitting.objects.exists()
    assert client.post(address, {**given, "posts": posts[:2]}).status_code == 302
    # Two weekends, the posts in turn.
    made = list(HallSitting.objects.order_by("on").values_list("on", "post_id"))
    assert [on.isoformat() for on, _ in made] == ["2026-03-07", "2026-03-08", "2026-03-14", "2026-03-15"]
    assert [post for _, post in made] == [int(post) for post in posts[:2] * 2]
    shown = client.get(address).text.partition("<h2>不上班的日子")[2]
    assert "2026-03-07" in shown and "一楼大厅" in shown
    assert "不上班的日子，这里有人" in Client().get("/reception/").text
    assert desk("housing_registrar").get(address).text.count("2026-03-07") == 0


def test_units_that_hear_along_are_ticked_where_a_visit_is_registered(cast: Cast, desk: Desk) -> None:
    hall_roster_make(actor=cast.actor("registrar"), rule=joint(cast), at=cast.at)
    client = desk("registrar")
    page = client.get("/desk/register/").text
    assert "联合接访：一起听的单位" in page
    typed = {
        "channel": "visit", "received_on": "2026-03-02", "kind": "claim", "text": "电梯停运两个月。",
        "requests": "修好电梯", "name": "谷小满", "token": new_token(), "sitting": [str(cast.units["housing"])],
    }  # fmt: skip
    answer = client.post("/desk/register/", typed)
    assert answer.status_code == 302
    assert "已登记、受理，并请" in client.get(answer.headers["Location"]).text
    assert Matter.objects.count() == 1 and Assist.objects.get().unit_id == cast.units["housing"]


def test_a_wish_is_written_down_and_answered(cast: Cast, desk: Desk) -> None:
    client, address = desk("registrar"), "/desk/reception/home-visits/"
    typed = {
        "words": WORDS, "name": HOME.name, "phone": HOME.phone, "address": HOME.address, "email": "",
        "unit": str(cast.units["office"]), "token": new_token(),
    }  # fmt: skip
    assert client.post(address, {**typed, "address": ""}).status_code == 422
    asked = client.post(address, {**typed, "phone": "1990000123"})
    assert (asked.status_code, "这个号码是 10 位" in asked.text) == (422, True)
    assert client.post(address, typed).status_code == 302
    found = HomeVisitWish.objects.get()
    page = client.get(f"{address}{found.pk}/").text
    assert WORDS in page and HOME.address not in page and "等答复" in page
    assert "等答复的上门探访申请" in client.get("/desk/").text
    shown = client.post(f"{address}{found.pk}/contact/", {"purpose": "打电话商量"}).text
    assert HOME.address in shown
    given = {
        "form": "agree", "officer": str(cast.officers["office_leader"]), "on": "2026-03-09", "begins": "09:00",
        "minutes": "60", "title_text": "局长",
    }  # fmt: skip
    assert client.post(f"{address}{found.pk}/", {**given, "on": "2026-03-02"}).status_code == 422
    assert client.post(f"{address}{found.pk}/", given).status_code == 302
    day = ReceptionDay.objects.get()
    page = client.get(f"/desk/reception/{day.pk}/").text
    assert WORDS in page and HOME.address not in page and "上门，地址不公开" in page
    late = client.post(f"{address}{found.pk}/", {"form": "decline", "reason": "来不了"})
    assert late.status_code == 409


def test_a_strangers_wish_is_not_there(cast: Cast, desk: Desk) -> None:
    done, client = wish(cast), desk("housing_registrar")
    address = f"/desk/reception/home-visits/{done.wish_id}/"
    assert client.get(address).status_code == 404
    assert client.post(address, {"form": "decline", "reason": "来不了"}).status_code == 404
    assert client.post(f"{address}contact/", {"purpose": "打电话商量"}).status_code == 404
