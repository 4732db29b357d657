"""Files that only their owner reads, and a folder of our own for temporary ones, cleared after a kill."""

import atexit
import fcntl
import os
import secrets
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

FOLDER = "temporary"
_LOCK = "lock"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
# A folder without a lock is about to be locked, or was left at that very moment.
_ABOUT_TO_BE_LOCKED = 60.0
_begun: dict[Path, Path] = {}


def create_for_owner_only() -> None:
    """Whatever this process and its children make from now on can be read by nobody else."""
    # The mask can't be asked without setting it: the inner call reads it, the outer one sets both together.
    os.umask(os.umask(_OTHERS) | _OTHERS)


def take_from_others(path: Path) -> bool:
    """Let nobody but the owner read a file that is there; False where that can't be done."""
    try:
        mode = path.stat().st_mode
        if mode & _OTHERS:
            path.chmod(stat.S_IMODE(mode) & ~_OTHERS)
    except FileNotFoundError:
        return True
    except PermissionError:
        return False
    return True


def temporary_begin(var: Path) -> Path:
    """Temporary files of this process, and of those that it starts, go into a folder of its own below `var`.

    The folder is locked for as long as the process lives, and goes when it ends; what a killed one leaves is found
    by its lock, which nobody holds any more. Begun once per process, however often it is asked for.
    """
    if var in _begun:
        return _begun[var]
    folder = _begun[var] = _new_folder(var / FOLDER)
    # In the surroundings too: a process that is started from here chooses its folder by itself.
    tempfile.tempdir = os.environ["TMPDIR"] = str(folder)
    atexit.register(_end, folder, os.getpid())
    return folder


def temporary_sweep(var: Path) -> int:
    """Remove the folders of processes that are no more; gives how many."""
    return sum(map(_remove_if_left, _folders(var / FOLDER)))


def _folders(root: Path) -> Iterator[Path]:
    if root.is_dir():
        yield from sorted(path for path in root.iterdir() if path.is_dir())


def _new_folder(root: Path) -> Path:
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    # A sweep may hold the lock of a folder that was made a moment ago: it will remove it, so another one is made.
    while True:
        folder = root / secrets.token_hex(8)
        folder.mkdir(mode=0o700)
        descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        if _lock(descriptor):
            return folder  # and the descriptor stays open
        os.close(descriptor)


def _remove_if_left(folder: Path) -> bool:
    """Remove the folder where nobody holds its lock; whether it is gone.

    The lock is held until then: who has just made the folder, and would lock it next, makes another one.
    """
    try:
        descriptor = os.open(folder / _LOCK, os.O_RDWR)
    except FileNotFoundError:
        return _is_old(folder) and _remove(folder)
    try:
        return _lock(descriptor) and _remove(folder)
    finally:
        os.close(descriptor)


def _is_old(folder: Path) -> bool:
    try:
        return time.time() - folder.stat().st_mtime > _ABOUT_TO_BE_LOCKED
    except FileNotFoundError:
        return False


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _remove(folder: Path) -> bool:
    shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()


def _end(folder: Path, process: int) -> None:
    """A child that was forked ends as well, and must leave the folder to its parent."""
    if os.getpid() == process:
        _remove(folder)
