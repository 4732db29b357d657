"""Reading files. Who may read one is decided by the matter it belongs to, before this is called."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.http import content_disposition_header

from huiyin.documents.errors import FileMissing
from huiyin.documents.holders import file_is_held
from huiyin.documents.models import StoredFile
from huiyin.documents.rules.media_types import INLINE, PDF, SEALED

# Nothing in a kept file runs or loads anything, and no other site frames it.
FILE_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
_BATCH = 2000


@dataclass(frozen=True, slots=True)
class FileView:
    """A file as pages show it; `size` in bytes, `picture_id` a HEIC photo's JPEG."""

    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    created_at: datetime
    picture_id: UUID | None = None

    @property
    def is_sealed(self) -> bool:
        """Whether it is kept encrypted, for named readers only."""
        return self.media_type == SEALED.name

    @property
    def shown_inline(self) -> bool:
        """Whether a browser may open it in its own window instead of saving it."""
        return self.media_type in INLINE


def file_view(*, file_id: UUID) -> FileView:
    """One file. Raises FileMissing."""
    views = file_views(file_ids=[file_id])
    if not views:
        raise FileMissing
    return views[0]


def file_views(*, file_ids: Sequence[UUID]) -> list[FileView]:
    """Files in the order asked for, in one statement; ids without a row are left out."""
    found = {row.id: _view(row) for row in StoredFile.objects.filter(pk__in=file_ids)}
    return [found[file_id] for file_id in file_ids if file_id in found]


def file_rows(*, file_ids: Sequence[UUID]) -> list[StoredFile]:
    """The rows themselves, for the ledger entry of whoever takes the files over; ids without a row are left out.

    The rows of pictures that belong to these files are among them.
    """
    return list(StoredFile.objects.filter(Q(pk__in=file_ids) | Q(photo__pk__in=file_ids)))


def contents_kept() -> Iterator[tuple[UUID, tuple[int, str]]]:
    """Every content that there is a row for, with its size and hash, by id; read in batches."""
    last: UUID | None = None
    while True:
        rows = StoredFile.objects.order_by("pk").values_list("pk", "size", "sha256")
        batch = list((rows.filter(pk__gt=last) if last else rows)[:_BATCH])
        if not batch:
            return
        for file_id, size, sha256 in batch:
            yield file_id, (size, sha256)
        last = batch[-1][0]


def file_ids_before(*, before: datetime, after: UUID, limit: int) -> list[UUID]:
    """The next files kept before that instant, in the order of their ids, for a sweep over all of them.

    Without what letters, seals, templates, photos and rows of other contexts hold: that is nobody's draft.
    """
    found = StoredFile.objects.filter(
        *(~held for held in file_is_held()), pk__gt=after, created_at__lt=before
    ).order_by("pk")
    return list(found.values_list("pk", flat=True)[:limit])


def download_headers(view: FileView) -> dict[str, str]:
    """The headers a response with this content must carry, so that no content is ever run as a page of ours."""
    return {
        "Content-Type": view.media_type,
        "Content-Length": str(view.size),
        "Content-Disposition": content_disposition_header(not view.shown_inline, view.name) or "attachment",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": FILE_POLICY,
    }


def letter_headers(view: FileView) -> dict[str, str]:
    """The same for a letter that the house has made itself: browsers show it, in their own page for PDF.

    Raises ValueError for anything but a PDF.
    """
    if view.media_type != PDF.name:
        raise ValueError(view.media_type)
    headers = download_headers(view)
    headers["Content-Disposition"] = content_disposition_header(False, view.name) or "inline"
    del headers["Content-Security-Policy"]  # that page doesn't open in a sandbox
    return headers


def _view(row: StoredFile) -> FileView:
    return FileView(row.id, row.name, row.media_type, row.size, row.sha256, row.created_at, row.picture_id)
