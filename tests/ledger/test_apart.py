"""With a helper that reads rows in a second process, verification finds what it finds without."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from tests.ledger.conftest import AT

from huiyin.kernel.actor import system
from huiyin.ledger.services import _apart as apart
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.orgs.models import Unit
from huiyin.orgs.rules import UnitKind
from huiyin.orgs.services import UnitPlan, units_create

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def left(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What the helper has left is noted; it is called for however small the ledger is."""
    noted: list[object] = []
    read = apart._left

    def note(path: Any) -> Any:
        noted.append(path)
        return read(path)

    monkeypatch.setattr(apart, "_WORTH", 0)
    monkeypatch.setattr(apart, "_left", note)
    return noted


def test_rows_that_the_helper_read_are_compared(left: list[object]) -> None:
    units_create(
        plans=[UnitPlan("甲县", UnitKind.COUNTY, children=[UnitPlan("乙局", UnitKind.BUREAU)])],
        parent_id=None,
        actor=system("test"),
        at=AT,
    )
    entries_sequence(at=AT)
    sound = ledger_verify()
    assert (sound.problems, sound.rows) == ([], Unit.objects.count())
    Unit.objects.filter(name="乙局").update(name="改过")
    (problem,) = ledger_verify().problems
    assert "与记录不符" in problem.what
    # SQLite's test database lives in this process's memory: nobody else can read it.
    assert len(left) == (2 if connection.vendor == "postgresql" else 0)


def test_without_an_able_helper_all_is_read_here(left: list[object], record: Callable[..., list[Group]]) -> None:
    record("一组", "二组")  # a model that only this process vouches for
    assert ledger_verify().is_sound
    Group.objects.filter(name="二组").update(name="改过")
    assert ledger_verify().problems[0].entry_seq == 2
    assert left == []
