"""What a move is: data that the service works by, the page shows and the test walks. Plain Python."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

StateT = TypeVar("StateT", bound=StrEnum)
ActionT = TypeVar("ActionT", bound=StrEnum)
MayT = TypeVar("MayT", bound=StrEnum)


# Without slots: before Python 3.12 a frozen generic class can't have them.
@dataclass(frozen=True)
class Move(Generic[StateT, MayT]):
    """One allowed move.

    `may` names who makes it, `requires` what must hold besides; what the names mean stands in the context's
    `Workflow`. `target` None: the state stays. `event` "": no clock hears of it.
    """

    may: MayT
    ledger: str
    target: StateT | None = None
    event: str = ""
    article: str = ""
    public: bool = True
    requires: tuple[str, ...] = ()


def moves_at(
    states: Collection[StateT], action: ActionT, move: Move[StateT, MayT]
) -> dict[tuple[StateT, ActionT], Move[StateT, MayT]]:
    """The same move in each of these states."""
    return {(state, action): move for state in states}
