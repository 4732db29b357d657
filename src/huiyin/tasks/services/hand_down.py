"""Tasks that something in another context hands down once, and which then go their own way."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from huiyin.kernel.actor import Actor
from huiyin.kernel.refs import Ref
from huiyin.kernel.text import shorten
from huiyin.orgs.selectors import unit_name
from huiyin.tasks.models import Task
from huiyin.tasks.rules.limits import TEXT_MAX
from huiyin.tasks.rules.moves import GIVEN
from huiyin.tasks.rules.states import TaskState
from huiyin.tasks.selectors.audience import doing
from huiyin.tasks.services._engine import TASKS, due_fact, due_instant, origin_set
from huiyin.workflow.engine import begin


@dataclass(frozen=True, slots=True)
class HandedDownDraft:
    """What a unit has taken upon itself by a day; a text that is longer than a task's ends with …."""

    origin: Ref
    unit_id: int
    text: str
    due_on: date


def task_hand_down(*, actor: Actor, draft: HandedDownDraft, at: datetime) -> UUID:
    """Make the task of an origin that has no moves of its own, within the move that makes the origin; gives its id.

    Who may is asked by that move. From then on it is a task as any other: taken, done, checked by the unit.
    Raises ClockDayPast, ClockDayTooFar.
    """
    task = Task(
        text=shorten(draft.text, TEXT_MAX),
        from_unit_id=draft.unit_id,
        given_by=actor.officer_id,
        given_at=at,
        unit_id=draft.unit_id,
        due_at=due_instant(draft.due_on, None),
        state=TaskState.GIVEN,
    )
    origin_set(task, draft.origin)
    with begin(TASKS, actor=actor, case=task, ledger=GIVEN, at=at, event="task_given") as change:
        change.facts |= {"unit": unit_name(unit_id=task.unit_id), "due": due_fact(task)}
        change.start_clock()
        change.notify("task_given", doing(task))
    return task.pk
