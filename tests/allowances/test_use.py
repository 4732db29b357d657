"""So much at once and the same again in a while; each use has its own instant; rows tell nothing."""

from datetime import UTC, datetime, timedelta

from django.db import connection

from huiyin.allowances.models import Use
from huiyin.allowances.rules import Allowance
from huiyin.allowances.services import allowance_take, allowance_use, allowance_wait, allowances_sweep
from huiyin.kernel.time import milliseconds

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SIX_AN_HOUR = Allowance("test", 6, timedelta(hours=1), 3)


def test_three_at_once_then_one_every_ten_minutes(db: None) -> None:
    waits = []
    for _ in range(5):
        waits.append(allowance_wait(SIX_AN_HOUR, "a", at=AT))
        used = allowance_use(SIX_AN_HOUR, "a", at=AT)
    assert waits == [timedelta(minutes=minutes) for minutes in (0, 0, 0, 10, 20)]
    assert SIX_AN_HOUR.wait(used, milliseconds(AT), 0) == 20 * 60 * 1000
    assert not allowance_wait(SIX_AN_HOUR, "a", at=AT + timedelta(minutes=30))
    assert not allowance_wait(SIX_AN_HOUR, "b", at=AT)


def test_uses_up_to_the_limit_are_allowed_and_refused_ones_not_counted(db: None) -> None:
    assert [allowance_take(SIX_AN_HOUR, "a", at=AT) for _ in range(5)] == [True] * 3 + [False] * 2
    assert allowance_wait(SIX_AN_HOUR, "a", at=AT) == timedelta(minutes=10)
    assert allowance_take(SIX_AN_HOUR, "a", at=AT + timedelta(minutes=10))
    assert allowance_take(SIX_AN_HOUR, "b", at=AT)


def test_what_has_no_limit_can_always_be_taken(db: None) -> None:
    assert all(allowance_take(Allowance("test", 0, timedelta(hours=1), 0), "a", at=AT) for _ in range(3))
    assert not Use.objects.exists()


def test_what_was_used_long_ago_counts_for_nothing(db: None) -> None:
    for _ in range(3):
        allowance_use(SIX_AN_HOUR, "a", at=AT)
    later = AT + timedelta(hours=1)
    assert allowance_use(SIX_AN_HOUR, "a", at=later) == milliseconds(later + timedelta(minutes=10))


def test_nought_is_no_limit(db: None) -> None:
    unlimited = Allowance("test", 0, timedelta(hours=1), 0)
    assert not allowance_wait(unlimited, "a", size=10**9, at=AT)
    allowance_use(unlimited, "a", size=10**9, at=AT)
    assert not Use.objects.exists()


def test_no_network_stands_in_the_table(db: None) -> None:
    allowance_use(SIX_AN_HOUR, "192.0.2.0/24", at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM allowances_use")
        assert "192.0.2" not in str(cursor.fetchall())


def test_rows_go_after_a_day(db: None) -> None:
    allowance_use(SIX_AN_HOUR, "a", at=AT)
    assert allowances_sweep(at=AT + timedelta(days=1)) == 0
    assert allowances_sweep(at=AT + timedelta(days=1, minutes=11)) == 1
