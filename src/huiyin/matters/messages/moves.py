"""Moves around notes, files, questions and answers."""

from huiyin.matters.core.rules.states import OPEN_STATES, UNANSWERED_STATES, Action, MessageKind, State
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at

MESSAGES: Moves = {
    **moves_at(OPEN_STATES, Action.NOTE, Move(May.STAFF, "matters.message.noted", public=False)),
    **moves_at(OPEN_STATES, Action.ATTACH, Move(May.WRITE_FILE, "matters.attachment.added")),
    **moves_at(UNANSWERED_STATES, Action.ASK, Move(May.STAFF, "matters.message.asked")),
    **moves_at(OPEN_STATES, Action.WRITE, Move(May.PETITION, "matters.message.written")),
    **moves_at(
        OPEN_STATES,
        Action.QUESTION,
        Move(May.PETITION, "matters.message.questioned", None, "question_asked"),
    ),
    # A question stays owed when the matter ends; only whoever asked ends it, by withdrawing.
    **moves_at(
        frozenset(State) - {State.WITHDRAWN},
        Action.ANSWER,
        Move(May.STAFF, "matters.message.answered", None, "question_answered"),
    ),
}

# Steps that only say that a message of this kind was written, at the same instant.
MESSAGE_KINDS = {
    "matters.message.noted": MessageKind.NOTE,
    "matters.message.asked": MessageKind.ASK,
    "matters.message.written": MessageKind.WRITTEN,
    "matters.message.questioned": MessageKind.WRITTEN,
    "matters.message.answered": MessageKind.ANSWER,
}
