"""Two people and two rounds at the same instant: on PostgreSQL; SQLite lets one write at a time."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection

from huiyin.clocks.models import Clock
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.time import OFFICE_ZONE, office_day
from huiyin.ledger.models import Entry
from huiyin.returns.models import Return, SchemeRevision
from huiyin.returns.rules.states import ReturnState
from huiyin.returns.rules.timetable import Rhythm
from huiyin.returns.services import return_send_nothing, scheme_end, scheme_revise, slots_list
from tests.cast import Cast, make_cast
from tests.returns.schemes import begin, change_of, of_unit

_MANY = 4

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="threads share one in-memory database on SQLite"),
]


def _at_once(act: Callable[[], object]) -> list[object]:
    return _together([act] * _MANY)


def _together(acts: Sequence[Callable[[], object]]) -> list[object]:
    start = Barrier(len(acts))

    def press(act: Callable[[], object]) -> object:
        start.wait()
        try:
            return act()
        except HuiyinError as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(press, acts))


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


def test_of_many_revisions_of_the_same_page_one_is_made() -> None:
    cast = make_cast()
    scheme_id = begin(cast)
    change, actor = replace(change_of(scheme_id), times="16:00"), cast.actor("mayor")
    got = _at_once(
        lambda: scheme_revise(actor=actor, scheme_id=scheme_id, change=change, why="改到四点", at=cast.at, seen=1)
    )
    assert Counter(got) == {None: 1, "SchemeChangedConflict": _MANY - 1}
    assert Entry.objects.filter(kind="returns.scheme.revised").count() == SchemeRevision.objects.count() == 1
    assert Return.objects.exclude(state=ReturnState.CALLED_OFF).count() == 2


def _revise(cast: Cast, scheme_id: UUID) -> Callable[[], object]:
    actor, change = cast.actor("mayor"), replace(change_of(scheme_id), rhythm=Rhythm.WEEKLY, weekday=0)
    return lambda: scheme_revise(actor=actor, scheme_id=scheme_id, change=change, why="改为每周", at=cast.at)


def _end(cast: Cast, scheme_id: UUID) -> Callable[[], object]:
    actor, last_day = cast.actor("mayor"), office_day(cast.at)
    return lambda: scheme_end(actor=actor, scheme_id=scheme_id, last_day=last_day, reason="汛期结束", at=cast.at)


@pytest.mark.parametrize("change", [_revise, _end])
def test_what_is_reported_meanwhile_stays(change: Callable[[Cast, UUID], Callable[[], object]]) -> None:
    """Who reports before their return is called off has reported; who comes later is told, and the change is made."""
    cast = make_cast()
    units = tuple(cast.units[unit] for unit in ("housing", "town", "education"))
    scheme_id = begin(cast, unit_ids=units)
    # Whatever isn't due before the day is over.
    cast.at += timedelta(hours=14, minutes=30)
    slots_list(at=cast.at)
    Return.objects.filter(due_at__gt=cast.at).update(opens_at=cast.at)
    presses = [
        partial(return_send_nothing, actor=cast.actor(by), return_id=_ahead(cast, unit), at=cast.at)
        for by, unit in (("handler", "housing"), ("town_registrar", "town"), ("education_handler", "education"))
    ]
    made, *sent = _together([change(cast, scheme_id), *presses])
    assert made is None and set(sent) <= {None, "ReturnConflict"}
    counts = Counter(Return.objects.filter(due_at__gt=cast.at).values_list("state", flat=True))
    assert counts[ReturnState.SENT] == sent.count(None)
    assert counts[ReturnState.CALLED_OFF] == len(sent) - sent.count(None)
    sent_ids = Return.objects.filter(state=ReturnState.SENT).values("pk")
    assert not Clock.objects.filter(subject_id__in=sent_ids, outcome="void").exists()


def test_a_round_and_a_revision_list_no_slot_twice() -> None:
    cast = make_cast()
    scheme_id = begin(cast)
    cast.later(days=1)
    actor, change = cast.actor("mayor"), replace(change_of(scheme_id), times="16:00")
    rounds: list[Callable[[], object]] = [lambda: slots_list(at=cast.at)] * (_MANY - 1)
    revision = partial(scheme_revise, actor=actor, scheme_id=scheme_id, change=change, why="改到四点", at=cast.at)
    assert _together([revision, *rounds])[0] is None
    slots_list(at=cast.at)
    owed = Return.objects.exclude(state=ReturnState.CALLED_OFF).order_by("due_at", "unit")
    times = [row.due_at.astimezone(OFFICE_ZONE).strftime("%d %H:%M") for row in owed]
    assert times == ["02 15:00"] * 2 + ["03 16:00"] * 2


def _ahead(cast: Cast, unit: str) -> UUID:
    return Return.objects.get(unit=cast.units[unit], due_at__gt=cast.at).pk
