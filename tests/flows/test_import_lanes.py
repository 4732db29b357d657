"""Two batches under way at once: still every row once, a bad one beside, and nothing by half."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from threading import Event, get_ident

import pytest
from django.db import connection

from huiyin.flows import import_file as flow
from huiyin.flows.import_file import ImportReport, import_file
from huiyin.flows.import_lanes import Lanes
from huiyin.kernel.errors import BadInput, NotReady
from huiyin.ledger.services import ledger_verify
from huiyin.matters.core.selectors.sweep import stuck_matters
from huiyin.matters.models import Matter
from huiyin.matters.register.services.rows import Filing
from tests.cast import Cast, make_cast
from tests.flows.tables import NOW, good, order, rejected, write

pytestmark = pytest.mark.both_databases

two_lanes = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer"),
]
_ROWS = 240


class UnfitRow(BadInput):
    """For a row that only the door refuses."""

    sentence = "这一行进不来。"


class Gone(NotReady):
    """For what no row can be blamed for."""

    sentence = "现在不行。"


@pytest.fixture
def live() -> Cast:
    """The county, committed."""
    return make_cast()


class Register:
    """The real door, which notes who came in by which thread; refuses some ids, and stops for good at others."""

    def __init__(self, patch: pytest.MonkeyPatch, *, refuse: str = "", stop: str = "") -> None:
        self.threads: set[int] = set()
        self._real, self._refuse, self._stop = flow._register, refuse, stop
        patch.setattr(flow, "_register", self)
        patch.setattr(flow, "BATCH", 20)

    def __call__(self, filings: Sequence[Filing], at: datetime) -> object:
        self.threads.add(get_ident())
        ids = {filing.registration.external_id for filing in filings}
        if self._refuse in ids:
            raise UnfitRow
        done = self._real(filings, at)
        if self._stop in ids:
            raise Gone
        return done


def _counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.read, report.imported, report.already_there, report.rejected


@pytest.mark.django_db
def test_within_a_transaction_and_on_sqlite_everything_is_done_here(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = Register(monkeypatch)
    path = write(tmp_path / "old.csv", [good(number) for number in range(60)])
    assert _counts(import_file(order=order(cast, path), at=NOW)) == (60, 60, 0, 0)
    assert register.threads == {get_ident()}


class TestTwo:
    """On PostgreSQL."""

    pytestmark = two_lanes

    def test_all_come_in_once_over_two_connections(
        self, live: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        register = Register(monkeypatch)
        path = write(tmp_path / "old.csv", [good(number) for number in range(_ROWS)])
        assert _counts(import_file(order=order(live, path), at=NOW)) == (_ROWS, _ROWS, 0, 0)
        assert len(register.threads) == 2 and get_ident() not in register.threads
        assert Matter.objects.count() == _ROWS
        assert stuck_matters() == []
        assert ledger_verify().problems == []
        assert _counts(import_file(order=order(live, path), at=NOW)) == (_ROWS, 0, _ROWS, 0)

    def test_records_that_come_again_in_the_batches_behind_come_in_once(
        self, live: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Register(monkeypatch)
        path = write(tmp_path / "old.csv", [good(number % 30) for number in range(_ROWS)])
        assert _counts(import_file(order=order(live, path), at=NOW)) == (_ROWS, 30, _ROWS - 30, 0)
        assert Matter.objects.count() == 30

    @pytest.mark.parametrize("bad", ["A5", "A25"])
    def test_a_row_refused_in_either_lane_stands_beside_alone(
        self, live: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bad: str
    ) -> None:
        Register(monkeypatch, refuse=bad)
        path = write(tmp_path / "old.csv", [good(number) for number in range(60)])
        assert _counts(import_file(order=order(live, path), at=NOW)) == (60, 59, 0, 1)
        (row,) = rejected(path)
        assert (row["编号"], row["回音_原因"]) == (bad, UnfitRow.sentence)

    @pytest.mark.parametrize("last", ["A5", "A25"])
    def test_what_stops_the_import_comes_out_of_either_lane_and_the_rest_can_follow(
        self, live: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: str
    ) -> None:
        path = write(tmp_path / "old.csv", [good(number) for number in range(_ROWS)])
        with monkeypatch.context() as patch, pytest.raises(Gone):
            Register(patch, stop=last)
            import_file(order=order(live, path), at=NOW)
        there = Matter.objects.count()
        assert 0 < there < _ROWS
        assert there % 20 == 0
        report = import_file(order=order(live, path), at=NOW)
        assert (report.imported, report.already_there) == (_ROWS - there, there)

    def test_no_lane_waits_for_another_and_shared_names_do(self) -> None:
        settled: list[str] = []
        others = Event()

        def long() -> str:
            assert others.wait(20)
            return "long"

        def short(name: str) -> Callable[[], str]:
            return lambda: name

        with Lanes(settled.append) as lanes:
            lanes.take(long, names={"a"})
            for name in ("one", "two", "three"):
                lanes.take(short(name), names={name})
            others.set()
            lanes.take(short("after"), names={"a"})
            assert "long" in settled
        assert settled[:2] == ["one", "two"] and sorted(settled) == ["after", "long", "one", "three", "two"]

    def test_a_failure_here_waits_for_the_batch_that_is_under_way(self) -> None:
        settled: list[int] = []
        with pytest.raises(Gone), Lanes(settled.append) as lanes:
            lanes.take(Matter.objects.count, names={"a"})
            raise Gone
        assert settled == []
