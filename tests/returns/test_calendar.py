"""A calendar that changes later: slots ahead follow it, what is due already stays."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from huiyin.clocks import loading
from huiyin.clocks.models import Clock
from huiyin.ledger.models import Entry
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.returns.models import Return, Scheme
from huiyin.returns.rules.states import ReturnState
from huiyin.returns.rules.timetable import Covers, OffDays, Rhythm
from huiyin.returns.services import slots_list
from tests.cast import Cast
from tests.returns.schemes import begin, go_on, of_unit, send, states

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

# 15:00 at the office on the cast's first day, a Monday.
_DUE = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
_DAY = timedelta(days=1)
_DUE_STATE, _SENT, _OFF = ReturnState.DUE, ReturnState.SENT, ReturnState.CALLED_OFF
_TABLE = """
year = 2026
source = "invented for the tests"
published = "2026-03-01"
checked = 2026-03-01
checked_against = "nothing"
off = [{off}]
work = [{work}]
"""
Announce = Callable[..., None]


@pytest.fixture
def announce(settings: Settings, tmp_path: Path) -> Iterator[Announce]:
    """Puts a table of 2026 with these days alone in place of the one that ships."""

    def put(*, off: str = "", work: str = "") -> None:
        folder = tmp_path / "calendars"
        folder.mkdir(exist_ok=True)
        (folder / "cn-2026.toml").write_text(_TABLE.format(off=off, work=work), encoding="utf-8")
        settings.HUIYIN_VAR = tmp_path
        loading.reload()

    yield put
    settings.HUIYIN_VAR = tmp_path / "none"
    loading.reload()


def test_working_days_follow_the_calendar_in_force(cast: Cast, announce: Announce) -> None:
    """On Monday the 2nd; Tuesday is announced as a day off, Saturday the 7th as one that is worked."""
    scheme_id = begin(cast, rhythm=Rhythm.WORKDAYS)
    go_on(cast, _DUE + timedelta(hours=9))
    town = cast.units["town"]
    assert states(scheme_id, town) == [("02 15:00", _DUE_STATE), ("03 15:00", _DUE_STATE)]
    off = of_unit(cast, "town")
    announce(off="2026-03-03", work="2026-03-07")
    assert slots_list(at=cast.at).failed == 0
    # Monday's is due by now and stays, Tuesday's isn't owed any more.
    assert states(scheme_id, town) == [("02 15:00", _DUE_STATE), ("03 15:00", _OFF)]
    assert Clock.objects.filter(subject_id=off.pk, stopped_at=None).exists()
    assert [slots_list(at=cast.at).listed for _ in range(2)] == [0, 0]
    go_on(cast, _DUE + 7 * _DAY)
    listed = [text for text, state in states(scheme_id, town) if state == _DUE_STATE]
    assert listed == ["02 15:00", "04 15:00", "05 15:00", "06 15:00", "07 15:00", "09 15:00"]
    wednesday = Return.objects.get(unit=town, due_at=_DUE + 2 * _DAY)
    assert wednesday.covers_from == _DUE
    entries_sequence(at=cast.at, limit=1000)
    assert ledger_verify().problems == []


def test_a_day_that_gave_way_comes_back(cast: Cast, announce: Announce) -> None:
    """Friday the 6th was announced as a day off, and is worked after all."""
    announce(off="2026-03-06")
    given: dict[str, Any] = {"rhythm": Rhythm.WEEKLY, "weekday": 4, "off_days": OffDays.NEXT, "times": "17:00"}
    scheme_id = begin(cast, covers=Covers.PERIOD_BEFORE, **given)
    assert states(scheme_id, cast.units["town"]) == []  # the 9th is more than a week off
    go_on(cast, cast.at + _DAY)
    assert states(scheme_id, cast.units["town"]) == [("09 17:00", _DUE_STATE)]
    send(cast, of_unit(cast), meetings_held=1)
    announce()
    slots_list(at=cast.at)
    assert states(scheme_id, cast.units["town"]) == [("06 17:00", _DUE_STATE), ("09 17:00", _OFF)]
    # Who has reported ahead isn't asked for the same week again.
    assert states(scheme_id, cast.units["housing"]) == [("09 17:00", _SENT)]
    row = of_unit(cast, "town")
    assert row.covers_to == datetime(2026, 3, 1, 16, 0, tzinfo=UTC)


def test_other_rhythms_and_other_days_stay_as_they_are(cast: Cast, announce: Announce) -> None:
    begin(cast)
    begin(cast, name="工作日报", rhythm=Rhythm.WORKDAYS)
    rows = list(Return.objects.order_by("pk").values_list("pk", "state"))
    entries = Entry.objects.count()
    announce(off="2026-12-24")
    slots_list(at=cast.at)
    assert list(Return.objects.order_by("pk").values_list("pk", "state")) == rows
    # But that the one of working days follows the calendar by now.
    of_scheme = Entry.objects.order_by("id")[entries:]
    assert [entry.kind for entry in of_scheme] == ["returns.scheme.renewed", "returns.scheme.listed"]
    daily, workdays = Scheme.objects.order_by("begun_at", "pk")
    mark = loading.calendar().fingerprint
    assert (daily.renewed_at, workdays.calendar_mark) == (None, mark) and daily.calendar_mark != mark


def test_a_round_that_dies_on_one_scheme_goes_on_with_others(
    cast: Cast, announce: Announce, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(cast, rhythm=Rhythm.WORKDAYS)
    scheme_id = begin(cast, name="每日")
    announce(off="2026-03-02")
    with monkeypatch.context() as patch:
        patch.setattr("huiyin.returns.services.renew.returns_call_off", lambda _ids, at: 1 / 0)
        assert slots_list(at=cast.at).failed == 1
    assert states(scheme_id, cast.units["town"]) == [("02 15:00", _DUE_STATE)]
    assert not Return.objects.filter(state=_OFF).exists()
    slots_list(at=cast.at)
    assert Return.objects.filter(state=_OFF).count() == 2


def test_after_a_standstill_a_new_calendar_loses_nothing_that_was_owed(cast: Cast, announce: Announce) -> None:
    scheme_id = begin(cast, rhythm=Rhythm.WORKDAYS)
    cast.at = _DUE + 3 * _DAY
    announce(off="2026-03-06")
    slots_list(at=cast.at)
    assert states(scheme_id, cast.units["town"]) == [(f"0{day} 15:00", _DUE_STATE) for day in (2, 3, 4, 5)]
