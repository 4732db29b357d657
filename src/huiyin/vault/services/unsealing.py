"""Seeing who filed a sealed matter takes two named readers: one asks with a purpose, another agrees."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.refs import Ref
from huiyin.vault.errors import SealNotYours, UnsealingNotAgreed, UnsealingOpen, UnsealingTakesTwo
from huiyin.vault.models import Seal, SealedPart, Unsealing
from huiyin.vault.rules.identity import IdentityDraft, from_plain
from huiyin.vault.rules.purpose import checked_purpose
from huiyin.vault.rules.seals import OpenedSeal, decrypt_with
from huiyin.vault.selectors import unsealing_open
from huiyin.vault.services.seals import OpenSeal, record_opening, seal_readers


@dataclass(frozen=True, slots=True)
class UnsealingView:
    """A request that waits: for another reader's word, or, `is_agreed`, for being used by whoever asked."""

    asked_by: int
    purpose: str
    asked_at: datetime
    is_agreed: bool


# So long a request waits for another reader, and so long what was agreed can be used.
LAPSES = timedelta(days=7)


def unsealing_ask(*, actor: Actor, subject: Ref, purpose: str, at: datetime) -> list[Unsealing]:
    """Ask to see who filed, in the caller's transaction; gives the rows for its ledger entry.

    A request that nobody has used within a week has lapsed. Raises NotAllowed, SealNotYours, PurposeMissing,
    PurposeTooLong, UnsealingOpen.
    """
    officer_id, stated = _reader(actor, subject), checked_purpose(purpose)
    rows = []
    before = unsealing_open(subject=subject)
    if before is not None:
        if at < before.asked_at + LAPSES:
            raise UnsealingOpen
        before.ended_at = at
        before.save(force_update=True)
        rows.append(before)
    seal = Seal.objects.get(subject=subject)
    asked = Unsealing(seal=seal, asked_by=officer_id, purpose=stated, asked_at=at)
    asked.save(force_insert=True)
    return [*rows, asked]


def unsealing_agree(*, actor: Actor, subject: Ref, at: datetime) -> Unsealing:
    """Agree to another reader's request, in the caller's transaction; gives the row for its ledger entry.

    Raises NotAllowed, SealNotYours, UnsealingTakesTwo, UnsealingNotAgreed when nobody has asked.
    """
    officer_id, asked = _reader(actor, subject), unsealing_open(subject=subject)
    if asked is None or asked.agreed_at is not None or at >= asked.asked_at + LAPSES:
        raise UnsealingNotAgreed
    if asked.asked_by == officer_id:
        raise UnsealingTakesTwo
    asked.agreed_by, asked.agreed_at = officer_id, at
    asked.save(force_update=True)
    return asked


def sealed_identity_open(*, actor: Actor, opened: OpenSeal, office: str, at: datetime) -> IdentityDraft | None:
    """Who filed, for the reader whose request was agreed to, once; None: nobody left a name.

    On record before it is handed out; stands outside transactions. Raises NotAllowed, UnsealingNotAgreed, SealBroken.
    """
    asked = unsealing_open(subject=opened.subject)
    if (
        asked is None
        or asked.asked_by != actor.officer_id
        or asked.agreed_at is None
        or at >= asked.agreed_at + LAPSES
    ):
        raise UnsealingNotAgreed
    record_opening(
        actor=actor,
        opened=opened,
        what=OpenedSeal.IDENTITY,
        purpose=asked.purpose,
        office=office,
        at=at,
        # Used up together with the opening: a crash leaves neither a look without a record nor a second look.
        uses=asked,
    )
    part = SealedPart.objects.filter(seal_id=opened.id, name=OpenedSeal.IDENTITY).first()
    return from_plain(decrypt_with(opened.secret, bytes(part.ciphertext))) if part else None


def unsealing_view(*, subject: Ref, at: datetime) -> UnsealingView | None:
    """The request that waits now, or None."""
    asked = unsealing_open(subject=subject)
    if asked is None or at >= (asked.agreed_at or asked.asked_at) + LAPSES:
        return None
    return UnsealingView(asked.asked_by, asked.purpose, asked.asked_at, asked.agreed_at is not None)


def _reader(actor: Actor, subject: Ref) -> int:
    if actor.officer_id is None:
        raise NotAllowed
    if actor.officer_id not in seal_readers(subject=subject):
        raise SealNotYours
    return actor.officer_id
