"""What has a task that follows it."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from huiyin.tasks.models import Task


def origins_without_task(*, rows: "QuerySet[Any, Any]", kind: str) -> "QuerySet[Any, Any]":
    """Those of these rows, which are origins of that kind, that no task follows."""
    follows = Task.objects.filter(origin_kind=kind, origin_id=OuterRef("pk"), follows=True)
    return rows.filter(~Exists(follows))


def tasks_about(*, cases: "QuerySet[Any, Any]") -> "QuerySet[Task]":
    """The tasks that inherit the bars of one of these cases; keys of two sorts of case are never alike."""
    return Task.objects.filter(Exists(cases.filter(pk=OuterRef("case_id"))))
