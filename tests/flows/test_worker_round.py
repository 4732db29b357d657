"""The worker's parts have their turn when it has come, and one that fails holds no other one up."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from django.db import OperationalError

from huiyin.flows.worker_round import Agenda, worker_round
from huiyin.kernel.worker_parts import WorkerPart, worker_parts
from huiyin.ledger.models import Entry
from huiyin.ledger.selectors import latest_checkpoint
from huiyin.ledger.services import LedgerBroken
from huiyin.notices.models import Notice
from huiyin.vault.services import IdentityDraft
from tests.cast import make_cast

AT = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def quiet() -> Iterator[None]:
    """What fails here on purpose isn't shown."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_parts_have_their_turns_in_this_order() -> None:
    """The ledger first, so that what is sent has been signed; what clears away and indexes anew last."""
    names = [part.name for part in worker_parts()]
    assert " ".join(names) == (
        "ledger digests notices calls plans tasks demands returns plan_weeks clocks jobs supervision "
        "barred lifting away accounts grants calendar reminders received drafts move_drafts_return "
        "move_drafts move_draft_keys register_drafts register_draft_keys letters pictures parts files "
        "archive allowances statistics sessions bells temporary files leavers search"
    )


def test_a_part_has_its_turn_when_its_time_has_come() -> None:
    seen: list[tuple[str, datetime]] = []
    parts = [
        WorkerPart("often", timedelta(0), lambda at: seen.append(("often", at))),
        WorkerPart("hourly", timedelta(hours=1), lambda at: seen.append(("hourly", at))),
    ]
    agenda = Agenda()
    for minutes in (0, 1, 59, 60):
        worker_round(at=AT + timedelta(minutes=minutes), agenda=agenda, parts=parts)
    assert [name for name, _ in seen].count("often") == 4
    assert [at for name, at in seen if name == "hourly"] == [AT, AT + timedelta(hours=1)]


def test_a_part_that_fails_holds_no_other_one_up(quiet: None) -> None:
    def fail(_at: datetime) -> None:
        raise RuntimeError("boom")

    report = worker_round(
        at=AT,
        agenda=Agenda(),
        parts=[WorkerPart("bad", timedelta(0), fail), WorkerPart("good", timedelta(0), lambda _at: "done")],
    )
    assert (report.failed, report.done) == (("bad",), {"good": "done"})


def test_while_signing_is_stopped_each_round_says_so_in_one_line(caplog: pytest.LogCaptureFixture) -> None:
    def fail(_at: datetime) -> None:
        raise LedgerBroken(seq=7)

    report = worker_round(at=AT, agenda=Agenda(), parts=[WorkerPart("ledger", timedelta(0), fail)])
    assert report.failed == ("ledger",)
    (line,) = caplog.records
    assert "第 7 条" in line.getMessage() and line.exc_info is None


@pytest.mark.django_db(transaction=True)
def test_a_whole_round_signs_the_ledger_and_sends_what_waits() -> None:
    cast = make_cast()
    cast.file(identity=IdentityDraft(name="谷小满", email="xiaoman@example.org"))
    report = worker_round(at=cast.at, agenda=Agenda(), parts=worker_parts())
    assert report.failed == ()
    assert list(report.done) == [part.name for part in worker_parts()]
    checkpoint = latest_checkpoint()
    assert checkpoint is not None
    # What became of a notice is written after the ledger had its turn.
    assert checkpoint.tree_size == Entry.objects.exclude(kind="notices.notice.ended").count()
    assert Notice.objects.get(template="matter_registered").state == "sent"


def test_a_part_that_fails_is_a_line_and_rests(caplog: pytest.LogCaptureFixture) -> None:
    """A line each time, without the error's own words; one second's rest, then two, a minute at most."""
    tried: list[int] = []

    def fail(at: datetime) -> None:
        tried.append(int((at - AT).total_seconds()))
        raise RuntimeError("林知夏写的")

    agenda = Agenda()
    for second in range(200):
        worker_round(at=AT + timedelta(seconds=second), agenda=agenda, parts=[WorkerPart("bad", timedelta(0), fail)])
    assert tried == [0, 1, 3, 7, 15, 31, 63, 123, 183]
    assert len(caplog.records) == len(tried)
    assert not any(record.exc_info for record in caplog.records)
    assert "worker: bad: RuntimeError" in caplog.text and "林知夏" not in caplog.text


def test_one_line_says_that_the_database_is_away_and_no_part_is_tried_meanwhile(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_away, tried = [True], []

    def ask(at: datetime) -> None:
        tried.append(at)
        if is_away[0]:
            raise OperationalError("connection refused")

    monkeypatch.setattr("huiyin.flows.worker_round.connection", mock.Mock(connection=None))
    agenda = Agenda()
    parts = [WorkerPart(name, timedelta(hours=1), ask) for name in ("one", "two", "three")]
    assert worker_round(at=AT, agenda=agenda, parts=parts).failed == ("one",)
    assert not worker_round(at=AT, agenda=agenda, parts=parts).failed
    assert len(tried) == len(caplog.records) == 1
    is_away[0] = False
    assert list(worker_round(at=AT + timedelta(seconds=2), agenda=agenda, parts=parts).done) == [
        "one",
        "two",
        "three",
    ]
