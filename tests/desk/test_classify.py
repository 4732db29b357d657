"""归类 at the desk: what stands there, what is suggested, what the petitioner then reads."""

import pytest
from django.test import Client

from huiyin.matters.register.services.register import Registered
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.desk.hands import Hand

pytestmark = pytest.mark.django_db


def _given(**given: str) -> dict[str, str]:
    return {"kind": "claim", "take": "keep", "title": "小区物业费", "reason": "登记时选错", **given}


def _status(filed: Registered) -> str:
    visitor = Client()
    visitor.post("/lookup/", {"number": filed.number, "code": filed.code})
    return visitor.get("/status/").text


def test_what_stands_there_and_what_is_suggested(cast: Cast, desk: Desk) -> None:
    filed = cast.file(text="自来水浑浊发黄，有异味", requests=("检测水质",), title="水发黄")
    form = Hand(desk("registrar")).unfold(filed, "classify")
    assert "保持不变：住房建设 / 物业管理 / 物业收费" in form and 'value="水发黄"' in form
    assert "建议：住房建设 / 供水 / 水质" in form and f'value="{cast.categories["T121"]}"' in form
    assert 'list="classify-areas"' in form and '<option value="云渡县 / 柳荫镇">' in form


def test_a_suggestion_is_accepted_with_one_press(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    registrar = Hand(desk("registrar"))
    page = registrar.do(
        filed, "classify", **_given(take="other", category="水质", kind="inquiry", area="柳荫镇", place="南门")
    )
    assert "已更正。信访人在进展页上看得到" in page.text and "水质" in page.text
    status = _status(filed)
    assert "种类由“申诉求决”改为“咨询”" in status and "原因：登记时选错" in status
    assert cast.matter(filed).category_id == cast.categories["T121"]
    assert cast.matter(filed).place == "南门"


def test_what_cant_be_found_comes_back_beside_its_field(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    registrar = Hand(desk("registrar"))
    registrar.look(filed)
    answer = registrar.send(filed, "classify", **_given(category="没有这个", area="火星", reason=""))
    assert answer.status_code == 422
    for words in ("请从列表里选一个类别", "请从列表里选一个地方", "请写明为什么更正"):
        assert words in answer.text
    unchanged = registrar.send(
        filed, "classify", kind="claim", take="keep", title=cast.matter(filed).title, area="云渡县 / 柳荫镇",
        place=cast.matter(filed).place, reason="看看",
    )  # fmt: skip
    assert unchanged.status_code == 422 and "没有改动任何一项" in unchanged.text


def test_a_handler_corrects_all_but_the_kind(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    handler = Hand(desk("handler"))
    assert "种类关系到期限" in handler.unfold(filed, "classify")
    # The field is closed: what a browser sends for it all the same isn't read.
    handler.do(filed, "classify", **_given(kind="inquiry", title="电梯停运"))
    assert (cast.matter(filed).kind, cast.matter(filed).title) == ("claim", "电梯停运")
    assert desk("education_registrar").get(f"/desk/matters/{filed.number}/").status_code == 404


def test_in_english(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    Hand(desk("registrar")).do(filed, "classify", **_given(kind="inquiry"))
    visitor = Client(headers={"accept-language": "en"})
    visitor.post("/lookup/", {"number": filed.number, "code": filed.code})
    assert "corrected what was registered" in visitor.get("/status/").text
