"""Which of the running clocks says when a matter is due next."""

from collections.abc import Iterable
from datetime import datetime

from huiyin.clocks.rules.rulebook import Bound


def next_due(running: Iterable[tuple[Bound, datetime]]) -> datetime | None:
    """The earliest due date of running clocks, each given as whose time it is and when it is due; None: none counts.

    What a unit may still do isn't due at all. While the petitioner's own window runs, what units owe each other
    doesn't count: the end of the window is what closes the matter.
    """
    known = [(bound, due_at) for bound, due_at in running if bound is not Bound.UNIT]
    in_window = any(bound is Bound.PETITIONER for bound, _ in known)
    return min((due_at for bound, due_at in known if not (in_window and bound is Bound.INSIDE)), default=None)
