"""What a representative of a joint matter reads under their own code: where it stands, what was answered."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from huiyin.matters.core.rules.states import Kind, State
from huiyin.matters.core.selectors.page import matter_page_of_petitioner
from huiyin.matters.core.selectors.views import ReplyView, ReviewView
from huiyin.matters.models import Representative
from huiyin.matters.receipt.errors import ReceiptUnknown
from huiyin.matters.receipt.rules import token_hash

# A draft and its approval are the house's own business.
_OWN_BUSINESS = frozenset({State.DRAFTED, State.APPROVED})


@dataclass(frozen=True, slots=True)
class ReviewOpinion:
    """What a review or recheck says. Why it was asked for is the petitioner's own."""

    level_label: str
    outcome_label: str
    facts: str
    opinion: str
    basis: str
    remedy: str
    unit: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class JointStatus:
    """Where a matter stands and what was answered; no text, no message, no file, no grounds, nobody's name."""

    number: str
    state: str
    state_label: str
    is_open: bool
    working_unit: str
    working_unit_phone: str
    received_at: datetime
    reply: ReplyView | None
    opinions: tuple[ReviewOpinion, ...]
    # What was filed, for a representative whom the petitioner named on the web.
    text: str = ""
    requests: tuple[str, ...] = ()
    may_step_down: bool = False


@dataclass(frozen=True, slots=True)
class RepresentativeReceipt:
    """What stands on a representative's receipt besides the code."""

    number: str
    kind: str
    channel: str
    unit: str
    named_at: datetime


def joint_status(*, representative_id: UUID, at: datetime) -> JointStatus:
    """The page of a representative who is still one. Raises ReceiptUnknown."""
    found = (
        Representative.objects.filter(pk=representative_id, removed_at__isnull=True, pick_hash__isnull=True)
        .values_list("matter_id", "pick_round")
        .first()
    )
    if found is None:
        raise ReceiptUnknown
    status, is_proposed = status_of(found[0], at=at), bool(found[1])
    # Whom the counter named has agreed there, to the state and the reply alone.
    return replace(status, may_step_down=True) if is_proposed else replace(status, text="", requests=())


def status_of(matter_id: UUID, *, at: datetime) -> JointStatus:
    """Where a joint matter stands; the words of an accusation and of what is sealed aren't in it."""
    page = matter_page_of_petitioner(matter_id=matter_id, at=at)
    is_readable = page.seal is None and page.kind != Kind.ACCUSATION
    return JointStatus(
        number=page.number,
        state=State.INVESTIGATING if page.state in _OWN_BUSINESS else page.state,
        state_label=page.state_label,
        is_open=page.is_open,
        working_unit=page.working_unit,
        working_unit_phone=page.working_unit_phone,
        received_at=page.received_at,
        reply=page.reply,
        opinions=tuple(_opinion(review) for review in page.reviews if review.is_decided),
        text=page.text if is_readable else "",
        requests=tuple(request.text for request in page.requests) if is_readable else (),
    )


def _opinion(review: ReviewView) -> ReviewOpinion:
    return ReviewOpinion(
        level_label=review.level_label,
        outcome_label=review.outcome_label,
        facts=review.facts,
        opinion=review.opinion,
        basis=review.basis,
        remedy=review.remedy,
        unit=review.unit,
        decided_at=review.decided_at,
    )


def representative_receipt(*, matter_id: UUID, token: str) -> RepresentativeReceipt:
    """The receipt that belongs to a token, while its representative is one. Raises ReceiptUnknown."""
    found = (
        Representative.objects.filter(matter_id=matter_id, token_hash=token_hash(token), removed_at__isnull=True)
        .select_related("matter__received_unit")
        .first()
    )
    if found is None:
        raise ReceiptUnknown
    matter = found.matter
    return RepresentativeReceipt(
        matter.number, matter.kind, matter.channel, matter.received_unit.name, found.named_at
    )
