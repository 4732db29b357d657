"""A sealed matter: reading it, naming another reader, and, by two readers together, seeing who filed.

Every look has a purpose and is on record before anything is shown; the petitioner reads it (个人信息保护法 Arts 6,
51).
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from huiyin.documents.errors import FileMissing
from huiyin.documents.services import file_open
from huiyin.kernel.actor import Actor
from huiyin.kernel.refs import Ref
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.gate import matter_get_for
from huiyin.matters.core.services.engine import check_move, move, office_of
from huiyin.matters.identity.errors import IdentityNotFound
from huiyin.matters.messages.services.read import clear_unread
from huiyin.matters.models import Attachment, Matter
from huiyin.matters.respondents.selectors.bars import officers_unbarred
from huiyin.matters.respondents.selectors.respondents import respondents_of
from huiyin.matters.seal.rules import RESPONDENT, SealedContent, sealed_message_id
from huiyin.orgs.selectors import posts_of_officer
from huiyin.orgs.selectors.grants import sealed_readers
from huiyin.vault.errors import ReaderNotAgreed, ReaderUnknown
from huiyin.vault.services import (
    IdentityDraft,
    OpenedFile,
    OpenedSeal,
    seal_key_holders,
    seal_share,
    seal_unlock,
    sealed_content_open,
    sealed_file_open,
    sealed_identity_open,
    unsealing_agree,
    unsealing_ask,
)


@dataclass(frozen=True, slots=True, repr=False)
class SealedMatter:
    """What a reader sees: the words of the registration, and of each message that lies under the seal by its id."""

    content: SealedContent
    messages: dict[UUID, str]


def matter_open_seal(*, actor: Actor, matter_id: UUID, passphrase: str, purpose: str, at: datetime) -> SealedMatter:
    """Read a sealed matter. Must not stand in another transaction.

    Raises MatterNotFound, MoveNotAllowed, SealNotYours, SealKeyMissing, SealKeyLocked, PassphraseWrong,
    PurposeMissing, PurposeTooLong.
    """
    matter = _sealed(actor, matter_id, Action.OPEN_SEAL, at)
    opened = seal_unlock(actor=actor, subject=_subject(matter), passphrase=passphrase, at=at)
    parts = sealed_content_open(actor=actor, opened=opened, purpose=purpose, office=office_of(actor, matter), at=at)
    content = SealedContent.from_bytes(parts[OpenedSeal.CONTENT])
    for name, plain in parts.items():  # in the order in which they were written
        if name.startswith(RESPONDENT):
            content = replace(content, respondent=plain.decode())
    clear_unread(matter)
    return SealedMatter(
        content=content,
        messages={found: plain.decode() for name, plain in parts.items() if (found := sealed_message_id(name))},
    )


def matter_open_sealed_file(
    *, actor: Actor, matter_id: UUID, attachment_id: UUID, passphrase: str, purpose: str, at: datetime
) -> OpenedFile:
    """Read a file of a sealed matter, as matter_open_seal reads its words. Raises FileMissing too."""
    matter = _sealed(actor, matter_id, Action.OPEN_SEAL, at)
    attachment = Attachment.objects.filter(matter=matter, pk=attachment_id).first()
    if attachment is None:
        raise FileMissing
    opened = seal_unlock(actor=actor, subject=_subject(matter), passphrase=passphrase, at=at)
    with file_open(file_id=attachment.file_id) as file:
        return sealed_file_open(
            actor=actor, opened=opened, ciphertext=file, purpose=purpose, office=office_of(actor, matter), at=at
        )


def matter_add_reader(
    *, actor: Actor, matter_id: UUID, officer_id: int, passphrase: str, at: datetime, seen: int | None = None
) -> None:
    """Let a colleague read, because they or their unit will work on it; the petitioner is told.

    Whom the matter is about can't be named, nor anybody whose key no second person has agreed to; nobody sees more
    than the gate lets them see.
    Raises as matter_open_seal, ReaderUnknown, ReaderNotAgreed, MatterChanged.
    """
    matter = _sealed(actor, matter_id, Action.ADD_READER, at)
    if not officers_unbarred(officer_ids=[officer_id], respondents=respondents_of(matter)):
        raise ReaderUnknown
    if officer_id not in sealed_readers():
        raise ReaderNotAgreed if officer_id in seal_key_holders() else ReaderUnknown
    # Before the move: in its transaction a refusal would take the count of wrong tries back.
    opened = seal_unlock(actor=actor, subject=_subject(matter), passphrase=passphrase, at=at)
    with move(actor=actor, matter_id=matter_id, action=Action.ADD_READER, at=at, seen=seen) as change:
        change.rows.extend(seal_share(opened=opened, officer_id=officer_id, at=at))
        change.facts["unit"] = next((post.unit_name for post in posts_of_officer(officer_id=officer_id)), "")
        change.facts["reader"] = officer_id


def matter_ask_unsealing(
    *, actor: Actor, matter_id: UUID, purpose: str, at: datetime, seen: int | None = None
) -> None:
    """Ask to see who filed; another reader has to agree. Raises SealNotYours, UnsealingOpen, PurposeMissing."""
    _sealed(actor, matter_id, Action.ASK_UNSEALING, at)
    with move(actor=actor, matter_id=matter_id, action=Action.ASK_UNSEALING, at=at, seen=seen) as change:
        rows = unsealing_ask(actor=actor, subject=_subject(change.matter), purpose=purpose, at=at)
        change.rows.extend(rows)
        # As the vault keeps it, not as it was typed.
        change.facts["purpose"] = rows[-1].purpose


def matter_agree_unsealing(*, actor: Actor, matter_id: UUID, at: datetime, seen: int | None = None) -> None:
    """Agree to another reader's request. Raises SealNotYours, UnsealingTakesTwo, UnsealingNotAgreed."""
    with move(actor=actor, matter_id=matter_id, action=Action.AGREE_UNSEALING, at=at, seen=seen) as change:
        change.rows.append(unsealing_agree(actor=actor, subject=_subject(change.matter), at=at))


def matter_unseal(*, actor: Actor, matter_id: UUID, passphrase: str, at: datetime) -> IdentityDraft:
    """See who filed, once, after another reader has agreed. Must not stand in another transaction.

    Raises as matter_open_seal, UnsealingNotAgreed, IdentityNotFound.
    """
    matter = _sealed(actor, matter_id, Action.UNSEAL, at)
    opened = seal_unlock(actor=actor, subject=_subject(matter), passphrase=passphrase, at=at)
    found = sealed_identity_open(actor=actor, opened=opened, office=office_of(actor, matter), at=at)
    if found is None:
        raise IdentityNotFound
    return found


def _sealed(actor: Actor, matter_id: UUID, action: Action, at: datetime) -> Matter:
    matter = matter_get_for(actor=actor, matter_id=matter_id)
    check_move(actor, matter, action, at=at)
    return matter


def _subject(matter: Matter) -> Ref:
    return Ref("matter", matter.pk)
