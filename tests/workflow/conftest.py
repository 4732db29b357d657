"""The county with street lamps: their tables, their time limit, who hears of it."""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from huiyin.clocks import loading
from huiyin.clocks.rules import timed
from huiyin.clocks.rules.timed import subject_kind_register
from huiyin.clocks.selectors import ClockSignal
from huiyin.kernel import refs
from huiyin.kernel.actor import Role
from huiyin.notices.services import NoticeDraft
from huiyin.orgs.selectors import officers_of_unit
from huiyin.workflow import reminders
from huiyin.workflow.reminders import Reminder, ReminderOwner, reminder_owner_register
from tests.cast import Cast, make_cast
from tests.clocks.test_rulebook import OFFICE_PROFILE
from tests.workflow.lamps import LAMP, Lamp, LampStep, State

RULE = """
[[clock]]
code = "lamp_repair"
name = "修复期限"
layer = "promise"
bound = "inside"
kinds = ["lamp"]
starts = "lamp_taken"
stops = ["lamp_repaired"]
amount = 2
unit = "hour"
article = "the tests"
running = "%(due)s 前修好"
stopped = "%(stopped)s 修好"
warn = [-1]
"""


@pytest.fixture
def cast(db: None, monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> Iterator[Cast]:
    """A county that also mends lamps."""
    for registry, name in ((timed, "_SUBJECTS"), (reminders, "_OWNERS")):
        monkeypatch.setattr(registry, name, dict(getattr(registry, name)))
    monkeypatch.setattr(refs, "_KINDS", set(refs._KINDS) | {"lamp"})
    subject_kind_register(LAMP)
    reminder_owner_register("lamp", ReminderOwner(_find, _remind))
    (tmp_path / "house.toml").write_text(OFFICE_PROFILE + RULE, encoding="utf-8")
    settings.HUIYIN_RULEBOOKS = ["cn-2022", str(tmp_path / "house.toml")]
    loading.reload()
    made = make_cast()
    _make_tables()
    yield made
    loading.reload()


@pytest.fixture
def lamp(cast: Cast) -> Callable[..., UUID]:
    """Makes a lamp of the housing bureau in a state."""

    def make(state: State = State.REPORTED, **given: Any) -> UUID:
        repaired_by = cast.officers["approver"] if state is State.REPAIRED else None
        values = {"unit": cast.units["housing"], "repaired_by": repaired_by, **given}
        made = Lamp.objects.create(state=state, **values)
        return made.id

    return make


def _make_tables() -> None:
    # Gone with the test's transaction. An open editor can't be had inside of one on SQLite.
    with connection.cursor() as cursor:
        for model in (Lamp, LampStep):
            statement, _parameters = connection.schema_editor().table_sql(model)
            cursor.execute(statement)


def _find(ids: Collection[UUID]) -> Mapping[UUID, Any]:
    return {lamp.pk: lamp for lamp in Lamp.objects.filter(pk__in=ids)}


def _remind(signal: ClockSignal, lamp: Lamp, at: datetime) -> Reminder:
    return Reminder(
        [
            NoticeDraft(
                template="recommendation_due_soon",
                dedupe=signal.dedupe(officer.id),
                at=at,
                officer_id=officer.id,
                params={"path": "/desk/", "due_on": at.date().isoformat()},
            )
            for officer in officers_of_unit(unit_id=lamp.unit, roles=(Role.HANDLER,))
        ]
    )
