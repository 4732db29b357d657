"""Clocks by what they time."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.clocks.models import Clock


def clocks_about(*, subjects: "Sequence[QuerySet[Any, Any]]") -> QuerySet[Clock]:
    """The clocks that time one of these rows."""
    about = Q(pk__in=())
    for rows in subjects:
        about |= Q(Exists(rows.filter(pk=OuterRef("subject_id"))))
    return Clock.objects.filter(about)
