"""What tasks come from. The context that owns the origin says who may know of it, and where it is dealt with.

A task whose origin bars an actor isn't there for them (`tasks/selectors/gate.py`), so whoever an origin is about
can't learn of it by a task.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from huiyin.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class OriginView:
    """An origin in a list: what the task is where the task itself says nothing, what it belongs to, its page."""

    text: str
    title: str
    path: str


@dataclass(frozen=True, slots=True)
class TaskOrigin:
    """One sort of origin.

    `label` in the source language. `case` finds the key of the case of kind `case_kind` whose bars its tasks inherit.
    `visible` gives the origins that the actor may know of, as a query; None: whoever may know of the case may.
    `describe` reads many at once, and leaves out what the actor may not know of.
    """

    kind: str
    label: str
    case_kind: str
    case: Callable[[UUID], UUID | None]
    describe: Callable[[Actor, Collection[UUID]], Mapping[UUID, OriginView]]
    visible: "Callable[[Actor], QuerySet[Any, Any]] | None" = None


_ORIGINS: dict[str, TaskOrigin] = {}
_CASES: "dict[str, Callable[[Actor], QuerySet[Any, Any]]]" = {}


def task_origin_register(origin: TaskOrigin) -> None:
    """From now on tasks may come from this sort of thing."""
    _ORIGINS[origin.kind] = origin


def task_case_register(kind: str, visible: "Callable[[Actor], QuerySet[Any, Any]]") -> None:
    """From now on tasks inherit the bars of this kind of case; `visible` is its gate."""
    _CASES[kind] = visible


def task_cases() -> "Mapping[str, Callable[[Actor], QuerySet[Any, Any]]]":
    """The gates of all that are registered."""
    return _CASES


def task_origins() -> tuple[TaskOrigin, ...]:
    """All that are registered."""
    return tuple(_ORIGINS.values())


def task_origin(kind: str) -> TaskOrigin:
    """One sort. Raises KeyError for one that no context has registered."""
    return _ORIGINS[kind]
