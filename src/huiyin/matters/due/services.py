"""Bringing a matter's own copy of its next due date along when a clock's date was settled elsewhere."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from huiyin.clocks.rules.next_due import next_due
from huiyin.clocks.rules.rulebook import Bound
from huiyin.clocks.selectors import clocks_for_many
from huiyin.kernel.actor import Actor
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.services.engine import move
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


def matter_due_moved(
    *,
    actor: Actor,
    matter_id: UUID,
    due_days: Sequence[date],
    officer_ids: Sequence[int],
    is_public: bool,
    at: datetime,
) -> None:
    """Time limits of a matter have later days by a notice of holidays: `due_days`, in any order.

    By the system, in the transaction that moves the clocks. On the timeline, for the petitioner where it is
    `is_public`; these officers find it in the digest of the day.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.MOVE_DUE, at=at) as change:
        change.is_public = is_public
        change.facts |= {"count": len(due_days), "day": min(due_days).isoformat()}
        change.notify_officers("matter_due_moved", sorted(set(officer_ids)), due_on=min(due_days))
