"""What an officer arranges on a list: filters under a name, and what its lines say. Nobody else sees it."""

import re

import pytest

from huiyin.ledger.models import Entry
from huiyin.matters.core.rules.states import Kind
from huiyin.orgs.models import ListChoice
from huiyin.orgs.rules import FILTERS_MOST
from tests.cast import Cast
from tests.desk.conftest import Desk

pytestmark = pytest.mark.django_db
UNIT = "/desk/work/unit/"


def _saved(page: str) -> list[tuple[str, str]]:
    return re.findall(r'class="btn btn-quiet btn-sm"\s+href="([^"]+)"[^>]*>([^<]+)<', page.replace("&amp;", "&"))


def test_a_filter_is_kept_under_a_name_and_thrown_away(cast: Cast, desk: Desk) -> None:
    cast.file(title="想问补贴", kind=Kind.INQUIRY)
    cast.file(title="求一件事")
    before = Entry.objects.count()
    browser = desk("registrar")
    assert "保存这个筛选" not in browser.get(UNIT).text
    assert "保存这个筛选" in browser.get(f"{UNIT}?kind=inquiry&overdue=1").text
    kept = browser.post(f"{UNIT}filters/", {"kind": "inquiry", "overdue": "1", "name": " 超期的 咨询 "})
    assert kept.headers["Location"] == f"{UNIT}?kind=inquiry&overdue=1"
    assert _saved(browser.get(UNIT).text) == [(f"{UNIT}?kind=inquiry&overdue=1", "超期的 咨询")]
    page = browser.get(f"{UNIT}?overdue=1&kind=inquiry").text  # however the address was put together
    assert re.search(r'aria-current="true"\s*>超期的 咨询', page) and "想问补贴" in page and "求一件事" not in page
    address = re.search(r'action="(/desk/work/filters/\d+/drop/)"', page)
    assert address
    assert _saved(desk("office_approver").get(UNIT).text) == [] == _saved(browser.get("/desk/work/arrivals/").text)
    assert desk("office_approver").post(address[1]).status_code == 404
    assert browser.post(address[1]).headers["Location"] == UNIT
    assert _saved(browser.get(UNIT).text) == []
    assert browser.post(address[1]).status_code == 404
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"kind": "inquiry", "name": " "}, "请给这个筛选起个名字"),
        ({"kind": "nothing", "name": "什么也没筛"}, "请给这个筛选起个名字"),
        ({"kind": "inquiry", "name": "长" * 21}, "最多 20 个字"),
        ({"handler": "7", "days": "30", "overdue": "1", "name": "他的"}, "按某一位承办人看的清单不能保存"),
        ({"handler": "7", "name": "他的"}, "按某一位承办人看的清单不能保存"),
    ],
)
def test_what_can_t_be_kept_is_shown(cast: Cast, desk: Desk, given: dict[str, str], message: str) -> None:
    browser = desk("registrar")
    assert message in browser.post(f"{UNIT}filters/", given, follow=True).text
    assert not ListChoice.objects.exists()


def test_one_name_is_one_filter_and_there_is_a_most(cast: Cast, desk: Desk) -> None:
    browser = desk("registrar")
    for number in range(FILTERS_MOST):
        browser.post(f"{UNIT}filters/", {"kind": "inquiry", "name": f"第{number:02}个"})
    assert "最多保存 12 个" in browser.post(f"{UNIT}filters/", {"kind": "claim", "name": "又一个"}, follow=True).text
    browser.post(f"{UNIT}filters/", {"kind": "claim", "name": "第03个"})
    saved = {name: address for address, name in _saved(browser.get(UNIT).text)}
    assert len(saved) == FILTERS_MOST and saved["第03个"] == f"{UNIT}?kind=claim"


def test_lines_leave_out_what_the_officer_does_not_need(cast: Cast, desk: Desk) -> None:
    cast.file()
    browser = desk("registrar")
    whole = browser.get(UNIT).text
    assert (
        "申诉求决 · 网上 · 物业收费 · 云渡县柳荫镇云水小区 · 云渡县信访局 · 还没有承办人 · 2026-03-02 收到" in whole
    )
    answer = browser.post(f"{UNIT}facts/", {"fact": ["place", "category", "secret"], "kind": "claim"})
    assert answer.headers["Location"] == f"{UNIT}?kind=claim"
    page = browser.get(UNIT).text
    assert "</span> · 物业收费 · 云渡县柳荫镇云水小区</span>" in page and "2026-03-02 收到" not in page
    assert "2026-03-02 收到" in browser.get("/desk/work/arrivals/").text
    assert "2026-03-02 收到" in desk("office_approver").get(UNIT).text
    browser.post(
        f"{UNIT}facts/", {"fact": ["kind", "channel", "category", "place", "unit", "handler", "received", "age"]}
    )
    assert browser.get(UNIT).text.count("2026-03-02 收到") == 1
    assert not ListChoice.objects.exists()


def test_only_on_lists_that_are_theirs(cast: Cast, desk: Desk) -> None:
    browser = desk("handler")
    assert browser.post(f"{UNIT}filters/", {"kind": "claim", "name": "别人的"}).status_code == 403
    assert browser.post(f"{UNIT}facts/", {"fact": "kind"}).status_code == 403
    assert not ListChoice.objects.exists()
