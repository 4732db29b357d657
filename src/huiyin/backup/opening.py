"""A backup read with its secret key, and held against this installation before anything is touched."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from huiyin import __version__
from huiyin.backup.encryption import Content, decrypt_file
from huiyin.backup.errors import (
    BackupKeyConflict,
    BackupKeyMissing,
    BackupNewer,
    BackupPartDamaged,
    BackupPartMissing,
)
from huiyin.backup.folder import BackupFolder
from huiyin.backup.manifest import NAME, BackupHeader, Listed, Manifest
from huiyin.documents.storage import create_private
from huiyin.kernel.keys import KeyBroken, KeyMissing, key_fingerprint, load_key
from huiyin.ledger.keys import signing_key


@dataclass(frozen=True, slots=True)
class OpenedBackup:
    """A backup whose list is read; `decrypt` checks each part against it."""

    target: BackupFolder
    folder: Path
    manifest: Manifest
    identities: Sequence[Any]

    @property
    def header(self) -> BackupHeader:
        """What it is of."""
        return self.manifest.header

    def decrypt_database(self, name: str, write: Any) -> None:
        """Hand the dump to `write`. Raises BackupPartMissing, BackupPartDamaged, IdentityConflict."""
        content = decrypt_file(self.folder / name, write, self.identities, name=f"{self.folder.name}/{name}")
        if content != self.header.database:
            raise BackupPartDamaged(file=f"{self.folder.name}/{name}")

    def decrypt_file(self, listed: Listed, path: Path) -> None:
        """Write one file to its place. Raises BackupPartMissing, BackupPartDamaged, IdentityConflict."""
        where = self.target.object_path(listed.object)
        name = str(where.relative_to(self.target.path))
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with create_private(path) as file:
            content = decrypt_file(where, file.write, self.identities, name=name)
        if content != Content(listed.size, listed.sha256):
            raise BackupPartDamaged(file=name)

    def check_parts(self) -> None:
        """Every part is there, before any of them is decrypted. Raises BackupPartMissing."""
        for listed in self.manifest.files():
            where = self.target.object_path(listed.object)
            if not where.is_file():
                raise BackupPartMissing(file=where.relative_to(self.target.path))


def backup_open(*, target: BackupFolder, name: str, identities: Sequence[Any], scratch: Path) -> OpenedBackup:
    """Read the list of a backup and hold keys and version against it.

    Raises BackupNotFound, NoBackupFound, IdentityConflict, BackupPartMissing, BackupPartDamaged, BackupFormatUnknown,
    BackupKeyMissing, BackupKeyConflict, BackupSignatureConflict, BackupNewer.
    """
    folder = target.find(name)
    plain = scratch / "manifest"
    with create_private(plain) as file:
        decrypt_file(folder / NAME, file.write, identities, name=f"{folder.name}/{NAME}")
    manifest = Manifest(plain)
    # Before the signature: under another ledger key it can't fit, which would be said instead of the reason.
    _check_keys(manifest.header)
    manifest.check(signing_key().public_key())
    _check_version(manifest.header)
    opened = OpenedBackup(target, folder, manifest, identities)
    opened.check_parts()
    return opened


def is_older(header: BackupHeader) -> bool:
    """Whether the backup's database has to be migrated."""
    graph = MigrationLoader(None).graph
    return {(app, name) for app, names in header.heads.items() for name in names} != set(graph.leaf_nodes())


def _check_keys(header: BackupHeader) -> None:
    """All keys of then are here, and no other ones in their places."""
    folder = settings.HUIYIN_KEYS
    missing, others = [], []
    for name, fingerprint in header.keys.items():
        try:
            if key_fingerprint(name, load_key(folder, name)) != fingerprint:
                others.append(f"{name}.key")
        except (KeyMissing, KeyBroken):
            missing.append(f"{name}.key")
    if missing:
        raise BackupKeyMissing(names="、".join(missing), folder=folder)
    if others:
        raise BackupKeyConflict(names="、".join(others), folder=folder)


def _check_version(header: BackupHeader) -> None:
    known = set(MigrationLoader(None).graph.nodes)
    unknown = [f"{app}.{name}" for app, names in header.heads.items() for name in names if (app, name) not in known]
    if unknown:
        raise BackupNewer(made=header.version, here=__version__, missing="、".join(unknown))
