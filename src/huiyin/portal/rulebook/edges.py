"""Which states lead to which, out of the table of moves."""

from dataclasses import dataclass

from django.utils.translation import gettext

from huiyin.matters.core.rules.labels import ACTION_LABELS, STATE_LABELS
from huiyin.matters.core.rules.states import OPEN_STATES, Action, State
from huiyin.matters.core.rules.table import Moves
from huiyin.matters.moves import MOVES


@dataclass(frozen=True, slots=True)
class Edge:
    """From one state to another, by one or more actions; `number` is the same in the drawing and in its table."""

    number: int
    source: State
    target: State
    actions: tuple[Action, ...]
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EdgeLine:
    """A row of the table beside the drawing."""

    number: int
    source: str
    actions: str
    target: str
    articles: str


def edges_of(moves: Moves = MOVES) -> list[Edge]:
    """The changes of state in the order of the states, each pair of states once."""
    found: dict[tuple[State, State], dict[Action, str]] = {}
    for (source, action), move in moves.items():
        if move.target is not None and move.target is not source:
            found.setdefault((source, move.target), {})[action] = move.article
    order = list(State)
    pairs = sorted(found, key=lambda pair: (order.index(pair[0]), order.index(pair[1])))
    return [
        Edge(
            number=number,
            source=source,
            target=target,
            actions=tuple(found[source, target]),
            articles=tuple(dict.fromkeys(article for article in found[source, target].values() if article)),
        )
        for number, (source, target) in enumerate(pairs, 1)
    ]


def edge_lines(edges: list[Edge]) -> list[EdgeLine]:
    """The same as rows to read."""
    comma = gettext("、")
    return [
        EdgeLine(
            number=edge.number,
            source=gettext(STATE_LABELS[edge.source]),
            actions=comma.join(gettext(ACTION_LABELS[action]) for action in edge.actions),
            target=gettext(STATE_LABELS[edge.target]),
            articles=comma.join(gettext(article) for article in edge.articles),
        )
        for edge in edges
    ]


def states_of(edges: list[Edge]) -> list[State]:
    """The states that occur, in the order of a matter's life."""
    there = {state for edge in edges for state in (edge.source, edge.target)}
    return [state for state in State if state in there]


def is_end(state: State) -> bool:
    """Whether a matter in this state is no longer open."""
    return state not in OPEN_STATES
