"""What others do with the links of a joint matter: sign, withdraw the signature, pick up a receipt, decline.

None of it is a move of the matter: it changes nothing that anybody decides upon, and there may be thousands. Each has
an entry of its own in the ledger that names nobody.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import models, transaction

from huiyin.allowances.rules import Allowance
from huiyin.allowances.services import allowance_take, allowance_wait
from huiyin.kernel.actor import Actor, ActorKind
from huiyin.kernel.ids import receipt_code, receipt_hash
from huiyin.kernel.keys import load_key
from huiyin.ledger.services import entry_append
from huiyin.matters.joint.errors import PickUpUsed, SignaturesEnough, SignFormUsed, SignListClosed
from huiyin.matters.joint.moves import NEWS_SET, PICK_UP_DECLINED, PICKED_UP, SIGNATURE_WITHDRAWN, SIGNED
from huiyin.matters.joint.rules import SigningWay
from huiyin.matters.joint.selectors.signing import MatterWords, list_by_code, list_takes, speaker_by_code, words_of
from huiyin.matters.joint.services.people import (
    PersonMark,
    cosigner_check,
    marks_of,
    matter_ref,
    places_new,
    signature_take_back,
    signatures_write,
)
from huiyin.matters.linking.services.shared import matters_lock
from huiyin.matters.models import CoSigner, Representative
from huiyin.matters.receipt.errors import ReceiptUnknown
from huiyin.matters.receipt.rules import token_hash
from huiyin.vault.services import IdentityDraft, identities_store

# Whoever comes by a link: which one isn't told by the ledger.
_SIGNER = Actor(kind=ActorKind.PETITIONER, key="link")
_PER = timedelta(hours=1)
# So many an hour may come to one list, from wherever they come.
_OF_LIST = Allowance("signatures of a list", 2000, _PER, 500)


@dataclass(frozen=True, slots=True, repr=False)
class JointCode:
    """The code of a signer or a representative: shown once, stored nowhere; the same form again gives it again."""

    number: str
    code: str


@transaction.atomic
def list_sign(
    *, code: str, person: IdentityDraft, token: str, wants_news: bool, network: str, at: datetime
) -> JointCode:
    """Sign what stands under a link. The same form again gives the same receipt.

    Nothing tells whether somebody of that name has signed before: each signature has a receipt of its own, and people
    are counted by their marks. Raises SignListNotFound, SignListClosed, SignFormUsed, SignaturesEnough, and as
    cosigner_check.
    """
    cosigner_check(person)
    found = list_by_code(code)
    # Its position is counted under the same lock that lists of names take.
    matters_lock([found.matter_id])
    issued = _issue(token)
    if signed := CoSigner.objects.filter(token_hash=issued.token_hash).first():
        if signed.withdrawn_at is not None or signed.matter_id != found.matter_id:
            raise SignFormUsed
        return JointCode(found.matter.number, issued.code)
    # Under the lock: it may have been closed while somebody typed.
    found = list_by_code(code)
    if not list_takes(found):
        raise SignListClosed
    _count(found.pk, network, at)
    [mark] = marks_of(found.matter_id, [person])
    [identity] = identities_store([person], at=at)
    rows = signatures_write(
        found.matter_id, [(identity.pk, mark.own)], way=SigningWay.WEB, at=at, receipt_hash=issued.receipt_hash,
        token_hash=issued.token_hash, wants_news=wants_news,
    )  # fmt: skip
    _record(SIGNED, found.matter_id, [*rows, identity], at=at, words=words_of(found.matter))
    return JointCode(found.matter.number, issued.code)


@transaction.atomic
def signature_withdraw(*, signer_id: UUID, at: datetime) -> None:
    """Take a signature back, at any time; its code opens nothing from then on. Raises ReceiptUnknown."""
    row = _own_signature(signer_id)
    row.withdrawn_at = at
    row.save(force_update=True)
    _record(SIGNATURE_WITHDRAWN, row.matter_id, [row], at=at)


@transaction.atomic
def signer_news_set(*, signer_id: UUID, wants_news: bool, at: datetime) -> None:
    """Whether a signer who left a contact hears of a new state. Raises ReceiptUnknown."""
    row = _own_signature(signer_id)
    row.wants_news = wants_news
    row.save(force_update=True)
    # Else somebody with the database could have them hear nothing more, and it wouldn't show.
    _record(NEWS_SET, row.matter_id, [row], at=at)


@transaction.atomic
def representative_pick_up(*, code: str, token: str, at: datetime) -> JointCode:
    """Get a receipt of one's own by the link, once, and sign by that. The same form again gives the same receipt.

    The code is made here and now: nobody has held it before. Raises PickUpUsed.
    """
    issued = _issue(token)
    if known := _picked_up_before(issued):
        return known
    try:
        matter = speaker_by_code(code).matter
    except PickUpUsed:
        # Another press of the same form may have used it since it was looked for above.
        if known := _picked_up_before(issued):
            return known
        raise
    matters_lock([matter.pk])
    # Both again under the lock: of one form sent twice each press has the code, of two people one has it.
    if known := _picked_up_before(issued):
        return known
    speaker = speaker_by_code(code)
    speaker.receipt_hash, speaker.token_hash = issued.receipt_hash, issued.token_hash
    speaker.pick_hash, speaker.picked_at = None, at
    speaker.save(force_update=True)
    rows: list[models.Model] = [speaker]
    own = PersonMark(bytes(speaker.mark), frozenset())
    if speaker.matter.is_open and places_new(matter.pk, [own]):
        rows += signatures_write(matter.pk, [(speaker.identity_id, own.own)], way=SigningWay.WEB, at=at)
    _record(PICKED_UP, matter.pk, rows, at=at)
    return JointCode(matter.number, issued.code)


@transaction.atomic
def pick_up_decline(*, code: str, at: datetime) -> None:
    """Whoever was named doesn't want to speak for the others. Raises PickUpUsed."""
    _step_down(speaker_by_code(code), at)


@transaction.atomic
def representative_step_down(*, representative_id: UUID, at: datetime) -> None:
    """The same for one who has a receipt; the signature that came with it goes too. Raises ReceiptUnknown."""
    there = Representative.objects.filter(pk=representative_id, removed_at__isnull=True, pick_round__gt=0)
    found = there.first()
    if found is None:
        raise ReceiptUnknown
    _step_down(found, at)


def _step_down(speaker: Representative, at: datetime) -> None:
    matters_lock([speaker.matter_id])
    # Under the lock: somebody may have picked up, renewed or declined at the same moment.
    same = Representative.objects.filter(pk=speaker.pk, pick_round=speaker.pick_round)
    found = same.filter(removed_at__isnull=True).first()
    if found is None:
        raise PickUpUsed
    found.removed_at, found.pick_hash = at, None
    found.save(force_update=True)
    _record(PICK_UP_DECLINED, found.matter_id, [found, *signature_take_back(found, at=at)], at=at)


@dataclass(frozen=True, slots=True, repr=False)
class _Issued:
    code: str
    receipt_hash: bytes
    token_hash: bytes


def _picked_up_before(issued: _Issued) -> JointCode | None:
    """The receipt that was made of this form before."""
    made = Representative.objects.filter(
        token_hash=issued.token_hash, removed_at__isnull=True, pick_hash__isnull=True
    )
    known = made.select_related("matter").first()
    return JointCode(known.matter.number, issued.code) if known else None


def _issue(token: str) -> _Issued:
    key = load_key(settings.HUIYIN_KEYS, "receipts")
    code = receipt_code(key=key, token=token)
    return _Issued(code, receipt_hash(key=key, code=code), token_hash(token))


def _count(list_id: UUID, network: str, at: datetime) -> None:
    of_network = settings.HUIYIN_SIGNATURES_OF_NETWORK
    # A village can sit behind one address: half of an hour's may come at once.
    by_network = Allowance("signatures of a network", of_network, _PER, max(1, of_network // 2))
    for allowance, key in ((by_network, network), (_OF_LIST, str(list_id))):
        if not allowance_take(allowance, key, at=at):
            wait = allowance_wait(allowance, key, at=at)
            raise SignaturesEnough(minutes=max(1, -(-int(wait.total_seconds()) // 60)))


def _own_signature(signer_id: UUID) -> CoSigner:
    signed = CoSigner.objects.select_for_update(of=("self",)).filter(pk=signer_id, receipt_hash__isnull=False)
    found = signed.filter(withdrawn_at__isnull=True).first()
    if found is None:
        raise ReceiptUnknown
    return found


def _record(
    kind: str, matter_id: UUID, rows: Sequence[models.Model], *, at: datetime, words: MatterWords | None = None
) -> None:
    """`words` are what was signed: the entry holds their hash, so that nobody can say later it was another text."""
    facts = {"words": _digest(words)} if words else {}
    entry_append(kind=kind, subject=matter_ref(matter_id), at=at, actor=_SIGNER.ref, facts=facts, rows=rows)


def _digest(words: MatterWords) -> str:
    return hashlib.sha256("\n".join((words.text, *words.requests)).encode()).hexdigest()
