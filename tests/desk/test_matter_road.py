"""A matter's page: from the registrar to the approver and back, over HTTP."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.desk.matter.reasons import blocked_on_page
from huiyin.kernel.actor import petitioner
from huiyin.kernel.time import now
from huiyin.matters.assignment.services import matter_assign_handler, matter_assign_unit
from huiyin.matters.closing.services import matter_close
from huiyin.matters.core.errors import MatterNotFound
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.delivery.services import reply_serve
from huiyin.matters.rating.services import matter_rate
from huiyin.matters.register.services.register import Registered
from huiyin.matters.reply.services.reply import reply_approve
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.desk.hands import Hand, address, codes, draft_of

STATEMENTS = 22


def test_a_matter_goes_the_whole_road(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    registrar, handler, approver = (Hand(desk(name)) for name in ("registrar", "handler", "approver"))
    assert "受理以后才能指定承办人" in registrar.look(filed)
    assert "已受理。信访人会收到通知。" in registrar.do(filed, "accept").text
    registrar.do(filed, "assign_unit", unit=cast.units["housing"], words="请现场查看")
    director = Hand(desk("housing_registrar"))
    assert "云渡县信访局" in director.look(filed)
    director.do(filed, "assign_handler", handler=cast.officers["handler"])
    handler.do(filed, "note", body="现场看过，电梯贴了停用通知。")
    handler.do(filed, "ask", body="请补充物业费收据。")
    assert "等信访人补充" in handler.look(filed)
    drafted = handler.do(filed, "draft", **draft_of(cast, filed)).text
    assert "送达要先由另一位审批人批准" in drafted and "serve" not in codes(drafted)
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
                of_unit="satisfied", words="谢谢", at=cast.at)  # fmt: skip
    assert "只能查看" in director.do(filed, "close").text


@pytest.mark.parametrize("code", ["decline", "redirect"])
def test_another_first_answer_names_its_ground(cast: Cast, desk: Desk, code: str) -> None:
    filed = cast.file()
    hand = Hand(desk("registrar"))
    ground, field = {"decline": ("pending", "explanation"), "redirect": ("litigation", "route")}[code]
    assert "《信访工作条例》第" in hand.unfold(filed, code)
    given = {"body": "县人民法院", "deadline": "六个月内审结", "remedy": "十五日内上诉"} if code == "redirect" else {}
    page = hand.do(filed, code, ground=ground, **{field: "请到县法院立案庭，带身份证和合同。"}, **given).text
    assert "请到县法院立案庭" in page and "只能查看" in page
    assert codes(page) == {"open_identity", "reissue_code", "ask_explanation", "instruct"}


def test_a_matter_given_away_for_good_leads_to_the_work_list(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    matter_assign_unit(
        actor=cast.actor("registrar"), matter_id=filed.matter_id, unit_id=cast.units["housing"], at=cast.at
    )
    hand = Hand(desk("housing_registrar"))
    page = hand.do(filed, "assign_unit", unit_text="教育局")
    assert page.request["PATH_INFO"] == "/desk/" and "不再由您的单位办理" in page.text


def _stages(cast: Cast, filed: Registered) -> Iterator[None]:
    """Every state on the road, one after the other."""
    yield
    cast.accept(filed)
    yield
    matter_id, at = filed.matter_id, cast.at
    matter_assign_unit(actor=cast.actor("registrar"), matter_id=matter_id, unit_id=cast.units["housing"], at=at)
    matter_assign_handler(
        actor=cast.actor("housing_registrar"), matter_id=matter_id, officer_id=cast.officers["handler"], at=at
    )
    yield
    cast.draft(filed)
    yield
    reply_approve(actor=cast.actor("approver"), matter_id=matter_id, at=at)
    yield
    reply_serve(actor=cast.actor("handler"), matter_id=matter_id, at=at)
    yield
    rated = {"of_office": "satisfied", "of_unit": "satisfied", "words": ""}
    matter_rate(actor=petitioner(matter_id), matter_id=matter_id, at=at, **rated)
    yield
    matter_close(actor=cast.actor("housing_registrar"), matter_id=matter_id, at=at)
    yield


def test_in_every_state_each_officer_finds_just_the_moves_that_are_theirs(cast: Cast, desk: Desk) -> None:
    filed, states = cast.file(), set()
    names = ("registrar", "housing_registrar", "handler", "approver", "housing_leader", "mayor")
    clients = {name: desk(name) for name in names}
    for _ in _stages(cast, filed):
        states.add(cast.matter(filed).state)
        for name, client in clients.items():
            answer = client.get(address(filed))
            try:
                page = matter_page_for(actor=cast.actor(name), number=filed.number, at=now())
            except MatterNotFound:
                assert answer.status_code == 404
                continue
            possible = {
                move.action for move in page.moves if not blocked_on_page(page, cast.actor(name), move.action)
            }
            # Chosen on the page of a plan period, many at once.
            possible.discard(Action.TAKE_INTO_PERIOD)
            assert codes(answer.text) == possible, (page.state, name)
            statements = len(_statements(client, filed))
            assert statements <= STATEMENTS, (page.state, name, statements)
    assert len(states) == 8


def _statements(client: Client, filed: Registered) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        client.get(address(filed))
    return [query["sql"][:110] for query in captured]


def test_the_page_takes_a_fixed_number_of_statements(cast: Cast, desk: Desk) -> None:
    filed = cast.file(requests=tuple(f"第{number}条" for number in range(1, 21)))
    client = desk("registrar")
    client.get(address(filed))
    before = _statements(client, filed)
    assert len(before) <= STATEMENTS, "\n".join(before)
    for _ in range(5):
        Hand(client).do(filed, "note", body="又看了一次。")
    assert len(_statements(client, filed)) == len(before)
    # With a respondent the suggestion has to look at who commands whom.
    about = cast.file(respondent_unit_id=cast.units["town"])
    assert len(_statements(client, about)) <= STATEMENTS + 8
