"""Bringing a matter's own copy of its next due date along when a clock's date was settled elsewhere."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiyin.clocks.rules.next_due import next_due
from huiyin.clocks.rules.rulebook import Bound
from huiyin.clocks.selectors import clocks_for_many
from huiyin.matters.models import Matter


def matter_due_at(*, matter_id: UUID, at: datetime) -> datetime | None:
    """The earliest date that its running clocks give now, for a step that has moved one of them."""
    clocks = clocks_for_many(subject_ids=[matter_id], at=at)[matter_id]
    return next_due((Bound(clock.bound), clock.due_at) for clock in clocks if clock.stopped_at is None)


@transaction.atomic
def matters_follow_clocks(*, matter_ids: Sequence[UUID], at: datetime) -> int:
    """Set `next_due_at` of these open matters to the earliest date of their running clocks; gives how many moved.

    The copy is no part of what the ledger commits to: the clocks are, and theirs are the dates that count.
    """
    moved = 0
    views = clocks_for_many(subject_ids=list(matter_ids), at=at)
    for matter_id, clocks in views.items():
        due = next_due((Bound(clock.bound), clock.due_at) for clock in clocks if clock.stopped_at is None)
        if due is not None:
            open_ones = Matter.objects.filter(pk=matter_id, is_open=True).exclude(next_due_at=due)
            moved += open_ones.update(next_due_at=due)
    return moved
