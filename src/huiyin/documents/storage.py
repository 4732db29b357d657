"""Where contents lie: `HUIYIN_FILES/<last two digits of the id>/<id>`, readable by the service's own user only."""

import hashlib
import os
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

from huiyin.documents.errors import FileAltered, FileMissing

PART = ".part"


def path_of(file_id: UUID) -> Path:
    """The path of a file's content; the last digits of an id are random, so the folders fill evenly."""
    return root() / file_id.hex[-2:] / file_id.hex


def root() -> Path:
    """The folder of all contents."""
    return Path(settings.HUIYIN_FILES)


def open_checked(file_id: UUID, *, sha256: str, size: int) -> BinaryIO:
    """The content, hashed before a byte of it is handed on; the caller closes it. Raises FileMissing, FileAltered."""
    try:
        file = path_of(file_id).open("rb")
    except FileNotFoundError as error:
        raise FileMissing from error
    if os.fstat(file.fileno()).st_size != size or hashlib.file_digest(file, "sha256").hexdigest() != sha256:
        file.close()
        raise FileAltered
    file.seek(0)
    return file


def create_private(path: Path) -> BinaryIO:
    """A new file that only its owner may read, open for writing and reading. Raises FileExistsError."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")


def make_folder(folder: Path) -> None:
    """The folder, for its owner only, on the disk before anything is put into it."""
    root().mkdir(parents=True, exist_ok=True, mode=0o700)
    if not folder.is_dir():
        folder.mkdir(exist_ok=True, mode=0o700)
        sync_folder(root())


def sync_folder(folder: Path) -> None:
    """Bring a folder's entries to the disk: a rename isn't safe before that."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
