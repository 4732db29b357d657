"""What stands under the links of a joint matter, and what whoever signed by one sees under their own code."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from huiyin.kernel.ids import parse_receipt_code
from huiyin.kernel.keys import load_key
from huiyin.matters.core.rules.states import Kind
from huiyin.matters.joint.errors import PickUpUsed, SignListNotFound
from huiyin.matters.joint.rules import link_hash
from huiyin.matters.joint.selectors.representative import JointStatus, status_of
from huiyin.matters.models import CoSigner, Matter, Representative, Request, SignList
from huiyin.matters.receipt.errors import ReceiptUnknown
from huiyin.matters.receipt.rules import token_hash
from huiyin.vault.services import has_delivery_address


@dataclass(frozen=True, slots=True)
class MatterWords:
    """A matter's words as they were filed, and where; nobody's name, no number, no count, nothing of its course."""

    text: str
    requests: tuple[str, ...]
    unit: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class SignPage:
    """The page under the link of a list; without words where it takes no names."""

    is_open: bool
    words: MatterWords | None


@dataclass(frozen=True, slots=True)
class PickUpPage:
    """The page under a representative's link; of an accusation without its words."""

    unit: str
    received_at: datetime
    is_open: bool
    words: MatterWords | None


@dataclass(frozen=True, slots=True)
class SignerStatus:
    """What whoever signed by the link sees: where it stands, that they signed, what they signed; no reply."""

    status: JointStatus
    signed_at: datetime
    wants_news: bool
    may_have_news: bool
    words: MatterWords


@dataclass(frozen=True, slots=True)
class JointReceipt:
    """What stands on the receipt of a signer or a representative besides the code."""

    number: str
    kind: str
    channel: str
    visitors: int | None
    unit: str
    at: datetime
    is_representative: bool


def words_go_round(matter: Matter) -> bool:
    """Whether its words may be read under a link: not what is sealed, nor what accuses somebody."""
    return not matter.is_sealed and matter.kind != Kind.ACCUSATION


def list_takes(found: SignList) -> bool:
    """Whether it takes signatures now."""
    return found.closed_at is None and found.matter.is_open and words_go_round(found.matter)


def list_by_code(code: str) -> SignList:
    """The list with that link, its matter beside it. Raises SignListNotFound."""
    found = SignList.objects.filter(code_hash=_hash_of(code)).select_related("matter__received_unit").first()
    if found is None:
        raise SignListNotFound
    return found


def sign_page(*, code: str) -> SignPage:
    """Raises SignListNotFound."""
    found = list_by_code(code)
    is_open = list_takes(found)
    return SignPage(is_open, words_of(found.matter) if is_open else None)


def pick_up_page(*, code: str) -> PickUpPage:
    """Raises PickUpUsed."""
    matter = speaker_by_code(code).matter
    words = words_of(matter) if words_go_round(matter) else None
    return PickUpPage(matter.received_unit.name, matter.received_at, matter.is_open, words)


def speaker_by_code(code: str) -> Representative:
    """Whoever shall pick up a receipt by that link, the matter beside. Raises PickUpUsed."""
    waiting = Representative.objects.filter(pick_hash=_hash_of(code), removed_at__isnull=True)
    found = waiting.select_related("matter__received_unit").first()
    if found is None:
        raise PickUpUsed
    return found


def words_of(matter: Matter) -> MatterWords:
    """As they were filed."""
    requests = Request.objects.filter(matter=matter).order_by("position").values_list("text", flat=True)
    return MatterWords(matter.text, tuple(requests), matter.received_unit.name, matter.received_at)


def signer_status(*, signer_id: UUID, at: datetime) -> SignerStatus:
    """Raises ReceiptUnknown, also once the signature is withdrawn."""
    row = (
        CoSigner.objects.filter(pk=signer_id, withdrawn_at__isnull=True, receipt_hash__isnull=False)
        .select_related("matter__received_unit")
        .first()
    )
    if row is None or row.signed_at is None:
        raise ReceiptUnknown
    return SignerStatus(
        status=status_of(row.matter_id, at=at),
        signed_at=row.signed_at,
        wants_news=row.wants_news,
        may_have_news=has_delivery_address(identity_id=row.identity_id),
        words=words_of(row.matter),
    )


def joint_receipt(*, token: str) -> JointReceipt:
    """The receipt that was made from a form with this token, while it opens something. Raises ReceiptUnknown."""
    hashed = token_hash(token)
    speaker = (
        Representative.objects.filter(token_hash=hashed, removed_at__isnull=True, pick_hash__isnull=True)
        .select_related("matter__received_unit")
        .first()
    )
    if speaker is not None:
        return _receipt(speaker.matter, speaker.picked_at or speaker.named_at, is_representative=True)
    signer = (
        CoSigner.objects.filter(token_hash=hashed, withdrawn_at__isnull=True)
        .select_related("matter__received_unit")
        .first()
    )
    if signer is None or signer.signed_at is None:
        raise ReceiptUnknown
    return _receipt(signer.matter, signer.signed_at, is_representative=False)


def _receipt(matter: Matter, at: datetime, *, is_representative: bool) -> JointReceipt:
    return JointReceipt(
        matter.number, matter.kind, matter.channel, matter.visitors, matter.received_unit.name, at, is_representative
    )


def _hash_of(code: str) -> bytes:
    key = load_key(settings.HUIYIN_KEYS, "receipts")
    # What can't be a code is hashed as well: there is no list under it either way.
    return link_hash(key=key, code=parse_receipt_code(code) or "")
