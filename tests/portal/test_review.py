"""A petitioner who doesn't agree: asks for a review in the browser, reads what comes of it, asks for the recheck."""

import pytest

from huiyin.kernel.time import now
from huiyin.matters.models import Matter, Review
from huiyin.matters.register.services.register import Registered
from huiyin.matters.review.rules import ReviewLevel
from huiyin.matters.review.services.hearing import HearingDraft, hearing_announce
from huiyin.matters.review.services.review import review_take
from tests.cast import Cast
from tests.matters.above import answer_at_station, decide, staff_above
from tests.portal.walker import Citizen

GROUNDS = {"grounds": "答复没有写收费标准。"}


@pytest.fixture
def citizen(cast: Cast) -> Citizen:
    """A citizen who has an answer of the housing bureau in front of them."""
    found = Citizen()
    number, code = found.file()
    cast.at = now()
    cast.answer(_filed(number, code))
    found.look_up(number, code)
    return found


def _filed(number: str, code: str = "") -> Registered:
    return Registered(Matter.objects.get(number=number).pk, number, code, is_new=True)


def _only() -> Registered:
    return _filed(Matter.objects.get().number)


def test_asking_and_reading_the_opinion(cast: Cast, citizen: Citizen) -> None:
    staff_above(cast)
    assert "/status/review/" in citizen.page("/status/")
    page = citizen.page("/status/review/")
    assert "哪里不同意" in page and "为什么没能按时申请" not in page
    wrong = citizen.client.post("/status/review/", {"grounds": " "})
    assert wrong.status_code == 422 and "几句话就可以" in wrong.content.decode()
    assert citizen.client.post("/status/review/", GROUNDS).status_code == 302
    page = citizen.page("/status/")
    assert "云渡县人民政府" in page and "复查中" in page and "答复没有写收费标准。" in page
    cast.at = now()
    decide(cast, _only())
    page = citizen.page("/status/")
    for words in ("维持原意见", "原答复认定清楚，予以维持。", "申请复核"):
        assert words in page
    for secret in ("柏舟", "景行", "沈秋白"):
        assert secret not in page


def test_pressed_twice_it_is_asked_once(cast: Cast, citizen: Citizen) -> None:
    staff_above(cast)
    citizen.client.post("/status/review/", GROUNDS)
    again = citizen.client.post("/status/review/", GROUNDS)
    assert again.status_code == 200 and "现在不能申请" in again.content.decode()
    assert Review.objects.count() == 1


def test_with_no_one_above_the_page_says_where_to_go(cast: Cast, citizen: Citizen) -> None:
    answer = citizen.client.post("/status/review/", GROUNDS, follow=True)
    page = answer.content.decode()
    assert "请在期限内直接向它提出" in page
    assert Matter.objects.get().state == "served"
    assert "上一级机关" in page


def test_to_the_end_and_what_remains(cast: Cast) -> None:
    staff_above(cast)
    citizen = Citizen()
    number, code = citizen.file()
    cast.at = now()
    filed = _filed(number, code)
    answer_at_station(cast, filed)
    citizen.look_up(number, code)
    citizen.client.post("/status/review/", GROUNDS)
    cast.at = now()
    decide(cast, filed, "bureau_reviewer")
    page = citizen.page("/status/review/")
    assert "最后一次" in page
    assert citizen.client.post("/status/review/", GROUNDS).status_code == 302
    cast.at = now()
    decide(cast, filed, "reviewer", ReviewLevel.RECHECK, "changed")
    page = citizen.page("/status/")
    assert "已终结" in page and "改变原意见" in page and "法院" in page
    assert "/status/review/" not in page


def test_a_hearing_is_shown_with_place_and_no_names(cast: Cast, citizen: Citizen) -> None:
    staff_above(cast)
    citizen.client.post("/status/review/", GROUNDS)
    cast.at = now()
    filed, actor = _only(), cast.actor("reviewer")
    review_take(actor=actor, matter_id=filed.matter_id, level=ReviewLevel.REVIEW, at=cast.at)
    held_at = cast.later(days=9)
    hearing = HearingDraft(held_at, "县政府二楼听证室", cast.officers["reviewer_two"], "律师一人", "收费依据")
    hearing_announce(actor=actor, matter_id=filed.matter_id, hearing=hearing, at=now())
    page = citizen.page("/status/")
    assert "县政府二楼听证室" in page and "收费依据" in page
    assert "景行" not in page and "律师一人" not in page


def test_it_can_be_withdrawn_while_the_unit_above_decides(cast: Cast, citizen: Citizen) -> None:
    staff_above(cast)
    citizen.client.post("/status/review/", GROUNDS)
    assert "/status/withdraw/" in citizen.page("/status/")
    assert "也不会给您意见" in citizen.page("/status/withdraw/")
    citizen.client.post("/status/withdraw/")
    page = citizen.page("/status/")
    assert "撤回了，没有再作意见" in page and "查明的事实" not in page.partition("复查</h2>")[2]
    assert "给您的答复" in page
