"""One step for several matters: each through its own door, and for each what was done or why not."""

import re
from typing import Any

import pytest
from django.db import DatabaseError
from pytest_django import DjangoAssertNumQueries

from huiyin.desk.work.bulk_forms import BulkUnitForm
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.assignment.services import matter_assign_handler, matter_assign_unit
from huiyin.matters.core.errors import UnitBarred
from huiyin.matters.core.rules.states import Procedure, State
from huiyin.matters.models import Handover
from huiyin.matters.register.services.register import Registered
from huiyin.matters.respondents.errors import RespondentUnsettled
from tests.cast import Cast
from tests.desk.conftest import Desk

pytestmark = pytest.mark.django_db
ARRIVALS = "/desk/work/arrivals/"
BULK = f"{ARRIVALS}bulk/"


def _picks(page: str) -> list[str]:
    return re.findall(r'name="pick"\s+value="([^"]+)"', page)


def _line(answer: str, number: str) -> str:
    """What the result says of one matter."""
    lines = answer.split('<li class="work-row"')
    return next(line for line in lines[1:] if f"/desk/matters/{number}/" in line)


def _at_housing(cast: Cast, *titles: str) -> list[Registered]:
    found = []
    for title in titles:
        matter = cast.file(title=title)
        cast.accept(matter)
        matter_assign_unit(
            actor=cast.actor("registrar"), matter_id=matter.matter_id, unit_id=cast.units["housing"], at=cast.at
        )
        found.append(matter)
    return found


def test_several_get_their_handler_at_once(cast: Cast, desk: Desk) -> None:
    first, second, left = _at_housing(cast, "电梯停运", "水压不足", "路灯不亮")
    browser = desk("housing_registrar")
    page = browser.get(ARRIVALS).text
    assert 'id="bulk"' in page and len(_picks(page)) == 3
    chosen = [pick for pick in _picks(page) if not pick.startswith(left.number)]
    asked = browser.get(BULK, {"do": "assign_handler", "pick": chosen}).text
    assert "电梯停运" in asked and "路灯不亮" not in asked and "沈秋白" in asked
    answer = browser.post(BULK, {"do": "assign_handler", "pick": _picks(asked), "handler": cast.officers["handler"]})
    assert answer.status_code == 200 and "办好 2 件" in answer.text and "已指定承办人" in answer.text
    assert [cast.matter(matter).handler_id for matter in (first, second, left)] == [cast.officers["handler"]] * 2 + [
        None
    ]
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_the_second_of_two_officers_is_shown_each_matter(cast: Cast, desk: Desk) -> None:
    first, second = _at_housing(cast, "电梯停运", "水压不足")
    browser = desk("housing_registrar")
    picks = _picks(browser.get(ARRIVALS).text)
    officer_id = cast.officers["handler_two"]
    matter_assign_handler(actor=cast.actor("approver"), matter_id=first.matter_id, officer_id=officer_id, at=cast.at)
    given = {"do": "assign_handler", "pick": picks, "handler": cast.officers["handler"]}
    answer = browser.post(BULK, given).text
    assert "办好 1 件" in answer and "1 件没有改动" in answer
    assert [cast.matter(matter).handler_id for matter in (first, second)] == [officer_id, cast.officers["handler"]]
    assert "办好 0 件" in browser.post(BULK, given).text  # the page sent a second time changes nothing


def test_several_are_forwarded_with_the_same_words(cast: Cast, desk: Desk) -> None:
    matters = [cast.file(title="停车难"), cast.file(title="物业费上涨")]
    browser = desk("registrar")
    picks = _picks(browser.get(ARRIVALS).text)
    given: dict[str, Any] = {"do": "assign_unit", "pick": picks, "unit": cast.units["housing"], "mode": "assign"}
    refused = browser.post(BULK, given)
    assert refused.status_code == 422 and _picks(refused.text) == picks  # a report is asked for, but by no day
    unasked = browser.post(BULK, {**given, "mode": "forward", "due_on": "2027-03-01"})
    assert unasked.status_code == 422 and "转送不用报告办理结果" in unasked.text
    answer = browser.post(BULK, {**given, "mode": "forward", "words": "请一并答复。"}).text
    assert "办好 2 件" in answer and "没有改动，" not in answer
    assert {cast.matter(matter).lead_unit_id for matter in matters} == {cast.units["housing"]}
    assert set(Handover.objects.values_list("words", "mode")) == {("请一并答复。", "forward")}


def test_several_are_accepted_at_once_and_each_line_says_why_not(cast: Cast, desk: Desk) -> None:
    fine, unsettled = cast.file(title="停车难"), cast.file(title="反映某人", respondents_settled=False)
    faster, sure = cast.file(title="路灯不亮"), cast.file(title="水压不足")
    browser = desk("registrar")
    picks = _picks(browser.get(ARRIVALS).text)
    cast.accept(faster)  # after the list was shown
    asked = browser.get(BULK, {"do": "accept", "pick": picks}).text
    assert "不能撤回" in asked and "都受理" in asked
    # Before anything is done each line says what the result would say, and only what can be done is ticked.
    assert asked.count("bulk-why") == 2 and len(re.findall(r"\bchecked\b", asked)) == 2
    assert RespondentUnsettled.sentence in asked and "您打开清单后，这件事项有了变化：受理" in asked
    answer = browser.post(BULK, {"do": "accept", "pick": picks}).text
    assert "办好 2 件" in answer and "2 件没有改动" in answer
    for matter in (fine, sure):
        assert "已受理。" in _line(answer, matter.number)
        assert (cast.matter(matter).state, cast.matter(matter).procedure) == (State.ACCEPTED, Procedure.ORDINARY)
    assert RespondentUnsettled.sentence in _line(answer, unsettled.number)
    assert "您打开清单后，这件事项有了变化：受理" in _line(answer, faster.number)
    assert "您写的内容还在" not in answer
    assert cast.matter(unsettled).state == State.REGISTERED
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_one_that_is_accepted_already_says_so_before_anything_is_done(
    cast: Cast, desk: Desk, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    matters = [cast.file(title=title) for title in ("停车难", "路灯不亮")]
    for matter in matters:
        cast.accept(matter)
    browser = desk("registrar")
    asked = {"do": "accept", "pick": _picks(browser.get(ARRIVALS).text)}
    with django_assert_max_num_queries(12):
        page = browser.get(BULK, asked).text
    # The version that was seen is the newest: it is no news, but the state.
    sentences = "这件事项现在是“已受理”，不能再“受理”。"
    assert page.count(sentences) == 2
    assert sentences in _line(browser.post(BULK, asked).text, matters[0].number)


def test_a_leader_who_may_not_accept_is_shown_so_at_each_line(cast: Cast, desk: Desk) -> None:
    matter = cast.file(title="停车难")
    asked = {"do": "accept", "pick": [f"{matter.number}.1"]}
    leader = desk("office_leader")
    assert "您的职位不能对这件事项“受理”" in leader.get(BULK, asked).text
    assert "您的职位不能对这件事项“受理”" in _line(leader.post(BULK, asked).text, matter.number)
    assert cast.matter(matter).state == State.REGISTERED


def test_what_one_refuses_holds_up_no_other(cast: Cast, desk: Desk) -> None:
    about_housing = cast.file(title="反映住建局", respondent_unit_id=cast.units["housing"])
    fine = cast.file(title="停车难")
    browser = desk("registrar")
    picks = _picks(browser.get(ARRIVALS).text)
    answer = browser.post(BULK, {"do": "assign_unit", "pick": picks, "unit": cast.units["housing"]}).text
    assert "办好 1 件" in answer and "1 件没有改动" in answer
    assert UnitBarred.sentence in _line(answer, about_housing.number)
    assert "已交给新的承办单位" in _line(answer, fine.number)
    assert cast.matter(about_housing).lead_unit_id == cast.units["office"]
    assert cast.matter(fine).lead_unit_id == cast.units["housing"]


def test_what_the_officer_may_not_see_stays_unseen(cast: Cast, desk: Desk) -> None:
    barred = cast.file(title="反映信访局的事", respondent_officer_id=cast.officers["office_leader"])
    elsewhere = cast.file(title="教育局的事", unit_id=cast.units["education"])
    picks = [f"{matter.number}.1" for matter in (barred, elsewhere)]
    browser = desk("registrar")
    for answer in (
        browser.get(BULK, {"do": "assign_unit", "pick": picks}),
        browser.post(BULK, {"do": "assign_unit", "pick": picks, "unit": cast.units["housing"]}),
    ):
        assert "反映信访局的事" not in answer.text and "教育局的事" not in answer.text
        assert "还没有选事项" in answer.text
    assert not Handover.objects.exists()


@pytest.mark.parametrize(
    ("username", "address", "status"),
    [
        ("handler", "/desk/work/mine/bulk/?do=assign_unit", 403),
        ("handler", f"{BULK}?do=assign_unit", 403),
        ("approver", "/desk/work/approvals/bulk/?do=assign_unit", 403),
        ("registrar", f"{BULK}?do=decline", 404),
        ("registrar", f"{BULK}?do=assign_unit&pick=x&pick=1.1", 200),
    ],
)
def test_only_where_matters_are_given_out(cast: Cast, desk: Desk, username: str, address: str, status: int) -> None:
    assert desk(username).get(address).status_code == status


def test_more_than_a_page_is_refused_as_a_whole(cast: Cast, desk: Desk) -> None:
    cast.file()
    picks = [f"{number:016}.1" for number in range(51)]
    answer = desk("registrar").post(BULK, {"do": "assign_unit", "pick": picks, "unit": cast.units["housing"]})
    assert answer.status_code == 422 and "一次最多 50 件" in answer.text


def test_when_the_database_gives_up_the_rest_is_left_and_named(
    cast: Cast, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.file(title="停车难")
    cast.file(title="物业费上涨")
    browser = desk("registrar")
    picks = _picks(browser.get(ARRIVALS).text)
    tried = []

    def give_up(*given: object, **_named: object) -> None:
        tried.append(given)
        raise DatabaseError

    monkeypatch.setattr(BulkUnitForm, "execute", give_up)
    answer = browser.post(BULK, {"do": "assign_unit", "pick": picks, "unit": cast.units["housing"]})
    assert len(tried) == 1 and "2 件没有改动" in answer.text
    assert answer.text.count("系统这时忙不过来") == 2
