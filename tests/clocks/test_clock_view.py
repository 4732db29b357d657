"""What people read about a clock."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from huiyin.clocks.models import Clock
from huiyin.clocks.selectors import ClockView, DueView, clock_views, due_first
from huiyin.clocks.services import Subject, clocks_begin, clocks_on_event
from tests.clocks.instants import end, office

pytestmark = pytest.mark.django_db
Counted = Callable[[int], object]


def view(subject: Subject, code: str, at: datetime) -> ClockView:
    return next(clock for clock in clock_views(subject_id=subject.id, at=at) if clock.code == code)


@pytest.fixture
def mine(subject: Callable[..., Subject]) -> Subject:
    """A claim of 8 October 2026: accept by 23 October, answer by 7 December."""
    made = subject(at=office(2026, 10, 8))
    clocks_begin([made])
    clocks_on_event(subject=made, event="accepted")
    return made


@pytest.mark.parametrize(
    ("at", "sentence", "tone", "days_left"),
    [
        (office(2026, 11, 22), "答复期限 2026年12月7日，还有 15 天（《信访工作条例》第三十四条）", "neutral", 15),
        (office(2026, 11, 26), "答复期限 2026年12月7日，还有 11 天（《信访工作条例》第三十四条）", "soon", 11),
        (office(2026, 12, 4), "答复期限 2026年12月7日，还有 3 天（《信访工作条例》第三十四条）", "soon", 3),
        (
            end(2026, 12, 7),
            "答复期限 2026年12月7日，今天到期（《信访工作条例》第三十四条）",
            "soon",
            0,
        ),
        (office(2026, 12, 8, 0), "答复期限 2026年12月7日，已超过 1 天（《信访工作条例》第三十四条）", "late", -1),
        (office(2026, 12, 10), "答复期限 2026年12月7日，已超过 3 天（《信访工作条例》第三十四条）", "late", -3),
    ],
)
def test_running(mine: Subject, at: datetime, sentence: str, tone: str, days_left: int) -> None:
    found = view(mine, "answer", at)
    assert (found.sentence, found.tone, found.days_left) == (sentence, tone, days_left)
    assert 0 <= found.fraction <= 1
    assert (found.name, found.layer, found.article) == ("答复期限", "statutory", "《信访工作条例》第三十四条")


def test_a_promise_says_whose_it_is(mine: Subject) -> None:
    found = view(mine, "answer_promise", office(2026, 10, 10))
    assert found.sentence == "我们承诺 2026年10月23日 前答复您，还有 13 天（我们的服务承诺）"
    assert found.layer == "promise"


def test_provisional_says_why(subject: Callable[..., Subject]) -> None:
    late = subject(at=office(2026, 12, 8))
    clocks_begin([late])
    clocks_on_event(subject=late, event="accepted")
    found = view(late, "answer", office(2026, 12, 9))
    assert found.provisional
    assert found.sentence.endswith("（《信访工作条例》第三十四条）（2027年放假安排公布后可能调整）")


def test_stopped(mine: Subject) -> None:
    clocks_on_event(subject=Subject(mine.id, mine.kind, office(2026, 12, 10)), event="served")
    answered = view(mine, "answer", office(2026, 12, 11))
    assert answered.sentence == "2026年12月10日 已答复您，已超过 3 天"
    assert (answered.tone, answered.outcome, answered.days_left) == ("late", "late", 0)
    accepted = view(mine, "accept", office(2026, 12, 11))
    assert accepted.sentence == "2026年10月8日 已决定是否受理"
    assert (accepted.tone, accepted.outcome) == ("neutral", "met")


def test_withdrawn(mine: Subject) -> None:
    clocks_on_event(subject=Subject(mine.id, mine.kind, office(2026, 10, 9)), event="withdrawn")
    assert view(mine, "answer", office(2026, 10, 10)).sentence == "您已撤回，这个期限不再计算"


def test_the_petitioners_own_time_is_never_called_late(mine: Subject) -> None:
    clocks_on_event(subject=Subject(mine.id, mine.kind, office(2026, 10, 12)), event="served")
    opened = view(mine, "review_window", office(2026, 10, 13))
    assert opened.sentence.startswith("您可以评价答复，不满意可以申请复查，到 2026年11月11日 为止，还有 29 天")
    over = view(mine, "review_window", office(2026, 11, 20))
    assert over.tone == "neutral"
    assert over.sentence == "评价和申请复查的期限是 2026年11月11日，已经结束（《信访工作条例》第三十五条）"


def test_only_a_handling_opinion_can_be_reviewed(subject: Callable[..., Subject]) -> None:
    other = subject("suggestion")
    clocks_begin([other])
    clocks_on_event(subject=other, event="accepted")
    clocks_on_event(subject=other, event="served")
    assert "复查" not in view(other, "review_window", office(2026, 3, 4)).sentence


def test_running_ones_first_by_due_date(mine: Subject, django_assert_num_queries: Counted) -> None:
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        found = clock_views(subject_id=mine.id, at=office(2026, 10, 9))
    assert [view.code for view in found[:4]] == ["own", "answer_promise", "answer_limit", "answer"]
    assert {view.code for view in found[4:]} == {"accept", "accept_promise"}


def test_for_a_list(mine: Subject, subject: Callable[..., Subject], django_assert_num_queries: Counted) -> None:
    other, unknown = subject(), subject()
    clocks_begin([other])
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        found = due_first(subject_ids=[mine.id, other.id, unknown.id], at=office(2026, 10, 9))
    assert {key: view.code for key, view in found.items()} == {mine.id: "own", other.id: "accept_promise"}
    full = view(mine, "own", office(2026, 10, 9))
    assert found[mine.id] == DueView("own", full.name, full.due_on, full.days_left, full.tone)


def test_a_clock_whose_rule_has_gone_still_reads(mine: Subject) -> None:
    lost = Clock(
        subject_id=mine.id,
        code="older_rule",
        kind="claim",
        layer="statutory",
        article="《信访工作条例》第三十四条",
        rulebook="cn-2005@3",
        started_at=mine.at,
        base_due_at=mine.at + timedelta(days=30),
        due_at=mine.at + timedelta(days=30),
    )
    lost.save()
    assert view(mine, "older_rule", mine.at).sentence.startswith("期限 2026年11月7日，还有 30 天")
    clocks_on_event(subject=Subject(mine.id, mine.kind, office(2026, 10, 20)), event="closed")
    assert view(mine, "older_rule", office(2026, 10, 21)).outcome == "met"
