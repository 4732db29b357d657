"""What is late, or was kept late: subjects of clocks, to be narrowed by whoever knows what they are."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from huiyin.clocks.models import Clock
from huiyin.clocks.models.clock import ClockOutcome


def subjects_overdue(*, codes: Collection[str], since: datetime, at: datetime) -> "QuerySet[Any, Any]":
    """The ids of subjects one of whose clocks runs on past a due date that lies between the two instants."""
    running = Clock.objects.filter(code__in=sorted(codes), stopped_at__isnull=True, due_at__gte=since, due_at__lt=at)
    return running.values("subject_id")


def subjects_kept_late(*, codes: Collection[str], since: datetime, at: datetime) -> "QuerySet[Any, Any]":
    """The ids of subjects one of whose clocks was stopped between the two instants, past its due date."""
    stopped = Clock.objects.filter(
        code__in=sorted(codes), outcome=ClockOutcome.LATE, stopped_at__gte=since, stopped_at__lte=at
    )
    return stopped.values("subject_id")
