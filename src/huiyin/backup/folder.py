"""The folder that backups lie in.

    huiyin-backups.json          whose they are
    objects/ab/<name>.age        each content once, whichever backups list it
    <backup>/manifest.age        the signed list
    <backup>/database.age
    <backup>/objects.txt         which objects it needs: says nothing of what is in them
    <backup>/summary.json        what `huiyin backup list` shows without a secret key
    <backup>/verified.json       when and how it was verified last

A backup that is being made is called `<backup>.part` until it is whole.
"""

import hashlib
import hmac
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from huiyin.backup.encryption import PART, Content, encrypt_to_file, write_private
from huiyin.backup.errors import BackupNotFound, FolderInUseConflict, FolderOwnerConflict, NoBackupFound
from huiyin.documents.storage import sync_folder

MARK = "huiyin-backups.json"
_OBJECTS = "objects"
_SUMMARY, _VERIFIED, _LIST = "summary.json", "verified.json", "objects.txt"
_NOT_OURS = {"lost+found"}


@dataclass(frozen=True, slots=True)
class BackupSummary:
    """A finished backup as it can be told without a secret key; `is_sound` None: never verified."""

    folder: Path
    at: datetime
    version: str
    vendor: str
    entries: int
    files: int
    size: int
    verified_at: datetime | None = None
    is_sound: bool | None = None

    @property
    def name(self) -> str:
        """What it is called."""
        return self.folder.name


class BackupFolder:
    """One folder of backups."""

    def __init__(self, path: Path) -> None:
        """Needn't be there yet."""
        self.path = path

    def prepare(self, owner: str) -> None:
        """Make it this installation's. Raises FolderInUseConflict, FolderOwnerConflict."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        mark = self.path / MARK
        if not mark.exists():
            if any(entry.name not in _NOT_OURS for entry in self.path.iterdir()):
                raise FolderInUseConflict(folder=self.path)
            write_private(mark, json.dumps({"format": 1, "ledger": owner}))
        if json.loads(mark.read_text(encoding="utf-8")).get("ledger") != owner:
            raise FolderOwnerConflict(folder=self.path)
        # What a process that was killed has left.
        for left in self.path.glob(f"*{PART}*"):
            remove(left)

    def begin(self, at: datetime) -> Path:
        """A new folder for a backup that begins now."""
        name = at.strftime("%Y%m%dT%H%M%SZ")
        place, number = self.path / name, 1
        while place.exists():
            number += 1
            place = self.path / f"{name}-{number}"
        part = place.with_name(place.name + PART)
        part.mkdir(mode=0o700)
        return part

    def names(self) -> list[str]:
        """The finished backups, the newest first. Raises OSError for a folder that can't be read."""
        found = [entry.name for entry in self.path.iterdir() if entry.suffix != PART and (entry / _SUMMARY).is_file()]
        return sorted(found, reverse=True)

    def backups(self) -> Iterator[BackupSummary]:
        """Their summaries, the newest first; what can't be read is passed over."""
        for name in self.names():
            found = self._summary(self.path / name)
            if found is not None:
                yield found

    def find(self, name: str) -> Path:
        """Where the backup of that name is, the newest for "". Raises BackupNotFound, NoBackupFound."""
        try:
            names = self.names()
        except (FileNotFoundError, NotADirectoryError):
            names = []
        if not names:
            raise NoBackupFound(folder=self.path)
        if name and name not in names:
            raise BackupNotFound(folder=self.path, name=name)
        return self.path / (name or names[0])

    def object_path(self, name: str) -> Path:
        """Where an object is."""
        return self.path / _OBJECTS / name[:2] / f"{name}.age"

    def prune(self, *, before: datetime) -> int:
        """Remove backups older than that, and objects that none needs any more; how many backups.

        The newest stays, and the newest that was verified.
        """
        backups = list(self.backups())
        sound = next((backup for backup in backups if backup.is_sound), None)
        old = [backup for backup in backups[1:] if backup.at < before and backup != sound]
        for backup in old:
            # Out of the list first: what is half removed mustn't look like a backup.
            part = backup.folder.with_name(backup.name + PART)
            backup.folder.rename(part)
            shutil.rmtree(part)
        if old:
            self._sweep_objects()
        return len(old)

    def _sweep_objects(self) -> None:
        needed: set[bytes] = set()
        for name in self.names():
            with (self.path / name / _LIST).open(encoding="ascii") as file:
                needed.update(bytes.fromhex(line.strip()) for line in file)
        for path in (self.path / _OBJECTS).glob("??/*.age"):
            if bytes.fromhex(path.stem) not in needed:
                path.unlink()

    def _summary(self, folder: Path) -> BackupSummary | None:
        try:
            found = json.loads((folder / _SUMMARY).read_text(encoding="utf-8"))
            verified = _json_or_nothing(folder / _VERIFIED)
            return BackupSummary(
                folder=folder,
                at=datetime.fromisoformat(found["at"]),
                version=found["version"],
                vendor=found["vendor"],
                entries=found["entries"],
                files=found["files"],
                size=found["size"],
                verified_at=datetime.fromisoformat(verified["at"]) if verified else None,
                is_sound=verified["is_sound"] if verified else None,
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None


class Objects:
    """Puts contents into the folder, each once. `added` and `added_bytes` count what wasn't there."""

    def __init__(self, folder: BackupFolder, *, secret: bytes, recipients: Sequence[Any]) -> None:
        """`secret`: 32 bytes of the installation.

        An object's name is a keyed hash: it tells nobody whether a file that they know is among them. Recipients are
        part of it, so that another recipient can open all objects of a backup that is made for them.
        """
        # Sorted: in another order they are the same recipients, and need no other objects.
        public = "\n".join(sorted(map(str, recipients)))
        derive = HKDF(algorithm=SHA256(), length=32, salt=public.encode(), info=b"huiyin backup: object names")
        self._folder, self._recipients, self._key = folder, recipients, derive.derive(secret)
        self._touched: set[Path] = set()
        self.added = self.added_bytes = 0

    def held(self, expected: Content) -> str:
        """The object that holds such a content already, "" for none."""
        name = self._name(expected.sha256)
        return name if self._folder.object_path(name).exists() else ""

    def put(self, path: Path) -> tuple[str, Content]:
        """Encrypt a file into the folder: its object, and what the file was. Raises FileNotFoundError."""
        coming = self._folder.path / f"coming{PART}"
        with path.open("rb") as file:
            content = encrypt_to_file(file, coming, self._recipients)
        name = self._name(content.sha256)
        target = self._folder.object_path(name)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        coming.replace(target)
        self._touched |= {target.parent, target.parent.parent}
        self.added, self.added_bytes = self.added + 1, self.added_bytes + content.size
        return name, content

    def sync(self) -> None:
        """Bring the new names to the disk: a list that says they are there comes after them."""
        for folder in self._touched:
            sync_folder(folder)
        self._touched.clear()

    def _name(self, sha256: str) -> str:
        return hmac.new(self._key, bytes.fromhex(sha256), hashlib.sha256).hexdigest()


def write_summary(folder: Path, **found: object) -> None:
    """What can be told of a backup without a secret key; with it the backup counts as one."""
    write_private(folder / _SUMMARY, json.dumps({"format": 1, **found}, indent=1))


def write_verified(folder: Path, *, at: datetime, is_sound: bool) -> None:
    """When the backup was verified. Raises OSError where the folder can only be read."""
    write_private(folder / _VERIFIED, json.dumps({"at": at.isoformat(), "is_sound": is_sound}))


def object_list(folder: Path) -> Path:
    """The list of a backup's objects."""
    return folder / _LIST


def remove(path: Path) -> None:
    """Remove a file or a whole folder; nothing is fine too."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _json_or_nothing(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
