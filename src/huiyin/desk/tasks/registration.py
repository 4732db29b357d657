"""Tasks in the menu and on the start page."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from huiyin.db import Queries
from huiyin.desk.navigation import NavEntry, NavGroup, nav_entry_register
from huiyin.desk.today.parts import SHOWN, Look, TodayPart, TodayRow, TodayRows, today_part_register
from huiyin.kernel.actor import UNIT_STAFF, Actor
from huiyin.kernel.text import N_, shorten
from huiyin.tasks.selectors.lists import TaskList, TaskRow, task_lists_of
from huiyin.tasks.selectors.waiting import task_rows_first, tasks_owed, tasks_to_decide
from huiyin.web.templatetags.huiyin import day_table, office_stamp, tone_word

_WORDS_SHOWN = 60


def register() -> None:
    """Once the desk is there."""
    nav_entry_register(
        NavEntry(
            code="tasks",
            label=N_("任务"),
            address=lambda actor: reverse("desk:tasks") if actor.holds(*UNIT_STAFF) else "",
            group=NavGroup.DAILY,
            order=45,
            key="g",
            covers_below=True,
            counted=lambda actor: [tasks_owed(actor=actor), tasks_to_decide(actor=actor)],
        )
    )
    for part in _PARTS:
        today_part_register(part)


def _owed(look: Look) -> TodayRows:
    return _first(tasks_owed(actor=look.actor), look)


def _to_decide(look: Look) -> TodayRows:
    return _first(tasks_to_decide(actor=look.actor), look)


def _first(queries: "QuerySet[Any, Any]", look: Look) -> TodayRows:
    found = task_rows_first(queries, actor=look.actor, at=look.at, most=SHOWN + 1)
    return TodayRows.first([_row(row, look) for row in found])


def _row(row: TaskRow, look: Look) -> TodayRow:
    return TodayRow(
        href=row.path,
        title=shorten(row.text, _WORDS_SHOWN),
        about=" · ".join(part for part in (row.reference, row.from_unit, row.unit, row.officer) if part),
        state=row.state_label,
        due=office_stamp(row.due_at) if row.has_time else day_table(row.due_at),
        due_word=tone_word("late") if row.is_late else "",
        due_tone="late" if row.is_late else "",
        is_new=look.is_new(row.given_at),
    )


def _given_since(actor: Actor, since: datetime) -> Queries:
    return [tasks_owed(actor=actor, since=since)]


_PARTS = (
    TodayPart(
        code="tasks",
        title=N_("我的任务"),
        order=40,
        opens=lambda actor: actor.holds(*UNIT_STAFF),
        load=_owed,
        address=lambda _actor: reverse("desk:tasks"),
        news=_given_since,
    ),
    TodayPart(
        code="tasks_to_decide",
        title=N_("交办的任务，等您决定"),
        order=170,
        opens=lambda actor: TaskList.GIVEN in task_lists_of(actor),
        load=_to_decide,
        address=lambda _actor: f"{reverse('desk:tasks')}?list=given&only=waiting",
        is_silent=True,
    ),
)
