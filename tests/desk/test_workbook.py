"""The organisation from a workbook over HTTP: checked, written as it was checked, and the codes shown once."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from huiyin.flows.organisation.reading import ROWS_MOST
from huiyin.kernel.actor import Role
from huiyin.orgs.models import Category, Officer, Post, Unit
from huiyin.orgs.rules import UnitKind
from huiyin.orgs.services import PostPlan, UnitPlan, post_create, unit_create
from tests.cast import SEED, Cast
from tests.desk.conftest import Desk
from tests.flows.workbooks import POSTS, WHOLE, Sheets, book_of

PAGE = "/desk/organisation/workbook/"


@pytest.fixture
def hand(cast: Cast, desk: Desk) -> Client:
    """The administrator's browser."""
    return desk("administrator")


def _send(hand: Client, sheets: Sheets) -> Any:
    file = SimpleUploadedFile("机构.xlsx", book_of(sheets))
    return hand.post(PAGE, {"form": "upload", "workbook": file})


def _checked(page: str) -> str:
    found = re.search(r'name="checked" value="([^"]+)"', page)
    assert found, page[-3000:]
    return found[1]


def test_a_workbook_is_checked_then_written_and_codes_are_shown_once(hand: Client) -> None:
    answer = _send(hand, WHOLE)
    assert answer.status_code == 200, answer.text[-2000:]
    assert "新增 13 行，修改 0 行，没有变化 2 行" in answer.text and "现在什么都没有写入" in answer.text
    assert not Unit.objects.filter(name="桥头村").exists()
    checked = _checked(answer.text)
    written = hand.post(PAGE, {"form": "write", "checked": checked})
    assert written.status_code == 200
    assert len(_codes(written.text)) == 2 and "qiaotou" in written.text
    assert Unit.objects.filter(name="桥头村").exists()
    # A second press: nothing is written twice, and the page says so.
    again = hand.post(PAGE, {"form": "write", "checked": checked})
    assert again.status_code == 409 and "什么都没有写入" in again.text and "没有要写入的" in again.text
    assert Officer.objects.filter(username="qiaotou").count() == 1


def test_wrong_rows_stand_on_the_page_with_their_numbers_and_nothing_can_be_written(hand: Client) -> None:
    answer = _send(hand, {"职位": [POSTS[0], ["住建局", "局长", "", ""]], "归口": [["地方"], ["柳荫镇"]]})
    assert answer.status_code == 422
    assert "有 1 行要改" in answer.text and "“职责”里的“局长”不认识" in answer.text
    assert "前十行里没有“类别”这一列" in answer.text
    assert 'name="checked"' not in answer.text
    for content in (b"rubbish", b"PK rubbish"):
        answer = hand.post(PAGE, {"form": "upload", "workbook": SimpleUploadedFile("机构.xlsx", content)})
        assert answer.status_code == 422 and ("请上传 .xlsx" in answer.text or "读不了文件" in answer.text)
    assert "请先选择文件" in hand.post(PAGE, {"form": "upload"}).text


def test_consequences_want_a_tick(cast: Cast, hand: Client) -> None:
    sheets: Sheets = {"单位": [["名称", "性质", "上级"], ["上柳村", "村（社区）", "县政府"]]}
    page = _send(hand, sheets).text
    assert "谁能指挥它" in page and "柳荫镇人民政府 → 云渡县人民政府" in page
    checked = _checked(page)
    answer = hand.post(PAGE, {"form": "write", "checked": checked})
    assert answer.status_code == 422 and "请先看过上面写明的后果" in answer.text
    hand.post(PAGE, {"form": "write", "checked": _checked(answer.text), "sure": "on"})
    assert Unit.objects.get(pk=cast.units["village"]).parent_id == cast.units["county"]


def test_what_comes_back_changed_or_from_somebody_else_is_not_written(cast: Cast, hand: Client, desk: Desk) -> None:
    sheets: Sheets = {
        "单位": [["名称", "性质"], ["水利局", "部门"]],
        "职位": [POSTS[0], ["上柳村", "检查员", "", ""]],
    }
    checked = _checked(_send(hand, sheets).text)
    for forged in (checked[:-2] + "xx", "", "{}"):
        answer = hand.post(PAGE, {"form": "write", "checked": forged})
        assert answer.status_code == 422 and "请再上传一次" in answer.text
    assert desk("registrar").post(PAGE, {"form": "write", "checked": checked}).status_code == 403
    plan = PostPlan(cast.units["office"], Role.ADMINISTRATOR, "第二位", cast.officers["nobody"])
    post_create(plan=plan, actor=SEED, at=cast.at)
    assert desk("nobody").post(PAGE, {"form": "write", "checked": checked}).status_code == 422
    # Somebody has made the unit meanwhile: the page shows what would be written now.
    unit_create(plan=UnitPlan("水利局", UnitKind.BUREAU), parent_id=None, actor=SEED, at=cast.at)
    answer = hand.post(PAGE, {"form": "write", "checked": checked})
    assert answer.status_code == 409 and "系统里的内容有了变化" in answer.text
    assert not Post.objects.filter(role="inspector").exists()
    hand.post(PAGE, {"form": "write", "checked": _checked(answer.text)})
    assert Post.objects.filter(role="inspector").count() == 1


def test_ready_made_categories_are_chosen_on_the_page(hand: Client) -> None:
    assert hand.post(PAGE, {"form": "categories"}).status_code == 422
    answer = hand.post(PAGE, {"form": "categories", "categories": "hospital"})
    assert answer.status_code == 200 and "医疗质量" in answer.text
    hand.post(PAGE, {"form": "write", "checked": _checked(answer.text)})
    assert Category.objects.filter(name="挂号预约", parent__name="看病").exists()


def test_the_forms_and_the_export_are_workbooks(hand: Client) -> None:
    page = hand.get(PAGE).text
    for address in (f"{PAGE}form/", f"{PAGE}form/?categories=school", f"{PAGE}form/?categories=..", f"{PAGE}export/"):
        assert address in page or ".." in address
        answer = hand.get(address)
        titles = load_workbook(BytesIO(answer.content)).sheetnames
        assert titles == ["说明", "地方", "单位", "类别", "归口", "人员", "职位"]
        assert "attachment" in answer["Content-Disposition"]


def test_too_many_rows_are_refused(hand: Client) -> None:
    rows = [["代码", "名称"], *([str(number), "地方"] for number in range(ROWS_MOST + 1))]
    answer = _send(hand, {"地方": rows})
    assert answer.status_code == 422 and "一次最多 3000 行" in answer.text


def test_codes_that_got_lost_are_made_anew_while_the_installation_is_set_up(cast: Cast, hand: Client) -> None:
    checked = _checked(_send(hand, WHOLE).text)
    first = _codes(hand.post(PAGE, {"form": "write", "checked": checked}).text)
    assert "2 位工作人员还没有设过密码" in hand.get(PAGE).text
    second = _codes(hand.post(PAGE, {"form": "codes"}).text)
    assert len(first) == len(second) == 2 and not set(first) & set(second)
    # Once something was filed nobody gets the codes of others.
    cast.file()
    assert "重新出开通码" not in hand.get(PAGE).text
    assert hand.post(PAGE, {"form": "codes"}).status_code == 403


def _codes(page: str) -> list[str]:
    return re.findall(r"<code>([a-z0-9]{4}(?:-[a-z0-9]{4}){3})</code>", page)


def test_more_text_than_a_page_carries_is_refused_at_once(hand: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huiyin.desk.organisation.workbook._SIGNED_MOST", 200)
    answer = _send(hand, WHOLE)
    assert answer.status_code == 422 and "工作簿里的文字太多" in answer.text and 'name="checked"' not in answer.text
