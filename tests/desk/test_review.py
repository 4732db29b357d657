"""Reviewers at the desk: their list, taking it, deciding it, hearing people out; and asking at the counter."""

import re
from datetime import timedelta

import pytest

from huiyin.kernel.time import now
from huiyin.matters.core.rules.limits import MESSAGE_MAX
from huiyin.matters.models import Hearing, Review
from huiyin.matters.register.services.register import Registered
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.desk.hands import Hand, address, codes
from tests.matters.above import ask, staff_above

OPINION = {"facts": "调取了检测报告。", "opinion": "原答复清楚。", "basis": "《物业管理条例》第六条"}


@pytest.fixture
def answered(cast: Cast) -> Registered:
    """Answered by the housing bureau just now, with reviewers above."""
    staff_above(cast)
    cast.at = now()
    filed = cast.file()
    cast.answer(filed)
    return filed


def test_from_the_list_to_the_decision(cast: Cast, desk: Desk, answered: Registered) -> None:
    ask(cast, answered)
    client = desk("reviewer")
    page = client.get("/desk/work/reviews/").text
    assert answered.number in page.replace("-", "")
    hand = Hand(client)
    assert {"take_review"} <= codes(hand.look(answered))
    assert "draft_opinion" not in codes(hand.look(answered))
    hand.do(answered, "take_review")
    assert {"draft_opinion", "announce_hearing"} <= codes(hand.look(answered))
    wrong = hand.send(answered, "draft_opinion", outcome="upheld", facts="", opinion="维持", basis="条例")
    assert wrong.status_code == 422 and "请写明查明的事实" in wrong.text
    assert "等另一位批准" in hand.do(answered, "draft_opinion", outcome="upheld", **OPINION).text
    page = hand.look(answered)
    assert not codes(page) & {"draft_opinion", "decide_review", "return_opinion", "send_back"}
    assert "由决定的单位里另一位没有参与过的人批准" in page
    assert "复查复核意见待批准" in desk("reviewer_two").get("/desk/work/reviews/").text
    assert "复查复核意见待批准" in desk("mayor").get("/desk/work/approvals/").text
    second = Hand(desk("reviewer_two"))
    seen = second.look(answered)
    assert "柏舟 起草，结论：维持原意见" in seen and OPINION["opinion"] in seen
    assert {"decide_review", "return_opinion"} <= codes(seen) and "send_back" not in codes(seen)
    second.do(answered, "return_opinion", reason="写明检测的日期")
    assert "写明检测的日期" in hand.look(answered)
    form = hand.unfold(answered, "draft_opinion")
    assert OPINION["facts"] in form and " checked" in form  # what was returned stands there to be changed
    hand.do(answered, "draft_opinion", outcome="upheld", **OPINION)
    second.do(answered, "decide_review")
    assert cast.matter(answered).state == "reviewed"
    page = hand.look(answered)
    assert "维持原意见" in page and "柏舟" in page
    assert answered.number not in client.get("/desk/work/reviews/").text.replace("-", "")


def test_sending_it_back(cast: Cast, desk: Desk, answered: Registered) -> None:
    ask(cast, answered)
    hand = Hand(desk("reviewer"))
    hand.do(answered, "take_review")
    hand.do(answered, "draft_opinion", outcome="sent_back", **OPINION)
    leader = Hand(desk("mayor"))
    assert "decide_review" not in codes(leader.look(answered))
    leader.do(answered, "send_back")
    assert cast.matter(answered).state == "investigating"
    assert "退回重新处理" in Hand(desk("handler")).look(answered)


def test_asked_at_the_counter(cast: Cast, desk: Desk, answered: Registered) -> None:
    hand = Hand(desk("registrar"))
    wrong = hand.send(answered, "ask_review", via="visit", grounds="")
    assert wrong.status_code == 422
    hand.do(answered, "ask_review", via="letter", grounds="没有写收费标准。")
    assert Review.objects.get().asked_via == "letter"
    page = Hand(desk("handler")).look(answered)
    assert "没有写收费标准。" in page and "draft" not in codes(page)


def test_who_took_part_has_no_button(cast: Cast, desk: Desk, answered: Registered) -> None:
    ask(cast, answered)
    assert not codes(Hand(desk("approver")).look(answered)) & {"take_review", "draft_opinion", "decide_review"}
    assert desk("bureau_reviewer").get(address(answered)).status_code == 404


def test_a_hearing_in_the_units_own_work(cast: Cast, desk: Desk) -> None:
    cast.at = now()
    filed = cast.file()
    cast.to_handler(filed)
    hand = Hand(desk("handler"))
    form = hand.unfold(filed, "announce_hearing")
    assert "至少提前 7 天告知，最早 " in form
    chairs = set(re.findall(r'<option value="(\d+)"', form))
    assert str(cast.officers["approver"]) in chairs and str(cast.officers["handler"]) not in chairs
    given = {"place": "二楼", "chair": str(cast.officers["approver"]), "members": "", "about_what": "收费依据"}
    soon = (cast.at + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    wrong = hand.send(filed, "announce_hearing", held_at=soon, **given)
    assert wrong.status_code == 422 and "提前 7 天" in wrong.text
    held_at = (cast.at + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M")
    long = hand.send(filed, "announce_hearing", held_at=held_at, **given | {"about_what": "费" * (MESSAGE_MAX + 1)})
    assert long.status_code == 422 and 'id="announce_hearing-about_what_error"' in long.text
    hand.do(filed, "announce_hearing", held_at=held_at, **given)
    assert Hearing.objects.get().place == "二楼"
    page = hand.look(filed)
    assert "收费依据" in page and "announce_hearing" not in codes(page)
    hand.do(filed, "cancel_hearing", reason="场地停电")
    assert "场地停电" in hand.look(filed)
