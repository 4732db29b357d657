"""Remove files that were never handed over: taken out of a draft, or left in one that has expired."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from huiyin.documents.models import StoredFile
from huiyin.documents.storage import path_of


def files_remove(*, file_ids: Collection[UUID]) -> int:
    """Remove rows, then contents; gives how many rows there were. A photo's picture goes with it, uncounted.

    Only for files that no matter has: for one that is attached the database refuses (ProtectedError, and nothing is
    removed). A crash in between leaves contents without rows to `files_sweep`.
    """
    with transaction.atomic():
        # Looked up first: once a photo's row is gone, nothing tells which picture was its own.
        pictures = list(StoredFile.objects.filter(photo__pk__in=file_ids).values_list("pk", flat=True))
        removed, _ = StoredFile.objects.filter(pk__in=file_ids).delete()
        if pictures:
            StoredFile.objects.filter(pk__in=pictures).delete()
    for file_id in (*file_ids, *pictures):
        path_of(file_id).unlink(missing_ok=True)
    return removed
