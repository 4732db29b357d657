"""Narrowing a list by what came of its matters: ended and not settled, and why they came about."""

import re
from collections.abc import Sequence
from datetime import timedelta
from html import unescape

import pytest
from django.http import QueryDict

from huiyin.desk.work.filters import list_query_of, query_of
from huiyin.desk.work.rows import work_rows
from huiyin.matters.carrying_out.rules import FollowUpResult
from huiyin.matters.cause.services import cause_find
from huiyin.matters.core.rules.states import Grade, State
from huiyin.matters.lists.selectors.lists import MatterFilter, WorkList, matter_list_for
from huiyin.matters.lists.services import filter_as_words, filter_of_words
from huiyin.matters.models import FollowUp, Matter, Rating
from huiyin.matters.register.services.register import Registered
from huiyin.orgs.rules import FILTER_QUERY_LENGTH
from tests.cast import AT, Cast
from tests.desk.conftest import Desk
from tests.matters.above import ask, decide, staff_above

pytestmark = pytest.mark.both_databases
UNIT = "/desk/work/unit/"
LINE = re.compile(r'<a href="([^"]+cause=([a-z_]+))"[^>]*>(\d+)</a>')
CLOSED = MatterFilter(is_closed=True)


def _titles(page: str) -> set[str]:
    return set(re.findall(r"<a [^>]*data-open>([^<]+)</a>", page))


def _abouts(cast: Cast, username: str, hidden: Sequence[str] = ()) -> dict[str, str]:
    """What the lines of the unit's list say of time, by title."""
    left_out = {"kind", "channel", "category", "place", "unit", "handler", *hidden}
    rows = matter_list_for(actor=cast.actor(username), work_list=WorkList.UNIT).rows
    return {row.title: row.about for row in work_rows(rows=rows, at=AT, hidden=left_out)}


def _ended(cast: Cast, title: str) -> Registered:
    filed = cast.file(title=title)
    cast.answer(filed)
    Matter.objects.filter(pk=filed.matter_id).update(
        state=State.CLOSED, is_open=False, closed_at=cast.at, next_due_at=None
    )
    return filed


def _rated(filed: Registered, position: int, grade: Grade) -> None:
    Rating.objects.create(
        matter_id=filed.matter_id, position=position, at=AT, of_office=Grade.SATISFIED, of_unit=grade
    )


def _called(filed: Registered, minute: int, result: FollowUpResult) -> None:
    FollowUp.objects.create(matter_id=filed.matter_id, at=AT.replace(minute=minute), by=1, result=result)


def test_what_has_ended_and_settled_nothing_is_found_by_its_own_rows(cast: Cast, desk: Desk) -> None:
    _ended(cast, "没有说法")
    _rated(_ended(cast, "满意"), 1, Grade.SATISFIED)
    _rated(_ended(cast, "不满意"), 1, Grade.DISSATISFIED)
    changed = _ended(cast, "改成满意")
    _rated(changed, 1, Grade.DISSATISFIED)
    _rated(changed, 2, Grade.SATISFIED)
    _called(_ended(cast, "没落实"), 1, FollowUpResult.NOT_DONE)
    called_again = _ended(cast, "后来落实")
    _called(called_again, 1, FollowUpResult.PARTLY)
    _called(called_again, 2, FollowUpResult.DONE)
    unreached = _ended(cast, "后来没联系上")
    _called(unreached, 1, FollowUpResult.PARTLY)
    _called(unreached, 2, FollowUpResult.NOT_REACHED)
    # Still open: whether it is settled nobody can say.
    _rated(cast.file(title="还没结"), 1, Grade.DISSATISFIED)
    page = desk("housing_registrar").get(f"{UNIT}?unsettled=1").text
    assert _titles(page) == {"不满意", "没落实", "后来没联系上"}
    assert re.search(r'name="unsettled"\s+value="1"\s+checked', page)
    assert len(_titles(desk("housing_registrar").get(f"{UNIT}?closed=1").text)) == 7


def test_what_went_on_to_a_review_settled_nothing_whatever_came_of_it(cast: Cast, desk: Desk) -> None:
    staff_above(cast)
    _ended(cast, "没有复查")
    filed = cast.file(title="复查过")
    cast.answer(filed)
    ask(cast, filed)
    decide(cast, filed)
    Matter.objects.filter(pk=filed.matter_id).update(
        state=State.CLOSED, is_open=False, closed_at=cast.at, next_due_at=None
    )
    assert _titles(desk("housing_registrar").get(f"{UNIT}?unsettled=1").text) == {"复查过"}


def test_a_list_is_narrowed_by_the_cause_that_was_found_last(cast: Cast, desk: Desk) -> None:
    for title, findings in (("一", [["manner", "policy"]]), ("二", [["manner"], ["policy"]]), ("三", [])):
        filed = cast.file(title=title)
        cast.answer(filed)
        for codes in findings:
            cause_find(actor=cast.actor("housing_registrar"), matter_id=filed.matter_id, codes=codes, at=cast.at)
    browser = desk("housing_registrar")
    page = browser.get(f"{UNIT}?cause=policy").text
    assert _titles(page) == {"一", "二"}
    assert re.search(r'<option value="policy" selected>政策不明确', page)
    assert _titles(browser.get(f"{UNIT}?cause=manner").text) == {"一"}
    # What is no cause is as if it weren't there.
    assert _titles(browser.get(f"{UNIT}?cause=weather").text) == {"一", "二", "三"}


def test_causes_are_counted_by_unit_and_lead_to_what_they_count(cast: Cast, desk: Desk) -> None:
    for title, codes in (("一", ["manner", "policy"]), ("二", ["policy"])):
        filed = _ended(cast, title)
        cause_find(actor=cast.actor("housing_registrar"), matter_id=filed.matter_id, codes=codes, at=cast.at)
    open_still = cast.file(title="还没结")
    cast.answer(open_still)
    cause_find(actor=cast.actor("housing_registrar"), matter_id=open_still.matter_id, codes=["policy"], at=cast.at)
    barred = _ended(cast, "说的是局长")
    cause_find(actor=cast.actor("housing_registrar"), matter_id=barred.matter_id, codes=["quality"], at=cast.at)
    Matter.objects.filter(pk=barred.matter_id).update(respondent_officer=cast.officers["housing_leader"])
    for username, counted in (
        ("mayor", {"manner": 1, "policy": 2, "quality": 1}),
        ("housing_leader", {"manner": 1, "policy": 2}),
    ):
        page = desk(username).get("/desk/supervision/causes/?year=2026").text
        lines = {code: (unescape(href), int(count)) for href, code, count in LINE.findall(page)}
        assert {code: count for code, (_, count) in lines.items()} == counted, username
        for code, (href, count) in lines.items():
            assert len(_titles(desk(username).get(href).text)) == count, (username, code)
    table = desk("mayor").get("/desk/supervision/causes/table/?year=2026")
    assert "政策不明确，或者前后不一,2" in table.content.decode().replace('"', "")
    assert "这一年还没有记下原因" in desk("mayor").get("/desk/supervision/causes/?year=2025").text


def test_both_are_kept_in_saved_filters_and_for_exports() -> None:
    asked = list_query_of(QueryDict("closed=1&unsettled=1&cause=between_units"), at=AT)
    text = query_of(asked)
    assert asked.only == MatterFilter(is_closed=True, is_unsettled=True, cause=asked.only.cause)
    assert list_query_of(QueryDict(text), at=AT) == asked and len(text) <= FILTER_QUERY_LENGTH
    assert filter_of_words(filter_as_words(asked.only)) == asked.only
    assert not MatterFilter(is_unsettled=True).is_unsettled


def test_a_line_says_for_how_many_days_an_open_matter_is_there(cast: Cast, desk: Desk) -> None:
    cast.file(title="今天的")
    cast.file(title="旧的", received_at=AT - timedelta(days=12))
    assert _abouts(cast, "registrar") == {"今天的": "2026-03-02 收到", "旧的": "2026-02-18 收到 · 已 12 天"}
    assert _abouts(cast, "registrar", hidden=["age"])["旧的"] == "2026-02-18 收到"
    # What has ended grows no older.
    _ended(cast, "结了的")
    at = cast.at + timedelta(days=400)
    rows = matter_list_for(actor=cast.actor("housing_registrar"), work_list=WorkList.UNIT, only=CLOSED).rows
    assert [row.title for row in rows] == ["结了的"]
    assert "已 " not in work_rows(rows=rows, at=at)[0].about
    assert 'value="age"' in desk("registrar").get(UNIT).text
