"""Two people and two rounds at the same instant: on PostgreSQL; SQLite lets one write at a time."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from huiyin.clocks.models import Clock
from huiyin.kernel.errors import HuiyinError
from huiyin.ledger.models import Entry
from huiyin.returns.models import Return
from huiyin.returns.services import return_send_nothing, slots_list
from tests.cast import make_cast
from tests.returns.schemes import begin, of_unit

_MANY = 4

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="threads share one in-memory database on SQLite"),
]


def _at_once(act: Callable[[], object]) -> list[object]:
    start = Barrier(_MANY)

    def press(_number: int) -> object:
        start.wait()
        try:
            return act()
        except HuiyinError as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(_MANY) as pool:
        return list(pool.map(press, range(_MANY)))


def test_of_many_presses_one_makes_the_return() -> None:
    cast = make_cast()
    begin(cast)
    row, actor = of_unit(cast), cast.actor("handler")
    got = _at_once(lambda: return_send_nothing(actor=actor, return_id=row.pk, at=cast.at))
    assert Counter(got) == {None: 1, "ReturnConflict": _MANY - 1}
    row.refresh_from_db()
    assert row.version == 2 and Entry.objects.filter(kind="returns.return.nothing_sent").count() == 1


def test_of_many_rounds_one_lists_a_slot() -> None:
    cast = make_cast()
    begin(cast)
    cast.later(days=3)
    got = _at_once(lambda: slots_list(at=cast.at))
    assert sum(report.listed for report in got) == 6  # type: ignore[attr-defined]
    assert not any(report.failed for report in got)  # type: ignore[attr-defined]
    assert Return.objects.count() == Clock.objects.filter(kind="return").count() == 8
    assert len(set(Return.objects.values_list("unit", "due_at"))) == 8
    assert cast.at + timedelta(days=1) >= Return.objects.latest("due_at").due_at
