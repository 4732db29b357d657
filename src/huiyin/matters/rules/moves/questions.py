"""What the petitioner asks and what is written to them, without anything being waited for."""

from huiyin.matters.rules.moves.table import May, Move, Moves, moves_at
from huiyin.matters.rules.states import OPEN_STATES, Action, State

QUESTIONS: Moves = {
    **moves_at(
        OPEN_STATES,
        Action.QUESTION,
        Move(May.PETITION, "matters.message.questioned", None, "question_asked"),
    ),
    # A question stays owed when the matter ends; only whoever asked ends it, by withdrawing.
    **moves_at(
        frozenset(State) - {State.WITHDRAWN},
        Action.ANSWER,
        Move(May.WORK, "matters.message.answered", None, "question_answered"),
    ),
}
