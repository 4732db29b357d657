"""What a clock times."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject at an event: its id, its kind (one of KINDS) and the instant of the event, aware UTC.

    `round` counts how often the subject has come to that part of its life, or which of several alike things it is.
    """

    id: UUID
    kind: str
    at: datetime
    round: int = 1
