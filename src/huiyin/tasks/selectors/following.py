"""What has a task that came of it."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from huiyin.tasks.models import Task


def origins_without_task(*, rows: "QuerySet[Any, Any]", kind: str) -> "QuerySet[Any, Any]":
    """Those of these rows, which are origins of that kind, that no task follows."""
    follows = Task.objects.filter(origin_kind=kind, origin_id=OuterRef("pk"), follows=True)
    return rows.filter(~Exists(follows))


def task_states(*, kind: str, ids: Collection[UUID]) -> dict[UUID, str]:
    """In which state the tasks of these origins are; of several of one origin the last given. One statement.

    Ungated: for whoever may read the origin itself. Nothing of the task but its state.
    """
    found = Task.objects.filter(origin_kind=kind, origin_id__in=list(ids)).order_by("given_at", "pk")
    return {origin: state for origin, state in found.values_list("origin_id", "state") if origin is not None}


def tasks_about(*, cases: "QuerySet[Any, Any]") -> "QuerySet[Task]":
    """The tasks that inherit the bars of one of these cases; keys of two sorts of case are never alike."""
    return Task.objects.filter(Exists(cases.filter(pk=OuterRef("case_id"))))
