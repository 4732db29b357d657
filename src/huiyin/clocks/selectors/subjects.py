"""Clocks by what they time."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.clocks.models import Clock


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
