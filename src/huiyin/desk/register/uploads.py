"""Files that come with a registration are stored at once; what was stored is kept when the form has to be mended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, cast
from uuid import UUID

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from huiyin.documents.errors import FileRefused, StorageFull
from huiyin.documents.selectors import FileView, file_views
from huiyin.documents.services import file_store
from huiyin.kernel.text import shorten
from huiyin.web.refusals import sentence_of

_SALT = "desk.register.kept"


@dataclass(frozen=True, slots=True)
class Kept:
    """The files of a form: stored ones, and why others weren't."""

    file_ids: tuple[UUID, ...]
    refusals: tuple[str, ...] = ()

    def views(self) -> list[FileView]:
        """The stored files, for the page."""
        return file_views(file_ids=self.file_ids) if self.file_ids else []

    def sealed(self, *, token: str) -> str:
        """The ids as a hidden field: signed and tied to the form, so that nobody can name another's files."""
        return signing.dumps([file_id.hex for file_id in self.file_ids], salt=_salt(token)) if self.file_ids else ""


def kept_of(sealed: str, *, token: str) -> tuple[UUID, ...]:
    """The ids of a hidden field; none when it isn't ours."""
    if not sealed:
        return ()
    try:
        return tuple(UUID(hexed) for hexed in signing.loads(sealed, salt=_salt(token)))
    except signing.BadSignature:
        return ()


def files_keep(*, files: "Sequence[UploadedFile[bytes]]", before: tuple[UUID, ...], at: datetime) -> Kept:
    """Store what came, beside what was stored before. A file that is refused is named with the reason."""
    ids, refusals = list(before), []
    for file in files:
        name = file.name or ""
        try:
            ids.append(file_store(content=cast(BinaryIO, file), name=name, at=at).id)
        except (FileRefused, StorageFull) as error:
            refusals.append(_("“%(name)s”没有收下：%(why)s") % {"name": shorten(name, 60), "why": sentence_of(error)})
    return Kept(file_ids=tuple(ids), refusals=tuple(refusals))


def letter_token(token: str) -> str:
    """What ties the scans of a letter from above to the form, so that they never become the petitioner's files."""
    return f"{token}:letter"


def _salt(token: str) -> str:
    return f"{_SALT}:{token}"
