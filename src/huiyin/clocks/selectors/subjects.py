"""Clocks by what they time."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.clocks.loading import planner
from huiyin.clocks.models import Clock
from huiyin.clocks.models.clock import ClockOutcome
from huiyin.clocks.rules.rulebook import Bound


def rounds_without_clock(*, rows: "QuerySet[Any, Any]", subject: str, round: str, code: str) -> "QuerySet[Any, Any]":
    """Those of the rows for which no clock of that code ever began; `subject` and `round` name their columns."""
    begun = Clock.objects.filter(subject_id=OuterRef(subject), round=OuterRef(round), code=code)
    return rows.filter(~Exists(begun))


def clocks_about(*, subjects: "Sequence[QuerySet[Any, Any]]") -> QuerySet[Clock]:
    """The clocks that time one of these rows."""
    about = Q(pk__in=())
    for rows in subjects:
        about |= Q(Exists(rows.filter(pk=OuterRef("subject_id"))))
    return Clock.objects.filter(about)


def clocks_late(*, codes: Collection[str], subjects: "QuerySet[Any, Any]") -> QuerySet[Clock]:
    """The clocks of these codes that were stopped too late, the last first; `subjects` is a query of ids."""
    late = Clock.objects.filter(code__in=sorted(codes), outcome=ClockOutcome.LATE, subject_id__in=subjects)
    return late.order_by("-stopped_at", "pk")


def clock_ids_of(*, subject_ids: Collection[UUID]) -> list[UUID]:
    """The clocks that time one of these, running or not."""
    return list(Clock.objects.filter(subject_id__in=subject_ids).values_list("pk", flat=True))


def running_dues() -> Iterator[tuple[UUID, Bound, datetime]]:
    """All running clocks in the order of their subjects: subject, whose time it is, and when it is due."""
    plans = planner()
    running = Clock.objects.filter(stopped_at__isnull=True).order_by("subject_id")
    known: dict[tuple[object, ...], Bound] = {}
    columns = ("subject_id", "rulebook", "code", "kind", "started_at", "due_at")
    for subject, source, code, kind, started_at, due_at in running.values_list(*columns).iterator(2000):
        key = (source, code, kind, started_at.date())
        if key not in known:
            rule = plans.rule(source=source, code=code, kind=kind, started_at=started_at)
            known[key] = rule.bound if rule else Bound.AUTHORITY
        yield subject, known[key], due_at
