"""Help from an aid scheme, at the desk."""

import pytest

from huiyin.kernel.actor import petitioner
from huiyin.kernel.time import now, office_day
from huiyin.matters.assistance.services import referral_agree
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.desk.hands import Hand, codes

pytestmark = pytest.mark.django_db
_STEPS = {"agree_referral", "decline_referral", "answer_referral", "follow_up_referral"}


def test_the_desk_proposes_records_the_answer_and_asks_after_it(cast: Cast, desk: Desk) -> None:
    cast.at = now()
    filed = cast.file()
    cast.to_handler(filed)
    hand = Hand(desk("handler"))
    assert not _STEPS & codes(hand.look(filed))
    half = hand.send(filed, "refer_assistance", scheme="临时救助", why="家里有人住院")
    assert (half.status_code, "两样填一样" in half.text, "家里有人住院" in half.text) == (422, True, True)
    page = hand.do(filed, "refer_assistance", scheme="临时救助", unit_text="柳荫镇", why="家里有人住院").text
    assert "等信访人决定" in page
    assert _STEPS & codes(page) == {"agree_referral", "decline_referral"}
    half = hand.send(filed, "agree_referral", position="1", way="phone")
    assert (half.status_code, "请写明信访人哪天" in half.text) == (422, True)
    referral_agree(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, position=1, at=cast.at)
    page = hand.look(filed)
    assert _STEPS & codes(page) == {"answer_referral"}
    assert "救助转介函" in page
    today = office_day(now()).isoformat()
    half = hand.send(filed, "answer_referral", position="1", granted="yes", answered_on=today)
    assert (half.status_code, "请写明对方怎么答复的" in half.text) == (422, True)
    page = hand.do(
        filed, "answer_referral", position="1", granted="no", answer="收入超过标准", answered_on=today
    ).text  # fmt: skip
    assert "没有给予救助" in page
    assert _STEPS & codes(page) == {"follow_up_referral"}
    listed = hand.client.get("/desk/supervision/call-backs/").text
    assert "move=follow_up_referral" in listed and "临时救助" in listed
    page = hand.do(filed, "follow_up_referral", position="1", words="已改申请医疗救助").text
    assert "已改申请医疗救助" in page
    assert "move=follow_up_referral" not in hand.client.get("/desk/supervision/call-backs/").text
    assert not _STEPS & codes(page)


def test_a_no_on_paper_is_written_down(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    hand = Hand(desk("handler"))
    hand.do(filed, "refer_assistance", scheme="临时救助", body="县慈善会", why="家里有人住院")
    page = hand.do(filed, "decline_referral", position="1", way="paper", note="3月5日来信说不用").text
    assert "3月5日来信说不用" in page
    assert "救助转介函" not in page
