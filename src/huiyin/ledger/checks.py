"""What verification recomputes besides rows and their entries: each context names its own checks when it is ready.

A check looks for what follows from something else and no longer does: a copy of a date, an index, a file's bytes.
Where the right value can be worked out it also mends; `huiyin verify --repair` does, with an entry for each check.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Deviation:
    """Something that isn't what it follows from. `key` is what the check's own `mend` needs to put it right."""

    what: str
    key: Any = None


@dataclass(frozen=True, slots=True)
class Check:
    """`find` is given the present instant; `mend` puts right what it found and gives how many rows it wrote."""

    name: str
    find: Callable[[datetime], Iterable[Deviation]]
    mend: Callable[[Sequence[Deviation], datetime], int] | None = None
    # Reads more than the database: it can be left out of a quick look.
    reads_files: bool = False


# What another machine has just written may lie so far ahead of this one's clock.
SKEW = timedelta(minutes=10)
_CHECKS: dict[str, Check] = {}


def check_register(check: Check) -> None:
    """Have verification run it too; the same name again replaces it."""
    _CHECKS[check.name] = check


def checks() -> list[Check]:
    """All of them, by name."""
    return [_CHECKS[name] for name in sorted(_CHECKS)]
