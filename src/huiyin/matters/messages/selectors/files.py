"""Which files belong to matters."""

from collections.abc import Collection
from uuid import UUID

from huiyin.matters.models import Attachment


def file_ids_attached(*, file_ids: Collection[UUID]) -> set[UUID]:
    """Those of the files that some matter has; for the sweep over files that nobody ever sent."""
    return set(Attachment.objects.filter(file_id__in=file_ids).values_list("file_id", flat=True))


def matters_of_files(*, file_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """By file the matter that has it, those alone that some matter has; ungated, for the worker."""
    return dict(Attachment.objects.filter(file_id__in=file_ids).values_list("file_id", "matter_id"))
