"""Tasks that the county's leader has handed down: one in every state."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from huiyin.cli.demo.county import County
from huiyin.cli.demo.source import voices
from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.time import office_day
from huiyin.orgs.selectors import actor_for
from huiyin.tasks.services import (
    TaskDraft,
    task_ask_time,
    task_check,
    task_finish,
    task_give,
    task_return,
    task_send_back,
    task_take,
)

_Play = Callable[[UUID, Actor, Actor, Mapping[str, str], datetime], None]
_A_DAY = timedelta(days=1)


def tasks_hand_down(county: County, *, at: datetime) -> None:
    """Give them, and let their units come so far with each as its line says."""
    giver = actor_for(officer_id=county.officers[county.roll.first("county", Role.LEADER)])
    for task in voices()["tasks"]:
        given_at = at - timedelta(days=task["days_ago"])
        due_on = office_day(given_at) + timedelta(days=task["days"])
        draft = TaskDraft(
            text=task["text"], unit_id=county.units[task["unit"]], due_on=due_on,
            reference=task["reference"], assisting_ids=[county.units[key] for key in task.get("assisting", [])],
        )  # fmt: skip
        task_id = task_give(actor=giver, draft=draft, at=given_at)
        worker = actor_for(officer_id=county.officers[county.roll.first(task["unit"], Role.LEADER)])
        _PLAYS[task["state"]](task_id, worker, giver, task.get("words", {}), given_at)


def _given(_task_id: UUID, _worker: Actor, _giver: Actor, _words: Mapping[str, str], _at: datetime) -> None:
    """Nobody has taken it yet."""


def _in_work(task_id: UUID, worker: Actor, _giver: Actor, _words: Mapping[str, str], at: datetime) -> None:
    task_take(actor=worker, task_id=task_id, at=at + _A_DAY)


def _done(task_id: UUID, worker: Actor, giver: Actor, words: Mapping[str, str], at: datetime) -> None:
    _in_work(task_id, worker, giver, words, at)
    task_finish(actor=worker, task_id=task_id, note=words["note"], at=at + 2 * _A_DAY)


def _checked(task_id: UUID, worker: Actor, giver: Actor, words: Mapping[str, str], at: datetime) -> None:
    _done(task_id, worker, giver, words, at)
    task_check(actor=giver, task_id=task_id, note=words["check"], at=at + 3 * _A_DAY)


def _sent_back(task_id: UUID, worker: Actor, giver: Actor, words: Mapping[str, str], at: datetime) -> None:
    _done(task_id, worker, giver, words, at)
    task_send_back(actor=giver, task_id=task_id, reason=words["reason"], at=at + 3 * _A_DAY)


def _returned(task_id: UUID, worker: Actor, _giver: Actor, words: Mapping[str, str], at: datetime) -> None:
    task_return(actor=worker, task_id=task_id, reason=words["reason"], at=at + _A_DAY)


def _time_asked(task_id: UUID, worker: Actor, giver: Actor, words: Mapping[str, str], at: datetime) -> None:
    _in_work(task_id, worker, giver, words, at)
    later = office_day(at) + timedelta(days=int(words["days"]))
    task_ask_time(actor=worker, task_id=task_id, due_on=later, reason=words["reason"], at=at + 2 * _A_DAY)


_PLAYS: Mapping[str, _Play] = {
    "given": _given,
    "taken": _in_work,
    "done": _done,
    "checked": _checked,
    "sent_back": _sent_back,
    "returned": _returned,
    "time_asked": _time_asked,
}
