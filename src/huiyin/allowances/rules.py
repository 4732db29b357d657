"""An allowance: so much at once, and the same again in a stretch of time. Plain Python.

What has been used is one instant: until when the use so far would have taken at an even pace (the leaky bucket of
ATM networks, GCRA). So a row holds one number, and neither how often nor when somebody came.
"""

import math
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Allowance:
    """`amount` in `per`, of which `at_once` may come at one time. An amount of 0: no limit."""

    name: str
    amount: int
    per: timedelta
    at_once: int

    @property
    def is_limited(self) -> bool:
        """Whether there is a limit at all."""
        return self.amount > 0

    def cost(self, size: int) -> int:
        """How many milliseconds of even use so much is."""
        return round(size * self.per.total_seconds() * 1000 / self.amount)

    def wait(self, used_until: int, at: int, size: int) -> int:
        """Milliseconds until so much more may be used; 0 for now. Both instants in milliseconds of the epoch."""
        # Time that nobody used isn't saved up: the count goes on from now where it lies in the past.
        return max(0, max(used_until, at) + self.cost(size) - at - self.cost(self.at_once))

    def used(self, used_until: int, at: int) -> int:
        """How much of it counts now, rounded up."""
        return math.ceil(max(0, used_until - at) * self.amount / (self.per.total_seconds() * 1000))
