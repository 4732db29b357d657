"""A late matter's page: since when, who knows, by when it must move, and the reminder; no name of anybody."""

from datetime import timedelta

import pytest

from huiyin.flows.clock_round import clock_round
from huiyin.kernel.time import now, office_day
from huiyin.matters.late.rules import URGED_KIND
from huiyin.matters.models import Event
from huiyin.matters.register.services.register import Registered
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.desk.conftest import desk as desk_fixture
from tests.desk.hands import Hand
from tests.portal.walker import Citizen

desk = desk_fixture


@pytest.fixture
def filed(cast: Cast) -> Registered:
    """Accepted forty days ago, with its handler: the fifteen days and the month are over, the law's sixty aren't."""
    cast.at = now() - timedelta(days=40)
    found = cast.file()
    cast.to_handler(found)
    cast.at = now()
    return found


def _citizen(filed: Registered, **settings: str) -> Citizen:
    citizen = Citizen(**settings)
    citizen.look_up(filed.number, filed.code)
    return citizen


def test_it_says_that_it_is_late_who_knows_and_what_comes_next(cast: Cast, filed: Registered) -> None:
    citizen = _citizen(filed)
    assert "下一个工作日上午告诉承办单位" in citizen.page("/status/")
    clock_round(at=now())
    page = citizen.page("/status/")
    since = office_day(now() - timedelta(days=10))
    assert "已经超期" in page and f"{since:%Y}年{since.month}月{since.day}日到期，已经超过 10 天" in page
    assert "云渡县住房和城乡建设局的承办人员" in page and "云渡县住房和城乡建设局负责人" in page
    assert "答复期限）必须办完" in page and "再报告负责人" in page
    for secret in ("沈秋白", "楚天阔", "江望舒"):
        assert secret not in page


def test_the_reminder_and_from_when_the_next_one(cast: Cast, filed: Registered, desk: Desk) -> None:
    citizen = _citizen(filed)
    assert 'action="/status/urge/"' in citizen.page("/status/")
    again = office_day(now()) + timedelta(days=7)
    sentence = f"{again:%Y}年{again.month}月{again.day}日起可以再催一次"
    page = citizen.client.post("/status/urge/", follow=True).text
    assert "催办已经送到" in page and page.count(sentence) == 2
    assert "您催办了，已经告诉云渡县住房和城乡建设局。" in page and 'action="/status/urge/"' not in page
    twice = citizen.client.post("/status/urge/", follow=True).text
    assert "您已经催办过了" in twice and Event.objects.filter(kind=URGED_KIND).count() == 1
    inside = Hand(desk("handler")).look(filed)
    assert "信访人催办" in inside and f"信访人 {office_day(now()):%Y-%m-%d} 催办" in inside


def test_a_matter_in_time_offers_nothing(cast: Cast) -> None:
    cast.at = now()
    filed = cast.file()
    citizen = _citizen(filed)
    page = citizen.page("/status/")
    assert "已经超期" not in page and "urge" not in page
    answer = citizen.client.post("/status/urge/", follow=True)
    assert "这件事项没有超期" in answer.text and not Event.objects.filter(kind=URGED_KIND).exists()


def test_without_the_receipt_no_one_reminds(cast: Cast, filed: Registered) -> None:
    Citizen().client.post("/status/urge/")
    assert not Event.objects.filter(kind=URGED_KIND).exists()


def test_in_english(cast: Cast, filed: Registered) -> None:
    clock_round(at=now())
    page = _citizen(filed, HTTP_ACCEPT_LANGUAGE="en").page("/status/")
    assert "It is late" in page and "Send a reminder" in page and "It has to be done by" in page
