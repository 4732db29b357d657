"""Every state × action × actor of a workflow: what the service does, beside what a page would say."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import HuiyinError
from huiyin.workflow.engine import Workflow, blocked_reason

DONE = "done"


class _Undone(Exception):
    """What was tried is taken back."""


def matrix_of(
    flow: Workflow[Any, Any],
    *,
    bring_to: Callable[[Any], Any],
    attempt: Callable[[Actor, Any, Any], None],
    actors: Mapping[str, Actor],
    actions: Any,
    at: datetime,
) -> dict[tuple[str, str, str], str]:
    """The refusal's class by state, action and who tries it; DONE where the move was made.

    `bring_to` makes a case in a state and gives its key, `attempt` makes a move through the service. Raises
    AssertionError where the page would say something else than the service.
    """
    found = {}
    for state in flow.state_names:
        key = bring_to(state)
        for action in actions:
            for name, actor in actors.items():
                case = flow.visible_to(actor).filter(pk=key).first()
                reason = flow.not_found() if case is None else blocked_reason(flow, actor, case, action, at=at)
                outcome = _outcome(attempt, actor, key, action)
                assert outcome == (type(reason).__name__ if reason else DONE), (state, action, name)
                found[str(state), str(action), name] = outcome
    return found


def _outcome(attempt: Callable[[Actor, Any, Any], None], actor: Actor, key: Any, action: Any) -> str:
    try:
        with transaction.atomic():
            attempt(actor, key, action)
            raise _Undone
    except _Undone:
        return DONE
    except HuiyinError as refusal:
        return type(refusal).__name__
