"""How each step of a matter is said: a name for staff, a sentence for the petitioner. Translated where shown.

Each module beside this one has the sentences of one path, as `rules.moves` has its moves.
"""

from huiyin.matters.rules.sentences.assistance import ASSISTANCE
from huiyin.matters.rules.sentences.away import AWAY
from huiyin.matters.rules.sentences.bars import BARS
from huiyin.matters.rules.sentences.calendar import CALENDAR
from huiyin.matters.rules.sentences.handover import HANDOVER
from huiyin.matters.rules.sentences.joint import JOINT
from huiyin.matters.rules.sentences.link import LINK
from huiyin.matters.rules.sentences.main_road import MAIN_ROAD
from huiyin.matters.rules.sentences.procedure import PROCEDURE
from huiyin.matters.rules.sentences.questions import QUESTIONS
from huiyin.matters.rules.sentences.review import REVIEW
from huiyin.matters.rules.sentences.said import Said
from huiyin.matters.rules.sentences.seal import SEAL
from huiyin.matters.rules.sentences.sponsor import SPONSOR
from huiyin.matters.rules.sentences.supervision import SUPERVISION
from huiyin.matters.rules.sentences.telephone import TELEPHONE

# The context of the names: what an action is called on its button is another word in English.
STEP = "经过"

_PATHS: tuple[Said, ...] = (
    ASSISTANCE, AWAY, BARS, JOINT, SPONSOR, MAIN_ROAD, PROCEDURE, SEAL, REVIEW, SUPERVISION, HANDOVER, LINK,
    TELEPHONE, QUESTIONS, CALENDAR,
)  # fmt: skip
_SAID: Said = {kind: said for path in _PATHS for kind, said in path.items()}


def event_name(kind: str) -> str:
    """The step's name, in the source language, for `pgettext(STEP, …)`."""
    return _SAID.get(kind, (kind, ""))[0]


def event_sentence(kind: str) -> str:
    """The step's sentence to the petitioner, in the source language; "" for what only staff see."""
    return _SAID.get(kind, ("", ""))[1]


def event_kinds() -> frozenset[str]:
    """Every kind that can be said."""
    return frozenset(_SAID)
