"""However many processes share the rows, and wherever the tables are cut: verification finds the same."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from tests.ledger.conftest import AT

from huiyin.kernel.actor import system
from huiyin.ledger.models import Entry
from huiyin.ledger.services import Problem, VerifyReport, entries_sequence, ledger_verify
from huiyin.ledger.services import _verifier as verifier
from huiyin.ledger.services._rows import plan_of
from huiyin.ledger.verifier.__main__ import GO, VerifierTask, sqlite_moment
from huiyin.ledger.verifier.work import Work
from huiyin.orgs.models import Unit
from huiyin.orgs.rules import UnitKind
from huiyin.orgs.services import UnitPlan, units_create

pytestmark = pytest.mark.django_db(transaction=True)

_UNITS = 60
# So many rows of SQLite, pages of PostgreSQL.
_STRETCH = {"sqlite": 20, "postgresql": 1}


@pytest.fixture
def units(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of units, whose table is cut into several stretches."""
    monkeypatch.setattr(verifier, "_STRETCH", _STRETCH)
    names = [f"{number}局" + "长" * 70 for number in range(_UNITS - 1)]
    children = [UnitPlan(name, UnitKind.BUREAU) for name in names]
    units_create(
        plans=[UnitPlan("甲县", UnitKind.COUNTY, children=children)], parent_id=None, actor=system("test"), at=AT
    )
    entries_sequence(at=AT)
    return ["甲县", *names]


@pytest.fixture
def handed_over(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The pieces that helpers have read."""
    noted: list[int] = []
    read = verifier.Helper.handed_over

    def note(helper: verifier.Helper) -> Iterator[int]:
        for number in read(helper):
            noted.append(number)
            yield number

    monkeypatch.setattr(verifier.Helper, "handed_over", note)
    return noted


def _verified(monkeypatch: pytest.MonkeyPatch, *, helpers: int, ours: bool = True) -> VerifyReport:
    """With so many helpers; unless `ours`, this process takes no piece before they have had theirs."""
    monkeypatch.setattr(verifier, "_worker_count", lambda: helpers)
    if not ours:
        take = Work.claimed
        monkeypatch.setattr(Work, "claimed", lambda work, order: take(work, range(0)))
    return ledger_verify()


def _ends() -> list[tuple[str, str]]:
    """The names of the first and the last unit of each stretch."""
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    stretches: dict[int, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name, CAST({place} AS text) FROM orgs_unit ORDER BY {place}")
        rows = cursor.fetchall()
    for number, (name, where) in enumerate(rows):
        stretch = number // 20 if place == "rowid" else int(where[1:].partition(",")[0])
        stretches.setdefault(stretch, []).append(name)
    return [(names[0], names[-1]) for names in stretches.values()]


def _problem(name: str, monkeypatch: pytest.MonkeyPatch, **how: Any) -> Problem:
    before = Unit.objects.get(name=name)
    Unit.objects.filter(pk=before.pk).update(name="改过")
    (problem,) = _verified(monkeypatch, **how).problems
    Unit.objects.filter(pk=before.pk).update(name=name)
    assert f"行 orgs.Unit:{before.pk} 与记录不符" in problem.what
    return problem


def test_each_row_is_read_once_wherever_tables_are_cut(units: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(_ends()) > 2
    report = _verified(monkeypatch, helpers=0)
    assert (report.problems, report.rows) == ([], _UNITS)
    last = next(name for ends in _ends() for name in ends if name != "甲县")  # all others are below it
    Unit.objects.filter(name=last).delete()
    (problem,) = _verified(monkeypatch, helpers=0).problems
    assert "不见了" in problem.what


def test_a_bad_row_at_either_end_of_a_stretch_is_named(units: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for stretch in range(len(_ends())):
        for end in (0, 1):
            ends = _ends()  # on PostgreSQL a row that is altered moves, so there may be fewer stretches by now
            assert _problem(ends[min(stretch, len(ends) - 1)][end], monkeypatch, helpers=0).entry_seq


def test_a_row_in_an_odd_place_is_named(units: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Far away from all others, and before the first."""
    for key in (-5, 0, 10**6):
        county = Unit.objects.get(name="甲县")
        county.pk, county.name = key, f"塞进来的{key}"
        county.save(force_insert=True)
        (problem,) = _verified(monkeypatch, helpers=0).problems
        assert f"orgs.Unit:{key} " in problem.what
        Unit.objects.filter(pk=key).delete()


@pytest.mark.parametrize("helpers", [1, 2])
def test_what_helpers_read_is_compared(
    helpers: int, units: list[str], handed_over: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    if _only_we_can_read():
        return
    for first in (_ends()[0][0], _ends()[-1][0]):
        handed_over.clear()
        _problem(first, monkeypatch, helpers=helpers, ours=False)
        assert len(handed_over) == len(set(handed_over)) > 0


def test_a_helper_that_dies_leaves_its_rows_to_others(units: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    if _only_we_can_read():
        return

    def killed(helper: verifier.Helper) -> Iterator[int]:
        helper.end()
        return iter(())

    monkeypatch.setattr(verifier.Helper, "handed_over", killed)
    _problem(units[4], monkeypatch, helpers=1, ours=False)
    assert _verified(monkeypatch, helpers=1, ours=False).problems == []


def test_a_helper_that_never_comes_is_done_without(units: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifier, "connection", connections["default"])
    monkeypatch.setattr(verifier.sys, "executable", "/bin/false")  # type: ignore[attr-defined]
    report = _verified(monkeypatch, helpers=2)
    assert (report.problems, report.rows) == ([], _UNITS)


def test_what_is_written_meanwhile_is_no_fault(
    units: list[str], handed_over: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    if _only_we_can_read():
        return
    agrees = verifier.Helper.agrees

    def change_first(helper: verifier.Helper) -> bool | None:
        agreed = agrees(helper)
        writer = connections.create_connection("default")
        with writer.cursor() as cursor:
            cursor.execute("UPDATE orgs_unit SET name = 'x' || id")
        writer.close()
        return agreed

    monkeypatch.setattr(verifier.Helper, "agrees", change_first)
    before = Entry.objects.count()
    report = _verified(monkeypatch, helpers=1, ours=False)
    assert (report.problems, report.entries, report.rows) == ([], before, _UNITS)
    assert handed_over


def test_a_helper_reads_a_file_of_sqlite_as_this_process_would(
    units: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor != "sqlite":
        return
    path = tmp_path / "copy.sqlite3"
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
        copy.execute("UPDATE orgs_unit SET name = CAST(X'FF' AS TEXT) WHERE name = ?", [units[5]])
        copy.commit()
        moment = sqlite_moment(copy)
    plan = plan_of(Unit)
    reading = plan.reading()
    assert reading
    work = Work(*verifier._shared_out([reading]), tmp_path)
    helper = verifier.Helper()
    try:
        last, schema = moment
        for stale in ((last + 1, schema), (last, schema + 1)):
            assert helper.send(VerifierTask("sqlite", {"database": str(path)}, stale, work))
            assert helper.agrees() is False
        assert helper.send(VerifierTask("sqlite", {"database": str(path)}, moment, work))
        assert helper.agrees()
        assert helper.send(GO)
        handed_over = list(helper.handed_over())
    finally:
        helper.end()
    assert handed_over == list(range(len(work.pieces)))
    read = {
        pair
        for number in handed_over
        for batch in verifier._left(work.left_in(number))
        for pair in zip(*batch, strict=True)
    }
    right = {pair for batch in verifier.rows_of(plan) for pair in zip(*batch, strict=True)}
    altered = Unit.objects.get(name=units[5])
    assert right - read == {plan.commit(altered)}
    assert {name for name, _ in read - right} == {plan.name_of(altered)}


def test_small_ledgers_are_read_by_one_process(units: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    # Numbers of entries go on from what other tests took back, so what is small is said here.
    monkeypatch.setattr(verifier, "_WORTH", 10**9)
    assert verifier._worker_count() == 0
    monkeypatch.setattr(verifier, "_WORTH", 0)
    monkeypatch.setattr(verifier, "cpu_count", lambda: 8)
    assert verifier._worker_count() == (0 if _only_we_can_read() else verifier._MOST_HELPERS)


def _only_we_can_read() -> bool:
    # SQLite's test database lives in this process's memory.
    return "memory" in str(connection.settings_dict["NAME"])
