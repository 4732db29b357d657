"""The words and the rules of telling by telephone. Plain Python."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from huiyin.kernel.text import N_

# After so many days on which nobody answered the to-do ends: the petitioner finds the news with the code.
TRIES_MOST = 3
# What the petitioner reads as the purpose of the opening.
PURPOSE = N_("电话告知：事项有新进展")


class CallResult(StrEnum):
    """What came of a call."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    WRONG_NUMBER = "wrong_number"


CALL_RESULT_LABELS: Mapping[CallResult, str] = {
    CallResult.REACHED: N_("已告知"),
    CallResult.NOT_REACHED: N_("没有打通"),
    CallResult.WRONG_NUMBER: N_("号码不对"),
}


def tries_after(*, tried: int, last: date | None, today: date) -> int:
    """How many days with a try there have been after another one: two tries on one day count once."""
    return tried if last == today else tried + 1


def is_over(result: CallResult, *, tried: int) -> bool:
    """Whether nothing is left to do after this result."""
    return result is not CallResult.NOT_REACHED or tried >= TRIES_MOST
