"""Sealing what somebody files: who will be able to read it, and the files that go under the seal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import BinaryIO
from uuid import UUID

from huiyin.documents.selectors import FileView, file_view
from huiyin.documents.services import file_open, file_store, file_store_sealed, files_remove, upload_use
from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.refs import Ref
from huiyin.matters.core.selectors.gate import matter_get_for
from huiyin.matters.respondents.selectors.bars import officers_unbarred
from huiyin.orgs.rules import NO_RESPONDENTS, Respondents
from huiyin.orgs.selectors import posts_of_unit, unit_name
from huiyin.orgs.selectors.grants import sealed_readers
from huiyin.vault.services import packed_file, seal_encrypt_file, seal_key_holders

# Who decides on a new matter: those can name whoever works on it later.
_READ_BY = (Role.REGISTRAR, Role.APPROVER, Role.LEADER)


@dataclass(frozen=True, slots=True)
class Readers:
    """Who could read a matter that is sealed now: the unit, the officers and, for the petitioner, their posts."""

    unit: str
    officer_ids: tuple[int, ...]
    posts: tuple[str, ...]

    @property
    def suffice(self) -> bool:
        """Two at least: what one person alone can open can be lost with that person."""
        return len(self.officer_ids) > 1


def readers_of_unit(*, unit_id: int, respondents: Respondents = NO_RESPONDENTS) -> Readers:
    """The receiving unit's officers who hold a key, were agreed to as readers, and whom the matter isn't about."""
    posts = [post for post in posts_of_unit(unit_id=unit_id, roles=_READ_BY) if post.officer_id is not None]
    holders = seal_key_holders(officer_ids=[post.officer_id for post in posts if post.officer_id])
    agreed = holders & sealed_readers(unit_id=unit_id)
    readers = officers_unbarred(officer_ids=sorted(agreed), respondents=respondents)
    titles = dict.fromkeys(post.title for post in posts if post.officer_id in readers)
    return Readers(unit=unit_name(unit_id=unit_id), officer_ids=tuple(readers), posts=tuple(titles))


# Encrypts what can be read from one file into another one.
Encrypt = Callable[[BinaryIO, BinaryIO], None]


def files_seal(*, file_ids: Sequence[UUID], encrypt: Encrypt, at: datetime) -> list[UUID]:
    """Keep each of these files once more, encrypted with its name and type; the plain ones are still there.

    The caller removes them (`files_remove`) once the sealed ones belong to a matter. Raises FileMissing, StorageFull.
    """
    return [_sealed(file_view(file_id=file_id), encrypt, at) for file_id in file_ids]


def matter_file_store(
    *, actor: Actor, matter_id: UUID, content: BinaryIO, name: str, at: datetime, network: str | None = None
) -> UUID:
    """Keep a file that is going to be added to a matter: under its seal, if it has one.

    `network` is where a stranger's file comes from. Raises MatterNotFound, FileLater, and as file_store does.
    """
    matter = matter_get_for(actor=actor, matter_id=matter_id)
    if network is not None:
        # Before anything is written: what a stranger sends beyond the allowance never reaches the disk.
        upload_use(content=content, network=network, at=at)
    # Plain at first: its type is told by the content, which nobody could do once that is encrypted.
    stored = file_store(content=content, name=name, at=at)
    if not matter.is_sealed:
        return stored.pk
    subject = Ref("matter", matter_id)
    try:
        return _sealed(file_view(file_id=stored.pk), partial(seal_encrypt_file, subject), at)
    finally:
        # Also where sealing fails: a plain copy of what was meant to be sealed must never stay.
        files_remove(file_ids=[stored.pk])


def _sealed(view: FileView, encrypt: Encrypt, at: datetime) -> UUID:
    with file_open(file_id=view.id) as file:
        packed = packed_file(name=view.name, media_type=view.media_type, content=file)
        return file_store_sealed(write=lambda target: encrypt(packed, target), at=at).pk
