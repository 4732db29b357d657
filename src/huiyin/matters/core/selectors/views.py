"""What pages of a matter are given: frozen, complete, without a way to query."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.clocks.selectors import ClockView
from huiyin.documents.selectors import LetterView
from huiyin.kernel.positions import Position
from huiyin.matters.assistance.selectors import ReferralView
from huiyin.matters.carrying_out.selectors import FollowUpView, StepView
from huiyin.matters.cause.selectors import CauseView
from huiyin.matters.core.rules.states import Action, Procedure
from huiyin.matters.core.selectors.beside import Row
from huiyin.matters.delivery.selectors.service import ServiceView
from huiyin.matters.explanation.selectors.meetings import ExplanationView
from huiyin.matters.extension.selectors import ExtensionAskView
from huiyin.matters.field_visit.selectors import FieldVisitView
from huiyin.matters.handover.selectors.handover import AssistView, HandoverView
from huiyin.matters.joint.selectors.joint import JointView
from huiyin.matters.late.selectors import LateView
from huiyin.matters.linking.selectors.link import LinkView
from huiyin.matters.linking.selectors.split import PartView
from huiyin.matters.messages.selectors.waits import WaitView
from huiyin.matters.publication.selectors import PublicationView
from huiyin.matters.respondents.selectors.respondents import BarView
from huiyin.matters.review.rules import ReviewOutcome
from huiyin.matters.sponsor.selectors.sponsor import SponsorView
from huiyin.matters.telephone.selectors import CallRow
from huiyin.orgs.rules import Respondents
from huiyin.vault.services import OpeningView, UnsealingView


@dataclass(frozen=True, slots=True)
class RequestView:
    """One thing that is asked for. `is_moved`: a part answers it, `moved_to` is its number.

    "" of a part that is about whoever reads it.
    """

    id: UUID
    position: int
    text: str
    moved_to: str = ""
    is_moved: bool = False


@dataclass(frozen=True, slots=True)
class EventView:
    """One step: its name for staff, its sentence for the petitioner (both translated), who shows for it."""

    at: datetime
    kind: str
    name: str
    sentence: str
    detail: str
    office: str
    article: str
    is_public: bool


@dataclass(frozen=True, slots=True)
class MessageView:
    """A note, a question, an answer or what the petitioner wrote; `is_question`: they want an answer.

    `mentions`: whom a note asks to look, by name, unit and post.
    """

    id: UUID
    at: datetime
    kind: str
    office: str
    body: str
    is_answered: bool
    is_question: bool = False
    mentions: tuple[str, ...] = ()

    @property
    def wants_answer(self) -> bool:
        """Whether the petitioner has asked and nobody has answered yet."""
        return self.is_question and not self.is_answered


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """A file: `size` in bytes, `picture_id` the JPEG of a photo that browsers can't show."""

    id: UUID
    file_id: UUID
    name: str
    media_type: str
    size: int
    at: datetime
    is_public: bool
    from_petitioner: bool
    is_sealed: bool = False
    picture_id: UUID | None = None
    # The reply that it is an annex of.
    reply_id: UUID | None = None
    # The visit that it shows something of.
    field_visit_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class OpinionView:
    """The opinion on one request."""

    position: int
    request: str
    outcome: str
    outcome_label: str
    reasons: str


@dataclass(frozen=True, slots=True)
class ReplyView:
    """The reply of the latest round. `settlement`: what both sides have agreed on, "" for an opinion."""

    id: UUID
    round: int
    facts: str
    basis: str
    opinions: tuple[OpinionView, ...]
    drafter_id: int | None
    drafter: str
    drafted_at: datetime
    approved_at: datetime | None
    returned_at: datetime | None
    return_reason: str
    served_at: datetime | None
    is_recorded: bool
    is_recalled: bool = False
    # Everybody who has written on it; empty on the petitioner's page.
    written_by: frozenset[int] = frozenset()
    files: tuple[AttachmentView, ...] = ()
    settlement: str = ""
    signed_at: datetime | None = None
    service: ServiceView | None = None


@dataclass(frozen=True, slots=True)
class RatingView:
    """How the petitioner rated the answer of a round. Position 2 is the change that is allowed."""

    at: datetime
    of_office: str
    of_unit: str
    words: str
    position: int = 1
    round: int = 1


@dataclass(frozen=True, slots=True)
class ReaderView:
    """Somebody who can open a seal; the petitioner is shown `office`, unit and post, and no name."""

    officer_id: int
    name: str
    office: str


@dataclass(frozen=True, slots=True)
class SealView:
    """The seal of a matter: who can open it, whether it hides who filed, and a request to see that."""

    readers: tuple[ReaderView, ...]
    has_identity: bool
    unsealing: UnsealingView | None

    def reads(self, officer_id: int | None) -> bool:
        """Whether that officer is one of the readers."""
        return any(reader.officer_id == officer_id for reader in self.readers)


@dataclass(frozen=True, slots=True)
class ReviewView:
    """One review or recheck. `reviewer` is "" on the petitioner's page; `remedy` is what is left against it.

    What is drafted and waits for a second person is for staff alone.
    """

    position: int
    level: str
    level_label: str
    unit: str
    asked_at: datetime
    grounds: str
    late_reason: str
    reviewer: str
    facts: str
    basis: str
    opinion: str
    outcome: str
    outcome_label: str
    decided_at: datetime | None
    remedy: str
    is_drafted: bool = False
    drafter_id: int | None = None
    drafter: str = ""
    drafted_outcome: str = ""
    drafted_label: str = ""
    return_reason: str = ""

    @property
    def is_decided(self) -> bool:
        """Whether there is an opinion: a draft isn't one, and one that was withdrawn has none."""
        return self.decided_at is not None and self.outcome != ReviewOutcome.WITHDRAWN


@dataclass(frozen=True, slots=True)
class HearingView:
    """One hearing. Chair, members, participants and minutes are "" on the petitioner's page."""

    held_at: datetime
    place: str
    about: str
    chair: str
    members: str
    ended_at: datetime | None
    participants: str
    minutes: str
    opinion: str
    cancelled_at: datetime | None
    cancel_reason: str
    excluded_days: int

    @property
    def is_pending(self) -> bool:
        """Announced, and neither held nor cancelled."""
        return self.ended_at is None and self.cancelled_at is None


@dataclass(frozen=True, slots=True)
class MoveView:
    """A move that this actor may make now."""

    action: Action
    label: str
    article: str


@dataclass(frozen=True, slots=True)
class MatterView:
    """Everything on one screen. Labels are translated; `state`, `kind`, `channel` are the identifiers."""

    id: UUID
    number: str
    kind: str
    kind_label: str
    channel: str
    channel_label: str
    state: str
    state_label: str
    is_open: bool
    title: str
    text: str
    place: str
    area: str
    category: str
    category_id: int | None
    area_id: int | None
    received_at: datetime
    accepted_at: datetime | None
    served_at: datetime | None
    closed_at: datetime | None
    received_unit: str
    lead_unit_id: int
    lead_unit: str
    lead_unit_phone: str
    handler_id: int | None
    handler: str
    respondent: str
    respondents: Respondents
    respondents_settled: bool
    bars: tuple[BarView, ...]
    concerned: str
    concerned_unit_id: int | None
    concerned_unit: str
    anonymous: bool
    seal: SealView | None
    version: int
    requests: tuple[RequestView, ...]
    clocks: tuple[ClockView, ...]
    events: tuple[EventView, ...]
    messages: tuple[MessageView, ...]
    attachments: tuple[AttachmentView, ...]
    reply: ReplyView | None
    rating: RatingView | None
    openings: tuple[OpeningView, ...]
    review_open: bool
    moves: tuple[MoveView, ...]
    # What contexts above have of it, by the class of the rows.
    beside: Mapping[type, tuple[Any, ...]] = field(default_factory=dict)
    calls: tuple[CallRow, ...] = ()
    sponsor: SponsorView | None = None
    steps: tuple[StepView, ...] = ()
    follow_ups: tuple[FollowUpView, ...] = ()
    procedure: str = Procedure.ORDINARY.value
    procedure_label: str = ""
    round: int = 1
    waits: tuple[WaitView, ...] = ()
    extension_asks: tuple[ExtensionAskView, ...] = ()
    handovers: tuple[HandoverView, ...] = ()
    assists: tuple[AssistView, ...] = ()

    reviews: tuple[ReviewView, ...] = ()
    hearings: tuple[HearingView, ...] = ()
    reviewer_id: int | None = None
    letters: tuple[LetterView, ...] = ()
    joint: JointView | None = None
    links: tuple[LinkView, ...] = ()
    with_the_same: bool = False
    family: tuple[PartView, ...] = ()
    referrals: tuple[ReferralView, ...] = ()
    earlier_ratings: tuple[RatingView, ...] = ()
    late: LateView | None = None
    # While a unit above decides: which one, else "".
    review_unit: str = ""
    review_unit_phone: str = ""
    # Since when there is something of the petitioner's that nobody who works on it has read. For staff alone.
    unread_at: datetime | None = None
    cause: CauseView | None = None
    field_visits: tuple[FieldVisitView, ...] = ()
    explanations: tuple[ExplanationView, ...] = ()
    position: Position | None = None
    publication: PublicationView = field(default_factory=PublicationView)

    @property
    def working_unit(self) -> str:
        """The unit that works on it now: the one above while it decides a review or recheck."""
        return self.review_unit or self.lead_unit

    @property
    def working_unit_phone(self) -> str:
        """That unit's telephone number."""
        return self.review_unit_phone if self.review_unit else self.lead_unit_phone

    @property
    def questions_open(self) -> tuple[MessageView, ...]:
        """What the petitioner has asked and nobody has answered, the oldest first."""
        return tuple(message for message in self.messages if message.wants_answer)

    def rows_of(self, kind: type[Row]) -> tuple[Row, ...]:
        """What another context has registered to be shown beside it; none where it has none of this matter."""
        return self.beside.get(kind, ())

    def can(self, action: str) -> bool:
        """Whether that move is open to the actor this page was made for."""
        return any(move.action == action for move in self.moves)
