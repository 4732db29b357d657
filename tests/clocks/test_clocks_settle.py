"""Provisional dates, once the year's table has come."""

from collections.abc import Callable

import pytest
from django.db import transaction

from huiyin.clocks.models import Clock
from huiyin.clocks.services import Subject, clock_extend, clocks_begin, clocks_on_event, clocks_settle_provisional
from huiyin.ledger.models import Entry
from tests.clocks.conftest import Later
from tests.clocks.instants import end, office

pytestmark = pytest.mark.django_db
AT = office(2026, 12, 20)
SETTLED_KIND = "clocks.clock.settled"


@pytest.fixture
def mine(subject: Callable[..., Subject]) -> Subject:
    """Accepted on 8 December 2026: the answer is due on 6 February 2027, a day of Spring Festival."""
    made = subject(at=office(2026, 12, 8))
    clocks_begin([made])
    clocks_on_event(subject=made, event="accepted")
    return made


def answer(subject: Subject) -> Clock:
    return Clock.objects.get(subject_id=subject.id, code="answer")


def test_nothing_settles_without_a_table(mine: Subject) -> None:
    assert clocks_settle_provisional(AT) == []
    assert answer(mine).provisional


def test_the_date_moves_behind_the_holiday_and_the_ledger_says_so(
    mine: Subject, table_of_2027: Callable[[], None]
) -> None:
    assert answer(mine).due_at == end(2027, 2, 9)
    table_of_2027()
    (settled,) = [moved.clock for moved in clocks_settle_provisional(AT)]
    stored = answer(mine)
    assert stored.due_at == settled.due_at == end(2027, 2, 12)
    assert not stored.provisional
    assert stored.base_due_at == end(2027, 2, 9)
    assert stored.next_signal_at == office(2027, 1, 28, 8)
    entry = Entry.objects.get(kind=SETTLED_KIND)
    assert entry.content is not None and str(mine.id) in entry.content and stored.id.hex in entry.content
    assert clocks_settle_provisional(AT) == []


def test_a_stopped_clock_stays_as_it_was(mine: Subject, table_of_2027: Callable[[], None]) -> None:
    clocks_on_event(subject=Subject(mine.id, mine.kind, AT), event="served")
    before = answer(mine).due_at
    table_of_2027()
    assert all(moved.clock.code == "review_window" for moved in clocks_settle_provisional(AT))
    assert answer(mine).due_at == before


def test_an_extension_is_counted_again_with_it(mine: Subject, table_of_2027: Callable[[], None]) -> None:
    with transaction.atomic():
        clock_extend(subject_id=mine.id, code="answer", days=10, reason="案情复杂", approver="住建局", at=AT)
    assert answer(mine).due_at == end(2027, 2, 19)
    table_of_2027()
    clocks_settle_provisional(AT)
    assert answer(mine).due_at == end(2027, 2, 22)


def test_in_portions(subject: Callable[..., Subject], table_of_2027: Callable[[], None]) -> None:
    clocks_begin([subject(at=office(2026, 12, day)) for day in (18, 19, 20, 21, 22)])
    waiting = Clock.objects.filter(provisional=True).count()
    assert waiting == 5
    table_of_2027()
    assert [len(clocks_settle_provisional(AT, limit=2)) for _ in range(4)] == [2, 2, 1, 0]
    assert not Clock.objects.filter(provisional=True).exists()


def test_a_make_up_day_doesnt_take_back_what_was_notified(subject: Callable[..., Subject], later_year: Later) -> None:
    """Ten working days as far as anybody knew; then a Saturday among them is worked. The later day stands."""
    mine = subject(kind="inquiry", at=office(2027, 3, 5))
    clocks_begin([mine])
    own = Clock.objects.get(subject_id=mine.id, code="own")
    assert (own.due_at, own.provisional) == (end(2027, 3, 8), True)
    later_year("work = [2027-03-06]")
    (settled, *_) = [
        moved.clock for moved in clocks_settle_provisional(office(2027, 3, 5, 11)) if moved.clock.code == "own"
    ]
    assert (settled.due_at, settled.provisional) == (end(2027, 3, 8), False)


def test_settling_doesnt_undo_being_late(subject: Callable[..., Subject], later_year: Later) -> None:
    """The table comes only after the day: the house stays late, the petitioner's own time ends later."""
    mine = subject(at=office(2027, 3, 2))
    clocks_begin([mine])
    served = Subject(mine.id, mine.kind, office(2027, 3, 3))
    clocks_on_event(subject=Subject(mine.id, mine.kind, office(2027, 3, 2, 11)), event="accepted")
    clocks_on_event(subject=served, event="served")
    other = subject(at=office(2027, 3, 2))
    clocks_begin([other])
    accept = Clock.objects.get(subject_id=other.id, code="accept")
    window = Clock.objects.get(subject_id=mine.id, code="review_window")
    assert (accept.due_at, window.due_at) == (end(2027, 3, 17), end(2027, 4, 2))
    later_year("off = [2027-03-17, 2027-04-02]")
    clocks_settle_provisional(office(2027, 4, 3))
    accept.refresh_from_db()
    window.refresh_from_db()
    assert (accept.due_at, accept.provisional) == (end(2027, 3, 17), False)
    assert (window.due_at, window.provisional) == (end(2027, 4, 5), False)
