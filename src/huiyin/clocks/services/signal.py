"""Taking a signal, so that it is given once."""

from datetime import datetime

from huiyin.clocks.models import Clock
from huiyin.clocks.selectors.signals import ClockSignal


def clock_signal_claim(*, signal: ClockSignal, at: datetime) -> bool:
    """Take a signal: True for exactly one caller, who then gives it in the same transaction.

    False when another worker was faster or the clock has stopped or been extended since.
    """
    claimed = Clock.objects.filter(
        pk=signal.clock_id,
        stopped_at__isnull=True,
        due_at=signal.due_at,
        next_signal_at=signal.seen_at,
        next_signal_at__lte=at,
    ).update(next_signal_at=signal.following_at)
    return claimed == 1
