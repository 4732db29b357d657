"""Which files belong to matters."""

from collections.abc import Collection
from uuid import UUID

from huiyin.matters.models import Attachment


def file_ids_attached(*, file_ids: Collection[UUID]) -> set[UUID]:
    """Those of the files that some matter has; for the sweep over files that nobody ever sent."""
    return set(Attachment.objects.filter(file_id__in=file_ids).values_list("file_id", flat=True))
