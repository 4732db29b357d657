"""Laying a backup out: decrypted, its database brought to this version, its ledger verified in its place."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.conf import settings

from huiyin.backup import database
from huiyin.backup.create import DATABASE
from huiyin.backup.errors import DiskTooSmall, ToolFailed
from huiyin.backup.manifest import BackupHeader
from huiyin.backup.opening import OpenedBackup, is_older
from huiyin.documents.storage import create_private
from huiyin.ledger import newest

Say = Callable[[str, int], None]
_MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of an installation lie."""

    var: Path
    files: Path
    archive: Path
    database_url: str

    def place_of(self, path: str) -> Path:
        """Where a listed file goes."""
        first, *rest = PurePosixPath(path).parts
        folder = {"files": self.files, "archive": self.archive}.get(first, self.var / first)
        return folder.joinpath(*rest)


@dataclass(frozen=True, slots=True)
class Verification:
    """What `huiyin verify` found in a backup that was laid out."""

    is_sound: bool
    lines: tuple[str, ...]


def lay_out(opened: OpenedBackup, layout: Layout, say: Say) -> None:
    """Decrypt everything, and migrate a database of an older version.

    PostgreSQL's must be empty and is marked as unfinished. Raises BackupPartMissing, BackupPartDamaged, ToolMissing,
    ToolFailed.
    """
    say("database", 0)
    if opened.header.vendor == "sqlite":
        with create_private(database.sqlite_path(layout.database_url)) as file:
            inflated = database.Inflated(file)
            opened.decrypt_database(DATABASE, inflated.write)
            inflated.finish()
    else:
        dump = layout.var / "database.dump"
        with create_private(dump) as file:
            opened.decrypt_database(DATABASE, file.write)
        database.mark_unfinished(layout.database_url)
        database.load_dump(dump, layout.database_url)
        dump.unlink()
    for done, listed in enumerate(opened.manifest.files(), start=1):
        opened.decrypt_file(listed, layout.place_of(listed.path))
        say("files", done)
    _link_keys(layout, opened.header)
    if is_older(opened.header):
        say("migrate", 0)
        code, lines = _run(layout, opened.header, "migrate")
        if code:
            raise ToolFailed(tool="huiyin migrate", reason=lines[-1] if lines else code)


def verify_laid_out(opened: OpenedBackup, layout: Layout, say: Say) -> Verification:
    """Run `huiyin verify` over what was laid out, with the checkpoint that was signed before the dump."""
    say("verify", 0)
    words = ["verify"]
    if opened.header.checkpoint:
        note = layout.var / "checkpoint.txt"
        note.write_text(opened.header.checkpoint, encoding="utf-8")
        words += ["--checkpoint", str(note)]
    code, lines = _run(layout, opened.header, *words)
    return Verification(not code, tuple(lines))


def check_room(needs: Iterable[tuple[Path, int]]) -> None:
    """Every disk has room for what is to come: folders, and bytes for each. Raises DiskTooSmall."""
    by_disk: dict[int, tuple[Path, int]] = {}
    for folder, size in needs:
        # A folder that is still to be made will lie on the disk of the one above it.
        there = next(path for path in (folder, *folder.parents) if path.exists())
        first, before = by_disk.get(there.stat().st_dev, (there, 0))
        by_disk[there.stat().st_dev] = (first, before + size)
    for folder, size in by_disk.values():
        free = shutil.disk_usage(folder).free
        if size > free:
            raise DiskTooSmall(folder=folder, need=f"{size / _MEGABYTE:,.0f}", free=f"{free / _MEGABYTE:,.0f}")


def _link_keys(layout: Layout, header: BackupHeader) -> None:
    """A key folder for what was laid out: the keys are only linked to, and the newest checkpoint is the backup's own.

    This is where backups meet what the ledger keeps outside the database: it knows of a newer checkpoint than a
    backup has, and would rightly call an older database rolled back. `_environment` keeps its second place away.
    """
    folder = layout.var / "keys"
    folder.mkdir(mode=0o700)
    for path in Path(settings.HUIYIN_KEYS).glob("*.key"):
        (folder / path.name).symlink_to(path.resolve())
    if header.checkpoint:
        (folder / newest.NAME).write_text(header.checkpoint, encoding="utf-8")


def _run(layout: Layout, header: BackupHeader, *words: str) -> tuple[int, list[str]]:
    """One of our own commands on what was laid out: its exit code and what it wrote."""
    done = subprocess.run(  # noqa: S603 - this very program
        [sys.executable, "-m", "huiyin.cli.main", *words],
        env={**os.environ, **_environment(layout, header)},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
        check=False,
    )  # fmt: skip
    return done.returncode, done.stdout.strip().splitlines()


def _environment(layout: Layout, header: BackupHeader) -> Mapping[str, str]:
    """An installation of its own. The rulebooks are those of then: some may be files of the house."""
    books = [
        str(layout.var / "rulebooks" / Path(name).name) if name.endswith(".toml") else name
        for name in header.rulebooks
    ]
    return {
        "HUIYIN_VAR": str(layout.var),
        "HUIYIN_KEYS": str(layout.var / "keys"),
        "HUIYIN_FILES": str(layout.files),
        "HUIYIN_ARCHIVE": str(layout.archive),
        "HUIYIN_OUTBOX": str(layout.var / "outbox"),
        "HUIYIN_DATABASE_URL": layout.database_url,
        "HUIYIN_RULEBOOKS": ",".join(books),
        "HUIYIN_LEDGER_ORIGIN": header.origin,
        "HUIYIN_LEDGER_COPY": "",  # the newest checkpoint is asked of the backup's own keys folder alone
    }
