"""Keeping what is encrypted already: there is nothing to tell from it, and nothing to strip."""

from collections.abc import Callable
from datetime import datetime
from typing import BinaryIO

from huiyin.documents.models import StoredFile
from huiyin.documents.rules.media_types import SEALED
from huiyin.documents.services.made import file_store_written

_NAME = "密封附件.age"


def file_store_sealed(*, write: Callable[[BinaryIO], None], at: datetime) -> StoredFile:
    """Keep what `write` encrypts into the file that it is given, under a name that says nothing; gives the row.

    What it was called and what type it had is for the caller to encrypt with it. Raises StorageFull.
    """
    return file_store_written(write=write, name=_NAME, media_type=SEALED.name, at=at)
