"""The list of what is in a backup: a line of JSON about the whole, one for each file, and a signed last one.

The signature is the ledger key's. Recipients' keys are public, so anybody could encrypt a backup of their own making.
"""

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from huiyin.backup.encryption import Content
from huiyin.backup.errors import BackupFormatUnknown, BackupPartDamaged, BackupSignatureConflict
from huiyin.documents.storage import create_private

FORMAT = 1
NAME = "manifest.age"
# A checkpoint's signed text begins with an origin, which has no space in it: neither can pass for the other.
_SIGNED = b"huiyin backup 1\n"
FOLDERS = ("files", "archive", "calendars", "rulebooks", "locale")


@dataclass(frozen=True, slots=True)
class BackupHeader:
    """What a backup is of. `heads` are the newest migrations by app, `keys` fingerprints by name."""

    format: int
    name: str
    at: str
    version: str
    origin: str
    vendor: str
    heads: Mapping[str, list[str]]
    checkpoint: str
    keys: Mapping[str, str]
    settings: Mapping[str, str]
    rulebooks: list[str]
    recipients: list[str]
    database: Content
    database_bytes: int

    @property
    def room_for_database(self) -> int:
        """What it takes on this machine's disk: the database itself, or the dump that a server reads."""
        return self.database_bytes if self.vendor == "sqlite" else self.database.size


@dataclass(frozen=True, slots=True)
class Listed:
    """One file: where it belongs (`files/ab/…`), what it is, and which object of the folder holds it."""

    path: str
    size: int
    sha256: str
    object: str


@dataclass(frozen=True, slots=True)
class Totals:
    """How many files there are, and their size together."""

    files: int = 0
    size: int = 0


class ManifestWriter:
    """Writes the list as plain text; it is encrypted afterwards."""

    def __init__(self, path: Path, header: BackupHeader) -> None:
        """A new file at `path`."""
        self._file: BinaryIO = create_private(path)
        self._digest = hashlib.sha256()
        self.totals = Totals()
        self._write(asdict(header))

    def add(self, listed: Listed) -> None:
        """One more file."""
        self._write(asdict(listed))
        self.totals = Totals(self.totals.files + 1, self.totals.size + listed.size)

    def finish(self, key: Ed25519PrivateKey) -> None:
        """The last line: totals, and the signature over all before it."""
        self._write(asdict(self.totals))
        signature = key.sign(_SIGNED + self._digest.digest())
        self._file.write(_line({"signature": base64.b64encode(signature).decode()}))
        self._file.close()

    def _write(self, found: Mapping[str, Any]) -> None:
        line = _line(found)
        self._digest.update(line)
        self._file.write(line)


class Manifest:
    """A list that has been decrypted to a file, and is read from there line by line."""

    def __init__(self, path: Path) -> None:
        """Raises BackupPartDamaged, BackupFormatUnknown."""
        self._path = path
        with path.open("rb") as file:
            found = _parsed(file.readline())
        if found.get("format") != FORMAT:
            raise BackupFormatUnknown(format=found.get("format", "?"))
        try:
            self.header = BackupHeader(**{**found, "database": Content(**found["database"])})
        except (TypeError, KeyError) as error:
            raise BackupPartDamaged(file=NAME) from error
        self.totals = Totals()

    def check(self, key: Ed25519PublicKey) -> None:
        """The whole list is as it was signed; from then on there are totals. Raises BackupSignatureConflict."""
        digest, before, last = hashlib.sha256(), b"", b""
        with self._path.open("rb") as file:
            for line in file:
                # One line behind: the last one is the signature, which isn't over itself.
                digest.update(before)
                before, last = last, line
        digest.update(before)
        try:
            signature = base64.b64decode(str(_parsed(last).get("signature", "")), validate=True)
            key.verify(signature, _SIGNED + digest.digest())
        except (InvalidSignature, ValueError) as error:
            raise BackupSignatureConflict from error
        self.totals = Totals(**_parsed(before))

    def files(self) -> Iterator[Listed]:
        """All files in the order of the list."""
        with self._path.open("rb") as file:
            file.readline()
            for line in file:
                found = _parsed(line)
                # The last two lines, totals and signature, have no path.
                if "path" in found:
                    yield _listed(found)


def _listed(found: Mapping[str, Any]) -> Listed:
    """One file, whose path stays inside the folders that a backup has."""
    listed = Listed(**found)
    parts = PurePosixPath(listed.path).parts
    if len(parts) < 2 or parts[0] not in FOLDERS or ".." in parts:
        raise BackupPartDamaged(file=NAME)
    return listed


def _line(found: Mapping[str, Any]) -> bytes:
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError as error:
        raise BackupPartDamaged(file=NAME) from error
    if not isinstance(found, dict):
        raise BackupPartDamaged(file=NAME)
    return found
