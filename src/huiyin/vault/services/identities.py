"""Storing identities, opening one for a stated purpose, and finding one's own."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.conf import settings
from django.db import transaction

from huiyin.db import build_row, rows_insert
from huiyin.kernel.actor import Actor, ActorKind
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.ids import new_id
from huiyin.kernel.keys import load_key
from huiyin.kernel.refs import Ref
from huiyin.kernel.text import clean_line, shorten
from huiyin.ledger.services import entry_append
from huiyin.vault.errors import NothingToSeek
from huiyin.vault.models import Identity, Opening
from huiyin.vault.rules.identity import (
    IdentityDraft,
    blind_index,
    is_another,
    person_mark,
    person_marks_before,
    to_plain,
)
from huiyin.vault.rules.purpose import OFFICE_LONGEST, checked_purpose
from huiyin.vault.rules.sealing import KeyRing, seal
from huiyin.vault.rules.seals import OpenedSeal
from huiyin.vault.selectors import identities_plain, identity_ids_matching, identity_plain, key_ring


class OwnRequest(StrEnum):
    """What a person may ask about data of their own (个人信息保护法 第四十五条 to 第四十七条)."""

    ACCESS = "access"
    CORRECT = "correct"
    ERASE = "erase"


def identities_store(drafts: Sequence[IdentityDraft], *, at: datetime) -> list[Identity]:
    """Seal and store identities in one INSERT, in the order given.

    The rows go into the caller's own ledger entry; the vault writes none for them. Raises KeyMissing.
    """
    # Another key than the vault's, and one that is never replaced: hashes can't be made anew without the plain texts.
    ring, index_key = key_ring(), load_key(settings.HUIYIN_KEYS, "index")
    return rows_insert(_sealed_row(draft, ring=ring, index_key=index_key, at=at) for draft in drafts)


def identity_open(
    *, actor: Actor, identity_id: UUID, subject: Ref, purpose: str, office: str, at: datetime
) -> IdentityDraft:
    """Show an officer who filed, and record it where the petitioner reads it.

    `subject` is `matter:<uuid>`; that the actor may see that matter, and that the identity belongs to it, is for the
    caller to have checked at the one gate. `office` is the unit and post as the petitioner will read it. The opening
    is committed before the plain text is handed out, so this can't stand inside another transaction: a later failure
    there would take back the record of something that was seen.
    Raises NotAllowed, PurposeMissing, PurposeTooLong, NotThere, IdentityErased, IdentityUnreadable.
    """
    officer_id, stated, office = actor.officer_id, checked_purpose(purpose), clean_line(office)
    if officer_id is None or not office:
        raise NotAllowed
    with transaction.atomic(durable=True):
        # Read before it is written down: of what is erased or unreadable nothing was seen, and nothing is to be told.
        plain = identity_plain(identity_id=identity_id)
        opening = Opening.objects.create(
            identity_id=identity_id,
            what=OpenedSeal.IDENTITY,
            subject=subject,
            officer_id=officer_id,
            office=shorten(office, OFFICE_LONGEST),
            purpose=stated,
            at=at,
        )
        entry_append(
            kind="vault.identity.opened",
            subject=subject,
            at=at,
            actor=actor.ref,
            facts={"identity": str(identity_id), "opening": str(opening.id)},
            rows=[opening],
        )
    return plain


def identity_marks(drafts: Sequence[IdentityDraft], *, subject: str) -> list[bytes]:
    """What tells the same person apart within one subject, and only there. Raises KeyMissing."""
    key = load_key(settings.HUIYIN_KEYS, "index")
    return [person_mark(draft, key=key, subject=subject) for draft in drafts]


def identity_marks_before(drafts: Sequence[IdentityDraft], *, subject: str) -> list[frozenset[bytes]]:
    """The other marks that each may have been stored with by an earlier version. Raises KeyMissing."""
    key = load_key(settings.HUIYIN_KEYS, "index")
    return [person_marks_before(draft, key=key, subject=subject) for draft in drafts]


def identities_of_others(drafts: Mapping[UUID, IdentityDraft]) -> set[UUID]:
    """Which of these stored identities are somebody else's than the draft beside them.

    Compared is what both have; an erased identity has nothing. Only the import asks, which has the draft from its own
    file: no plain text leaves the vault and nobody learns what the other one holds, so it isn't an opening.
    Raises IdentityUnreadable, KeyMissing.
    """
    plain = identities_plain(identity_ids=drafts) if drafts else {}
    return {identity_id for identity_id, stored in plain.items() if is_another(stored, drafts[identity_id])}


def identity_list_open(
    *, actor: Actor, identity_ids: Sequence[UUID], subject: Ref, purpose: str, office: str, at: datetime
) -> dict[UUID, IdentityDraft]:
    """Show an officer all who signed one subject together, in the order given: one look, one opening.

    As identity_open; the ledger entry names every identity that was shown. An erased one is left out.
    Raises NotAllowed, PurposeMissing, PurposeTooLong, IdentityUnreadable.
    """
    officer_id, stated, office = actor.officer_id, checked_purpose(purpose), clean_line(office)
    if officer_id is None or not office:
        raise NotAllowed
    with transaction.atomic(durable=True):
        plain = identities_plain(identity_ids=identity_ids)
        shown = [identity_id for identity_id in identity_ids if identity_id in plain]
        opening = Opening.objects.create(
            what=OpenedSeal.NAMES, subject=subject, officer_id=officer_id, office=shorten(office, OFFICE_LONGEST),
            purpose=stated, at=at,
        )  # fmt: skip
        entry_append(
            kind="vault.identity.opened",
            subject=subject,
            at=at,
            actor=actor.ref,
            facts={"identities": [str(identity_id) for identity_id in shown], "opening": str(opening.id)},
            rows=[opening],
        )
    return {identity_id: plain[identity_id] for identity_id in shown}


def identities_open(
    *, actor: Actor, subjects: Mapping[UUID, Ref], purpose: str, office: str, list_subject: Ref, at: datetime
) -> dict[UUID, IdentityDraft]:
    """Show an officer several identities at once, as one look at a list: one opening each, one ledger entry for all.

    `subjects` gives the subject of each identity (`appointment:<uuid>`), `list_subject` that of the list. An erased
    one is left out. Otherwise as identity_open.
    Raises NotAllowed, PurposeMissing, PurposeTooLong, IdentityUnreadable.
    """
    officer_id, stated, office = actor.officer_id, checked_purpose(purpose), clean_line(office)
    if officer_id is None or not office:
        raise NotAllowed
    with transaction.atomic(durable=True):
        plain = identities_plain(identity_ids=subjects)
        openings = rows_insert(
            Opening(
                identity_id=identity_id,
                what=OpenedSeal.IDENTITY,
                subject=subjects[identity_id],
                officer_id=officer_id,
                office=shorten(office, OFFICE_LONGEST),
                purpose=stated,
                at=at,
            )
            for identity_id in plain
        )
        entry_append(
            kind="vault.identity.opened",
            subject=list_subject,
            at=at,
            actor=actor.ref,
            facts={"identities": [str(identity_id) for identity_id in plain]},
            rows=openings,
        )
    return plain


def identity_ids_for_own_request(
    *,
    actor: Actor,
    request: OwnRequest,
    at: datetime,
    phone: str = "",
    id_number: str = "",
    email: str = "",
) -> Sequence[UUID]:
    """A person's own identities, by exact particulars, to answer that person's request about their own data.

    Only a petitioner who has shown a receipt code may ask, never an officer and no job of the system: there is no
    view that gathers one person's matters for staff, whoever asks for it (scope: never built, 7). The caller must
    have verified the particulars first (a code sent to that phone or address): typing a number doesn't make it
    one's own. Everything given must agree. Each search is a ledger entry with its reason, without the particulars.
    Raises NotAllowed, NothingToSeek.
    """
    if actor.kind is not ActorKind.PETITIONER:
        raise NotAllowed
    sought = IdentityDraft(phone=phone, id_number=id_number, email=email)
    index = blind_index(sought, key=load_key(settings.HUIYIN_KEYS, "index"))
    # A value that was typed but can't be a number must not quietly widen the search to the other ones.
    typed = ((phone, index.phone), (id_number, index.id_number), (email, index.email))
    if any(text.strip() and digest is None for text, digest in typed) or all(digest is None for _, digest in typed):
        raise NothingToSeek
    with transaction.atomic():
        found = identity_ids_matching(index)
        entry_append(
            kind="vault.identity.sought",
            subject=Ref("matter", actor.key),
            at=at,
            actor=actor.ref,
            facts={"reason": request.value, "found": len(found)},
        )
    return found


def _sealed_row(draft: IdentityDraft, *, ring: KeyRing, index_key: bytes, at: datetime) -> Identity:
    identity_id = new_id()
    sealed = seal(ring, identity_id=identity_id, plain=to_plain(draft))
    index = blind_index(draft, key=index_key)
    return build_row(
        Identity,
        id=identity_id,
        ciphertext=sealed.ciphertext,
        wrapped_key=sealed.wrapped_key,
        key_id=sealed.key_id,
        phone_index=index.phone,
        id_number_index=index.id_number,
        email_index=index.email,
        created_at=at,
    )
