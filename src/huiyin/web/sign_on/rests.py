"""A system that doesn't answer is left alone for a while: asking it keeps a thread of this site for seconds."""

import time

_SECONDS = 10
_until: dict[str, float] = {}


def is_resting(address: str) -> bool:
    """Whether it has just failed to answer."""
    return time.monotonic() < _until.get(address, 0.0)


def rest(address: str) -> None:
    """It hasn't answered."""
    _until[address] = time.monotonic() + _SECONDS
