"""Keeping a file that the house made itself: there is nothing to tell from it, to strip or to refuse."""

from collections.abc import Callable
from datetime import datetime
from typing import BinaryIO

from huiyin.documents.models import StoredFile
from huiyin.documents.rules.names import NAME_LENGTH
from huiyin.documents.services.store import measure, nothing_left, to_disk
from huiyin.documents.storage import PART, create_private, make_folder, path_of, sync_folder
from huiyin.kernel.ids import new_id

_CHUNK = 1 << 20


def file_store_made(*, content: BinaryIO, name: str, media_type: str, at: datetime) -> StoredFile:
    """Keep what can be read from `content`; gives the row, which is written already. Raises StorageFull."""

    def copy(target: BinaryIO) -> None:
        while chunk := content.read(_CHUNK):
            target.write(chunk)

    return file_store_written(write=copy, name=name, media_type=media_type, at=at)


def file_store_written(*, write: Callable[[BinaryIO], None], name: str, media_type: str, at: datetime) -> StoredFile:
    """Keep what `write` puts into the file that it is given; gives the row, as above. Raises StorageFull."""
    file_id = new_id()
    target = path_of(file_id)
    part = target.with_name(target.name + PART)
    with nothing_left(part):
        make_folder(target.parent)
        with create_private(part) as file:
            write(file)
            to_disk(file)
        size, sha256 = measure(part)
        part.rename(target)
        sync_folder(target.parent)
    # The name is cut at the front, so that its extension stays.
    return StoredFile.objects.create(
        id=file_id, sha256=sha256, size=size, media_type=media_type, name=name[-NAME_LENGTH:], created_at=at
    )
