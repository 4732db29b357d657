"""The sweep that proves that no open matter is without an owner or without a running clock."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from huiyin.clocks.selectors import subjects_without_running_clock
from huiyin.matters.models import Matter
from huiyin.matters.rules.states import State

_BATCH = 5000
_WORKED_ON = (State.INVESTIGATING, State.DRAFTED, State.APPROVED)


@dataclass(frozen=True, slots=True)
class Astray:
    """An open matter that nobody answers for, and why."""

    matter_id: UUID
    number: str
    why: str


def matters_astray() -> list[Astray]:
    """Every open matter without a running clock, or worked on by nobody. Empty is how it has to be."""
    found: list[Astray] = []
    for batch in _open_in_batches():
        numbers = {matter_id: number for matter_id, number, _, _ in batch}
        for matter_id in subjects_without_running_clock(subject_ids=list(numbers)):
            found.append(Astray(matter_id, numbers[matter_id], "no running clock"))
        for matter_id, number, state, handler_id in batch:
            if state in _WORKED_ON and handler_id is None:
                found.append(Astray(matter_id, number, "nobody works on it"))
    return found


def _open_in_batches() -> Iterator[Sequence[tuple[UUID, str, str, int | None]]]:
    last: UUID | None = None
    while True:
        query = Matter.objects.filter(is_open=True).order_by("pk")
        if last is not None:
            query = query.filter(pk__gt=last)
        batch = list(query.values_list("pk", "number", "state", "handler_id")[:_BATCH])
        if not batch:
            return
        yield batch
        last = batch[-1][0]
