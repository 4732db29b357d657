"""Warnings and escalations: at their time, to one worker only, and never as a flood."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from huiyin.clocks.loading import load_calendar
from huiyin.clocks.models import Clock
from huiyin.clocks.selectors import ClockSignal, clocks_due_for_signal
from huiyin.clocks.services import Subject, clock_extend, clock_signal_claim, clocks_begin, clocks_on_event
from huiyin.kernel.time import office_day
from tests.clocks.instants import end, office

pytestmark = pytest.mark.django_db


def due(at: datetime, code: str) -> list[ClockSignal]:
    return [signal for signal in clocks_due_for_signal(at=at) if signal.code == code]


def take_all(code: str, until: datetime) -> list[tuple[str, int, bool]]:
    """Tick every hour from 3 March 2026 and take what comes: when, which, escalated."""
    signals = []
    at = office(2026, 3, 3)
    while at <= until:
        for signal in due(at, code):
            assert clock_signal_claim(signal=signal, at=at)
            assert due(at, code) == []
            signals.append((f"{at + timedelta(hours=8):%m-%d %H}", signal.offset, signal.escalate))
        at += timedelta(hours=1)
    return signals


def test_warnings_come_in_the_morning_of_their_day(subject: Callable[..., Subject]) -> None:
    clocks_begin([subject()])  # accept is due on 18 March
    assert take_all("accept", office(2026, 4, 30)) == [
        ("03-11 08", -7, False),
        ("03-13 08", -3, False),  # the 15th is a Sunday: on the Friday before
        ("03-17 08", -1, False),
        ("03-19 08", 1, True),
        ("03-25 08", 7, True),
        ("04-17 08", 30, True),
    ]
    assert Clock.objects.get(code="accept").next_signal_at is None


def test_without_an_owner_it_escalates_when_due_and_every_working_day_after(subject: Callable[..., Subject]) -> None:
    clocks_begin([subject()])  # own is due at the end of 4 March, a Wednesday
    assert take_all("own", office(2026, 3, 10)) == [
        ("03-05 00", 0, True),
        ("03-05 08", 1, True),
        ("03-06 08", 2, True),
        ("03-09 08", 5, True),
        ("03-10 08", 6, True),
    ]


def test_once_somebody_owns_it_there_is_no_more_to_say(subject: Callable[..., Subject]) -> None:
    mine = subject()
    clocks_begin([mine])
    (signal,) = due(office(2026, 3, 5), "own")
    clocks_on_event(subject=Subject(mine.id, mine.kind, office(2026, 3, 5)), event="handler_assigned")
    assert not clock_signal_claim(signal=signal, at=office(2026, 3, 5))
    assert due(office(2026, 3, 20), "own") == []


def test_of_two_workers_one_gets_it(subject: Callable[..., Subject]) -> None:
    clocks_begin([subject()])
    at = office(2026, 3, 11)
    first, second = due(at, "accept"), due(at, "accept")
    assert first == second
    assert [clock_signal_claim(signal=signal, at=at) for signal in (*first, *second)] == [True, False]


def test_after_a_standstill_only_the_latest_is_reported_and_no_escalation_is_lost(
    subject: Callable[..., Subject],
) -> None:
    clocks_begin([subject(at=office(2026, 3, 3))])
    at = office(2026, 4, 20)
    (signal,) = due(at, "accept")
    assert (signal.offset, signal.escalate) == (30, True)
    assert clock_signal_claim(signal=signal, at=at)
    assert due(at + timedelta(days=400), "accept") == []
    (daily,) = due(at, "own")
    assert (daily.offset, daily.escalate) == (47, True)


def test_an_escalation_that_was_missed_is_made_up_for_with_the_warning_after_it(
    subject: Callable[..., Subject],
) -> None:
    mine = subject()
    clocks_begin([mine])
    Clock.objects.filter(code="accept").update(next_signal_at=end(2026, 3, 16))
    (signal,) = due(office(2026, 3, 20), "accept")
    assert (signal.offset, signal.escalate) == (1, True)


def test_the_longest_waiting_come_first_and_no_more_than_asked(subject: Callable[..., Subject]) -> None:
    clocks_begin([subject(at=office(2026, 3, day)) for day in (5, 3, 4)])
    waiting = clocks_due_for_signal(at=office(2026, 4, 1), limit=4)
    assert len(waiting) == 4
    assert waiting == sorted(waiting, key=lambda signal: signal.seen_at)


def test_a_claim_is_stale_once_the_clock_has_been_extended(subject: Callable[..., Subject]) -> None:
    mine = subject()
    clocks_begin([mine])
    clocks_on_event(subject=mine, event="accepted")
    at = office(2026, 4, 25)
    (signal,) = due(at, "answer")
    clock_extend(subject_id=mine.id, code="answer", days=30, reason="案情复杂", approver="住建局", at=at)
    assert not clock_signal_claim(signal=signal, at=at)
    assert due(at, "answer") == []


def test_officers_are_reminded_on_working_days(subject: Callable[..., Subject]) -> None:
    """A warning comes before its day off, what is late after it; every signal of every claim of a spring."""
    for day in range(1, 31):
        mine = subject(at=office(2026, 4, day))
        clocks_begin([mine])
        clocks_on_event(subject=mine, event="accepted")
    calendar, at, seen = load_calendar(), office(2026, 4, 1), 0
    while at < office(2026, 8, 1):
        for signal in clocks_due_for_signal(at=at):
            assert calendar.is_working_day(office_day(signal.seen_at)), (signal.code, signal.offset, at)
            assert clock_signal_claim(signal=signal, at=at)
            seen += 1
        at += timedelta(days=1)
    assert seen > 500


def test_what_is_late_on_a_day_off_is_reported_on_the_next_working_day(subject: Callable[..., Subject]) -> None:
    clocks_begin([subject(at=office(2026, 3, 12))])  # accept is due on 27 March, a Friday
    signals = take_all("accept", office(2026, 4, 10))
    assert signals[-2:] == [("03-30 08", 1, True), ("04-03 08", 7, True)]


def test_the_petitioners_own_time_has_no_office_hours(subject: Callable[..., Subject]) -> None:
    mine = subject()
    clocks_begin([mine])
    clocks_on_event(subject=mine, event="accepted")
    clocks_on_event(subject=Subject(mine.id, mine.kind, office(2026, 3, 5)), event="served")  # open until 7 April
    assert take_all("review_window", office(2026, 4, 6))[0] == ("03-31 08", -7, False)
    other = subject()
    clocks_begin([other])
    clocks_on_event(subject=Subject(other.id, other.kind, office(2026, 4, 10)), event="served")  # until 11 May
    assert ("05-04 08", -7, False) in take_all("review_window", office(2026, 5, 5))  # within Labour Day
