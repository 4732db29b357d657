"""What contexts above have of a matter: its page reads it along, without knowing what it is."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from huiyin.kernel.actor import Actor
from huiyin.matters.models import Matter

Row = TypeVar("Row")
_READERS: dict[type, Callable[[Matter, Actor], tuple[Any, ...]]] = {}


def rows_beside_register(kind: type[Row], rows_of: Callable[[Matter, Actor], tuple[Row, ...]]) -> None:
    """From now on a matter's page has these rows, for whom `rows_of` gives them; `MatterView.rows_of` hands them out.

    Without a statement where `Matter.parts` says that there are none: the page of most matters asks nothing more.
    """
    _READERS[kind] = rows_of


def rows_beside(matter: Matter, actor: Actor) -> Mapping[type, tuple[Any, ...]]:
    """All that is registered, as this actor may see it."""
    return {kind: rows_of(matter, actor) for kind, rows_of in _READERS.items()}
