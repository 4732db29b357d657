"""From a number and a receipt code to the matter, and what a receipt shows."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from hmac import compare_digest
from uuid import UUID

from django.conf import settings
from django.db.models import FilteredRelation, Q, Value

from huiyin.clocks.rules.rulebook import Bound
from huiyin.clocks.selectors import ClockView, clock_views
from huiyin.kernel.ids import parse_matter_number, parse_receipt_code, receipt_code, receipt_hash
from huiyin.kernel.keys import load_key
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.joint.rules import REPRESENTATIVES_MOST
from huiyin.matters.models import CoSigner, Matter, Representative
from huiyin.matters.publication.selectors import PublicationView, publication_of
from huiyin.matters.receipt.errors import ReceiptUnknown
from huiyin.matters.receipt.rules import token_hash
from huiyin.matters.respondents.selectors.respondents import BarView, bars_of


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """What a receipt says. The code is there only while its token is: it isn't stored."""

    matter_id: UUID
    number: str
    code: str
    kind: str
    channel: str
    visitors: int | None
    title: str
    text: str
    requests: tuple[str, ...]
    received_at: datetime
    unit: str
    unit_phone: str
    anonymous: bool
    clocks: tuple[ClockView, ...]
    concerned: str = ""
    concerned_unit: str = ""
    bars: tuple[BarView, ...] = ()
    respondents_settled: bool = True
    is_joint: bool = False
    publication: PublicationView = field(default_factory=PublicationView)


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose code it was: the petitioner's, that of one representative of a joint matter, or of one who signed it.

    `mark` tells the petitioner's code from another one that is issued in its place.
    """

    matter_id: UUID
    representative_id: UUID | None = None
    mark: str = ""
    signer_id: UUID | None = None


def holder_by_receipt(*, number: str, code: str) -> Holder:
    """Who holds the receipt with that number and code. Raises ReceiptUnknown, the same for every reason.

    One statement and as many comparisons, whether there is such a number, and whether it is a joint matter.
    """
    wanted_number = parse_matter_number(number) or ""
    wanted_code = parse_receipt_code(code) or ""
    speaking = FilteredRelation("representatives", condition=Q(representatives__removed_at__isnull=True))
    rows = list(
        Matter.objects.filter(number=wanted_number)
        .annotate(speaking=speaking)
        .values_list("pk", "receipt_hash", "speaking__pk", "speaking__receipt_hash")
    )
    given = receipt_hash(key=load_key(settings.HUIYIN_KEYS, "receipts"), code=wanted_code)
    held = [(bytes(row[1]), Holder(row[0], mark=_mark(row[1]))) for row in rows[:1]]
    held += [(bytes(row[3]), Holder(row[0], row[2])) for row in rows if row[2]]
    unused = REPRESENTATIVES_MOST + 1 - len(held)
    found = [holder for stored, holder in [*held, *[(bytes(32), None)] * unused] if compare_digest(stored, given)]
    if not wanted_code or not found or found[0] is None:
        raise ReceiptUnknown
    return found[0]


def holder_by_code(*, code: str) -> Holder:
    """Who holds the receipt with that code, whatever its number. Raises ReceiptUnknown. Two statements, always both.

    A code has 85 bits of its own and is looked for by its keyed hash, so neither chance nor time tells anything.
    Parts of a matter open with the code of the whole: it is the whole that this gives.
    """
    wanted = parse_receipt_code(code) or ""
    given = receipt_hash(key=load_key(settings.HUIYIN_KEYS, "receipts"), code=wanted)
    # The whole was there before its parts, and keys sort by time.
    found = Matter.objects.filter(receipt_hash=given).order_by("pk").values_list("pk", flat=True).first()
    joint = _joint_holder(given)
    if wanted and found is not None:
        return Holder(found, mark=_mark(given))
    if wanted and joint is not None:
        return joint
    raise ReceiptUnknown


def _joint_holder(given: bytes) -> Holder | None:
    """The representative or the signer whose code has that hash; one statement for both."""
    speaking = Representative.objects.filter(receipt_hash=given, removed_at__isnull=True)
    signed = CoSigner.objects.filter(receipt_hash=given, withdrawn_at__isnull=True)
    both = speaking.values_list("matter_id", "pk", Value(value=False)).union(
        signed.values_list("matter_id", "pk", Value(value=True))
    )
    for matter_id, pk, is_signer in both:
        return Holder(matter_id, signer_id=pk) if is_signer else Holder(matter_id, representative_id=pk)
    return None


def receipt_mark(*, matter_id: UUID) -> str:
    """What tells the code that opens a matter now from any that opened it before; "" for none. One statement."""
    found = Matter.objects.filter(pk=matter_id).values_list("receipt_hash", flat=True).first()
    return _mark(found) if found is not None else ""


def _mark(stored: bytes | memoryview) -> str:
    return hashlib.sha256(bytes(stored)).hexdigest()[:16]


def matter_id_by_token(*, token: str) -> UUID | None:
    """The matter that was registered from the form with this token, if it was."""
    return Matter.objects.filter(token_hash=token_hash(token)).values_list("pk", flat=True).first()


def receipt_view(*, matter_id: UUID, token: str, at: datetime) -> ReceiptView:
    """The receipt of a matter, for whoever still holds the token that its code is made of. Raises ReceiptUnknown."""
    matter = (
        Matter.objects.filter(pk=matter_id)
        .select_related("received_unit", "respondent_unit", "concerned_unit")
        .prefetch_related("requests")
        .first()
    )
    key = load_key(settings.HUIYIN_KEYS, "receipts")
    code = receipt_code(key=key, token=token)
    # By the code and not by the form: one that was issued anew has a receipt as well, and the lost one has none.
    if matter is None or not compare_digest(bytes(matter.receipt_hash), receipt_hash(key=key, code=code)):
        raise ReceiptUnknown
    requests = sorted(matter.requests.all(), key=lambda request: request.position)
    return ReceiptView(
        matter_id=matter.pk,
        number=matter.number,
        code=code,
        kind=matter.kind,
        channel=matter.channel,
        visitors=matter.visitors,
        title=matter.title,
        text=matter.text,
        requests=tuple(request.text for request in requests),
        received_at=matter.received_at,
        unit=matter.received_unit.name,
        unit_phone=matter.received_unit.phone,
        anonymous=matter.identity_id is None,
        clocks=tuple(
            clock
            for clock in clock_views(subject_id=matter.pk, at=at)
            # What the house counts for itself, or a unit may still do, is no promise to whoever filed.
            if clock.stopped_at is None and clock.bound in {Bound.AUTHORITY, Bound.PETITIONER}
        ),
        concerned=matter.concerned_text,
        concerned_unit=matter.concerned_unit.name if matter.concerned_unit else "",
        bars=bars_of(matter, inside=False),
        respondents_settled=matter.respondents_settled,
        is_joint=bool(matter.parts & Part.JOINT),
        publication=publication_of(matter),
    )
