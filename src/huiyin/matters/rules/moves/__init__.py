"""`MOVES`: every state × action that is allowed, as data. What isn't here is refused.

A move names its target, who may make it, the clock event it causes, the ledger kind it is written under and the
article it follows. The citizen's status page, the diagram and the test matrix are made from this table. Each module
beside this one has the moves of one path.
"""

from dataclasses import replace

from huiyin.matters.rules.late import URGED_KIND
from huiyin.matters.rules.link import BOUND_BY_LINKS
from huiyin.matters.rules.moves.assistance import ASSISTANCE
from huiyin.matters.rules.moves.away import AWAY
from huiyin.matters.rules.moves.bars import BARS
from huiyin.matters.rules.moves.calendar import CALENDAR, DUE_MOVED
from huiyin.matters.rules.moves.handover import HANDOVER
from huiyin.matters.rules.moves.joint import JOINT
from huiyin.matters.rules.moves.link import LINK
from huiyin.matters.rules.moves.main_road import MAIN_ROAD, REISSUED_KIND
from huiyin.matters.rules.moves.procedure import PROCEDURE
from huiyin.matters.rules.moves.questions import QUESTIONS
from huiyin.matters.rules.moves.review import REVIEW
from huiyin.matters.rules.moves.seal import SEAL
from huiyin.matters.rules.moves.sponsor import SPONSOR
from huiyin.matters.rules.moves.supervision import SUPERVISION
from huiyin.matters.rules.moves.table import May, Move, Moves, Need
from huiyin.matters.rules.moves.telephone import CALL_ASKED, TELEPHONE
from huiyin.matters.rules.states import SETTLED_FIRST, Action, State

_PATHS: tuple[Moves, ...] = (
    ASSISTANCE, AWAY, BARS, JOINT, SPONSOR, MAIN_ROAD, PROCEDURE, SEAL, REVIEW, SUPERVISION, HANDOVER, LINK,
    TELEPHONE, QUESTIONS, CALENDAR,
)  # fmt: skip


def _needs(action: Action) -> tuple[Need, ...]:
    needs = ((Need.RESPONDENT_SETTLED, SETTLED_FIRST), (Need.LINKS, BOUND_BY_LINKS))
    return tuple(need for need, actions in needs if action in actions)


MOVES: Moves = {
    (state, action): replace(move, requires=_needs(action))
    for path in _PATHS
    for (state, action), move in path.items()
}

# The three kinds that no move stands for.
REGISTERED_KIND = "matters.matter.registered"
RECORDED_KIND = "matters.matter.answer_recorded"
CLOSED_BEFORE_KIND = "matters.matter.end_recorded"

# Steps that change nothing an officer could have decided upon: a page shown before one of them isn't out of date.
REMINDERS = frozenset({"matters.matter.escalated", CALL_ASKED})

# Nor do the petitioner's reminder and a holiday, which stand on the timeline each time by themselves.
CHANGES_NOTHING = REMINDERS | {URGED_KIND, DUE_MOVED}

LEDGER_KINDS = frozenset(move.ledger for move in MOVES.values()) | {
    REGISTERED_KIND,
    RECORDED_KIND,
    CLOSED_BEFORE_KIND,
}


def moves_from(state: State) -> dict[Action, Move]:
    """The moves that a state allows, whoever asks."""
    return {action: move for (at, action), move in MOVES.items() if at is state}


__all__ = [
    "CHANGES_NOTHING",
    "CLOSED_BEFORE_KIND",
    "LEDGER_KINDS",
    "MOVES",
    "RECORDED_KIND",
    "REGISTERED_KIND",
    "REISSUED_KIND",
    "REMINDERS",
    "May",
    "Move",
    "Moves",
    "Need",
    "moves_from",
]
