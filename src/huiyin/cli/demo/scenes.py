"""What happens in the demo county, as data: who did what with which matter, and when. No database yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from huiyin.flows.web_filing import Secrecy
from huiyin.kernel.positions import Position
from huiyin.matters.core.rules.states import Channel, Kind

PETITIONER = "petitioner"


class Verb(StrEnum):
    """The doors that scenes go through."""

    REGISTER = "register"
    ACCEPT = "accept"
    DECLINE = "decline"
    REDIRECT = "redirect"
    ASSIGN_UNIT = "assign_unit"
    REPORT_BACK = "report_back"
    ASSIGN_HANDLER = "assign_handler"
    NOTE = "note"
    FIND_CAUSE = "find_cause"
    ASK = "ask"
    WRITE = "write"
    QUESTION = "question"
    ANSWER = "answer"
    ATTACH = "attach"
    DRAFT = "draft"
    RETURN = "return"
    APPROVE = "approve"
    SERVE = "serve"
    RATE = "rate"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    SETTLE = "settle"
    POST = "post"
    ACKNOWLEDGE = "acknowledge"
    EXTEND_ASK = "extend_ask"
    EXTEND_GRANT = "extend_grant"
    MAKE_ORDINARY = "make_ordinary"
    ASK_REVIEW = "ask_review"
    TAKE_REVIEW = "take_review"
    CLASSIFY = "classify"
    DRAFT_OPINION = "draft_opinion"
    DECIDE_REVIEW = "decide_review"
    SEND_BACK = "send_back"
    ANNOUNCE_HEARING = "announce_hearing"
    RECORD_HEARING = "record_hearing"
    SUPERVISE = "supervise"
    ANSWER_SUPERVISION = "answer_supervision"
    STEP_DONE = "step_done"
    FOLLOW_UP = "follow_up"
    OBJECT = "object"
    REFUSE_OBJECTION = "refuse_objection"
    DISPUTE = "dispute"
    SETTLE_DISPUTE = "settle_dispute"
    ASK_ASSIST = "ask_assist"
    CONTRIBUTE = "contribute"
    ADD_COSIGNERS = "add_cosigners"
    NAME_REPRESENTATIVE = "name_representative"
    FILE_TOGETHER = "file_together"
    SIGN_BY_LINK = "sign_by_link"
    MERGE = "merge"
    SPLIT = "split"
    REFER = "refer"
    AGREE_REFERRAL = "agree_referral"
    ANSWER_REFERRAL = "answer_referral"
    FOLLOW_UP_REFERRAL = "follow_up_referral"
    SPONSOR = "sponsor"
    REACH_MILESTONE = "reach_milestone"
    RECUSE = "recuse"
    OPEN_IDENTITY = "open_identity"
    OPEN_SEAL = "open_seal"
    REISSUE_CODE = "reissue_code"
    RECORD_FIELD_VISIT = "record_field_visit"
    CORRECT_FIELD_VISIT = "correct_field_visit"
    ASK_EXPLANATION = "ask_explanation"
    FIX_EXPLANATION = "fix_explanation"
    HOLD_EXPLANATION = "hold_explanation"
    REMARK_EXPLANATION = "remark_explanation"
    AGREE_PUBLISHING = "agree_publishing"
    PUBLISH = "publish"


# Looks commit on their own, before anything is shown; a new code begins with one.
LOOKS = frozenset({Verb.OPEN_IDENTITY, Verb.OPEN_SEAL, Verb.REISSUE_CODE})


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who writes. The numbers are of a range that nobody has."""

    name: str
    phone: str
    email: str
    address: str


@dataclass(frozen=True, slots=True)
class FilePlan:
    """An attachment: what it shows (`road`, `river`, `house`, `paper`), its name, and a number that varies it."""

    shows: str
    name: str
    variant: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """A matter as it comes in. `token` is its form's; units, areas, categories and officers are given by key."""

    token: str
    kind: Kind
    channel: Channel
    title: str
    text: str
    requests: tuple[str, ...]
    place: str
    area: str
    item: str
    unit: str
    person: Person | None
    respondent_unit: str = ""
    respondent_officer: str = ""
    files: tuple[FilePlan, ...] = ()
    secrecy: Secrecy = Secrecy.ORDINARY
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """One step. `actor` is a sign-in name or PETITIONER; `words` are what is said, by the door's own names."""

    at: datetime
    token: str
    verb: Verb
    actor: str
    words: Mapping[str, Any] = field(default_factory=dict)
    opinions: Sequence[tuple[str, str]] = ()
    file: FilePlan | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """A matter and all that happened to it."""

    arrival: Arrival
    scenes: tuple[Scene, ...]


def in_order(stories: Sequence[Story]) -> list[Scene]:
    """All scenes of all stories as they followed each other; a story's own scenes keep their order."""
    return sorted((scene for story in stories for scene in story.scenes), key=lambda scene: scene.at)
