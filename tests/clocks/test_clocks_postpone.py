"""A holiday that is announced later moves what ends on it, in the open and never to an earlier day."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from huiyin.clocks.models import Clock, Postponement
from huiyin.clocks.selectors import clock_views
from huiyin.clocks.services import (
    Subject,
    clock_extend,
    clock_until,
    clocks_begin,
    clocks_on_event,
    clocks_postpone,
    clocks_settle_provisional,
)
from huiyin.ledger.models import Entry
from tests.clocks.conftest import Later
from tests.clocks.instants import end, office

pytestmark = pytest.mark.django_db
KIND = "clocks.clock.postponed"
QUIET = "off = [2027-01-01]"
AT = office(2027, 3, 10)


@pytest.fixture
def mine(subject: Callable[..., Subject], later_year: Later) -> Subject:
    """Accepted on Tuesday, 2 March 2027: the answer is due on Saturday 1 May and so on Monday the 3rd."""
    later_year(QUIET)
    made = subject(at=office(2027, 3, 2))
    clocks_begin([made])
    clocks_on_event(subject=made, event="accepted")
    return made


def clock(subject: Subject, code: str) -> Clock:
    return Clock.objects.get(subject_id=subject.id, code=code)


def test_what_ends_on_a_new_holiday_ends_after_it(mine: Subject, later_year: Later) -> None:
    assert clocks_postpone(AT) == []
    later_year("off = [2027-05-03, 2027-05-04]")
    before = clock(mine, "answer")
    (moved,) = clocks_postpone(AT)
    after = clock(mine, "answer")
    assert (before.due_at, after.due_at) == (end(2027, 5, 3), end(2027, 5, 5))
    assert (after.base_due_at, after.provisional) == (end(2027, 5, 3), False)
    assert after.next_signal_at == office(2027, 4, 20, 8)
    assert (moved.row.due_before, moved.row.due_after) == (end(2027, 5, 3), end(2027, 5, 5))
    entry = Entry.objects.get(kind=KIND)
    assert entry.content is not None and str(mine.id) in entry.content and after.id.hex in entry.content
    assert clocks_postpone(AT) == []


def test_a_second_notice_moves_it_once_more_and_the_page_says_since_when(mine: Subject, later_year: Later) -> None:
    later_year("off = [2027-05-03]")
    clocks_postpone(AT)
    later_year("off = [2027-05-03, 2027-05-04]")
    clocks_postpone(AT)
    assert clock(mine, "answer").due_at == end(2027, 5, 5)
    assert Postponement.objects.count() == 2
    shown = next(view for view in clock_views(subject_id=mine.id, at=AT) if view.code == "answer")
    assert shown.due_on == date(2027, 5, 5)
    assert shown.sentence.endswith("（原来到 2027年5月3日，那天后来放假，顺延）")


def test_the_petitioners_window_moves_too(mine: Subject, later_year: Later) -> None:
    clocks_on_event(subject=Subject(mine.id, mine.kind, office(2027, 3, 8)), event="served")
    assert clock(mine, "review_window").due_at == end(2027, 4, 7)
    later_year("off = [2027-04-07]")
    (moved,) = clocks_postpone(AT)
    assert (moved.clock.code, moved.bound) == ("review_window", "petitioner")
    assert clock(mine, "review_window").due_at == end(2027, 4, 8)


def test_a_new_holiday_among_working_days_moves_their_end(subject: Callable[..., Subject], later_year: Later) -> None:
    later_year(QUIET)
    mine = subject(at=office(2027, 3, 1))
    clocks_begin([mine])
    clocks_on_event(subject=Subject(mine.id, mine.kind, AT), event="unit_assigned")
    assert clock(mine, "object").due_at == end(2027, 3, 17)
    later_year("off = [2027-03-12]")
    assert [moved.clock.code for moved in clocks_postpone(AT)] == ["object"]
    assert clock(mine, "object").due_at == end(2027, 3, 18)


def test_nothing_is_made_shorter(subject: Callable[..., Subject], later_year: Later) -> None:
    later_year(QUIET)
    mine = subject(at=office(2027, 3, 12))
    clocks_begin([mine])
    before = clock(mine, "own").due_at
    later_year("work = [2027-03-13]")
    assert clocks_postpone(office(2027, 3, 12, 12)) == []
    assert clock(mine, "own").due_at == before == end(2027, 3, 15)


def test_promises_in_plain_days_and_chosen_days_stay(subject: Callable[..., Subject], later_year: Later) -> None:
    later_year(QUIET)
    mine = subject(kind="suggestion", at=office(2027, 3, 2))
    clocks_begin([mine])
    clocks_on_event(subject=mine, event="accepted")
    clock_until(subject=mine, code="report", due_on=date(2027, 3, 17))
    later_year("off = [2027-03-17]")  # both the fifteen days of the promise and the chosen day end on it
    assert clocks_postpone(AT) == []
    assert clock(mine, "answer_promise").due_at == clock(mine, "report").due_at == end(2027, 3, 17)


def test_a_stopped_one_stays_and_a_late_one_stays_late(mine: Subject, later_year: Later) -> None:
    other = Subject(id=mine.id, kind=mine.kind, at=office(2027, 3, 9))
    clocks_on_event(subject=other, event="handler_assigned")
    own, answer = clock(mine, "own"), clock(mine, "answer")
    assert own.stopped_at and own.due_at == end(2027, 3, 3)
    later_year("off = [2027-03-03, 2027-05-03]")
    assert clocks_postpone(end(2027, 5, 3) + timedelta(seconds=1)) == []
    assert (clock(mine, "own").due_at, clock(mine, "answer").due_at) == (own.due_at, answer.due_at)


def test_an_extended_one_moves_from_its_new_day(mine: Subject, later_year: Later) -> None:
    with transaction.atomic():
        clock_extend(subject_id=mine.id, code="answer", days=10, reason="案情复杂", approver="住建局", at=AT)
    assert clock(mine, "answer").due_at == end(2027, 5, 13)
    later_year("off = [2027-05-03]")  # its first last day isn't its last day any more
    assert clocks_postpone(AT) == []
    later_year("off = [2027-05-13]")
    clocks_postpone(AT)
    assert clock(mine, "answer").due_at == end(2027, 5, 14)


def test_a_provisional_one_is_left_to_be_settled(subject: Callable[..., Subject], later_year: Later) -> None:
    mine = subject(at=office(2027, 3, 2))
    clocks_begin([mine])
    assert clock(mine, "accept").provisional
    later_year("off = [2027-03-17]")
    assert clocks_postpone(office(2027, 3, 2, 11)) == []
    clocks_settle_provisional(office(2027, 3, 2, 11))
    assert clock(mine, "accept").due_at == end(2027, 3, 18)


def test_in_portions(subject: Callable[..., Subject], later_year: Later) -> None:
    later_year(QUIET)
    clocks_begin([subject(at=office(2027, 3, 2)) for _ in range(3)])
    later_year("off = [2027-03-17]")
    assert [len(clocks_postpone(AT, limit=2)) for _ in range(3)] == [2, 1, 0]


def test_the_database_lets_a_holiday_move_a_clock_only_as_its_row_says(mine: Subject) -> None:
    answer = clock(mine, "answer")
    after = answer.due_at + timedelta(days=1)

    def refused(**values: object) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Clock.objects.filter(pk=answer.pk).update(**values)

    refused(due_at=after)
    row = Postponement.objects.create(clock=answer, due_before=answer.due_at, due_after=after, at=AT)
    refused(due_at=after + timedelta(days=1))
    for wrong in (
        {"due_after": answer.due_at - timedelta(days=1), "due_before": answer.due_at},  # earlier
        {"due_before": AT - timedelta(days=1), "due_after": after},  # late already
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Postponement.objects.create(clock=answer, at=AT, **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Postponement.objects.filter(pk=row.pk).update(due_after=after + timedelta(days=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()
    Clock.objects.filter(pk=answer.pk).update(due_at=after)
    assert clock(mine, "answer").due_at == after
