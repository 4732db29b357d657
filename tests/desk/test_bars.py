"""Whom a matter is about, at the desk: settled first, asked about on handing on, slips undone."""

import re
from typing import Any

import pytest
from django.test import Client

from huiyin.kernel.actor import Role
from huiyin.kernel.ids import format_matter_number
from huiyin.kernel.time import now, office_day
from huiyin.matters.core.rules.states import SETTLED_FIRST, Kind, State
from huiyin.matters.models import Handover, Matter
from huiyin.matters.register.services.register import Registered
from huiyin.matters.respondents.selectors.respondents import respondents_of
from huiyin.matters.respondents.services.naming import bar_lift
from huiyin.orgs.rules import Respondents
from huiyin.orgs.services import PostPlan, post_create
from tests.cast import SEED, Cast
from tests.desk.conftest import Desk
from tests.desk.hands import Hand, codes, version
from tests.portal.walker import WHAT, Citizen


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


UNSETTLED = "还没有核对清楚它反映的是谁，不能受理、转交或者指定承办人。请先“写明被反映方”。"


@pytest.mark.parametrize("code", sorted(action.value for action in SETTLED_FIRST))
def test_nothing_else_can_be_done_until_it_is_settled(cast: Cast, desk: Desk, code: str) -> None:
    _with_a_handler(cast)
    filed, hand = _accusing("局里的老季"), Hand(desk("registrar"))
    page = hand.look(filed)
    assert code not in codes(page) and UNSETTLED in page
    given = {
        "unit": str(cast.units["housing"]), "handler": str(cast.officers["nobody"]), "mode": "forward",
        "purpose": "请看一看",
    }  # fmt: skip
    refused = hand.send(filed, code, **given)
    assert refused.status_code in {409, 422} and UNSETTLED in refused.text
    assert _stands(cast, filed)
    hand.do(filed, "name_respondent", whom="outside", text="邻村的老季")
    assert UNSETTLED not in hand.look(filed)
    assert UNSETTLED not in hand.send(filed, code, **given).text


def test_nor_handed_on_among_others(cast: Cast, desk: Desk) -> None:
    filed, browser = _accusing("局里的老季"), desk("registrar")
    answer = _at_once(browser, filed, do="assign_unit", unit=str(cast.units["housing"]), mode="forward")
    assert "1 件没有改动" in answer and UNSETTLED in answer
    assert _stands(cast, filed)


def test_nor_given_to_a_handler_among_others(cast: Cast, desk: Desk) -> None:
    _with_a_handler(cast)
    filed = cast.file(kind=Kind.ACCUSATION, respondent_unit_id=cast.units["education"])
    cast.accept(filed)
    bar_lift(actor=cast.petitioner(filed), matter_id=filed.matter_id, bar="unit", at=cast.at)
    answer = _at_once(desk("registrar"), filed, do="assign_handler", handler=str(cast.officers["nobody"]))
    assert "1 件没有改动" in answer and UNSETTLED in answer
    assert cast.matter(filed).handler_id is None


def test_a_new_accusation_says_that_the_accused_isnt_settled(cast: Cast, desk: Desk) -> None:
    """Not that its state has no such step: it can't be accepted either before that."""
    _with_a_handler(cast)
    filed = _accusing("老季")
    answer = _at_once(desk("registrar"), filed, do="assign_handler", handler=str(cast.officers["nobody"]))
    assert "1 件没有改动" in answer and UNSETTLED in answer
    assert _stands(cast, filed)
    settled = cast.file(kind=Kind.ACCUSATION, respondent_unit_id=cast.units["education"])
    answer = _at_once(desk("registrar"), settled, do="assign_handler", handler=str(cast.officers["nobody"]))
    assert "1 件没有改动" in answer and UNSETTLED not in answer


def _at_once(browser: Client, filed: Registered, **given: str) -> str:
    pick = f"{filed.number}.{version(Hand(browser).look(filed))}"
    return browser.post("/desk/work/arrivals/bulk/", {"pick": pick, **given}).text


def _with_a_handler(cast: Cast) -> None:
    """Somebody in the petition office to whom a matter could be given."""
    plan = PostPlan(cast.units["office"], Role.HANDLER, "承办人", cast.officers["nobody"])
    post_create(plan=plan, actor=SEED, at=cast.at)


def _accusing(text: str) -> Registered:
    """An accusation sent over the web."""
    citizen = Citizen()
    citizen.write()
    citizen.press("what", **{**WHAT, "kind": "accusation"})
    citizen.press("about", respondent=text)
    assert citizen.send().status_code == 302
    number, code = citizen.receipt()
    return Registered(matter_id=Matter.objects.get(number=number).pk, number=number, code=code, is_new=True)


def _stands(cast: Cast, filed: Registered) -> bool:
    """Whether it is where it was, in nobody's hands."""
    row = cast.matter(filed)
    place = row.state, row.lead_unit_id, row.handler_id
    return place == (State.REGISTERED, cast.units["office"], None) and not Handover.objects.exists()


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


def test_what_is_recognised_is_shown_while_typing(cast: Cast, desk: Desk) -> None:
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
    own = hand.send(filed, "lift_bar_at_counter", bar="unit", receipt_code=code)
    assert own.status_code == 409 and "请另一位登记员" in own.text, "the code was on this registrar's screen"
    assert code not in own.text, "a code never comes back in a page"
    plan = PostPlan(cast.units["office"], Role.REGISTRAR, "登记员", cast.officers["office_approver"])
    post_create(plan=plan, actor=SEED, at=cast.at)
    Hand(desk("office_approver")).do(filed, "lift_bar_at_counter", bar="unit", receipt_code=code)
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
