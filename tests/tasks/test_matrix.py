"""Every state × action × officer: who may, and that the page says what the service does."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from io import BytesIO
from typing import Any
from uuid import UUID

from huiyin.documents.services import file_store
from huiyin.kernel.actor import Actor, system
from huiyin.kernel.time import office_day
from huiyin.tasks.rules.moves import MOVES
from huiyin.tasks.rules.states import TaskAction, TaskState
from huiyin.tasks.services import (
    task_ask_time,
    task_assign,
    task_attach,
    task_check,
    task_drop,
    task_finish,
    task_give_again,
    task_grant_time,
    task_refuse_time,
    task_release,
    task_return,
    task_send_back,
    task_take,
)
from huiyin.tasks.services._engine import TASKS
from tests.cast import Cast
from tests.workflow.matrix import DONE, matrix_of

_ACTORS = ("mayor", "housing_leader", "approver", "handler", "handler_two", "office_leader", "education_handler")
_MANAGERS = {"housing_leader", "approver"}
_WORKERS = _MANAGERS | {"handler"}


def _attempts(cast: Cast) -> dict[TaskAction, Callable[[Actor, UUID], None]]:
    at, later = cast.at, office_day(cast.at) + timedelta(days=30)
    made: dict[TaskAction, tuple[Callable[..., None], dict[str, Any]]] = {
        TaskAction.TAKE: (task_take, {}),
        TaskAction.ASSIGN: (task_assign, {"officer_id": cast.officers["handler_two"]}),
        TaskAction.FINISH: (task_finish, {"note": "好了。"}),
        TaskAction.RETURN: (task_return, {"reason": "不归我们。"}),
        TaskAction.CHECK: (task_check, {}),
        TaskAction.SEND_BACK: (task_send_back, {"reason": "还不行。"}),
        TaskAction.GIVE_AGAIN: (task_give_again, {"reason": "归你们。", "due_on": later}),
        TaskAction.DROP: (task_drop, {"reason": "不用了。"}),
        TaskAction.ASK_TIME: (task_ask_time, {"due_on": later, "reason": "忙。"}),
        TaskAction.GRANT_TIME: (task_grant_time, {}),
        TaskAction.REFUSE_TIME: (task_refuse_time, {"reason": "抓紧。"}),
        TaskAction.RELEASE: (task_release, {}),
    }
    found = {action: partial(_attempt, verb, {"at": at, **given}) for action, (verb, given) in made.items()}
    file_id = file_store(content=BytesIO(b"list"), name="list.txt", at=at).id
    return {**found, TaskAction.ATTACH: partial(_attempt, task_attach, {"at": at, "file_id": file_id})}


def _attempt(verb: Callable[..., None], given: dict[str, Any], actor: Actor, pk: UUID) -> None:
    verb(actor=actor, task_id=pk, **given)


def test_every_move_is_allowed_or_refused_by_role(cast: Cast, bring_to: Callable[[TaskState], UUID]) -> None:
    attempts = _attempts(cast)
    assert set(attempts) == set(TaskAction)
    found = matrix_of(
        TASKS,
        bring_to=bring_to,
        attempt=lambda actor, pk, action: attempts[action](actor, pk),
        actors={name: cast.actor(name) for name in _ACTORS} | {"system": system("away")},
        actions=TaskAction,
        at=cast.at,
    )
    done: dict[tuple[str, str], set[str]] = {}
    for (state, action, name), outcome in found.items():
        if outcome == DONE:
            done.setdefault((state, action), set()).add(name)
    everybody = _WORKERS | {"handler_two"}
    assert done == {
        ("given", "take"): everybody,
        ("given", "assign"): _MANAGERS,
        ("given", "finish"): everybody,
        ("given", "return"): _MANAGERS,
        ("given", "drop"): {"mayor"},
        ("given", "ask_time"): everybody,
        ("given", "attach"): everybody,
        ("taken", "assign"): _MANAGERS,
        ("taken", "finish"): _WORKERS,
        ("taken", "return"): _MANAGERS,
        ("taken", "drop"): {"mayor"},
        ("taken", "ask_time"): _WORKERS,
        ("taken", "attach"): _WORKERS,
        ("taken", "release"): {"system"},
        ("done", "check"): {"mayor"},
        ("done", "send_back"): {"mayor"},
        ("done", "drop"): {"mayor"},
        ("done", "attach"): _WORKERS,
        ("returned", "give_again"): {"mayor"},
        ("returned", "drop"): {"mayor"},
    }
    # Who has no part in it learns nothing; what a state lacks is said before who may.
    assert {outcome for key, outcome in found.items() if key[2] == "education_handler"} == {"TaskNotFound"}
    assert found["checked", "take", "handler"] == "TaskMoveConflict"
    assert found["given", "grant_time", "mayor"] == "ExtensionUnaskedConflict"
    assert found["given", "check", "mayor"] == "TaskMoveConflict"
    assert {(state, action) for state, action in MOVES if (state, action) not in done} == {
        (TaskState.GIVEN, TaskAction.GRANT_TIME),
        (TaskState.GIVEN, TaskAction.REFUSE_TIME),
        (TaskState.TAKEN, TaskAction.GRANT_TIME),
        (TaskState.TAKEN, TaskAction.REFUSE_TIME),
    }
