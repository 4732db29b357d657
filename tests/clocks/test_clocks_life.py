"""Clocks over a subject's life: something runs in every open state, stops are judged, nothing starts twice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from huiyin.clocks import loading
from huiyin.clocks.models import Clock
from huiyin.clocks.rules.editions import Editions
from huiyin.clocks.rules.plan import PlannedClock, Planner
from huiyin.clocks.rules.rulebook import KINDS
from huiyin.clocks.selectors import subjects_without_running_clock
from huiyin.clocks.services import (
    ClockChange,
    History,
    Subject,
    clocks_begin,
    clocks_on_event,
    clocks_record,
)
from huiyin.kernel.ids import new_id
from tests.clocks.instants import end, office

pytestmark = pytest.mark.django_db
Counted = Callable[[int], object]

# What a unit may still do: nothing is due by then.
UNIT_MAY = "object"
# The order of the road, and the one in which a handler is named before the matter is accepted.
ROADS = [
    ("accepted", "unit_assigned", "handler_assigned", "reply_drafted", "reply_approved", "served", "rated"),
    ("unit_assigned", "handler_assigned", "accepted", "reply_drafted", "reply_approved", "served", "rated"),
    ("handler_assigned", "accepted", "reply_drafted", "reply_drafted", "reply_approved", "served"),
]


def happen(subject: Subject, event: str, at: datetime) -> ClockChange:
    return clocks_on_event(subject=replace(subject, at=at), event=event)


def running(subject: Subject) -> set[str]:
    return set(Clock.objects.filter(subject_id=subject.id, stopped_at=None).values_list("code", flat=True))


def outcomes(subject: Subject) -> dict[str, str]:
    return dict(Clock.objects.filter(subject_id=subject.id).values_list("code", "outcome"))


@pytest.mark.parametrize("road", ROADS)
@pytest.mark.parametrize("kind", KINDS)
def test_something_runs_in_every_open_state(
    kind: str, road: tuple[str, ...], subject: Callable[..., Subject]
) -> None:
    mine = subject(kind)
    clocks_begin([mine])
    for step, event in enumerate(road, 1):
        assert subjects_without_running_clock(subject_ids=[mine.id]) == []
        change = happen(mine, event, mine.at + timedelta(hours=step))
        assert change.next_due_at is not None, event
        assert change.next_due_at == min(
            Clock.objects.filter(subject_id=mine.id, stopped_at=None)
            .exclude(code=UNIT_MAY)
            .values_list("due_at", flat=True)
        )
    assert running(mine) - {UNIT_MAY} == {"review_window"}
    assert happen(mine, "closed", mine.at + timedelta(days=2)).next_due_at is None
    assert subjects_without_running_clock(subject_ids=[mine.id]) == [mine.id]
    assert set(outcomes(mine).values()) == {"met"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("event", ["declined", "redirected", "withdrawn"])
def test_nothing_runs_on_once_the_matter_has_gone(kind: str, event: str, subject: Callable[..., Subject]) -> None:
    mine = subject(kind)
    clocks_begin([mine])
    assert running(mine) == {"accept", "accept_promise", "own"}
    happen(mine, event, mine.at + timedelta(hours=1))
    assert running(mine) == set()
    assert set(outcomes(mine).values()) == ({"void"} if event == "withdrawn" else {"met"})


def test_many_subjects_in_one_insert(subject: Callable[..., Subject], django_assert_num_queries: Counted) -> None:
    subjects = [subject(KINDS[number % 4]) for number in range(20)]
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        clocks = clocks_begin(subjects)
    assert [clock.subject_id for clock in clocks[::3]] == [subject.id for subject in subjects]
    assert Clock.objects.count() == 60
    assert all(getattr(clocks[0], name) is not None for name in Clock.LEDGER_FIELDS if name != "stopped_at")


def test_the_rows_are_what_the_database_has(subject: Callable[..., Subject]) -> None:
    mine = subject()
    made = clocks_begin([mine]) + happen(mine, "accepted", office(2026, 3, 4)).rows
    latest = {clock.pk: clock for clock in made}
    for stored in Clock.objects.filter(subject_id=mine.id):
        for name in (*Clock.LEDGER_FIELDS, "next_signal_at"):
            assert getattr(latest[stored.pk], name) == getattr(stored, name), name


def test_due_dates_of_a_claim(subject: Callable[..., Subject]) -> None:
    mine = subject(at=office(2026, 3, 6, 23))  # a Friday
    due = {clock.code: clock.due_at for clock in clocks_begin([mine])}
    assert due == {
        "accept": end(2026, 3, 23),
        "accept_promise": end(2026, 3, 9),
        "own": end(2026, 3, 9),
    }
    change = happen(mine, "accepted", office(2026, 3, 9))
    started = {clock.code: clock.due_at for clock in change.rows if clock.stopped_at is None}
    assert started == {
        "answer": end(2026, 5, 8),
        "answer_promise": end(2026, 3, 24),
        "answer_limit": end(2026, 4, 8),
    }
    assert change.next_due_at == due["own"]


def test_received_in_the_last_instant_of_a_day(subject: Callable[..., Subject]) -> None:
    at = end(2026, 3, 3) + timedelta(milliseconds=700)
    promise = next(clock for clock in clocks_begin([subject(at=at)]) if clock.code == "accept_promise")
    assert (promise.started_at, promise.due_at) == (at, end(2026, 3, 4))
    rule = loading.rulebook().clock_rule(code="accept_promise", kind="claim")
    assert rule
    counted_at_once = PlannedClock(rule=rule, end=end(2026, 3, 3), provisional=False, first_signal=None)
    assert counted_at_once.due_at(at) == at


def test_in_time_until_the_last_second_and_late_after_it(subject: Callable[..., Subject]) -> None:
    last = end(2026, 3, 18)
    in_time, late = subject(), subject()
    clocks_begin([in_time, late])
    happen(in_time, "accepted", last)
    happen(late, "accepted", last + timedelta(seconds=1))
    assert (outcomes(in_time)["accept"], outcomes(late)["accept"]) == ("met", "late")
    assert outcomes(in_time)["accept_promise"] == "late"


def test_the_petitioners_window_is_never_kept_late(subject: Callable[..., Subject]) -> None:
    mine = subject()
    clocks_begin([mine])
    happen(mine, "accepted", office(2026, 3, 3, 12))
    happen(mine, "served", office(2026, 3, 4))
    happen(mine, "closed", office(2026, 6, 1))
    assert outcomes(mine)["review_window"] == "met"


def test_an_event_has_few_statements(subject: Callable[..., Subject], django_assert_max_num_queries: Counted) -> None:
    mine = subject()
    clocks_begin([mine])
    with django_assert_max_num_queries(3):  # type: ignore[attr-defined]
        happen(mine, "accepted", office(2026, 3, 20))  # one met, one late, two started


def test_a_clock_is_never_started_again(subject: Callable[..., Subject]) -> None:
    mine = subject()
    clocks_begin([mine])
    happen(mine, "accepted", office(2026, 3, 4))
    before = list(Clock.objects.filter(subject_id=mine.id).order_by("pk").values())
    assert happen(mine, "accepted", office(2026, 3, 9)).rows == []
    assert list(Clock.objects.filter(subject_id=mine.id).order_by("pk").values()) == before
    with pytest.raises(IntegrityError), transaction.atomic():
        clocks_begin([mine])


def test_a_stop_before_the_start_counts_as_at_the_start(subject: Callable[..., Subject]) -> None:
    mine = subject()
    clocks_begin([mine])
    happen(mine, "accepted", mine.at - timedelta(seconds=2))
    clock = Clock.objects.get(subject_id=mine.id, code="accept")
    assert clock.stopped_at == clock.started_at
    assert clock.outcome == "met"


def test_a_life_that_happened_elsewhere(subject: Callable[..., Subject], django_assert_num_queries: Counted) -> None:
    answered_at = office(2026, 5, 20)
    histories = [
        History(made, (("accepted", answered_at), ("handler_assigned", answered_at), ("served", answered_at)))
        for made in (subject("claim"), subject("inquiry"))
    ]
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        clocks = clocks_record(histories)
    claim = histories[0].subject
    assert [clock.subject_id for clock in clocks[:6]] == [claim.id] * 6
    assert running(claim) == {"review_window"}
    assert outcomes(claim) == {
        "accept": "late",
        "accept_promise": "late",
        "own": "late",
        "answer": "met",
        "answer_promise": "met",
        "answer_limit": "met",
        "review_window": "",
    }


def test_a_subject_never_heard_of_has_no_clocks() -> None:
    unknown = new_id()
    change = clocks_on_event(subject=Subject(unknown, "claim", office(2026, 3, 3)), event="rated")
    assert change == ClockChange(rows=[], next_due_at=None)
    assert subjects_without_running_clock(subject_ids=[unknown]) == [unknown]


def test_what_is_owed_again_has_a_clock_of_its_own(subject: Callable[..., Subject]) -> None:
    """After a matter was sent back, an answer is owed once more; the first clock stays as it was."""
    mine = subject()
    clocks_begin([mine])
    happen(mine, "accepted", mine.at)
    happen(mine, "served", office(2026, 3, 20))
    again = replace(mine, round=2)
    happen(again, "accepted", office(2026, 4, 1))
    answers = Clock.objects.filter(subject_id=mine.id, code="answer").order_by("round")
    assert [(answer.round, answer.outcome, answer.started_at) for answer in answers] == [
        (1, "met", mine.at),
        (2, "", office(2026, 4, 1)),
    ]
    happen(again, "accepted", office(2026, 4, 2))
    assert answers.count() == 2


def test_clocks_side_by_side_stop_one_by_one(
    subject: Callable[..., Subject], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of several demands is met: the others run on; the end of the matter stops them all."""
    plans = loading.planner()
    rule = loading.rulebook().clock_rule(code="own", kind="claim")
    assert rule
    each = replace(
        rule, code="demand", starts="unit_assigned", stops=frozenset({"handler_assigned", "closed"}), each=True
    )
    today = loading.rulebook()
    book = replace(today, clocks=(*today.clocks, each))
    editions = Editions(changes=((date(2022, 5, 1), book),), files=())
    for module in ("event", "begin"):
        monkeypatch.setattr(f"huiyin.clocks.services.{module}.planner", lambda: Planner(editions, plans.calendar))
    mine = subject()
    for number in (1, 2, 3):
        happen(replace(mine, round=number), "unit_assigned", mine.at)
    happen(replace(mine, round=2), "handler_assigned", mine.at + timedelta(hours=1))
    demands = Clock.objects.filter(subject_id=mine.id, code="demand")
    assert set(demands.filter(stopped_at=None).values_list("round", flat=True)) == {1, 3}
    happen(mine, "closed", mine.at + timedelta(hours=2))
    assert not demands.filter(stopped_at=None).exists()
