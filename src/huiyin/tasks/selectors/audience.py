"""Who hears of a task. Ungated: for the system's round and for notices."""

from collections.abc import Iterable
from datetime import date

from huiyin.db.counting import Count
from huiyin.kernel.actor import UNIT_MANAGERS
from huiyin.orgs.selectors import actors_for, leaders_of, officers_of_unit, with_deputies
from huiyin.tasks.models import Task
from huiyin.tasks.selectors.gate import visible_to


def doing(task: Task) -> list[int]:
    """Who has it, or while nobody has it who gives work out in the unit."""
    return [task.officer_id] if task.officer_id else managing(task.unit_id)


def giving(task: Task) -> list[int]:
    """Who gave it, while they still work there; else who gives work out there."""
    there = {officer.id for officer in officers_of_unit(unit_id=task.from_unit_id)}
    return [task.given_by] if task.given_by in there else managing(task.from_unit_id)


def managing(unit_id: int) -> list[int]:
    """Who gives work out in a unit, or who leads it from above where nobody does."""
    found = [officer.id for officer in officers_of_unit(unit_id=unit_id, roles=UNIT_MANAGERS)]
    return found or leaders_of(unit_id=unit_id)


def task_audience(task: Task, *, officer_ids: Iterable[int], on: date) -> list[int]:
    """Those of these officers who may know of it, and the deputies of those who are away."""
    wanted = with_deputies(officer_ids=officer_ids, on=on)
    # By each one's own gate: whom the origin is about mustn't hear of the task.
    shown = {
        str(officer_id): [visible_to(actor).filter(pk=task.pk)]
        for officer_id, actor in actors_for(officer_ids=wanted).items()
    }
    seen = Count.of(shown, most=1).ask()
    return [officer_id for officer_id in wanted if seen.get(str(officer_id))]
