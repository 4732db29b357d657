"""Encrypting to recipients and decrypting again (age, X25519), as a stream: never a whole file in memory."""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pyrage

from huiyin.backup.errors import (
    BackupPartDamaged,
    BackupPartMissing,
    IdentityConflict,
    IdentityInvalid,
    RecipientInvalid,
    RecipientRequired,
)
from huiyin.documents.storage import create_private, sync_folder

PART = ".part"
_CHUNK = 1 << 18
_SECRET = "AGE-SECRET-KEY-1"  # noqa: S105 - how such a line begins
_UNFIT = "No matching keys found"


class PlainSource(Protocol):
    """What can be read piece by piece."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, none at the end."""


@dataclass(frozen=True, slots=True)
class Content:
    """Size and hash of something before it was encrypted."""

    size: int
    sha256: str


class Measured:
    """Passes on what is read or written, and measures it.

    The library gives only the text of what went wrong inside it, so the exception itself is kept here.
    """

    def __init__(self, *, source: PlainSource | None = None, sink: Callable[[bytes], object] | None = None) -> None:
        """Either a source to read from or a sink to write to."""
        self._source, self._sink = source, sink
        self._digest, self._size = hashlib.sha256(), 0
        self.error: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        """The next bytes of the source."""
        if self._source is None:
            return b""
        with self._kept():
            data = self._source.read(size)
        self._count(data)
        return data

    def write(self, data: bytes) -> int:
        """Hand bytes to the sink."""
        self._count(data)
        if self._sink is not None:
            with self._kept():
                self._sink(data)
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    @property
    def content(self) -> Content:
        """What has passed so far."""
        return Content(self._size, self._digest.hexdigest())

    def _count(self, data: bytes) -> None:
        self._digest.update(data)
        self._size += len(data)

    @contextmanager
    def _kept(self) -> Iterator[None]:
        try:
            yield
        except BaseException as error:
            self.error = error
            raise


class Chunks:
    """An iterator of bytes, read like a file."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        """`chunks` of any length."""
        self._chunks, self._left = chunks, b""

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes."""
        while not self._left:
            found = next(self._chunks, None)
            if found is None:
                return b""
            self._left = found
        data, self._left = (self._left[:size], self._left[size:]) if size >= 0 else (self._left, b"")
        return data


def chunks_of(path: Path) -> Iterator[bytes]:
    """A file piece by piece."""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def recipients_of(public: Sequence[str]) -> list[Any]:
    """The public keys that backups are encrypted to. Raises RecipientRequired, RecipientInvalid."""
    if not public:
        raise RecipientRequired
    found = []
    for text in public:
        try:
            found.append(pyrage.x25519.Recipient.from_str(text))
        except pyrage.RecipientError as error:
            raise RecipientInvalid(recipient=text) from error
    return found


def identities_in(path: Path) -> list[Any]:
    """The secret keys in a file as `age-keygen` and `huiyin backup key` write it. Raises IdentityInvalid."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        secrets = [line.strip() for line in lines if line.startswith(_SECRET)]
        found = [pyrage.x25519.Identity.from_str(secret) for secret in secrets]
    except (UnicodeDecodeError, pyrage.IdentityError) as error:
        raise IdentityInvalid(file=path) from error
    if not found:
        raise IdentityInvalid(file=path)
    return found


def identity_create(path: Path) -> str:
    """Write a new secret key, readable by its owner only, and give its public one. Raises FileExistsError."""
    identity = pyrage.x25519.Identity.generate()
    with create_private(path) as file:
        file.write(f"# public key: {identity.to_public()}\n{identity}\n".encode("ascii"))
        file.flush()
        os.fsync(file.fileno())
    return str(identity.to_public())


def encrypt_to_file(source: PlainSource, path: Path, recipients: Sequence[Any]) -> Content:
    """Encrypt all that can be read into a new file, which has its name only once it is whole and on the disk."""
    part = path.with_name(path.name + PART)
    # Of a process that was killed: `create_private` takes no file that is there already.
    part.unlink(missing_ok=True)
    try:
        with create_private(part) as file:
            reader, writer = Measured(source=source), Measured(sink=file.write)
            try:
                pyrage.encrypt_io(reader, writer, recipients)
            except (pyrage.EncryptError, OSError) as error:
                raise reader.error or writer.error or error from None
            if writer.error is not None:  # of what it wrote last of all the library says nothing
                raise writer.error
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return reader.content


def decrypt_file(path: Path, sink: Callable[[bytes], object], identities: Sequence[Any], *, name: str) -> Content:
    """Hand the content to a sink piece by piece; `name` is what a sentence calls the file.

    Some of a damaged file reaches the sink before that is noticed. Raises BackupPartMissing, BackupPartDamaged,
    IdentityConflict.
    """
    try:
        file = path.open("rb")
    except (FileNotFoundError, NotADirectoryError) as error:
        raise BackupPartMissing(file=name) from error
    with file:
        reader, writer = Measured(source=file), Measured(sink=sink)
        try:
            pyrage.decrypt_io(reader, writer, identities)
        except (pyrage.DecryptError, OSError) as error:
            kept = reader.error or writer.error
            if kept is not None:
                raise kept from None
            if _UNFIT in str(error):
                raise IdentityConflict(file=name) from error
            raise BackupPartDamaged(file=name) from error
        if writer.error is not None:
            raise writer.error
    return writer.content


def write_private(path: Path, text: str) -> None:
    """Write a small file whole or not at all."""
    part = path.with_name(path.name + PART)
    part.unlink(missing_ok=True)
    with create_private(part) as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    sync_folder(path.parent)
