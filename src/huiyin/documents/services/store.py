"""Keep a file: receive, look what it is, strip, bring it to the disk, and only then write its row."""

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Self
from uuid import UUID

from django.conf import settings
from django.db import transaction

from huiyin.documents.errors import FileEmpty, FileTooLarge, StorageFull
from huiyin.documents.models import StoredFile
from huiyin.documents.rules.media_types import HEIC, JPEG, MediaType
from huiyin.documents.rules.names import file_name
from huiyin.documents.rules.sniffing import sniff
from huiyin.documents.services.images import heic_picture
from huiyin.documents.services.stripping import file_strip, is_copied
from huiyin.documents.storage import PART, create_private, make_folder, path_of, sync_folder
from huiyin.kernel.heavy import heavy_work
from huiyin.kernel.ids import new_id

_CHUNK = 1 << 18
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


def file_store(*, content: BinaryIO, name: str, at: datetime) -> StoredFile:
    """Keep what can be read from `content` under a harmless name; gives the row, which is written already.

    Reads at most HUIYIN_FILE_BYTES and one more chunk. Waits for the disk, and images take up to some seconds: call
    it before a transaction that holds locks, not within. Runs in the caller's transaction if there is one: when that
    is rolled back, the content is left without a row and `files_sweep` removes it a day later.
    Raises FileEmpty, FileTooLarge, FileTypeRefused (FileHasMacros, FileReachesOut, FileHasScripts, FileLocked),
    ImageUnreadable, FileDamaged, StorageFull;
    nothing is left behind then. A HEIC photo gets a JPEG beside it (`picture`) where one can be made.
    """
    file_id = new_id()
    path = path_of(file_id)
    received, stripped, drawn = (path.with_name(f"{path.name}.{part}{PART}") for part in ("in", "out", "jpg"))
    picture = None
    with nothing_left(received, stripped, drawn):
        make_folder(path.parent)
        media_type = _receive(content, received, name)
        kept = _strip(received, stripped, media_type)
        if media_type == HEIC and _draw(kept, drawn):
            picture = _Content.put(drawn, new_id())
        whole = _Content.put(kept, file_id)
    if picture is None:
        return whole.row(name, media_type, at)
    with transaction.atomic():
        return whole.row(name, media_type, at, picture=picture.row(name, JPEG, at))


def picture_store(*, photo_id: UUID, at: datetime) -> StoredFile | None:
    """The JPEG of a photo that is kept already, as a row that nobody holds yet; None where none can be made.

    Raises StorageFull.
    """
    path, picture_id = path_of(photo_id), new_id()
    name = StoredFile.objects.values_list("name", flat=True).get(pk=photo_id)
    drawn = path_of(picture_id).with_name(f"{picture_id.hex}.jpg{PART}")
    with nothing_left(drawn):
        make_folder(drawn.parent)
        if not path.exists() or not _draw(path, drawn):
            return None
        content = _Content.put(drawn, picture_id)
    return content.row(name, JPEG, at)


@dataclass(frozen=True, slots=True)
class _Content:
    """What lies in its place on the disk and has no row yet."""

    file_id: UUID
    size: int
    sha256: str

    @classmethod
    def put(cls, part: Path, file_id: UUID) -> Self:
        """Bring it to its place."""
        target = path_of(file_id)
        size, sha256 = measure(part)
        make_folder(target.parent)
        part.rename(target)
        sync_folder(target.parent)
        return cls(file_id, size, sha256)

    def row(self, name: str, media_type: MediaType, at: datetime, picture: StoredFile | None = None) -> StoredFile:
        """Write its row."""
        return StoredFile.objects.create(
            id=self.file_id,
            sha256=self.sha256,
            size=self.size,
            media_type=media_type.name,
            name=file_name(name, media_type),
            created_at=at,
            picture=picture,
        )


@contextmanager
def nothing_left(*parts: Path) -> Iterator[None]:
    """Whatever happens, no half-written part stays. Raises StorageFull."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise StorageFull from error
        raise
    finally:
        for part in parts:
            part.unlink(missing_ok=True)


def _receive(content: BinaryIO, path: Path, name: str) -> MediaType:
    """Write the stream to the disk, stopping at the limit, and tell its type."""
    limit, size = settings.HUIYIN_FILE_BYTES, 0
    with create_private(path) as file:
        while chunk := content.read(_CHUNK):
            size += len(chunk)
            if size > limit:
                raise FileTooLarge(limit=f"{limit / (1 << 20):g}")
            file.write(chunk)
        if not size:
            raise FileEmpty
        to_disk(file)
        with heavy_work:
            return sniff(file, name)


def _strip(received: Path, stripped: Path, media_type: MediaType) -> Path:
    if not is_copied(media_type):
        return received
    with create_private(stripped) as file:
        file_strip(received, file, media_type)
        to_disk(file)
    return stripped


def _draw(photo: Path, drawn: Path) -> bool:
    with create_private(drawn) as file:
        made = heic_picture(photo, file)
        to_disk(file)
    return made


def to_disk(file: BinaryIO) -> None:
    """Wait until it lasts."""
    file.flush()
    os.fsync(file.fileno())


def measure(path: Path) -> tuple[int, str]:
    """Size in bytes and SHA-256."""
    with path.open("rb") as file:
        return os.fstat(file.fileno()).st_size, hashlib.file_digest(file, "sha256").hexdigest()
