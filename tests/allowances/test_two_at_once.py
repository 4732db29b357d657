"""Several uses at the same instant: on PostgreSQL; SQLite lets one write at a time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction

from huiyin.allowances import services
from huiyin.allowances.rules import Allowance
from huiyin.allowances.services import allowance_take, allowance_use, allowance_wait

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
THREE_A_DAY = Allowance("test", 3, timedelta(days=1), 3)
_MANY = 4

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="threads share one in-memory database on SQLite"),
]


def test_of_many_who_have_all_looked_the_last_use_is_for_a_single_one(monkeypatch: pytest.MonkeyPatch) -> None:
    allowance_use(THREE_A_DAY, "a", size=2, at=AT)
    looked = Barrier(_MANY)

    def look(allowance: Allowance, key: str, *, at: datetime) -> timedelta:
        found = allowance_wait(allowance, key, at=at)
        looked.wait(30)
        return found

    def use(_number: int) -> bool:
        try:
            with transaction.atomic():
                return allowance_take(THREE_A_DAY, "a", at=AT)
        finally:
            connection.close()

    monkeypatch.setattr(services, "allowance_wait", look)
    with ThreadPoolExecutor(_MANY) as pool:
        assert sorted(pool.map(use, range(_MANY))) == [False] * (_MANY - 1) + [True]
    assert THREE_A_DAY.cost(3) == services.allowances_used([(THREE_A_DAY, "a")], at=AT)[0] - AT.timestamp() * 1000
