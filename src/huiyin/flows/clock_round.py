"""The round of the clocks: every signal that is due is given, and what has run its course is closed.

However many rounds run at a time, each does a thing once.
"""

import logging
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.setbacks import failure_log
from huiyin.matters.closing.services import matter_close
from huiyin.matters.core.selectors.rounds import matters_past_window
from huiyin.workflow.reminders import TICK, reminders_give

_log = logging.getLogger(__name__)
_MOST = 5000


@dataclass(frozen=True, slots=True)
class RoundReport:
    """What one round did.

    `soon` and `late` are signals given before and after a due date, `escalated` matters that nobody has taken,
    `closed` matters whose review window has passed, `idle` signals of matters that are over, `overtaken` what another
    round did first, `failed` what went wrong and will be tried by the next round, also a clock of something that
    nobody here knows. `more`: it stopped at its limit, the next round should come at once.
    """

    soon: int = 0
    late: int = 0
    escalated: int = 0
    closed: int = 0
    idle: int = 0
    overtaken: int = 0
    failed: int = 0
    more: bool = False


def clock_round(*, at: datetime, most: int = _MOST) -> RoundReport:
    """Give every signal that is due and close what has run its course, up to `most` of each."""
    counts: Counter[str] = Counter()
    signals = reminders_give(at=at, most=most, counts=counts)
    closings = _close_past_window(at, most, counts)
    return RoundReport(**counts, more=max(signals, closings) >= most)


def _close_past_window(at: datetime, most: int, counts: Counter[str]) -> int:
    found = matters_past_window(at=at, limit=most)
    for matter_id in found:
        try:
            matter_close(actor=TICK, matter_id=matter_id, at=at)
            counts["closed"] += 1
        except HuiyinError:
            # No failure: since the list was read somebody else has closed the matter, or changed what it waits for.
            counts["overtaken"] += 1
        except Exception as error:
            failure_log(_log, f"closing of matter {matter_id}", error)
            counts["failed"] += 1
    return len(found)
