"""A joint matter at the desk: the list, representatives and their receipts, the names once."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.kernel.ids import digits_of_code, parse_receipt_code
from huiyin.matters.models import CoSigner, Representative
from huiyin.matters.receipt.selectors import holder_by_receipt
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.desk.hands import Hand, address, codes
from tests.portal.walker import digits_on

pytestmark = pytest.mark.django_db
LIST = (
    "姓名,电话,住址\n甲邻居,19900001111,柳荫镇1号\n,19900001112,柳荫镇2号\n乙邻居,没有,\n丙邻居,,柳荫镇3号\n"
    "甲邻居,199 0000 1111,\n"
)


def names(text: str = LIST, encoding: str = "utf-8") -> SimpleUploadedFile:
    return SimpleUploadedFile("名单.csv", text.encode(encoding), content_type="text/csv")


def test_a_list_is_accepted_and_its_bad_rows_are_named(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    hand = Hand(desk("registrar"))
    page = hand.send(filed, "add_cosigners", names=names(encoding="gb18030")).text
    assert "登记了 2 位联名人，1 行是已经登记过的人" in page
    assert "第 3 行：缺少姓名。" in page
    assert "第 4 行：电话不像电话号码，请核对。" in page
    after = hand.look(filed)
    assert "联名 3 人（连牵头的信访人），代表 0 人" in after and "纸质名单 2 人，网上签名 0 人" in after
    assert not any(name in page + after for name in ("甲邻居", "乙邻居", "丙邻居", "19900001111"))
    assert CoSigner.objects.count() == 2


def test_a_file_that_is_no_list_says_why(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    hand = Hand(desk("registrar"))
    for text, message in (("甲,1\n乙,2\n", "没有“姓名”这一列"), ("姓名,电话\n", "列名下面没有内容"), ("", "空的")):
        answer = hand.send(filed, "add_cosigners", seen="1", names=names(text))
        assert (answer.status_code, message in answer.text) == (422, True), answer.text
    assert not CoSigner.objects.exists()


def test_a_representatives_number_that_looks_like_a_slip_is_asked_about_once(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    hand = Hand(desk("registrar"))
    short = {"name": "甲邻居", "phone": "1990000111"}
    asked = hand.send(filed, "name_representative", **short)
    assert (asked.status_code, "这个号码是 10 位" in asked.text) == (422, True)
    again = re.search(r'name="phone_asked"[^>]*value="([^"]+)"', asked.text)
    assert again and not Representative.objects.exists()
    assert hand.send(filed, "name_representative", **short, phone_asked=again[1]).status_code == 200
    assert Representative.objects.count() == 1


def test_a_representative_gets_a_receipt_that_is_shown_once(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    hand = Hand(desk("registrar"))
    assert "remove_representative" not in codes(hand.look(filed))
    page = hand.send(filed, "name_representative", name="甲邻居", phone="19900001111").text
    found = re.search(r'receipt-code">([^<]+)<', page)
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert found and digits_of_code(parse_receipt_code(found[1]) or "") == digits_on(page)
    assert token
    assert holder_by_receipt(number=filed.number, code=found[1]).representative_id == Representative.objects.get().pk
    assert found[1] not in hand.look(filed)
    paper = f"{address(filed)}representative.pdf"
    printed = hand.client.post(paper, {"token": token[1]})
    assert (printed.status_code, printed.content[:4]) == (200, b"%PDF")
    assert hand.client.post(paper, {"token": "another"}).status_code == 404
    assert desk("education_registrar").post(paper, {"token": token[1]}).status_code == 404
    hand.do(filed, "remove_representative", position="1")
    assert hand.client.post(paper, {"token": token[1]}).status_code == 404


def test_who_may_not_join_has_no_form_for_it(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    assert not {"add_cosigners", "name_representative", "open_cosigners"} & codes(Hand(desk("handler")).look(filed))
    assert {"add_cosigners", "name_representative"} <= codes(Hand(desk("housing_registrar")).look(filed))


@pytest.mark.django_db(transaction=True)
def test_the_names_are_shown_once_for_a_purpose(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    hand = Hand(desk("registrar"))
    hand.send(filed, "add_cosigners", names=names())
    assert hand.send(filed, "open_cosigners", purpose="看").status_code == 422
    page = hand.send(filed, "open_cosigners", purpose="逐户回访核实").text
    assert page.index("甲邻居") < page.index("丙邻居")
    after = hand.look(filed)
    assert "甲邻居" not in after
    assert "逐户回访核实" in after
    assert "联名人名单" in after
