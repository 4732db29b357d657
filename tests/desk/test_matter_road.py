"""A matter's page: from the registrar to the approver and back, over HTTP."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.kernel.actor import petitioner
from huiyin.matters.selectors import matter_page_of_petitioner
from huiyin.matters.services import matter_assign_unit, matter_rate
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.desk.hands import Hand, address, codes, draft_of

STATEMENTS = 22


def test_a_matter_goes_the_whole_road(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    registrar, handler, approver = (Hand(desk(name)) for name in ("registrar", "handler", "approver"))
    assert "受理以后才能指定承办人" in registrar.look(filed)
    assert "已受理，并通知了信访人" in registrar.do(filed, "accept").text
    registrar.do(filed, "assign_unit", unit=cast.units["housing"], words="请现场查看")
    director = Hand(desk("housing_registrar"))
    assert "云渡县信访局" in director.look(filed)
    director.do(filed, "assign_handler", handler=cast.officers["handler"])
    handler.do(filed, "note", body="现场看过，电梯贴了停用通知。")
    handler.do(filed, "ask", body="请补充物业费收据。")
    assert "等信访人补充" in handler.look(filed)
    said = handler.do(filed, "draft", **draft_of(cast, filed)).text
    assert "送达要先由另一位审批人批准" in said and "serve" not in codes(said)
    assert "经实地查看，情况属实" in approver.look(filed)
    approver.do(filed, "return", reason="第 2 条写明修好的日期。")
    page = handler.look(filed)
    assert "第 2 条写明修好的日期" in page and "第2条属实" in page  # the next draft starts from the last one
    handler.do(filed, "draft", **draft_of(cast, filed, reasons_2="3 月 20 日已修好。"))
    approver.do(filed, "approve")
    assert "已送达" in handler.do(filed, "serve").text
    shown = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert shown.reply and shown.reply.opinions[1].reasons == "3 月 20 日已修好。"
    matter_rate(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, of_office="satisfied",
                of_unit="partly", words="谢谢", at=cast.at)  # fmt: skip
    assert "只能查看" in director.do(filed, "close").text


@pytest.mark.parametrize("code", ["decline", "redirect"])
def test_another_first_answer_names_its_ground(cast: Cast, desk: Desk, code: str) -> None:
    filed = cast.file()
    hand = Hand(desk("registrar"))
    ground, field = {"decline": ("pending", "explanation"), "redirect": ("litigation", "route")}[code]
    assert "第二十八条" in hand.look(filed)
    page = hand.do(filed, code, ground=ground, **{field: "请到县法院立案庭，带身份证和合同。"}).text
    assert "请到县法院立案庭" in page and "只能查看" in page
    assert codes(page) == {"open_identity"}


def test_a_matter_given_away_for_good_leads_to_the_work_list(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    matter_assign_unit(
        actor=cast.actor("registrar"), matter_id=filed.matter_id, unit_id=cast.units["housing"], at=cast.at
    )
    hand = Hand(desk("housing_registrar"))
    page = hand.do(filed, "assign_unit", unit_text="教育局")
    assert page.request["PATH_INFO"] == "/desk/" and "不再由您的单位办理" in page.text


def test_the_page_takes_a_fixed_number_of_statements(cast: Cast, desk: Desk) -> None:
    filed = cast.file(requests=tuple(f"第{place}条" for place in range(1, 21)))
    client = desk("registrar")
    client.get(address(filed))
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get(address(filed))
        assert len(captured) <= STATEMENTS, "\n".join(query["sql"][:110] for query in captured)
        for _more in range(5):
            Hand(client).do(filed, "note", body="又看了一次。")
