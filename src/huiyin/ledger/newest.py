"""The newest signed checkpoint, kept outside the database too: beside the keys and, where set, at a second place.

Whoever can write the database can take its checkpoints away and have another history signed. What was signed last
is therefore asked of these files, and they go forward only; `replace` is for a restore that somebody has accepted.
"""

import fcntl
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from huiyin.ledger.errors import NewestMissing, NewestNotWritten, NewestUnreadable
from huiyin.ledger.keys import signing_key
from huiyin.ledger.rules import checkpoint as notes
from huiyin.ledger.rules.checkpoint import Note

NAME = "ledger.newest"


@dataclass(frozen=True, slots=True)
class Newest:
    """A checkpoint as it is kept in a file."""

    path: Path
    text: str
    note: Note


def main_path() -> Path:
    """Where it is kept beside the keys."""
    return Path(settings.HUIYIN_KEYS) / NAME


def second_path() -> Path | None:
    """Where it is kept once more; None where no second place is set."""
    return Path(settings.HUIYIN_LEDGER_COPY) / NAME if settings.HUIYIN_LEDGER_COPY else None


def paths() -> list[Path]:
    """All places where it is kept, the one beside the keys first."""
    second = second_path()
    return [main_path(), *([second] if second else [])]


def read(path: Path) -> Newest | None:
    """What one place keeps; None where there is no file. Raises NewestUnreadable, KeyMissing."""
    try:
        text = path.read_text(encoding="utf-8")
        note = notes.parse(text)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise NewestUnreadable(path=path) from error
    if not notes.is_signed(
        body=note.body, signatures=note.signatures, name=note.origin, public_key=signing_key().public_key()
    ):
        # Not None: a forged file isn't to pass for a place that was never written.
        raise NewestUnreadable(path=path)
    return Newest(path, text, note)


def all_kept(*, must: Collection[Path]) -> list[Newest]:
    """What all places keep, the largest first. Raises NewestUnreadable, KeyMissing.

    `must`: where it has been written before, so that a missing file is an alarm; else raises NewestMissing.
    """
    found = [kept for path in paths() if (kept := read(path)) is not None]
    there = {kept.path for kept in found}
    for path in must:
        if path not in there:
            raise NewestMissing(path=path)
    return sorted(found, key=lambda kept: kept.note.size, reverse=True)


def keep(text: str) -> None:
    """Write a newer checkpoint to all places, each whole or not at all; one that has a newer one already keeps it.

    Raises NewestNotWritten, NewestUnreadable, KeyMissing.
    """
    size = notes.parse(text).size
    failed: OSError | None = None
    where = main_path()
    for path in paths():
        try:
            with _alone_in(path.parent):
                there = read(path)
                if there is None or there.note.size < size:
                    _write(path, text)
        # The other place is written all the same; whoever called hears of the failure afterwards.
        except OSError as error:
            failed, where = error, path
    if failed is not None:
        raise NewestNotWritten(path=where, reason=failed.strerror or failed) from failed


def replace(text: str) -> list[Path]:
    """As keep; what was there stays beside it under its size. Gives these files. Raises NewestNotWritten."""
    all_given_up = []
    for path in paths():
        if path.exists():
            given_up = _path_given_up(path)
            try:
                os.replace(path, given_up)
            except OSError as error:
                raise NewestNotWritten(path=given_up, reason=error.strerror or error) from error
            all_given_up.append(given_up)
    keep(text)
    return all_given_up


def _path_given_up(path: Path) -> Path:
    try:
        size = str(notes.parse(path.read_text(encoding="utf-8")).size)
    except (OSError, ValueError):
        size = "unreadable"
    place = 1
    while (given_up := path.with_name(f"{NAME}.given-up-{size}-{place}")).exists():
        place += 1
    return given_up


def _write(path: Path, text: str) -> None:
    part = path.with_name(f"{NAME}.{os.getpid()}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """No other process of this machine writes there meanwhile; what was written is on the disk afterwards."""
    # On the folder: a lock on the file would go with it, as each writing puts another one in its place.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
