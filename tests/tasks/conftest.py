"""A task of the housing bureau, given by the county's leader."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest

from huiyin.kernel.time import office_day
from huiyin.tasks.models import Task
from huiyin.tasks.rules.states import TaskState
from huiyin.tasks.services import (
    TaskDraft,
    task_check,
    task_drop,
    task_finish,
    task_give,
    task_return,
    task_take,
)
from tests.cast import Cast, make_cast

Give = Callable[..., UUID]


@pytest.fixture
def cast(db: None) -> Cast:
    """The county."""
    return make_cast()


@pytest.fixture
def give(cast: Cast) -> Give:
    """Give a task, by default of the mayor to the housing bureau in ten days; no two are the same."""
    given_before = count(1)

    def make(by: str = "mayor", days: int = 10, **given: Any) -> UUID:
        values = {
            "text": f"排查老旧小区电梯，列出第 {next(given_before)} 张清单。",
            "unit_id": cast.units["housing"],
            "due_on": office_day(cast.at) + timedelta(days=days),
            **given,
        }
        return task_give(actor=cast.actor(by), draft=TaskDraft(**values), at=cast.at)

    return make


@pytest.fixture
def bring_to(cast: Cast, give: Give) -> Callable[[TaskState], UUID]:
    """A task in a state, the handler's own from the moment it is taken."""

    def make(state: TaskState) -> UUID:
        pk = give()
        if state in {TaskState.TAKEN, TaskState.DONE, TaskState.CHECKED}:
            task_take(actor=cast.actor("handler"), task_id=pk, at=cast.at)
        if state in {TaskState.DONE, TaskState.CHECKED}:
            task_finish(actor=cast.actor("handler"), task_id=pk, note="已排查 12 部。", at=cast.at)
        if state is TaskState.CHECKED:
            task_check(actor=cast.actor("mayor"), task_id=pk, at=cast.at)
        if state is TaskState.RETURNED:
            task_return(actor=cast.actor("housing_leader"), task_id=pk, reason="不归本局管。", at=cast.at)
        if state is TaskState.DROPPED:
            task_drop(actor=cast.actor("mayor"), task_id=pk, reason="已由省里统一做。", at=cast.at)
        assert Task.objects.get(pk=pk).state == state
        return pk

    return make
