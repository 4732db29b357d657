"""A round of the worker, part by part; a part that fails holds no other one up."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, connection

from huiyin.db import statistics_refresh
from huiyin.flows.accounts import accounts_round
from huiyin.flows.archive_round import archive_round
from huiyin.flows.barred_round import barred_round
from huiyin.flows.clock_round import RoundReport, clock_round
from huiyin.flows.digest_round import digest_round
from huiyin.flows.drafts_round import drafts_round
from huiyin.flows.grants import grants_round
from huiyin.flows.jobs import jobs_round
from huiyin.flows.lift_round import lift_round
from huiyin.flows.officer_away import away_round
from huiyin.flows.parts_round import parts_round
from huiyin.flows.pictures_round import pictures_round
from huiyin.flows.settle_round import settle_round
from huiyin.flows.supervision_round import supervision_round
from huiyin.flows.telephone_round import telephone_round
from huiyin.kernel.setbacks import Setbacks, failure_log
from huiyin.kernel.worker_parts import WorkerPart, worker_part_register, worker_parts
from huiyin.ledger.services import LedgerBroken, NewestNotWritten, entries_sequence

_log = logging.getLogger(__name__)
_BATCH = 5000
_BATCHES = 20
_CLOCKS_AT_ONCE = 400
# What failed waits: one second, two, four, a minute at most.
_FIRST_WAIT = timedelta(seconds=1)
_LONGEST_WAIT = timedelta(minutes=1)
_DATABASE = "database"


@dataclass(slots=True)
class Agenda:
    """When each part was last begun, and what failed, kept by the worker from round to round."""

    begun: dict[str, datetime] = field(default_factory=dict)
    setbacks: Setbacks[str] = field(default_factory=lambda: Setbacks(first=_FIRST_WAIT, longest=_LONGEST_WAIT))


@dataclass(frozen=True, slots=True)
class WorkerReport:
    """What the parts that had their turn gave, and the names of those that failed."""

    done: Mapping[str, object]
    failed: tuple[str, ...] = ()


def ledger_order(at: datetime) -> int:
    """Order and sign what has been committed since; gives how many entries. Raises KeyMissing, LedgerBroken."""
    ordered = 0
    for _ in range(_BATCHES):
        step = entries_sequence(at=at, limit=_BATCH)
        ordered += step
        if step < _BATCH:
            break
    return ordered


def _clocks(at: datetime) -> RoundReport:
    """A short round: after a great import the other parts have their turn in between."""
    return clock_round(at=at, most=_CLOCKS_AT_ONCE)


# Rounds that cross contexts; a context has registered its own.
for _part in (
    WorkerPart("ledger", timedelta(0), ledger_order, order=10),
    WorkerPart("digests", timedelta(minutes=5), lambda at: digest_round(at=at), order=20),
    WorkerPart("calls", timedelta(0), lambda at: telephone_round(at=at), order=40),
    WorkerPart("clocks", timedelta(seconds=60), _clocks, order=60),
    WorkerPart("jobs", timedelta(0), lambda at: jobs_round(at=at), order=70),
    WorkerPart("supervision", timedelta(hours=1), lambda at: supervision_round(at=at), order=80),
    WorkerPart("barred", timedelta(hours=1), lambda at: barred_round(at=at), order=90),
    WorkerPart("lifting", timedelta(hours=1), lambda at: lift_round(at=at), order=100),
    WorkerPart("away", timedelta(hours=1), lambda at: away_round(at=at), order=110),
    WorkerPart("accounts", timedelta(minutes=10), lambda at: accounts_round(at=at), order=120),
    WorkerPart("grants", timedelta(minutes=10), lambda at: grants_round(at=at), order=130),
    WorkerPart("calendar", timedelta(hours=1), lambda at: settle_round(at=at), order=140),
    WorkerPart("drafts", timedelta(hours=1), lambda at: drafts_round(at=at), order=160),
    WorkerPart("pictures", timedelta(hours=1), lambda at: pictures_round(at=at), order=180),
    WorkerPart("parts", timedelta(minutes=10), lambda at: parts_round(at=at), order=190),
    WorkerPart("archive", timedelta(minutes=2), lambda at: archive_round(at=at), order=210),
    WorkerPart("statistics", timedelta(hours=1), statistics_refresh, order=230),
):
    worker_part_register(_part)


def worker_round(*, at: datetime, agenda: Agenda, parts: Sequence[WorkerPart] | None = None) -> WorkerReport:
    """Run every part whose time has come; one that left something over has its turn again next time.

    `parts`: None for all that are registered.

    Whatever a part raises is said in one line and tried again after a while, longer each time. While the database is
    away no part can do anything, so the round ends.
    """
    done: dict[str, object] = {}
    failed: list[str] = []
    setbacks = agenda.setbacks
    if setbacks.waits(_DATABASE, at=at):
        return WorkerReport(done)
    for part in worker_parts() if parts is None else parts:
        begun = agenda.begun.get(part.name)
        if (begun is not None and at - begun < part.every) or setbacks.waits(part.name, at=at):
            continue
        agenda.begun[part.name] = at
        try:
            done[part.name] = result = part.run(at)
            if isinstance(result, RoundReport) and result.more:
                del agenda.begun[part.name]
            setbacks.succeeded(part.name)
        except (LedgerBroken, NewestNotWritten) as stopped:  # said each round until somebody has looked
            _log.error("worker: %s: %s", part.name, stopped)
            failed.append(part.name)
        except Exception as error:
            failed.append(part.name)
            failure_log(_log, f"worker: {part.name}", error)
            if _database_is_away(error):
                # It has done nothing: its turn is when the database is back, not a whole interval later.
                del agenda.begun[part.name]
                setbacks.failed(_DATABASE, at=at)
                return WorkerReport(done=done, failed=tuple(failed))
            setbacks.failed(part.name, at=at)
    setbacks.succeeded(_DATABASE)
    return WorkerReport(done=done, failed=tuple(failed))


def _database_is_away(error: Exception) -> bool:
    if not isinstance(error, (OperationalError, InterfaceError)):
        return False
    # The same errors come of a lock or of one statement: only a connection that is dead means the database.
    return connection.connection is None or not connection.is_usable()
