"""Two editors at the same instant: on PostgreSQL; SQLite lets one write at a time."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from huiyin.kernel.errors import HuiyinError
from huiyin.text_modules.models import TextModuleVersion
from huiyin.text_modules.services import text_module_revise
from tests.cast import make_cast
from tests.text_modules.samples import content, make

_MANY = 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="threads share one in-memory database on SQLite")
def test_of_many_changes_at_once_the_first_is_made() -> None:
    cast = make_cast()
    module, actor, start = make(cast), cast.actor("housing_leader"), Barrier(_MANY)

    def revise(number: int) -> str:
        start.wait()
        try:
            text_module_revise(
                actor=actor, module_id=module.pk, content=content(body=f"第 {number} 人"), at=cast.at, seen=1
            )
        except HuiyinError as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "made"

    with ThreadPoolExecutor(_MANY) as pool:
        got = Counter(pool.map(revise, range(_MANY)))
    assert got == {"made": 1, "TextModuleChangedConflict": _MANY - 1}
    assert TextModuleVersion.objects.filter(module=module).count() == 2
