"""A unit that is closed owes nothing any more; one that others report to isn't closed."""

from datetime import timedelta

import pytest

from huiyin.clocks.models import Clock
from huiyin.flows.unit_closing import UnitReceivesReturns, unit_shut
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.orgs.errors import UnitStillStaffed
from huiyin.orgs.models import Unit
from huiyin.returns.models import Return
from huiyin.returns.rules.states import ReturnState
from huiyin.returns.services import scheme_end, slots_list
from tests.cast import Cast
from tests.returns.schemes import begin, go_on, send

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def _close(cast: Cast, unit: str) -> None:
    unit_shut(unit_id=cast.units[unit], actor=cast.actor("administrator"), at=cast.at)


def _states(cast: Cast, unit: str) -> list[str]:
    return list(Return.objects.filter(unit=cast.units[unit]).order_by("due_at").values_list("state", flat=True))


def test_closing_a_unit_calls_off_future_returns_only(cast: Cast) -> None:
    begin(cast, unit_ids=(cast.units["village"], cast.units["housing"]))
    go_on(cast, cast.at + timedelta(days=1))
    assert _states(cast, "village") == [ReturnState.DUE] * 2
    send(cast, Return.objects.filter(unit=cast.units["housing"]).earliest("due_at"))
    others = _states(cast, "housing")
    _close(cast, "village")
    assert _states(cast, "village") == [ReturnState.DUE, ReturnState.CALLED_OFF]
    assert _states(cast, "housing") == others
    called_off = Return.objects.filter(state=ReturnState.CALLED_OFF).values("pk")
    assert not Clock.objects.filter(subject_id__in=called_off, stopped_at=None).exists()
    entries_sequence(at=cast.at, limit=1000)
    assert ledger_verify().problems == []
    # Nothing new is listed for it either.
    go_on(cast, cast.at + timedelta(days=2))
    assert len(_states(cast, "village")) == 2


def test_ending_a_scheme_ends_what_is_ahead_and_keeps_what_came(cast: Cast) -> None:
    """Also beyond its last day where a unit had reported before, and for all units."""
    scheme_id = begin(cast)
    cast.later(days=1)
    slots_list(at=cast.at)
    cast.at += timedelta(hours=12)  # 21:00, the next one is listed
    slots_list(at=cast.at)
    ahead = Return.objects.get(unit=cast.units["housing"], due_at__gt=cast.at)
    Return.objects.filter(pk=ahead.pk).update(opens_at=cast.at)
    send(cast, ahead)
    last_day = office_day(cast.at)
    scheme_end(actor=cast.actor("mayor"), scheme_id=scheme_id, last_day=last_day, reason="汛期结束。", at=cast.at)
    assert _states(cast, "housing") == [ReturnState.DUE, ReturnState.DUE, ReturnState.SENT]
    assert _states(cast, "town") == [ReturnState.DUE, ReturnState.DUE, ReturnState.CALLED_OFF]
    ahead.refresh_from_db()
    clocks = dict(Clock.objects.filter(stopped_at__isnull=False).values_list("subject_id", "outcome"))
    assert clocks.pop(ahead.pk) == "met" and set(clocks.values()) == {"void"}
    go_on(cast, cast.at + timedelta(days=3))
    assert len(_states(cast, "town")) == 3


def test_the_next_round_calls_off_returns_of_closed_units(cast: Cast) -> None:
    begin(cast, unit_ids=(cast.units["village"],))
    # As a round leaves it that had read the unit before it was closed.
    Unit.objects.filter(pk=cast.units["village"]).update(is_active=False)
    slots_list(at=cast.at)
    assert _states(cast, "village") == [ReturnState.CALLED_OFF]


def test_a_unit_receiving_returns_is_not_closed(cast: Cast) -> None:
    scheme_id = begin(cast, receiving_unit_id=cast.units["county"])
    with pytest.raises(UnitReceivesReturns):
        _close(cast, "county")
    scheme_end(
        actor=cast.actor("mayor"), scheme_id=scheme_id, last_day=office_day(cast.at), reason="汛期结束。", at=cast.at
    )
    with pytest.raises(UnitReceivesReturns):
        _close(cast, "county")
    cast.later(days=1)
    with pytest.raises(UnitStillStaffed):
        _close(cast, "county")
