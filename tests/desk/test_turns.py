"""What is mine to do, what waits for others, what I do for somebody away; last words; what is over; pinned counts."""

import re
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.desk.work.filters import list_query_of, query_of
from huiyin.kernel.time import now, office_day
from huiyin.matters.core.rules.states import Action, State
from huiyin.matters.core.rules.table import May
from huiyin.matters.lists.selectors.lists import MatterFilter, WorkList, matter_list_for
from huiyin.matters.lists.selectors.order import SortOrder
from huiyin.matters.lists.services import filter_as_words, filter_of_words
from huiyin.matters.messages.services.petitioner import petitioner_write
from huiyin.matters.messages.services.read import matter_mark_read
from huiyin.matters.models import Matter
from huiyin.matters.moves import MOVES
from huiyin.matters.register.services.register import Registered
from huiyin.matters.withdrawal.services import matter_withdraw
from huiyin.orgs.models import ListChoice
from huiyin.orgs.rules import FILTER_QUERY_LENGTH, PINNED_MOST
from huiyin.orgs.services import leave_set
from tests.cast import AT, Cast
from tests.desk.conftest import Desk

pytestmark = pytest.mark.django_db
MINE, UNIT = "/desk/work/mine/", "/desk/work/unit/"


def _titles(page: str) -> list[str]:
    return re.findall(r"<a [^>]*data-open>([^<]+)</a>", page)


def _tabs(page: str) -> dict[str, str]:
    """The tabs above the list with their counts."""
    found = re.search(r'<nav class="turns.*?</nav>', page, re.S)
    if not found:
        return {}
    links = re.findall(r"<a [^>]*>\s*(\S+)\s*(?:<span class=\"count\">(\S+)</span>)?\s*</a>", found[0])
    return dict(links)


def _withdrawn(cast: Cast, **given: Any) -> Registered:
    filed = cast.file(**given)
    matter_withdraw(actor=cast.petitioner(filed), matter_id=filed.matter_id, at=cast.at)
    return filed


def test_what_i_do_stands_apart_from_what_others_do(cast: Cast, desk: Desk) -> None:
    own, waits = cast.file(title="要查的"), cast.file(title="等批的")
    for filed in (own, waits):
        cast.to_handler(filed)
    cast.draft(waits)
    browser = desk("handler")
    page = browser.get(MINE).text
    assert set(_titles(page)) == {"要查的", "等批的"}
    assert _tabs(page) == {"全部": "", "要我办": "1", "等别人": "1"}
    assert _titles(browser.get(f"{MINE}?turn=own").text) == ["要查的"]
    assert _titles(browser.get(f"{MINE}?turn=others").text) == ["等批的"]
    # A word of the petitioner wants an answer, whoever has the draft.
    petitioner_write(
        actor=cast.petitioner(waits), matter_id=waits.matter_id, body="又漏水了。", at=cast.later(hours=1)
    )
    assert set(_titles(browser.get(f"{MINE}?turn=own").text)) == {"要查的", "等批的"}
    # Other filters stay, and are counted along.
    assert _tabs(browser.get(f"{MINE}?turn=own&kind=inquiry").text) == {"全部": "", "要我办": "", "等别人": ""}
    assert 'href="/desk/work/mine/?kind=inquiry&amp;turn=others"' in browser.get(f"{MINE}?turn=own&kind=inquiry").text
    assert _tabs(desk("housing_registrar").get(UNIT).text) == {}


def test_what_i_do_for_somebody_away_stands_apart_too(cast: Cast, desk: Desk) -> None:
    own, other = cast.file(title="自己的"), cast.file(title="替他的")
    cast.to_handler(own, "handler_two")
    cast.to_handler(other)
    today = office_day(now())
    leave_set(
        actor=cast.actor("handler"), officer_id=cast.officers["handler"], deputy_id=cast.officers["handler_two"],
        starts_on=today, ends_on=today, at=cast.at,
    )  # fmt: skip
    browser = desk("handler_two")
    assert _tabs(browser.get(MINE).text) == {"全部": "", "要我办": "1", "等别人": "", "代办": "1"}
    assert _titles(browser.get(f"{MINE}?turn=own").text) == ["自己的"]
    assert _titles(browser.get(f"{MINE}?turn=stand_in").text) == ["替他的"]


def test_the_handlers_turn_is_wherever_the_handler_brings_it_on(cast: Cast, desk: Desk) -> None:
    """The states of the list are those of the table, so a new move can't leave its matters among what waits."""
    filed = cast.file()
    cast.to_handler(filed)
    brought_on = {
        state
        for (state, action), move in MOVES.items()
        # Taking back one's own draft is no next step.
        if move.may is May.HANDLE and move.target and action is not Action.RECALL
    }
    brought_on |= {state for (state, _), move in MOVES.items() if move.may is May.CARRY_OUT and move.target}
    assert brought_on == {State.INVESTIGATING, State.CARRYING_OUT}
    for state in brought_on:
        Matter.objects.filter(pk=filed.matter_id).update(state=state)
        assert _titles(desk("handler").get(f"{MINE}?turn=own").text), state


def test_the_last_word_comes_first(cast: Cast, desk: Desk) -> None:
    first, second, _silent = (cast.file(title=title) for title in ("先写的", "后写的", "没写的"))
    for filed in (first, second):
        at = cast.later(hours=1)
        petitioner_write(actor=cast.petitioner(filed), matter_id=filed.matter_id, body="还有一句。", at=at)
    # Read or not makes no difference.
    matter = cast.matter(second)
    assert matter.unread_at is not None
    matter_mark_read(actor=cast.actor("registrar"), matter_id=matter.pk, unread_at=matter.unread_at, at=cast.at)
    assert _titles(desk("registrar").get(f"{UNIT}?sort=last_word").text) == ["后写的", "先写的"]


def test_what_is_over_is_found_by_the_day_of_its_end(cast: Cast, desk: Desk) -> None:
    cast.file(title="在办的")
    _withdrawn(cast, title="早结束的")
    cast.later(days=5)
    _withdrawn(cast, title="晚结束的")
    browser, day = desk("registrar"), f"{cast.at:%Y-%m-%d}"
    page = browser.get(f"{UNIT}?closed=1").text
    assert _titles(page) == ["晚结束的", "早结束的"]
    assert f"{day} 结束" in page and "data-pick" not in page and "已超期" not in _lines(page)
    assert _titles(browser.get(f"{UNIT}?closed_from={day}").text) == ["晚结束的"]
    assert _titles(browser.get(f"{UNIT}?closed_until={AT:%Y-%m-%d}").text) == ["早结束的"]
    assert _titles(browser.get(f"{UNIT}?closed=1&sort=oldest&overdue=1").text) == ["早结束的", "晚结束的"]
    assert _titles(browser.get("/desk/work/arrivals/?closed=1").text) == []
    assert _titles(browser.get(UNIT).text) == ["在办的"]


def _lines(page: str) -> str:
    return page.split('<ul class="work-list"')[1].split("</ul>")[0]


def test_what_is_over_is_found_by_no_handler(cast: Cast) -> None:
    """By a named handler there is only what is open, and who has the next step is no question any more."""
    only = list_query_of(QueryDict("closed=1&handler=7&turn=own&soon=1"), at=AT).only
    assert only == MatterFilter(is_closed=True)
    assert only.sort is SortOrder.CLOSED
    assert MatterFilter(sort=SortOrder.CLOSED).sort is SortOrder.DUE


def test_what_is_asked_for_is_kept(cast: Cast) -> None:
    for text in ("turn=others&sort=last_word", "closed=1&closed_from=2026-01-01&closed_until=2026-02-01&sort=newest"):
        asked = list_query_of(QueryDict(text), at=AT)
        assert query_of(asked) == text
        assert filter_of_words(filter_as_words(asked.only)) == asked.only
    longest = (
        f"state={State.INVESTIGATING}&kind=accusation&channel=letter&category=123456789&area=123456789&handler=none"
        "&from=2026-01-01&until=2026-02-01&days=3650&unit=123456789&overdue=1&unread=1&soon=1&turn=stand_in"
        "&sort=last_word"
    )
    assert query_of(list_query_of(QueryDict(longest), at=AT)) == longest and len(longest) <= FILTER_QUERY_LENGTH


def test_the_next_page_goes_on_in_each_order(cast: Cast) -> None:
    for number in range(3):
        filed = cast.file(title=str(number))
        cast.later(minutes=1)
        petitioner_write(actor=cast.petitioner(filed), matter_id=filed.matter_id, body="补充。", at=cast.at)
    for number in range(3, 6):
        _withdrawn(cast, title=str(number))
        cast.later(minutes=1)
    actor = cast.actor("registrar")
    for only, order in ((MatterFilter(sort=SortOrder.LAST_WORD), "210"), (MatterFilter(is_closed=True), "543")):
        after, found = None, ""
        for _ in range(3):
            page = matter_list_for(actor=actor, work_list=WorkList.UNIT, only=only, after=after, limit=1)
            found += page.rows[0].title
            after = page.after
        assert found == order


def test_pinned_filters_are_counted_on_the_start_page(cast: Cast, desk: Desk) -> None:
    cast.file(title="甲")
    browser = desk("registrar")
    browser.post(f"{UNIT}filters/", {"kind": "claim", "name": "要钱的"})
    browser.post(f"{UNIT}filters/", {"kind": "inquiry", "name": "咨询"})
    browser.get("/desk/")
    without = _statements(browser)
    for name in ("要钱的", "咨询"):
        pin = f"/desk/work/filters/{ListChoice.objects.get(name=name).pk}/pin/"
        assert desk("office_approver").post(pin, {"pin": "1"}).status_code == 404
        assert "在“今天”里显示" in browser.get(f"{UNIT}?kind={'claim' if name == '要钱的' else 'inquiry'}").text
        assert browser.post(pin, {"pin": "1", "kind": "claim"}).headers["Location"] == f"{UNIT}?kind=claim"
    page = browser.get("/desk/").text
    assert re.search(r'href="/desk/work/unit/\?kind=claim" data-open>要钱的</a>.*?badge-neutral">1<', page, re.S)
    assert re.search(r'href="/desk/work/unit/\?kind=inquiry" data-open>咨询</a>.*?badge-neutral">0<', page, re.S)
    # One more for all of them together.
    assert _statements(browser) == without + 1
    assert "要钱的" not in desk("office_approver").get("/desk/").text
    browser.post(pin, {"kind": "inquiry"})
    assert "data-open>咨询" not in browser.get("/desk/").text


def _statements(browser: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        browser.get("/desk/")
    return len(captured)


def test_there_is_a_most_of_pinned_filters(cast: Cast, desk: Desk) -> None:
    browser = desk("registrar")
    for number in range(PINNED_MOST + 1):
        browser.post(f"{UNIT}filters/", {"days": str(number + 1), "name": f"第{number}个"})
    answers = [
        browser.post(f"/desk/work/filters/{pk}/pin/", {"pin": "1"}, follow=True).text
        for pk in ListChoice.objects.order_by("pk").values_list("pk", flat=True)
    ]
    assert [f"最多显示 {PINNED_MOST} 个筛选" in answer for answer in answers] == [False] * PINNED_MOST + [True]
    assert ListChoice.objects.filter(is_pinned=True).count() == PINNED_MOST
