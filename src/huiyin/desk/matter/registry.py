"""What the topics of a matter's page add to it: forms of moves, their places in the bar, why a move isn't possible.

A topic registers in its `registration.py`; `desk/apps.py` reads them all.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from huiyin.desk.matter.forms import MoveForm
from huiyin.kernel.actor import Actor
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.views import MatterView

Key = TypeVar("Key")
Value = TypeVar("Value")
# Why a move isn't this actor's now, in the source language or, where it has values in it, in the reader's; or "".
Reason = Callable[[MatterView, Actor, Action], str]
Forms = Mapping[int, type[MoveForm]]


@dataclass(frozen=True, slots=True)
class MoveTopic:
    """A topic's forms, by their places in the bar, and its reasons, by the order in which they are asked.

    `primary`: what brings the matter on; `secondary`: what can be done at any time; `apart`: drawn by the page.
    `quiet`: moves that need no reason, since the page shows what is to be dealt with.
    """

    primary: Forms = field(default_factory=dict)
    secondary: Forms = field(default_factory=dict)
    apart: tuple[type[MoveForm], ...] = ()
    reasons: Mapping[int, Reason] = field(default_factory=dict)
    quiet: frozenset[Action] = frozenset()


FORMS: dict[str, type[MoveForm]] = {}
_PRIMARY: dict[int, type[MoveForm]] = {}
_SECONDARY: dict[int, type[MoveForm]] = {}
_REASONS: dict[int, Reason] = {}
_QUIET: set[Action] = set()


def move_topic_register(topic: MoveTopic) -> None:
    """From now on the page has it, too. Raises ValueError for a place, or a move, that another topic has."""
    _add(_PRIMARY, topic.primary)
    _add(_SECONDARY, topic.secondary)
    _add(_REASONS, topic.reasons)
    _QUIET.update(topic.quiet)
    for form in (*topic.primary.values(), *topic.secondary.values(), *topic.apart):
        _add(FORMS, {form.action.value: form})


def primary_forms() -> list[type[MoveForm]]:
    """The forms of what brings a matter on, in the order of the bar."""
    return [_PRIMARY[place] for place in sorted(_PRIMARY)]


def secondary_forms() -> list[type[MoveForm]]:
    """The forms of what can be done at any time, in the order of the bar."""
    return [_SECONDARY[place] for place in sorted(_SECONDARY)]


def reasons() -> Iterator[Reason]:
    """All reasons, in the order in which they are asked."""
    return (_REASONS[order] for order in sorted(_REASONS))


def is_quiet(action: Action) -> bool:
    """Whether nothing needs to be said where this move isn't possible."""
    return action in _QUIET


def _add(known: dict[Key, Value], more: Mapping[Key, Value]) -> None:
    if taken := known.keys() & more.keys():
        raise ValueError(f"registered twice: {sorted(map(str, taken))}")
    known.update(more)
