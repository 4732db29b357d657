"""Whom a matter is about, at the desk: settled first, asked about on handing on, slips undone."""

import re
from typing import Any

from huiyin.kernel.ids import format_matter_number
from huiyin.kernel.time import now, office_day
from huiyin.matters.models import Matter
from huiyin.matters.rules.states import Kind
from huiyin.matters.selectors.respondents import respondents_of
from huiyin.orgs.rules import Respondents
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.desk.hands import Hand, codes
from tests.portal.walker import Citizen


def test_the_first_move_of_an_unsettled_accusation_settles_it(cast: Cast, desk: Desk) -> None:
    filed = cast.file(kind=Kind.ACCUSATION, respondent_text="局里的老季")
    hand = Hand(desk("registrar"))
    page = hand.look(filed)
    assert "还没有核对清楚是谁" in page and "name_respondent" in codes(page)
    assert not {"accept", "assign_unit", "assign_handler"} & codes(page)
    assert page.index('id="move-name_respondent"') < page.index('id="move-decline"')
    hand.do(filed, "name_respondent", whom="outside", text="邻村的老季")
    assert {"accept", "assign_unit"} <= codes(hand.look(filed))
    assert cast.matter(filed).respondents_settled


def test_handing_a_matter_to_a_unit_that_it_speaks_of_takes_a_mark(cast: Cast, desk: Desk) -> None:
    filed = cast.file(text="住建局的楚天阔局长收了礼，验收走过场。")
    cast.accept(filed)
    hand = Hand(desk("registrar"))
    given = {"unit": str(cast.units["housing"]), "mode": "forward"}
    refused = hand.send(filed, "assign_unit", **given)
    assert refused.status_code == 422 and "这件事里写到了“住建局、楚天阔”" in refused.text
    mark = re.search(r'name="not_about"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="not_about"', refused.text)
    assert mark and 'type="checkbox"' in refused.text
    hand.pages.pop(filed.number, None)
    hand.do(filed, "assign_unit", **given, not_about=mark[1] or mark[2])
    assert cast.matter(filed).lead_unit_id == cast.units["housing"]


def test_the_register_form_asks_the_same(cast: Cast, desk: Desk) -> None:
    _register(desk, kind="claim", concerned="住建局", respondent="教育局")
    matter = Matter.objects.get()
    assert matter.concerned_unit_id == cast.units["housing"]
    assert respondents_of(matter) == Respondents.of([cast.units["education"]]) and matter.respondents_settled
    _register(desk, kind="accusation", concerned="住建局", respondent="老季")
    accused = Matter.objects.exclude(pk=matter.pk).get()
    assert accused.concerned_unit_id is None and not accused.respondents_settled
    assert Respondents.of([cast.units["housing"]]) <= respondents_of(accused)
    _register(desk, kind="accusation", concerned="", respondent="隔壁的老季", outside="on")
    assert Matter.objects.latest("id").respondents_settled


def test_what_is_recognised_is_said_while_typing(cast: Cast, desk: Desk) -> None:
    given = {"kind": "accusation", "concerned": "住建局", "respondent": "楚天阔、老季"}
    part = desk("registrar").post("/desk/register/suggest/", given, headers={"HX-Request": "true"}).text
    assert "它和它的下级看不到" in part and "已认出 1 名工作人员" in part and "没有认出“老季”" in part


def test_a_slip_of_the_office_is_shown_and_refused(cast: Cast, desk: Desk) -> None:
    number, code = _register(desk, kind="claim", respondent="住建局", email="xiaoman@example.invalid")
    hand = Hand(desk("registrar"))
    row = Matter.objects.get()
    filed: Any = type("Filed", (), {"number": row.number, "matter_id": row.pk})
    hand.do(filed, "propose_lift", bar="unit", reason="看错了一个字")
    citizen = Citizen()
    citizen.look_up(number, code)
    assert "请您看一看" in citizen.page("/status/")
    assert "看错了一个字" in citizen.page("/status/bars/")
    citizen.client.post("/status/bars/objection/")
    assert "您不同意解除，一切照旧" in citizen.page("/status/")
    assert respondents_of(Matter.objects.get())
    refused = hand.send(filed, "lift_bar_at_counter", bar="unit", receipt_code="0000")
    assert refused.status_code == 422 and "查询码和这件事项不符" in refused.text
    hand.pages.pop(row.number, None)
    hand.do(filed, "lift_bar_at_counter", bar="unit", receipt_code=code)
    assert not respondents_of(Matter.objects.get())
    assert "凭您的查询码解除了一项回避" in citizen.page("/status/")


def _register(desk: Desk, **given: str) -> tuple[str, str]:
    """Register a letter; gives number and code."""
    browser = desk("registrar")
    token = re.search(r'name="token" value="([^"]+)"', browser.get("/desk/register/").text)
    assert token
    form = {
        "token": token[1], "channel": "letter", "received_on": office_day(now()).isoformat(),
        "text": "公租房等了两年", "requests": "请答复", "name": "谷小满", **given,
    }  # fmt: skip
    answer = browser.post("/desk/register/", form)
    assert answer.status_code == 302, answer.text
    page = browser.get(answer.headers["Location"]).text
    number = re.search(r"\d{8}-\d{4}-\d{4}", page)
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{3}", page)
    assert number and code and format_matter_number(Matter.objects.latest("id").number) == number[0]
    return number[0], code[0]
