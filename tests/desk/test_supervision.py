"""Supervision, promised steps, calls back and recommendations, over HTTP."""

from datetime import timedelta

import pytest

from huiyin.clocks.selectors import usual_day
from huiyin.flows.supervision_round import supervision_round
from huiyin.kernel.actor import petitioner
from huiyin.kernel.time import now, office_day
from huiyin.matters.core.rules.states import State
from huiyin.matters.models import Recommendation
from huiyin.matters.rating.services import matter_rate
from huiyin.supervision.models import Supervision
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.desk.hands import Hand, codes, draft_of


def _day(days: int) -> str:
    return (office_day(now()) + timedelta(days=days)).isoformat()


@pytest.fixture
def today(cast: Cast) -> Cast:
    """The cast, now: pages ask the machine for the time."""
    cast.at = now()
    return cast


def test_a_demand_is_made_answered_and_ended(today: Cast, desk: Desk) -> None:
    cast = today
    filed = cast.file()
    cast.to_handler(filed)
    office, bureau = Hand(desk("office_leader")), Hand(desk("approver"))
    assert "supervise" in codes(office.look(filed)) and "end_supervision" not in codes(office.look(filed))
    ready = usual_day(code="supervision", kind="claim", at=now())
    assert f'value="{ready}"' in office.unfold(filed, "supervise")
    refused = office.send(filed, "supervise", demand="", due_on=_day(5))
    assert refused.status_code == 422 and "请写明要求承办单位做什么" in refused.text
    refused = office.send(filed, "supervise", demand="请说明进展。", due_on=_day(0))
    assert refused.status_code == 422 and "请填明天或者以后的日期" in refused.text
    page = office.do(filed, "supervise", demand="请说明进展。", due_on=_day(5)).text
    assert "已发出督办" in page and "请说明进展。" in page
    listed = bureau.client.get("/desk/supervision/").text
    assert filed.number in listed.replace(" ", "") and "云渡县信访局" in listed
    assert codes(bureau.look(filed)) >= {"answer_supervision"} and "supervise" not in codes(bureau.look(filed))
    bureau.do(filed, "answer_supervision", position=1, answer="明天上门。")
    page = office.look(filed)
    assert "明天上门。" in page and "answer_supervision" not in codes(page)
    office.do(filed, "end_supervision", position=1, reason="已经说明。")
    assert "没有等着的督办" in bureau.client.get("/desk/supervision/").text
    assert not Supervision.objects.filter(ended_at=None).exists()


def test_what_is_demanded_by_rule_says_why(today: Cast, desk: Desk) -> None:
    cast = today
    filed = cast.file(unit_id=cast.units["housing"])
    cast.at -= timedelta(days=30)
    late = cast.file(unit_id=cast.units["housing"])
    cast.at += timedelta(days=30)
    supervision_round(at=cast.at)
    page = Hand(desk("housing_leader")).look(late)
    assert "逾期没有告知是否受理" in page and "请马上告知信访人是否受理" in page
    listed = desk("registrar").get("/desk/supervision/").text
    assert late.number in listed.replace(" ", "") and filed.number not in listed.replace(" ", "")


def test_promised_steps_from_the_draft_to_the_call_back(today: Cast, desk: Desk) -> None:
    cast = today
    filed = cast.file()
    cast.to_handler(filed)
    handler, approver = Hand(desk("handler")), Hand(desk("approver"))
    refused = handler.send(filed, "draft", **draft_of(cast, filed, steps="尽快修好电梯"))
    assert refused.status_code == 422 and "这一行要先写日期" in refused.text
    steps = f"{_day(9)} 修好电梯\n{_day(20)}，公示收支"
    handler.do(filed, "draft", **draft_of(cast, filed, steps=steps))
    assert "公示收支" in approver.look(filed)
    approver.do(filed, "return", reason="第二项日期太晚。")
    assert f"{_day(20)} 公示收支" in handler.unfold(filed, "draft")  # the next draft starts from the last one
    handler.do(filed, "draft", **draft_of(cast, filed, steps=steps))
    approver.do(filed, "approve")
    handler.do(filed, "serve")
    matter_rate(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, of_office="satisfied",
                of_unit="satisfied", words="", at=now())  # fmt: skip
    page = approver.look(filed)
    assert "close" not in codes(page) and "答复承诺的事还没有全部落实" in page
    for position in (3, 4):
        handler.do(filed, "step_done", position=position, note=f"第{position}项办好了。")
    assert "第3项办好了。" in approver.look(filed)
    approver.do(filed, "close")
    registrar = Hand(desk("registrar"))
    assert filed.number in registrar.client.get("/desk/supervision/call-backs/").text.replace(" ", "")
    assert "请选回访的结果" in registrar.send(filed, "follow_up", words="").text
    answer = registrar.do(filed, "follow_up", result="not_done", words="电梯又停了。").text
    assert "电梯又停了。" in answer
    assert cast.matter(filed).state == State.INVESTIGATING
    assert "没有等着回访的事项" in registrar.client.get("/desk/supervision/call-backs/").text


def test_a_recommendation_goes_out_and_comes_back(today: Cast, desk: Desk) -> None:
    cast = today
    leader, housing = desk("office_leader"), desk("housing_leader")
    address = "/desk/supervision/recommendations/"
    assert "写一份建议书" in leader.get(address).text and "写一份建议书" not in housing.get(address).text
    given = {
        "kind": "policy",
        "to_unit_id": cast.units["housing"],
        "problem": "电梯停运多。",
        "proposal": "公示维保。",
    }
    wrong = leader.post(f"{address}new/", given | {"proposal": "", "number": "123"})
    assert wrong.status_code == 422 and "电梯停运多。" in wrong.text
    assert leader.post(f"{address}new/", given | {"to_unit_id": cast.units["office"]}).status_code == 422
    assert leader.post(f"{address}new/", given).status_code == 302
    row = Recommendation.objects.get()
    assert "电梯停运多。" in housing.get(f"{address}{row.pk}/").text
    assert housing.post(f"{address}{row.pk}/", {"adopted": "yes", "reply": ""}).status_code == 422
    assert housing.post(f"{address}{row.pk}/", {"adopted": "no", "reply": "已有公示制度。"}).status_code == 302
    assert "已有公示制度。" in leader.get(f"{address}{row.pk}/").text
    row.refresh_from_db()
    assert row.adopted is False
    assert desk("town_leader").get(f"{address}{row.pk}/").status_code == 404
