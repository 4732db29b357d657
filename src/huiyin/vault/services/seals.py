"""Sealing a subject, reading what is sealed, naming another reader. Writing under a seal needs no passphrase."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.db import models, transaction

from huiyin.db import rows_insert
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.ids import new_id
from huiyin.kernel.refs import Ref
from huiyin.kernel.text import clean_line, shorten
from huiyin.ledger.services import entry_append
from huiyin.vault.errors import ReaderUnknown, SealNotPossible, SealNotYours, UnsealingNotAgreed
from huiyin.vault.models import Opening, Seal, SealedPart, SealKey, SealShare, Unsealing
from huiyin.vault.rules.purpose import OFFICE_LONGEST, checked_purpose
from huiyin.vault.rules.seals import (
    READERS_FEWEST,
    OpenedFile,
    OpenedSeal,
    decrypt_with,
    encrypt_file_to,
    encrypt_to,
    key_pair,
    open_packed_file,
)
from huiyin.vault.services.seal_keys import key_secret


@dataclass(frozen=True, slots=True, repr=False)
class PreparedSeal:
    """A seal whose readers are known and whose rows aren't written yet; its secret exists only within its shares."""

    id: UUID
    public: str
    shares: tuple[tuple[UUID, bytes], ...]

    def encrypt(self, plain: bytes) -> bytes:
        """Put something under it."""
        return encrypt_to([self.public], plain)

    def encrypt_file(self, plain: BinaryIO, target: BinaryIO) -> None:
        """Put a file under it, piece by piece."""
        encrypt_file_to([self.public], plain, target)


@dataclass(frozen=True, slots=True, repr=False)
class OpenSeal:
    """A seal that its reader has just unlocked; held in memory for one request."""

    id: UUID
    subject: Ref
    reader: int
    secret: str


def seal_prepare(*, officer_ids: Collection[int]) -> PreparedSeal:
    """A new seal for these officers' keys. Raises SealNotPossible when fewer than two of them hold one."""
    keys = list(SealKey.objects.filter(officer_id__in=officer_ids, retired_at__isnull=True).order_by("officer_id"))
    if len(keys) < READERS_FEWEST:
        raise SealNotPossible
    pair = key_pair()
    secret = pair.secret.encode()
    return PreparedSeal(
        id=new_id(),
        public=pair.public,
        shares=tuple((key.pk, encrypt_to([key.public], secret)) for key in keys),
    )


def seal_write(*, seal: PreparedSeal, subject: Ref, parts: Mapping[str, bytes], at: datetime) -> list[models.Model]:
    """Write the seal with what lies under it; gives the rows for the caller's own ledger entry. Reads nothing."""
    rows = rows_insert([Seal(id=seal.id, subject=subject, public=seal.public, created_at=at)])
    shares = rows_insert(
        SealShare(id=new_id(), seal_id=seal.id, key_id=key_id, secret=secret, at=at) for key_id, secret in seal.shares
    )
    sealed = rows_insert(
        SealedPart(id=new_id(), seal_id=seal.id, name=name, ciphertext=seal.encrypt(plain), at=at)
        for name, plain in parts.items()
    )
    return [*rows, *shares, *sealed]


def seal_add(*, subject: Ref, name: str, plain: bytes, at: datetime) -> SealedPart:
    """Put something more under a seal, in the caller's transaction and ledger entry. Raises Seal.DoesNotExist."""
    seal = Seal.objects.get(subject=subject)
    part = SealedPart(seal=seal, name=name, ciphertext=encrypt_to([seal.public], plain), at=at)
    part.save(force_insert=True)
    return part


def seal_encrypt_file(subject: Ref, plain: BinaryIO, target: BinaryIO) -> None:
    """Encrypt something that is kept elsewhere (a file) under the subject's seal. Raises Seal.DoesNotExist."""
    public = Seal.objects.values_list("public", flat=True).get(subject=subject)
    encrypt_file_to([public], plain, target)


def seal_unlock(*, actor: Actor, subject: Ref, passphrase: str, at: datetime) -> OpenSeal:
    """Open a seal with the reader's own passphrase; stands outside transactions.

    That the actor may see the subject at all is for the caller to have checked at the one gate.
    Raises NotAllowed, SealNotYours, SealKeyMissing, SealKeyLocked, PassphraseWrong.
    """
    if actor.officer_id is None:
        raise NotAllowed
    share = (
        SealShare.objects.filter(
            seal__subject=subject, key__officer_id=actor.officer_id, key__retired_at__isnull=True
        )
        .values_list("seal_id", "secret")
        .first()
    )
    # Before the passphrase is looked at: whoever is no reader uses up no try.
    if share is None:
        raise SealNotYours
    own = key_secret(officer_id=actor.officer_id, passphrase=passphrase, at=at)
    seal_id, secret = share
    return OpenSeal(seal_id, subject, actor.officer_id, decrypt_with(own, bytes(secret)).decode())


def sealed_content_open(
    *, actor: Actor, opened: OpenSeal, purpose: str, office: str, at: datetime
) -> dict[str, bytes]:
    """Everything under the seal but who filed, by name; on record before it is handed out.

    Raises NotAllowed, PurposeMissing, PurposeTooLong, SealBroken.
    """
    record_opening(actor=actor, opened=opened, what=OpenedSeal.CONTENT, purpose=purpose, office=office, at=at)
    # Who filed takes a second reader (`unsealing`), and never comes along with the text.
    parts = SealedPart.objects.filter(seal_id=opened.id).exclude(name=OpenedSeal.IDENTITY).order_by("at", "id")
    return {part.name: decrypt_with(opened.secret, bytes(part.ciphertext)) for part in parts}


def sealed_file_open(
    *, actor: Actor, opened: OpenSeal, ciphertext: BinaryIO, purpose: str, office: str, at: datetime
) -> OpenedFile:
    """A file that was encrypted under the seal; on record before it is handed out. Raises as the content does."""
    record_opening(actor=actor, opened=opened, what=OpenedSeal.FILE, purpose=purpose, office=office, at=at)
    return open_packed_file(opened.secret, ciphertext)


def seal_share(*, opened: OpenSeal, officer_id: int, at: datetime) -> list[models.Model]:
    """Name another reader, in the caller's transaction and ledger entry; once more is no change.

    Raises ReaderUnknown when that officer holds no key.
    """
    key = SealKey.objects.filter(officer_id=officer_id, retired_at__isnull=True).first()
    if key is None or SealShare.objects.filter(seal_id=opened.id, key=key).exists():
        raise ReaderUnknown
    share = SealShare(seal_id=opened.id, key=key, secret=encrypt_to([key.public], opened.secret.encode()), at=at)
    share.save(force_insert=True)
    return [share]


def seal_readers(*, subject: Ref) -> frozenset[int]:
    """The officers who can open the seal of a subject."""
    shares = SealShare.objects.filter(seal__subject=subject, key__retired_at__isnull=True)
    return frozenset(shares.values_list("key__officer_id", flat=True))


def seal_has_identity(*, subject: Ref) -> bool:
    """Whether who filed lies under the seal too."""
    return SealedPart.objects.filter(seal__subject=subject, name=OpenedSeal.IDENTITY).exists()


def record_opening(
    *, actor: Actor, opened: OpenSeal, what: OpenedSeal, purpose: str, office: str, at: datetime,
    uses: Unsealing | None = None,
) -> None:  # fmt: skip
    """Commit that something is about to be seen: a later failure must not take it back.

    `uses`: the request that it uses up. Raises NotAllowed, UnsealingNotAgreed where another one has used it.
    """
    stated, shown = checked_purpose(purpose), clean_line(office)
    if actor.officer_id != opened.reader or not shown:
        raise NotAllowed
    with transaction.atomic(durable=True):
        # Claimed, not only saved: of two requests at one time one is the once.
        if uses is not None and not Unsealing.objects.filter(pk=uses.pk, ended_at=None).update(ended_at=at):
            raise UnsealingNotAgreed
        used = [] if uses is None else [Unsealing.objects.get(pk=uses.pk)]
        row = Opening.objects.create(
            seal_id=opened.id,
            what=what,
            subject=opened.subject,
            officer_id=opened.reader,
            office=shorten(shown, OFFICE_LONGEST),
            purpose=stated,
            at=at,
        )
        entry_append(
            kind="vault.seal.opened" if what is not OpenedSeal.IDENTITY else "vault.identity.opened",
            subject=opened.subject,
            at=at,
            actor=actor.ref,
            facts={"what": what.value, "opening": str(row.id)},
            rows=[row, *used],
        )
