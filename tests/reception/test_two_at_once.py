"""Many people at the same instant. On PostgreSQL with real connections; SQLite lets one write at a time."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.ids import new_token
from huiyin.reception.errors import SlotTaken
from huiyin.reception.models import Appointment, ReceptionDay
from huiyin.reception.rules import BOOKINGS_MOST
from huiyin.reception.services import reception_day_change
from huiyin.vault.models import Identity
from tests.cast import make_cast
from tests.reception.house import STARTS, WHO, book, plan, publish

_MANY = 6

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="threads share one in-memory database on SQLite"),
]


def _at_once(act: Callable[[int], object]) -> list[object]:
    start = Barrier(_MANY)

    def press(number: int) -> object:
        start.wait()
        try:
            return act(number)
        except HuiyinError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(_MANY) as pool:
        return list(pool.map(press, range(_MANY)))


@pytest.mark.parametrize("is_one_form", [True, False])
def test_of_many_at_once_one_gets_the_slot(is_one_form: bool) -> None:
    cast = make_cast()
    day_id = publish(cast)
    token = new_token()
    got = _at_once(lambda _number: book(cast, day_id, token=token if is_one_form else new_token()))
    assert Appointment.objects.count() == Identity.objects.count() == 1
    if is_one_form:
        assert len({outcome.code for outcome in got}) == 1  # type: ignore[attr-defined]
    else:
        assert sum(isinstance(outcome, SlotTaken) for outcome in got) == _MANY - 1


def test_a_leader_is_published_in_one_place_at_a_time() -> None:
    cast = make_cast()
    # No two begin at the same minute, which the table itself would refuse; all of them overlap.
    got = _at_once(lambda number: publish(cast, starts_at=STARTS + timedelta(minutes=10 * number)))
    assert Counter(type(outcome).__name__ for outcome in got) == {"UUID": 1, "LeaderElsewhere": _MANY - 1}
    assert ReceptionDay.objects.count() == 1


def test_days_of_a_leader_are_moved_to_one_place_at_a_time() -> None:
    cast = make_cast()
    day_ids = [publish(cast, starts_at=STARTS + timedelta(days=1 + number)) for number in range(_MANY)]

    def move(number: int) -> None:
        wanted = plan(cast, starts_at=STARTS + timedelta(minutes=10 * number))
        reception_day_change(actor=cast.actor("registrar"), day_id=day_ids[number], plan=wanted, seen=1, at=cast.at)

    got = _at_once(move)
    assert Counter(type(outcome).__name__ for outcome in got) == {"NoneType": 1, "LeaderElsewhere": _MANY - 1}
    assert ReceptionDay.objects.filter(starts_at__lt=STARTS + timedelta(days=1)).count() == 1


def test_a_telephone_number_has_no_more_bookings_by_pressing_at_once() -> None:
    cast = make_cast()
    day_ids = [publish(cast, starts_at=STARTS + timedelta(days=number)) for number in range(_MANY)]
    got = _at_once(lambda number: book(cast, day_ids[number], identity=WHO))
    refused = {"Booked": BOOKINGS_MOST, "BookingLimitReached": _MANY - BOOKINGS_MOST}
    assert Counter(type(outcome).__name__ for outcome in got) == refused
    assert Appointment.objects.count() == BOOKINGS_MOST
