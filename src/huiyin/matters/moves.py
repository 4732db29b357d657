"""`MOVES`: every state × action that is allowed, as data. What isn't here is refused.

A move names its target, who may make it, the clock event it causes, the ledger kind it is written under and the
article it follows. The citizen's status page, the diagram and the test matrix are made from this table. The
`moves.py` of each topic has its own, and so has that of a context above which registers its moves.
"""

from dataclasses import replace

from huiyin.matters.acceptance.moves import ACCEPTANCE
from huiyin.matters.assignment.moves import ASSIGNMENT
from huiyin.matters.assistance.moves import ASSISTANCE
from huiyin.matters.carrying_out.moves import CARRYING_OUT
from huiyin.matters.cause.moves import CAUSE
from huiyin.matters.classification.moves import CLASSIFICATION
from huiyin.matters.closing.moves import CLOSING
from huiyin.matters.core.rules.states import SETTLED_FIRST, Action, State
from huiyin.matters.core.rules.table import Move, Moves, Need
from huiyin.matters.delivery.moves import DELIVERY
from huiyin.matters.due.moves import DUE, DUE_MOVED
from huiyin.matters.explanation.moves import EXPLANATION
from huiyin.matters.extension.moves import EXTENSION
from huiyin.matters.field_visit.moves import FIELD_VISIT
from huiyin.matters.handover.moves import HANDOVER
from huiyin.matters.identity.moves import IDENTITY
from huiyin.matters.instruction.moves import INSTRUCTION
from huiyin.matters.joint.moves import JOINT, LIST_CLOSED, LIST_OPENED, PICK_UP_RENEWED
from huiyin.matters.late.moves import LATE
from huiyin.matters.late.rules import URGED_KIND
from huiyin.matters.linking.moves import LINKING
from huiyin.matters.linking.rules import BOUND_BY_LINKS
from huiyin.matters.look_back.moves import LOOK_BACK
from huiyin.matters.messages.moves import MESSAGES
from huiyin.matters.plan_period.moves import PLAN_PERIOD
from huiyin.matters.procedure.moves import PROCEDURE
from huiyin.matters.publication.moves import PUBLICATION
from huiyin.matters.rating.moves import RATING
from huiyin.matters.reading.moves import READING
from huiyin.matters.reading.rules import READ_KIND
from huiyin.matters.receipt.moves import RECEIPT
from huiyin.matters.recusal.moves import RECUSAL
from huiyin.matters.reply.moves import REPLY
from huiyin.matters.respondents.moves import RESPONDENTS
from huiyin.matters.review.moves import REVIEW
from huiyin.matters.seal.moves import SEAL
from huiyin.matters.settlement.moves import SETTLEMENT
from huiyin.matters.sponsor.moves import SPONSOR
from huiyin.matters.team.moves import TEAM
from huiyin.matters.telephone.moves import CALL_ASKED, TELEPHONE
from huiyin.matters.withdrawal.moves import WITHDRAWAL

_TOPICS: tuple[Moves, ...] = (
    ASSISTANCE, RECUSAL, RESPONDENTS, JOINT, SPONSOR, ACCEPTANCE, ASSIGNMENT, CLASSIFICATION, MESSAGES, REPLY,
    DELIVERY, RATING, CLOSING, CAUSE, PUBLICATION, WITHDRAWAL, LATE, RECEIPT, IDENTITY, EXTENSION, PROCEDURE,
    SETTLEMENT, SEAL, REVIEW, CARRYING_OUT, HANDOVER, LINKING, TELEPHONE, DUE,
    FIELD_VISIT, EXPLANATION, INSTRUCTION, READING,
    PLAN_PERIOD, TEAM, LOOK_BACK,
)  # fmt: skip


def _needs(action: Action) -> tuple[Need, ...]:
    # From sets of actions and not in each topic's table, where a new row could leave one out.
    needs = (
        (Need.RESPONDENT_SETTLED, SETTLED_FIRST),
        (Need.OWN_DRAFT, frozenset({Action.RECALL})),
        (Need.LINKS, BOUND_BY_LINKS),
    )
    return tuple(need for need, actions in needs if action in actions)


MOVES: Moves = {}


def moves_register(moves: Moves) -> None:
    """From now on the table has these too. Raises ValueError for what another topic or context has already."""
    if both := MOVES.keys() & moves.keys():
        raise ValueError(f"two moves for {sorted(both)}")
    MOVES.update({(state, action): replace(move, requires=_needs(action)) for (state, action), move in moves.items()})


for _topic in _TOPICS:
    moves_register(_topic)

# Steps that change nothing an officer could have decided upon: a page shown before one of them isn't out of date.
REMINDERS = frozenset({"matters.matter.escalated", CALL_ASKED})

# Nor do the petitioner's reminder and a holiday, which stand on the timeline each time by themselves, nor what the
# petitioner does about a list that others sign.
CHANGES_NOTHING = REMINDERS | {URGED_KIND, DUE_MOVED, READ_KIND, LIST_OPENED, LIST_CLOSED, PICK_UP_RENEWED}


def moves_from(state: State) -> dict[Action, Move]:
    """The moves that a state allows, whoever asks."""
    return {action: move for (at, action), move in MOVES.items() if at is state}
