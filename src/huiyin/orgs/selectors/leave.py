"""Who is away, and who stands in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from huiyin.orgs.models import Leave


@dataclass(frozen=True, slots=True)
class LeaveView:
    """A leave: from and to are both counted."""

    id: int
    officer_id: int
    officer: str
    deputy_id: int
    deputy: str
    starts_on: date
    ends_on: date


def leaves_of(*, officer_ids: Iterable[int], on: date) -> list[LeaveView]:
    """The leaves of these officers that run on that day or begin later, the earliest first."""
    found = Leave.objects.filter(officer_id__in=set(officer_ids), ends_on__gte=on, ended_on__isnull=True)
    return [
        LeaveView(leave.pk, leave.officer_id, leave.officer.display_name, leave.deputy_id, leave.deputy.display_name,
                  leave.starts_on, leave.ends_on)
        for leave in found.select_related("officer", "deputy").order_by("starts_on", "pk")
    ]  # fmt: skip


def with_deputies(*, officer_ids: Iterable[int], on: date) -> list[int]:
    """These officers, and whoever stands in for one of them on that day; each once, in that order."""
    wanted = list(dict.fromkeys(officer_ids))
    deputies = leaves_running(officer_ids=wanted, on=on).values()
    return list(dict.fromkeys([*wanted, *deputies]))


def leaves_running(*, officer_ids: Iterable[int], on: date) -> dict[int, int]:
    """Who of these officers is away on that day, each with who stands in."""
    wanted = set(officer_ids)
    if not wanted:
        return {}
    away = Leave.objects.filter(officer_id__in=wanted, starts_on__lte=on, ends_on__gte=on)
    running = away.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on)).order_by("pk")
    return dict(running.values_list("officer_id", "deputy_id"))
