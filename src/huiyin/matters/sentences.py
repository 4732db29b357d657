"""How each step of a matter is said: a name for staff, a sentence for the petitioner. Translated where shown.

The `sentences.py` of each topic has its own, as its `moves.py` has its moves; a context above registers its own.
"""

from huiyin.matters.acceptance.sentences import ACCEPTANCE
from huiyin.matters.assignment.sentences import ASSIGNMENT
from huiyin.matters.assistance.sentences import ASSISTANCE
from huiyin.matters.carrying_out.sentences import CARRYING_OUT
from huiyin.matters.cause.sentences import CAUSE
from huiyin.matters.classification.sentences import CLASSIFICATION
from huiyin.matters.closing.sentences import CLOSING
from huiyin.matters.core.rules.wording import EventWordings
from huiyin.matters.delivery.sentences import DELIVERY
from huiyin.matters.due.sentences import DUE
from huiyin.matters.explanation.sentences import EXPLANATION
from huiyin.matters.extension.sentences import EXTENSION
from huiyin.matters.field_visit.sentences import FIELD_VISIT
from huiyin.matters.handover.sentences import HANDOVER
from huiyin.matters.identity.sentences import IDENTITY
from huiyin.matters.instruction.sentences import INSTRUCTION
from huiyin.matters.joint.sentences import JOINT
from huiyin.matters.late.sentences import LATE
from huiyin.matters.linking.sentences import LINKING
from huiyin.matters.look_back.sentences import LOOK_BACK
from huiyin.matters.messages.sentences import MESSAGES
from huiyin.matters.plan_period.sentences import PLAN_PERIOD
from huiyin.matters.procedure.sentences import PROCEDURE
from huiyin.matters.publication.sentences import PUBLICATION
from huiyin.matters.rating.sentences import RATING
from huiyin.matters.reading.sentences import READING
from huiyin.matters.receipt.sentences import RECEIPT
from huiyin.matters.recusal.sentences import RECUSAL
from huiyin.matters.register.sentences import REGISTER
from huiyin.matters.reply.sentences import REPLY
from huiyin.matters.respondents.sentences import RESPONDENTS
from huiyin.matters.review.sentences import REVIEW
from huiyin.matters.seal.sentences import SEAL
from huiyin.matters.settlement.sentences import SETTLEMENT
from huiyin.matters.sponsor.sentences import SPONSOR
from huiyin.matters.team.sentences import TEAM
from huiyin.matters.telephone.sentences import TELEPHONE
from huiyin.matters.withdrawal.sentences import WITHDRAWAL

# The context of the names: what an action is called on its button is another word in English.
STEP = "经过"

_TOPICS: tuple[EventWordings, ...] = (
    REGISTER, ASSISTANCE, RECUSAL, RESPONDENTS, JOINT, SPONSOR, ACCEPTANCE, ASSIGNMENT, CLASSIFICATION, MESSAGES,
    REPLY, DELIVERY, RATING, CLOSING, CAUSE, PUBLICATION, WITHDRAWAL, LATE, RECEIPT, IDENTITY, EXTENSION, PROCEDURE,
    SETTLEMENT, SEAL, REVIEW, CARRYING_OUT, HANDOVER, LINKING, TELEPHONE, DUE, FIELD_VISIT, EXPLANATION, INSTRUCTION,
    READING, PLAN_PERIOD, TEAM, LOOK_BACK,
)  # fmt: skip
_WORDINGS: EventWordings = {kind: wording for topic in _TOPICS for kind, wording in topic.items()}


def event_wordings_register(wordings: EventWordings) -> None:
    """From now on steps of these kinds are said so on a matter's pages."""
    _WORDINGS.update(wordings)


def event_name(kind: str) -> str:
    """The step's name, in the source language, for `pgettext(STEP, …)`."""
    return _WORDINGS.get(kind, (kind, ""))[0]


def event_sentence(kind: str) -> str:
    """The step's sentence to the petitioner, in the source language; "" for what only staff see."""
    return _WORDINGS.get(kind, ("", ""))[1]


def event_kinds() -> frozenset[str]:
    """Every kind that can be said."""
    return frozenset(_WORDINGS)
