"""Who is on the list of a joint matter and who speaks for it, by marks: what its services have in common."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.db import build_row, rows_insert
from huiyin.kernel.ids import new_id
from huiyin.kernel.refs import Ref
from huiyin.kernel.text import clean_line
from huiyin.matters.joint.errors import CoSignerContactMissing, CoSignerNameMissing, CoSignerPhoneUnreadable
from huiyin.matters.joint.rules import REPRESENTATIVES_MOST, SigningWay
from huiyin.matters.models import CoSigner, Representative
from huiyin.vault.rules.identity import normalise_phone
from huiyin.vault.services import IdentityDraft, identity_marks, identity_marks_before


def cosigner_check(person: IdentityDraft) -> None:
    """Raises CoSignerNameMissing, CoSignerPhoneUnreadable, CoSignerContactMissing."""
    if not clean_line(person.name):
        raise CoSignerNameMissing
    if person.phone.strip() and not normalise_phone(person.phone):
        raise CoSignerPhoneUnreadable
    if not person.phone.strip() and not clean_line(person.address):
        raise CoSignerContactMissing


@dataclass(frozen=True, slots=True)
class PersonMark:
    """What tells a person apart within a matter, and what the same person may be stored under from earlier."""

    own: bytes
    before: frozenset[bytes]

    def is_new(self, known: Set[bytes]) -> bool:
        """Whether none of these is the same person."""
        return self.own not in known and self.before.isdisjoint(known)


def matter_ref(matter_id: UUID) -> Ref:
    """What entries and marks are about."""
    return Ref("matter", matter_id)


def marks_of(matter_id: UUID, people: Sequence[IdentityDraft]) -> list[PersonMark]:
    """The mark of each. Raises KeyMissing."""
    own = identity_marks(people, subject=matter_ref(matter_id))
    before = identity_marks_before(people, subject=matter_ref(matter_id))
    return [PersonMark(*both) for both in zip(own, before, strict=True)]


def places_new(matter_id: UUID, marks: Sequence[PersonMark]) -> list[int]:
    """The places of those who aren't on the list; of one person who comes twice, the first.

    A signature that was withdrawn is none. One that was taken at the counter stays and can't be there twice.
    """
    there = CoSigner.objects.filter(matter_id=matter_id, withdrawn_at__isnull=True)
    known = {bytes(mark) for mark in there.values_list("mark", flat=True)}
    # Backwards, so that of two rows with one mark the first is written last, and stays.
    first = {mark.own: (place, mark) for place, mark in reversed(list(enumerate(marks)))}
    return sorted(place for place, mark in first.values() if mark.is_new(known))


def representatives_present(matter_id: UUID) -> list[Representative]:
    """Those who speak for the others now, in order."""
    return list(Representative.objects.filter(matter_id=matter_id, removed_at__isnull=True).order_by("position"))


def places_free(present: Sequence[Representative]) -> list[int]:
    """The places that another one may take."""
    held = {representative.position for representative in present}
    return [place for place in range(1, REPRESENTATIVES_MOST + 1) if place not in held]


def signatures_write(
    matter_id: UUID,
    people: Sequence[tuple[UUID, bytes]],
    *,
    way: SigningWay,
    at: datetime,
    receipt_hash: bytes | None = None,
    token_hash: bytes | None = None,
    wants_news: bool = False,
) -> list[CoSigner]:
    """Write identity and mark of each down; the matter is locked, and the caller's entry commits to the rows.

    The hashes are of the one who signs by the link.
    """
    # Rows never go, so their number is the last position.
    had = CoSigner.objects.filter(matter_id=matter_id).count()
    return rows_insert(
        build_row(
            CoSigner,
            id=new_id(),
            matter_id=matter_id,
            identity_id=identity_id,
            position=place,
            mark=mark,
            way=way,
            signed_at=at,
            receipt_hash=receipt_hash,
            token_hash=token_hash,
            wants_news=wants_news,
        )
        for place, (identity_id, mark) in enumerate(people, start=had + 1)
    )


def signature_take_back(speaker: Representative, *, at: datetime) -> list[CoSigner]:
    """Withdraw the signature that came with picking up a receipt, if there is one; gives the row."""
    # By the mark, and only what has no receipt of its own: whoever signed by the list's link keeps that signature.
    picked = CoSigner.objects.filter(matter_id=speaker.matter_id, mark=bytes(speaker.mark), way=SigningWay.WEB)
    rows = list(picked.filter(receipt_hash__isnull=True, withdrawn_at__isnull=True))
    for row in rows:
        row.withdrawn_at = at
        row.save(force_update=True)
    return rows
