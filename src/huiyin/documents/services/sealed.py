"""Keeping what is encrypted already: there is nothing to tell from it, and nothing to strip."""

import hashlib
from datetime import datetime

from huiyin.documents.models import StoredFile
from huiyin.documents.rules.media_types import SEALED
from huiyin.documents.services.store import nothing_left, to_disk
from huiyin.documents.storage import PART, create_private, make_folder, path_of, sync_folder
from huiyin.kernel.ids import new_id

_NAME = "密封附件.age"


def file_store_sealed(*, ciphertext: bytes, at: datetime) -> StoredFile:
    """Keep an encrypted file under a name that says nothing; gives the row, which is written already.

    What it was called and what type it had is for the caller to encrypt with it. Raises StorageFull.
    """
    file_id = new_id()
    target = path_of(file_id)
    part = target.with_name(target.name + PART)
    with nothing_left(part):
        make_folder(target.parent)
        with create_private(part) as file:
            file.write(ciphertext)
            to_disk(file)
        part.rename(target)
        sync_folder(target.parent)
    return StoredFile.objects.create(
        id=file_id,
        sha256=hashlib.sha256(ciphertext).hexdigest(),
        size=len(ciphertext),
        media_type=SEALED.name,
        name=_NAME,
        created_at=at,
    )
