"""The same matter brought twice, at the desk and on its petitioners' pages."""

import pytest
from django.test import Client

from huiyin.kernel.ids import format_matter_number
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.desk.hands import Hand, codes, draft_of

pytestmark = pytest.mark.django_db


def test_merged_drafted_together_and_apart_again(cast: Cast, desk: Desk) -> None:
    leader, led = cast.file(), cast.file(requests=("退还多收的钱",))
    cast.to_handler(leader)
    cast.to_handler(led, handler="handler_two")
    approver, handler, other = (Hand(desk(name)) for name in ("approver", "handler", "handler_two"))
    number = format_matter_number(leader.number)
    wrong = approver.send(led, "merge", into="1234", reason="同一件事")
    assert (wrong.status_code, "没有找到另一件这个编号的事项" in wrong.text) == (422, True)
    page = approver.do(led, "merge", into=number, reason="同一个小区").text
    assert number in page and "同一个小区" in page
    assert "unmerge" in codes(page) and not {"merge", "assign_unit", "assign_handler"} & codes(page)
    led_page = other.look(led)
    assert f"这件事项已并入 {number}" in led_page and "draft" not in codes(led_page)
    # The other handler's page has the requests of both; without an opinion on each the draft comes back.
    draft = draft_of(cast, leader)
    half = handler.send(leader, "draft", **draft)
    assert half.status_code == 422 and f"{format_matter_number(led.number)} 的第 1 条要选一个意见" in half.text
    handler.pages.clear()
    along = {f"outcome_{led.number}_1": "explained", f"reasons_{led.number}_1": "下月退还。"}
    handler.do(leader, "draft", **draft, **along)
    assert "下月退还。" in approver.look(leader)
    approver.do(leader, "return", reason="补充依据")
    assert "下月退还。" in handler.look(leader)
    assert "draft" not in codes(other.look(led))
    approver.do(led, "unmerge")
    assert "draft" in codes(other.look(led))
    assert f"outcome_{led.number}_1" not in handler.unfold(leader, "draft")


def test_no_petitioner_reads_of_the_other(cast: Cast, desk: Desk) -> None:
    leader, led = cast.file(), cast.file()
    for filed in (leader, led):
        cast.to_handler(filed)
    Hand(desk("approver")).do(led, "merge", into=leader.number, reason="同一个小区")
    for filed, other, says in ((leader, led, False), (led, leader, True)):
        visitor = Client()
        visitor.post("/lookup/", {"number": filed.number, "code": filed.code})
        page = visitor.get("/status/").text
        assert ("相同的事项" in page) is says
        assert other.number not in page and format_matter_number(other.number) not in page
        assert "同一个小区" not in page and "合并" not in page
