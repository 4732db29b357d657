"""More time: at most once, within the article, with reason and approver, before it is late."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from huiyin.clocks.models import Clock
from huiyin.clocks.selectors import clock_views
from huiyin.clocks.services import (
    ClockNotRunning,
    ExtensionAlreadyGiven,
    ExtensionNotPossible,
    ExtensionTooLate,
    ExtensionTooLong,
    ExtensionUnreasoned,
    Subject,
    clock_extend,
    clocks_begin,
    clocks_on_event,
)
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.ids import new_id
from tests.clocks.instants import end, office

pytestmark = pytest.mark.django_db
AT = office(2026, 4, 20)


@pytest.fixture
def mine(subject: Callable[..., Subject]) -> Subject:
    """A claim whose answer is due on 6 May 2026 (3 March + 60 days = 2 May, within Labour Day)."""
    made = subject()
    clocks_begin([made])
    clocks_on_event(subject=made, event="accepted")
    return made


def extend(subject: Subject, **changed: object) -> Clock:
    given = {"code": "answer", "days": 30, "reason": "案情复杂", "approver": "住建局 负责人", "at": AT} | changed
    return clock_extend(subject_id=subject.id, **given).clock  # type: ignore[arg-type]


def test_the_days_count_from_the_due_day(mine: Subject) -> None:
    assert Clock.objects.get(subject_id=mine.id, code="answer").due_at == end(2026, 5, 6)
    clock = extend(mine)
    stored = Clock.objects.get(pk=clock.pk)
    assert clock.due_at == stored.due_at == end(2026, 6, 5)
    assert stored.base_due_at == end(2026, 5, 6)
    assert stored.next_signal_at == office(2026, 5, 21, 8)


def test_the_petitioner_is_shown_why_and_by_whom(mine: Subject) -> None:
    extend(mine, days=10)
    view = next(view for view in clock_views(subject_id=mine.id, at=AT) if view.code == "answer")
    (shown,) = view.extensions
    assert (shown.days, shown.reason, shown.approver) == (10, "案情复杂", "住建局 负责人")
    assert shown.article == "《信访工作条例》第三十四条"
    assert shown.at == AT


def test_a_due_date_beyond_the_tables_becomes_provisional(subject: Callable[..., Subject]) -> None:
    late = subject(at=office(2026, 10, 20))
    clocks_begin([late])
    clocks_on_event(subject=late, event="accepted")
    clock = extend(late, at=office(2026, 12, 1))
    assert clock.provisional
    assert Clock.objects.get(pk=clock.pk).due_at == end(2027, 1, 20)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"days": 31}, ExtensionTooLong),
        ({"days": 0}, ExtensionTooLong),
        ({"reason": " \u3000"}, ExtensionUnreasoned),
        ({"approver": ""}, ExtensionUnreasoned),
        ({"code": "answer_promise"}, ExtensionNotPossible),
        ({"code": "accept"}, ClockNotRunning),
        ({"code": "nothing"}, ClockNotRunning),
        ({"at": office(2026, 5, 7)}, ExtensionTooLate),
    ],
)
def test_what_the_article_does_not_give_is_refused(
    mine: Subject, changed: dict[str, object], refusal: type[HuiyinError]
) -> None:
    before = list(Clock.objects.order_by("pk").values())
    with pytest.raises(refusal) as caught:
        extend(mine, **changed)
    assert "%(" not in str(caught.value)
    assert list(Clock.objects.order_by("pk").values()) == before


def test_once_is_all(mine: Subject) -> None:
    extend(mine, days=5)
    with pytest.raises(ExtensionAlreadyGiven):
        extend(mine, days=5)


def test_strangers_have_nothing_to_extend() -> None:
    with pytest.raises(ClockNotRunning):
        extend(Subject(new_id(), "claim", AT + timedelta(days=1)))
