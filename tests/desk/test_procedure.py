"""More time, the simple procedure, settlements and service at the matter's page."""

from datetime import timedelta
from typing import Any

import pytest

from huiyin.kernel.actor import petitioner
from huiyin.kernel.time import now, office_day
from huiyin.matters.delivery.errors import SignatureMissing
from huiyin.matters.messages.services.petitioner import petitioner_write
from huiyin.matters.models import ExtensionAsk, Reply, Service
from huiyin.matters.register.services.register import Registered
from huiyin.matters.reply.services.reply import reply_approve
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.desk.hands import Hand, codes


@pytest.fixture
def filed(cast: Cast) -> Registered:
    """Of today, with its handler."""
    cast.at = now() - timedelta(minutes=5)
    found = cast.file()
    cast.to_handler(found)
    return found


def test_more_time_is_asked_for_and_granted(cast: Cast, desk: Desk, filed: Registered) -> None:
    handler, approver = Hand(desk("handler")), Hand(desk("approver"))
    assert "extend_grant" not in codes(approver.look(filed))
    page = handler.send(filed, "extend_ask", days="40", reason="要等检测")
    assert page.status_code == 422 and "请填 1 至 30 天" in page.text
    asked = handler.do(filed, "extend_ask", days="20", reason="要等第三方检测").text
    assert "已提交，等单位负责人决定" in asked and "已经申请过延期" in asked and "extend_ask" not in codes(asked)
    page = approver.look(filed)
    assert "申请延长 20 天" in page and "要等第三方检测" in page and {"extend_grant", "extend_refuse"} <= codes(page)
    assert "延长 20 天" in approver.do(filed, "extend_grant").text
    assert ExtensionAsk.objects.get().granted
    assert "已经延长过一次" in handler.look(filed)


def test_refused_with_its_reason(cast: Cast, desk: Desk, filed: Registered) -> None:
    handler, leader = Hand(desk("handler")), Hand(desk("housing_leader"))
    handler.do(filed, "extend_ask", days="20", reason="要等第三方检测")
    assert leader.send(filed, "extend_refuse", reason="").status_code == 422
    leader.do(filed, "extend_refuse", reason="检测已经出来")
    page = handler.look(filed)
    assert "没有批准" in page and "检测已经出来" in page


def test_accepted_simply_and_back_again(cast: Cast, desk: Desk) -> None:
    cast.at = now() - timedelta(minutes=5)
    filed, registrar = cast.file(), Hand(desk("registrar"))
    page = registrar.send(filed, "accept", procedure="simple", reason="")
    assert page.status_code == 422 and "请用一句话写明理由" in page.text
    page = registrar.do(filed, "accept", procedure="simple", reason="事实清楚").text
    assert "简易程序" in page and "简易办理期限" in page and "make_ordinary" in codes(page)
    page = registrar.do(filed, "make_ordinary", reason="要到现场查看").text
    assert "普通程序" in page and "make_ordinary" not in codes(page)


def test_an_answer_that_waits_for_its_signature_offers_no_service_and_says_why(
    cast: Cast, desk: Desk, filed: Registered, settings: Any
) -> None:
    settings.HUIYIN_SIGNED_BY_LEADER = True
    cast.draft(filed)
    reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    handler = Hand(desk("handler"))
    page = handler.look(filed)
    assert {"serve", "post"}.isdisjoint(codes(page)) and SignatureMissing.sentence in page
    Hand(desk("housing_leader")).do(filed, "sign")
    page = handler.look(filed)
    assert {"serve", "post"} <= codes(page) and SignatureMissing.sentence not in page


def test_an_accusation_offers_no_simple_procedure(cast: Cast, desk: Desk) -> None:
    registrar = Hand(desk("registrar"))
    assert "简易程序" not in registrar.unfold(cast.file(kind="accusation"), "accept")


def test_a_settlement_shows_how_the_petitioner_agreed(cast: Cast, desk: Desk, filed: Registered) -> None:
    handler = Hand(desk("handler"))
    assert "还没有材料" in handler.unfold(filed, "settle")
    petitioner_write(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, body="我同意这样办", at=cast.at)
    message = cast.matter(filed).messages.get()
    handler.look(filed)
    assert "我同意这样办" in handler.unfold(filed, "settle")
    given = {"facts": "三方面谈", "agreement": "三日内修好电梯", "agreed_on": office_day(cast.at).isoformat()}
    page = handler.send(filed, "settle", **given)
    assert page.status_code == 422 and "能看出信访人同意的材料" in page.text
    page = handler.do(filed, "settle", **given, proof=str(message.pk)).text
    assert "和解（调解）协议" in page and "三日内修好电梯" in page
    assert Reply.objects.get().settlement == "三日内修好电梯"
    # Sent back, the opinion starts empty and the settlement from what was agreed.
    Hand(desk("approver")).do(filed, "return", reason="写明日期")
    assert "三日内修好电梯" in handler.look(filed) and "三日内修好电梯" in handler.unfold(filed, "settle")


def test_posted_and_acknowledged(cast: Cast, desk: Desk, filed: Registered) -> None:
    cast.draft(filed)
    reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    handler = Hand(desk("handler"))
    page = handler.do(filed, "post", note="挂号 XA123").text
    assert "已寄出，等回执" in page and "挂号 XA123" in page and "acknowledge" in codes(page)
    assert handler.send(filed, "acknowledge", acknowledged_on="", words="").status_code == 422
    page = handler.do(filed, "acknowledge", acknowledged_on=office_day(now()).isoformat(), words="本人签收").text
    assert "本人签收" in page and "acknowledge" not in codes(page)


def test_handed_over(cast: Cast, desk: Desk, filed: Registered) -> None:
    cast.draft(filed)
    reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    handler = Hand(desk("handler"))
    assert "电话答复" not in handler.unfold(filed, "serve")
    page = handler.send(
        filed, "serve", method="in_person", served_on=(office_day(now()) + timedelta(days=1)).isoformat()
    )
    assert page.status_code == 422 and "之间的一天" in page.text
    page = handler.do(filed, "serve", method="in_person", note="在接待室交给本人").text
    assert "当面送达" in page and "在接待室交给本人" in page
    assert Service.objects.get().method == "in_person"
