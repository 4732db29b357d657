"""Two people, one slot, the same instant. On PostgreSQL with real connections; SQLite lets one write at a time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.ids import new_token
from huiyin.reception.errors import SlotTaken
from huiyin.reception.models import Appointment
from huiyin.vault.models import Identity
from tests.cast import make_cast
from tests.reception.house import book, publish

_MANY = 6


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="threads share one in-memory database on SQLite")
@pytest.mark.parametrize("is_one_form", [True, False])
def test_of_many_at_once_one_gets_the_slot(is_one_form: bool) -> None:
    cast = make_cast()
    day_id = publish(cast)
    token = new_token()
    start = Barrier(_MANY)

    def press(_number: int) -> object:
        start.wait()
        try:
            return book(cast, day_id, token=token if is_one_form else new_token())
        except HuiyinError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(_MANY) as pool:
        got = list(pool.map(press, range(_MANY)))
    assert Appointment.objects.count() == Identity.objects.count() == 1
    if is_one_form:
        assert len({outcome.code for outcome in got}) == 1  # type: ignore[attr-defined]
    else:
        assert sum(isinstance(outcome, SlotTaken) for outcome in got) == _MANY - 1
