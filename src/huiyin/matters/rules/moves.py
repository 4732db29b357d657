"""`MOVES`: every state × action that is allowed, as data. What isn't here is refused.

A move names its target, who may make it, the clock event it causes, the ledger kind it is written under and the
article it follows. The citizen's status page, the diagram and the test matrix are made from this table.
"""

from dataclasses import dataclass
from enum import StrEnum

from huiyin.kernel.text import N_
from huiyin.matters.rules.states import OPEN_STATES, UNANSWERED_STATES, Action, State


class May(StrEnum):
    """Who may make a move; `permissions.py` says what each name means."""

    RECEIVE = "receive"
    DIRECT = "direct"
    WORK = "work"
    HANDLE = "handle"
    APPROVE = "approve"
    PETITION = "petition"
    CLOSE = "close"
    SYSTEM = "system"
    WRITE_FILE = "write_file"
    NAMED = "named"
    SEALED = "sealed"


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed move. `target` None: the state stays. `event` "": no clock hears of it."""

    may: May
    ledger: str
    target: State | None = None
    event: str = ""
    article: str = ""
    public: bool = True


MOVES: dict[tuple[State, Action], Move] = {}


def _allow(states: frozenset[State] | set[State], action: Action, move: Move) -> None:
    MOVES.update({(state, action): move for state in states})


_ARTICLE_GIVE = N_("《信访工作条例》第二十二条")
_ARTICLE_TELL = N_("《信访工作条例》第二十三条")

_allow(
    {State.REGISTERED},
    Action.ACCEPT,
    Move(May.RECEIVE, "matters.matter.accepted", State.ACCEPTED, "accepted", _ARTICLE_TELL),
)
_allow({State.REGISTERED}, Action.DECLINE, Move(May.RECEIVE, "matters.matter.declined", State.DECLINED, "declined"))
_allow(
    {State.REGISTERED},
    Action.REDIRECT,
    Move(May.RECEIVE, "matters.matter.redirected", State.REDIRECTED, "redirected"),
)
_allow(
    {State.REGISTERED},
    Action.ASSIGN_UNIT,
    Move(May.DIRECT, "matters.matter.unit_assigned", None, "unit_assigned", _ARTICLE_GIVE),
)
_allow(
    {State.ACCEPTED, State.INVESTIGATING},
    Action.ASSIGN_UNIT,
    Move(May.DIRECT, "matters.matter.unit_assigned", State.ACCEPTED, "unit_assigned", _ARTICLE_GIVE),
)
_allow(
    {State.ACCEPTED, State.INVESTIGATING},
    Action.ASSIGN_HANDLER,
    Move(May.DIRECT, "matters.matter.handler_assigned", State.INVESTIGATING, "handler_assigned"),
)
_allow(UNANSWERED_STATES, Action.NAME_RESPONDENT, Move(May.DIRECT, "matters.matter.respondent_named"))
_allow(OPEN_STATES, Action.NOTE, Move(May.WORK, "matters.message.noted", public=False))
_allow(OPEN_STATES, Action.ATTACH, Move(May.WRITE_FILE, "matters.attachment.added"))
_allow(UNANSWERED_STATES, Action.ASK, Move(May.WORK, "matters.message.asked"))
_allow(OPEN_STATES, Action.WRITE, Move(May.PETITION, "matters.message.written"))
_allow(
    {State.INVESTIGATING},
    Action.DRAFT,
    Move(
        May.HANDLE,
        "matters.reply.drafted",
        State.DRAFTED,
        "reply_drafted",
        N_("《信访工作条例》第三十二条"),
        public=False,
    ),
)
_allow(
    {State.DRAFTED},
    Action.APPROVE,
    Move(May.APPROVE, "matters.reply.approved", State.APPROVED, "reply_approved", public=False),
)
_allow(
    {State.DRAFTED}, Action.RETURN, Move(May.APPROVE, "matters.reply.returned", State.INVESTIGATING, "", public=False)
)
_allow(
    {State.APPROVED},
    Action.SERVE,
    Move(May.WORK, "matters.reply.served", State.SERVED, "served", N_("《信访工作条例》第三十二条、第三十四条")),
)
_allow(
    {State.SERVED},
    Action.RATE,
    Move(May.PETITION, "matters.matter.rated", State.RATED, "rated", N_("《信访工作条例》第二十一条")),
)
# While the petitioner may still rate or ask for review, only the end of that window closes the matter.
_allow({State.SERVED}, Action.CLOSE, Move(May.SYSTEM, "matters.matter.closed", State.CLOSED, "closed"))
_allow({State.RATED}, Action.CLOSE, Move(May.CLOSE, "matters.matter.closed", State.CLOSED, "closed"))
_allow(
    UNANSWERED_STATES, Action.WITHDRAW, Move(May.PETITION, "matters.matter.withdrawn", State.WITHDRAWN, "withdrawn")
)
_allow(OPEN_STATES, Action.ESCALATE, Move(May.SYSTEM, "matters.matter.escalated"))
_allow(frozenset(State), Action.OPEN_IDENTITY, Move(May.NAMED, "vault.identity.opened", public=False))
# Of a sealed matter; that the officer is one of its readers, only the vault knows.
_allow(frozenset(State), Action.OPEN_SEAL, Move(May.SEALED, "vault.seal.opened", public=False))
_allow(frozenset(State), Action.ADD_READER, Move(May.SEALED, "matters.seal.reader_added"))
_allow(frozenset(State), Action.ASK_UNSEALING, Move(May.SEALED, "matters.seal.unsealing_asked"))
_allow(frozenset(State), Action.AGREE_UNSEALING, Move(May.SEALED, "matters.seal.unsealing_agreed"))
_allow(frozenset(State), Action.UNSEAL, Move(May.SEALED, "vault.identity.opened", public=False))

# The two kinds that no move stands for.
REGISTERED_KIND = "matters.matter.registered"
RECORDED_KIND = "matters.matter.answer_recorded"

# Steps that change nothing an officer could have decided upon: a page shown before one of them isn't out of date.
REMINDERS = frozenset({"matters.matter.escalated"})

LEDGER_KINDS = frozenset(move.ledger for move in MOVES.values()) | {REGISTERED_KIND, RECORDED_KIND}


def moves_from(state: State) -> dict[Action, Move]:
    """The moves that a state allows, whoever asks."""
    return {action: move for (at, action), move in MOVES.items() if at is state}
