"""Handing out what was kept: hashed first, and never when it is something else by now."""

import logging
from typing import BinaryIO
from uuid import UUID

from django.db import transaction

from huiyin.documents.errors import FileAltered, FileMissing
from huiyin.documents.models import StoredFile
from huiyin.documents.storage import open_checked
from huiyin.kernel.actor import system
from huiyin.kernel.refs import Ref
from huiyin.kernel.time import now
from huiyin.ledger.selectors import entries_of
from huiyin.ledger.services import entry_append

ALTERED = "documents.file.altered"
_log = logging.getLogger(__name__)


def file_open(*, file_id: UUID) -> BinaryIO:
    """The content, to be closed by the caller; who may read it is decided before this is called.

    Altered bytes are refused and leave an entry, the first time. Raises FileMissing, FileAltered.
    """
    row = StoredFile.objects.filter(pk=file_id).values_list("sha256", "size").first()
    if row is None:
        raise FileMissing
    sha256, size = row
    try:
        return open_checked(file_id, sha256=sha256, size=size)
    except FileAltered:
        _note(file_id)
        raise


def file_bytes(*, file_id: UUID) -> bytes:
    """All of a small content. Raises FileMissing, FileAltered."""
    with file_open(file_id=file_id) as file:
        return file.read()


@transaction.atomic
def _note(file_id: UUID) -> None:
    subject = Ref("file", file_id)
    _log.error("file %s isn't what was kept", file_id)
    if not entries_of(subject=subject, kind=ALTERED, limit=1):
        entry_append(kind=ALTERED, subject=subject, at=now(), actor=system("files").ref)
