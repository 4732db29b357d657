"""补发查询码 at the counter: two presses, a receipt shown once, and whoever held the lost code is outside."""

import re
from typing import Any

import pytest
from django.test import Client

from huiyin.kernel.ids import parse_receipt_code
from huiyin.matters.register.services.register import Registered
from tests.cast import WHO, Cast
from tests.desk.conftest import Desk
from tests.desk.hands import Hand, codes
from tests.portal.walker import digits_on

pytestmark = pytest.mark.django_db


def _visitor(filed: Registered, code: str) -> Client:
    visitor = Client()
    visitor.post("/lookup/", {"number": filed.number, "code": code})
    return visitor


def _compared(hand: Hand, filed: Registered) -> tuple[str, str]:
    """The page after the first press, and the token of its second form."""
    hand.look(filed)
    page = hand.send(filed, "reissue_code", look="1").text
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found, page[-3000:]
    hand.pages[filed.number] = page
    return page, found[1]


def _issue(hand: Hand, filed: Registered, token: str) -> Any:
    return hand.send(filed, "reissue_code", token=token, proof="居民身份证")


def test_look_compare_issue(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    holder = _visitor(filed, filed.code)
    assert holder.get("/status/").status_code == 200
    registrar = Hand(desk("registrar"))
    assert "已核对一致，补发" not in registrar.unfold(filed, "reissue_code")
    page, token = _compared(registrar, filed)
    assert WHO.name in page and "已核对一致，补发" in page
    answer = _issue(registrar, filed, token)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/register/receipt/")
    receipt = registrar.client.get("/desk/register/receipt/").text
    assert "补发查询码的回执" in receipt and "原来的查询码从现在起不能再用" in receipt
    shown = re.search(r'class="receipt-code">([^<]+)<', receipt)
    assert shown and parse_receipt_code(digits_on(receipt)) == parse_receipt_code(shown[1])
    assert registrar.client.get("/desk/register/receipt.pdf").content.startswith(b"%PDF")
    # Whoever is inside with the lost code is asked for the code with the next click, whatever they do.
    assert holder.get("/status/").headers["Location"] == "/lookup/"
    assert holder.post("/status/message/", {"body": "补充"}).headers["Location"] == "/lookup/"
    assert "/status/" not in _visitor(filed, filed.code).cookies.output()
    status = _visitor(filed, shown[1]).get("/status/").text
    assert "补发了查询码" in status and "补发查询码，核对来人身份" in status


def test_a_second_press_shows_the_same_receipt(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    registrar = Hand(desk("registrar"))
    page, token = _compared(registrar, filed)
    assert _issue(registrar, filed, token).status_code == 302
    first = registrar.client.get("/desk/register/receipt/").text
    registrar.pages[filed.number] = page
    assert _issue(registrar, filed, token).status_code == 302
    shown = r'class="receipt-code">([^<]+)<'
    assert re.findall(shown, registrar.client.get("/desk/register/receipt/").text) == re.findall(shown, first)


def test_what_document_was_compared_is_shown(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    registrar = Hand(desk("registrar"))
    _page, token = _compared(registrar, filed)
    refused = registrar.send(filed, "reissue_code", token=token, proof="")
    assert refused.status_code == 422 and "请写明核对了什么证件" in refused.text
    assert f'value="{token}"' in refused.text


def test_no_button_where_nothing_can_be_compared_and_a_reason(cast: Cast, desk: Desk) -> None:
    anonymous = cast.file(identity=None)
    page = Hand(desk("registrar")).look(anonymous)
    assert "reissue_code" not in codes(page) and "匿名提交的事项没有身份信息可以核对" in page
    filed = cast.file()
    cast.to_handler(filed)
    assert "reissue_code" not in codes(Hand(desk("handler")).look(filed))
    assert "reissue_code" in codes(Hand(desk("registrar")).look(filed))


def test_the_old_receipt_of_the_desk_is_gone(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    first, second = Hand(desk("registrar")), Hand(desk("registrar"))
    _page, token = _compared(first, filed)
    _issue(first, filed, token)
    _page, again = _compared(second, filed)
    _issue(second, filed, again)
    assert first.client.get("/desk/register/receipt/").status_code == 404
