"""What a clock times."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.clocks.rules.timed import subject_kind_of
from huiyin.kernel.refs import Ref


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject at an event: its id, its kind (a registered one, `timed`) and the instant of the event, aware UTC.

    `round` counts how often the subject has come to that part of its life, or which of several alike things it is.
    """

    id: UUID
    kind: str
    at: datetime
    round: int = 1

    @property
    def ref(self) -> Ref:
        """What it is. Raises KindUnregistered."""
        return Ref(subject_kind_of(self.kind).name, self.id)
