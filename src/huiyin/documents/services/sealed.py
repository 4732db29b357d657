"""Keeping what is encrypted already: there is nothing to tell from it, and nothing to strip."""

from datetime import datetime
from io import BytesIO

from huiyin.documents.models import StoredFile
from huiyin.documents.rules.media_types import SEALED
from huiyin.documents.services.made import file_store_made

_NAME = "密封附件.age"


def file_store_sealed(*, ciphertext: bytes, at: datetime) -> StoredFile:
    """Keep an encrypted file under a name that says nothing; gives the row, which is written already.

    What it was called and what type it had is for the caller to encrypt with it. Raises StorageFull.
    """
    return file_store_made(content=BytesIO(ciphertext), name=_NAME, media_type=SEALED.name, at=at)
