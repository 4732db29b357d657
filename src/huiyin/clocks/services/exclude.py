"""Days that don't count in a clock's time, itemised: the hearing in a recheck (条例 Art 36)."""

from datetime import datetime
from uuid import UUID

from huiyin.clocks.loading import planner
from huiyin.clocks.models import Clock, Extension
from huiyin.clocks.services.extend import ClockExtended, ClockNotRunning, ExtensionUnreasoned, clock_move
from huiyin.kernel.text import clean


def clock_exclude(
    *, subject_id: UUID, code: str, days: int, reason: str, approver: str, article: str, at: datetime
) -> ClockExtended | None:
    """Let a running clock end `days` days (at least 1) later under an article, in the caller's transaction.

    None, and nothing moves: the clock was moved before, as that is allowed once, or its due date has passed, as
    being late can't be undone. Raises ClockNotRunning, ExtensionUnreasoned, ValueError for fewer days than 1.
    """
    if days < 1:
        raise ValueError(days)
    if not clean(reason) or not clean(approver) or not article:
        raise ExtensionUnreasoned
    clock = Clock.objects.select_for_update().filter(subject_id=subject_id, code=code, stopped_at=None).first()
    if clock is None:
        raise ClockNotRunning
    rule = planner().rule_of(clock)
    # No error: the hearing takes place all the same, and only the clock stays as it is.
    if rule is None or at > clock.due_at or Extension.objects.filter(clock=clock).exists():
        return None
    extension = Extension(days=days, reason=clean(reason), approver=clean(approver), article=article)
    return clock_move(clock, rule, extension, at=at)
