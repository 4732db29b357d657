"""What the worker does again and again. Each context registers its own parts once (`AppConfig.ready`)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

_LAST = 1000


@dataclass(frozen=True, slots=True)
class WorkerPart:
    """Something that is done again and again, at most once in `every`.

    In a round the parts have their turns by `order`, the lowest first; those without one come last.
    """

    name: str
    every: timedelta
    run: Callable[[datetime], object]
    order: int = _LAST


_PARTS: dict[str, WorkerPart] = {}


def worker_part_register(part: WorkerPart) -> None:
    """From now on the worker does this, too; a part of the same name gives way."""
    _PARTS[part.name] = part


def worker_parts() -> tuple[WorkerPart, ...]:
    """All parts in the order of their turns."""
    return tuple(sorted(_PARTS.values(), key=lambda part: (part.order, part.name)))
