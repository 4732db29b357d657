"""Making a backup: the checkpoint first, then the database, then the files that it names.

In that order the database goes on from the checkpoint, and every file that it names is there. Files are never
changed in place, so most are brought along before the database; afterwards only those that came since.
"""

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from huiyin import __version__
from huiyin.backup import database
from huiyin.backup.encryption import Content, encrypt_to_file, recipients_of
from huiyin.backup.errors import BackupRunningConflict, disk_room
from huiyin.backup.folder import BackupFolder, Objects, object_list, remove, write_summary
from huiyin.backup.manifest import FORMAT, NAME, BackupHeader, Listed, ManifestWriter
from huiyin.documents.selectors import contents_kept, file_views
from huiyin.documents.services.store import measure
from huiyin.documents.storage import create_private, path_of, root, sync_folder
from huiyin.kernel.errors import NotReady
from huiyin.kernel.keys import key_fingerprint, key_fingerprints, load_key
from huiyin.kernel.time import now
from huiyin.ledger.keys import signing_key
from huiyin.ledger.rules import checkpoint as notes
from huiyin.ledger.selectors import latest_checkpoint
from huiyin.ledger.services import entries_sequence, one_moment

DATABASE = "database.age"
_LOCK, _SCRATCH = "backup.lock", "backup.part"
_BATCH = 5000
Say = Callable[[str, int], None]


@dataclass(slots=True)
class BackupReport:
    """What was made. `unsigned` says why the ledger couldn't be signed first; `missing` files aren't on the disk."""

    name: str = ""
    entries: int = 0
    files: int = 0
    size: int = 0
    added: int = 0
    added_bytes: int = 0
    pruned: int = 0
    unsigned: str = ""
    missing: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether nothing has to be looked at."""
        return not (self.unsigned or self.missing or self.altered)


@contextmanager
def alone() -> Iterator[None]:
    """No other backup or restore of this installation at the same time. Raises BackupRunningConflict."""
    var = Path(settings.HUIYIN_VAR)
    var.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(var / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise BackupRunningConflict from error
    try:
        yield
    finally:
        os.close(descriptor)


@contextmanager
def scratch_folder(path: Path) -> Iterator[Path]:
    """A folder that is gone afterwards; what a killed process has left in it is gone before."""
    remove(path)
    path.mkdir(parents=True, mode=0o700)
    try:
        yield path
    finally:
        remove(path)


def backup_create(
    *,
    folder: Path,
    recipients: Sequence[str],
    settings_shown: Mapping[str, str],
    say: Say,
    keep_after: datetime | None,
) -> BackupReport:
    """Back the installation up into the folder, encrypted to the recipients.

    `settings_shown`: the settings as they may be shown. `say(stage, done)` is called now and then. `keep_after`:
    older backups are removed afterwards. Raises RecipientRequired, RecipientInvalid, FolderInUseConflict,
    FolderOwnerConflict, BackupRunningConflict, DiskFull, ToolMissing, ToolFailed.
    """
    public = recipients_of(recipients)
    target = BackupFolder(folder)
    with alone(), disk_room(folder), scratch_folder(Path(settings.HUIYIN_VAR) / _SCRATCH) as scratch:
        target.prepare(key_fingerprint("ledger", load_key(settings.HUIYIN_KEYS, "ledger")))
        made = _Making(target, public, scratch, say)
        made.sign_first()
        made.bring_files()
        part = target.begin(now())
        try:
            made.write(part, recipients, settings_shown)
            part.replace(part.with_suffix(""))
            sync_folder(folder)
        except BaseException:
            remove(part)
            raise
        # Only when the new one has its name: until then the older ones are all that there is.
        if keep_after is not None:
            made.report.pruned = target.prune(before=keep_after)
        return made.report


def migration_heads() -> dict[str, list[str]]:
    """The newest migrations that the open database has had, by app."""
    loader = MigrationLoader(connection)
    applied = set(loader.applied_migrations or {})
    heads: dict[str, list[str]] = {}
    for key in sorted(applied & set(loader.graph.nodes)):
        children = loader.graph.node_map[key].children
        if not any(child.key in applied and child.key[0] == key[0] for child in children):
            heads.setdefault(key[0], []).append(key[1])
    return heads


class _Making:
    """One backup under way."""

    def __init__(self, target: BackupFolder, public: Sequence[Any], scratch: Path, say: Say) -> None:
        secret = load_key(settings.HUIYIN_KEYS, "index")
        self._target, self._public, self._scratch, self._say = target, public, scratch, say
        self._objects = Objects(target, secret=secret, recipients=public)
        self._note = ""
        self.report = BackupReport()

    def sign_first(self) -> None:
        """Order and sign what is in the ledger now. One that contradicts itself is backed up all the same."""
        try:
            while entries_sequence(at=now(), limit=_BATCH) == _BATCH:
                pass
        except NotReady as error:
            self.report.unsigned = str(error)
        found = latest_checkpoint()
        if found is not None:
            self._note, self.report.entries = found.note, notes.parse(found.note).size

    def bring_files(self) -> None:
        """Most files, while the database goes on."""
        for file_id, expected in contents_kept():
            if not self._objects.held(Content(*expected)):
                # Taken out of a draft since it was listed; what must be there and isn't is named in `_kept`.
                with suppress(FileNotFoundError):
                    self._objects.put(path_of(file_id))
            self._say("files", self._objects.added)

    def write(self, part: Path, recipients: Sequence[str], settings_shown: Mapping[str, str]) -> None:
        """Everything of this backup into its folder."""
        at = now()
        # The list is of the dump's own moment: each file that the database names is in it, and no other.
        with one_moment():
            heads = migration_heads()
            self._list_contents()
            self._say("database", 0)
            content, size = database.dump(part / DATABASE, self._public, scratch=self._scratch)
        header = BackupHeader(
            format=FORMAT,
            name=part.stem,
            at=at.isoformat(),
            version=__version__,
            origin=settings.HUIYIN_LEDGER_ORIGIN,
            vendor=connection.vendor,
            heads=heads,
            checkpoint=self._note,
            keys=key_fingerprints(settings.HUIYIN_KEYS),
            settings=settings_shown,
            rulebooks=settings.HUIYIN_RULEBOOKS,
            recipients=list(recipients),
            database=content,
            database_bytes=size,
        )
        plain = self._scratch / "manifest"
        writer = ManifestWriter(plain, header)
        with create_private(object_list(part)) as listed:
            for entry in self._all_files():
                writer.add(entry)
                listed.write(f"{entry.object}\n".encode("ascii"))
                self._say("files", writer.totals.files)
        writer.finish(signing_key())
        with plain.open("rb") as file:
            encrypt_to_file(file, part / NAME, self._public)
        report = self.report
        report.name, report.files = part.stem, writer.totals.files
        report.size = writer.totals.size + size
        report.added, report.added_bytes = self._objects.added, self._objects.added_bytes
        # With its summary a backup counts: after a power cut nothing that it lists may be missing.
        self._objects.sync()
        write_summary(
            part,
            at=header.at,
            version=header.version,
            vendor=header.vendor,
            entries=report.entries,
            files=report.files,
            size=report.size,
            recipients=header.recipients,
        )

    def _list_contents(self) -> None:
        """What the database names at the moment of its dump, on the disk and not in memory."""
        with (self._scratch / "contents").open("w", encoding="ascii") as file:
            for file_id, (size, sha256) in contents_kept():
                file.write(json.dumps([file_id.hex, size, sha256]) + "\n")

    def _all_files(self) -> Iterator[Listed]:
        with (self._scratch / "contents").open(encoding="ascii") as file:
            for line in file:
                file_id, size, sha256 = json.loads(line)
                found = self._kept(UUID(hex=file_id), Content(size, sha256))
                if found is not None:
                    yield found
        others = {
            "archive": settings.HUIYIN_ARCHIVE,
            "calendars": settings.HUIYIN_VAR / "calendars",
            "locale": settings.HUIYIN_LOCALES,
        }
        for name, folder in others.items():
            for path in _walk(Path(folder)):
                yield self._other(f"{name}/{path.relative_to(folder)}", path)
        for path in own_rulebooks():
            yield self._other(f"rulebooks/{path.name}", path)

    def _kept(self, file_id: UUID, expected: Content) -> Listed | None:
        """A content that the database names; None and a finding where there is none."""
        path = path_of(file_id)
        place = f"files/{path.relative_to(root())}"
        held = self._objects.held(expected)
        is_there = path.exists()
        if not is_there and file_views(file_ids=[file_id]):  # else it was taken out of a draft since
            self.report.missing.append(place)
        # An earlier backup may have brought along what isn't on the disk any more: then it isn't lost.
        if held:
            return Listed(place, expected.size, expected.sha256, held)
        if not is_there:
            return None
        name, content = self._objects.put(path)
        if content != expected:
            self.report.altered.append(place)
        return Listed(place, content.size, content.sha256, name)

    def _other(self, place: str, path: Path) -> Listed:
        content = Content(*measure(path))  # read twice where it is new: nearly always it isn't
        name = self._objects.held(content)
        if not name:
            name, content = self._objects.put(path)
        return Listed(place, content.size, content.sha256, name)


def own_rulebooks() -> list[Path]:
    """The rulebooks of this installation that don't come with the program."""
    return [Path(name) for name in settings.HUIYIN_RULEBOOKS if name.endswith(".toml")]


def _walk(folder: Path) -> Iterator[Path]:
    """All files below, in order; what begins with a dot is under way still."""
    for path, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(path) / name for name in sorted(names) if not name.startswith("."))
