"""What an officer types into a move's form is kept, there again, gone with the move, and never lost silently."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.desk.matter.registry import FORMS
from huiyin.kernel.actor import petitioner
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.states import State
from huiyin.matters.messages.services.petitioner import petitioner_write
from huiyin.matters.models import Matter, Message, MoveDraft, Reply
from huiyin.matters.recusal.services import matter_recuse
from huiyin.matters.register.services.register import Registered
from huiyin.web.forms import is_secret
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.desk.hands import Hand, address, codes, version

JSON = {"Accept": "application/json"}
_HALF = "查明：电梯已停运三天，维保单位"


@pytest.fixture
def filed(cast: Cast) -> Registered:
    found = cast.file()
    cast.to_handler(found)
    return found


def _opened(client: Client, filed: Registered, code: str = "draft") -> str:
    return client.get(f"{address(filed)}?move={code}").text


def _draft_of(page: str) -> str:
    found = re.search(r'name="draft" value="([^"]*)"', page)
    assert found, page
    return found[1]


def _link_of(page: str) -> str:
    found = re.search(r'href="(/desk/drafts/[0-9a-f-]+/)"', page)
    assert found, page
    return found[1]


def _keep(client: Client, filed: Registered, page: str, code: str = "draft", **typed: str) -> Any:
    given = {"seen": version(page), "draft": _draft_of(page), **typed}
    return client.post(f"{address(filed, code)}keep/", given, headers=JSON)


def test_typed_text_is_kept_and_there_again_in_panel_and_page(cast: Cast, desk: Desk, filed: Registered) -> None:
    browser = desk("handler")
    page = _opened(browser, filed)
    assert f'data-autosave="{address(filed, "draft")}keep/"' in page and "草稿，上次保存于" not in page
    answer = _keep(browser, filed, page, facts=_HALF, outcome_1="upheld", basis="")
    assert answer.status_code == 200
    # The page goes on with what it was given: nothing of its own is in its way.
    assert (
        _keep(browser, filed, page.replace(_draft_of(page), answer.json()["draft"]), facts=_HALF).status_code == 200
    )
    elsewhere = desk("handler")
    for shown in (_opened(elsewhere, filed), Hand(elsewhere).unfold(filed, "draft")):
        assert _HALF in shown and "草稿，上次保存于" in shown and "清空草稿" in shown
        assert "data-error-summary" not in shown
    assert "有草稿" in elsewhere.get(address(filed)).text
    assert _HALF not in elsewhere.get(address(filed)).text


def test_without_a_script_a_button_keeps_it(cast: Cast, desk: Desk, filed: Registered) -> None:
    browser = desk("handler")
    page = _opened(browser, filed, "note")
    assert f'formaction="{address(filed, "note")}keep/"' in page and "存为草稿" in page
    given = {"seen": version(page), "draft": _draft_of(page), "body": "写了一半"}
    answer = browser.post(f"{address(filed, 'note')}keep/", given, follow=True)
    assert "草稿已保存。" in answer.text and "写了一半</textarea>" in answer.text
    assert not Message.objects.exists()
    cleared = browser.post(f"{address(filed, 'note')}draft/clear/", {"draft": _draft_of(answer.text)}, follow=True)
    assert "草稿已清空。" in cleared.text and "写了一半" not in cleared.text
    assert not MoveDraft.objects.exists()


def test_sent_it_is_gone_and_refused_it_stays(cast: Cast, desk: Desk, filed: Registered) -> None:
    browser = desk("handler")
    page = _opened(browser, filed, "note")
    kept = _keep(browser, filed, page, "note", body="一条记录").json()["draft"]
    empty = browser.post(address(filed, "note"), {"seen": version(page), "draft": kept, "body": ""})
    assert empty.status_code == 422 and MoveDraft.objects.exists()
    browser.post(address(filed, "note"), {"seen": version(page), "draft": kept, "body": "一条记录"})
    assert Message.objects.get().body == "一条记录" and not MoveDraft.objects.exists()


def test_of_two_windows_the_older_page_says_so_and_overwrites_nothing(
    cast: Cast, desk: Desk, filed: Registered
) -> None:
    browser = desk("handler")
    first, second = _opened(browser, filed), _opened(browser, filed)
    assert _keep(browser, filed, first, facts="第一个窗口").status_code == 200
    answer = _keep(browser, filed, second, facts="第二个窗口")
    assert answer.status_code == 409 and "没有覆盖它" in answer.json()["sentence"]
    given = {"seen": version(second), "draft": _draft_of(second), "facts": "第二个窗口"}
    pressed = browser.post(f"{address(filed, 'draft')}keep/", given)
    assert pressed.status_code == 409 and "第二个窗口" in pressed.text and "没有覆盖它" in pressed.text
    assert "第一个窗口" in _opened(browser, filed)


def test_where_the_move_has_closed_the_text_is_there_to_be_copied(cast: Cast, desk: Desk, filed: Registered) -> None:
    browser = desk("handler")
    _keep(browser, filed, _opened(browser, filed), facts=_HALF, outcome_1="upheld")
    cast.draft(filed)
    page = browser.get(address(filed)).text
    link = _link_of(page)
    assert _HALF not in page
    draft = browser.get(link).text
    assert _HALF in draft and "这一步现在不能办" in draft and "upheld" not in draft
    assert desk("approver").get(link).status_code == 404
    browser.post(f"{link}clear/")
    assert not MoveDraft.objects.exists()


def test_my_drafts_stand_on_the_start_page_and_lead_back(cast: Cast, desk: Desk, filed: Registered) -> None:
    browser = desk("handler")
    assert "上次保存于" not in browser.get("/desk/").text
    _keep(browser, filed, _opened(browser, filed), facts=_HALF)
    for page in (browser.get("/desk/").text, browser.get("/desk/drafts/").text):
        assert "我的草稿" in page and "起草答复" in page and "上次保存于" in page and _HALF not in page
        followed = browser.get(_link_of(page), follow=True)
        assert followed.redirect_chain[-1][0].startswith(f"{address(filed)}?move=draft") and _HALF in followed.text
    for other in ("approver", "housing_leader", "administrator", "mayor"):
        assert "上次保存于" not in desk(other).get("/desk/").text
    matter_recuse(
        actor=cast.actor("handler"), matter_id=filed.matter_id, officer_id=cast.officers["handler"],
        reason="是亲戚", at=cast.at,
    )  # fmt: skip
    assert browser.get(_link_of(page)).status_code == 404
    assert "起草答复" not in browser.get("/desk/drafts/").text


def test_a_matters_page_asks_for_drafts_in_one_statement(cast: Cast, desk: Desk, filed: Registered) -> None:
    browser = desk("handler")
    for code in ("draft", "note", "ask", "answer"):
        _keep(browser, filed, _opened(browser, filed, code), code, body="一半", facts="一半")
    with CaptureQueriesContext(connection) as captured:
        browser.get(address(filed))
    assert len([query for query in captured if "matters_movedraft" in query["sql"]]) == 1


def test_no_form_with_a_secret_or_a_name_keeps_its_text(cast: Cast, filed: Registered) -> None:
    kept = {code for code, form in FORMS.items() if form.keeps_draft}
    assert {"draft", "settle", "decline", "redirect", "note", "ask", "answer", "assign_unit", "object"} <= kept
    assert {"refer_assistance", "draft_opinion", "return", "supervise"} <= kept
    for code, form in FORMS.items():
        has_secret = any(is_secret(field) for field in form.base_fields.values())
        names_people = {"name", "phone", "id_number", "names", "passphrase"} & set(form.base_fields)
        assert not (code in kept and (has_secret or names_people)), code
    assert not kept & {"open_identity", "name_representative", "reissue_code", "unseal", "open_seal", "add_reader"}


def test_a_draft_whose_key_is_gone_breaks_no_page(cast: Cast, desk: Desk, filed: Registered) -> None:
    browser = desk("handler")
    _keep(browser, filed, _opened(browser, filed), facts=_HALF)
    MoveDraft.objects.update(blob=b"HYB1" + b"0" * 60)
    assert Matter.objects.get().state == State.INVESTIGATING
    assert "打不开了" in browser.get(_link_of(browser.get(address(filed)).text)).text


def test_a_recalled_reply_fills_its_form_again(cast: Cast, desk: Desk, filed: Registered) -> None:
    cast.draft(filed)
    assert "recall" not in codes(desk("approver").get(address(filed)).text)
    handler = Hand(desk("handler"))
    assert "recall" in codes(handler.look(filed))
    assert "已撤回" in handler.do(filed, "recall").text
    form = handler.unfold(filed, "draft")
    reply = Reply.objects.get()
    for words in (reply.facts, reply.basis, *reply.opinions.values_list("reasons", flat=True)):
        assert words in form
    assert "起草人撤回修改" in handler.look(filed)


def test_a_recalled_settlement_has_its_day_and_proof_again(cast: Cast, desk: Desk, filed: Registered) -> None:
    petitioner_write(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, body="我同意", at=cast.at)
    proof, day = str(Message.objects.get().pk), office_day(cast.at).isoformat()
    handler = Hand(desk("handler"))
    handler.do(filed, "settle", facts="双方自愿。", agreement="退费。", agreed_on=day, proof=proof)
    handler.do(filed, "recall")
    form = handler.unfold(filed, "settle")
    assert "退费。" in form and f'value="{day}"' in form
    assert re.search(rf'value="{proof}"[^>]*checked', form)


def test_a_colleague_goes_on_writing_and_gives_it_back(cast: Cast, desk: Desk, filed: Registered) -> None:
    handler, registrar = desk("handler"), desk("housing_registrar")
    page = _opened(handler, filed)
    given = {"seen": version(page), "draft": _draft_of(page), "facts": _HALF}
    # What is typed goes along with the press.
    choose = handler.post(f"{address(filed, 'draft')}keep/", {**given, "hand": "1"}, follow=True)
    link = choose.redirect_chain[-1][0]
    assert "顾南亭" in choose.text and "田小禾" in choose.text and "方予安" not in choose.text
    assert handler.post(link, {"officer": ""}).status_code == 422
    done = handler.post(link, {"officer": cast.officers["housing_registrar"]}, follow=True)
    assert "草稿已交给 田小禾。" in done.text and "”的草稿在 田小禾 那里" in done.text and _HALF not in done.text
    assert "另一份草稿在 田小禾 那里" in _opened(handler, filed) and handler.get(link).status_code == 404
    # Their posts don't draft: the draft's own page is where they go on.
    assert "沈秋白 交来的" in registrar.get("/desk/drafts/").text
    form = registrar.get(link.removesuffix("hand/")).text
    assert _HALF in form and "沈秋白 交来的" in form and "提交审批</button>" not in form
    more = {"seen": version(form), "draft": _draft_of(form), "facts": f"{_HALF}，已核对"}
    kept = registrar.post(f"{address(filed, 'draft')}keep/", more, follow=True)
    assert f"{_HALF}，已核对</textarea>" in kept.text
    asked = registrar.post(f"{address(filed, 'draft')}keep/", {**more, "hand": "1"}, follow=True)
    assert "交还给 沈秋白 以后" in asked.text
    assert "草稿已交还给 沈秋白。" in registrar.post(link, follow=True).text
    assert f"{_HALF}，已核对" in _opened(handler, filed) and registrar.get(link).status_code == 404


def test_the_author_takes_it_back_by_one_press(cast: Cast, desk: Desk, filed: Registered) -> None:
    handler, registrar = desk("handler"), desk("housing_registrar")
    page = _opened(handler, filed)
    given = {"seen": version(page), "draft": _draft_of(page), "facts": _HALF}
    choose = handler.post(f"{address(filed, 'draft')}keep/", {**given, "hand": "1"}, follow=True)
    link = choose.redirect_chain[-1][0]
    there = handler.post(link, {"officer": cast.officers["housing_registrar"]}, follow=True).text
    (take_back,) = re.findall(r'action="([^"]+/take-back/)"', there)
    assert registrar.post(take_back).status_code == 404
    assert "草稿已取回。" in handler.post(take_back, follow=True).text
    assert _HALF in _opened(handler, filed) and registrar.get(link).status_code == 404
