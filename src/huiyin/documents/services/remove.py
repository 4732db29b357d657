"""Remove files that were never handed over: taken out of a draft, or left in one that has expired."""

from collections.abc import Collection
from uuid import UUID

from huiyin.documents.models import StoredFile
from huiyin.documents.storage import path_of


def files_remove(*, file_ids: Collection[UUID]) -> int:
    """Remove rows, then contents; gives how many rows there were.

    Only for files that no matter has: for one that is attached the database refuses (ProtectedError, and nothing is
    removed). A crash in between leaves contents without rows to `files_sweep`.
    """
    removed, _ = StoredFile.objects.filter(pk__in=file_ids).delete()
    for file_id in file_ids:
        path_of(file_id).unlink(missing_ok=True)
    return removed
