"""The demo's folder: its marker, its lock, and emptying it. Nothing here needs Django, nor may it."""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from huiyin.kernel.errors import Conflict, NotReady

_MARKER = "demo.json"
_LOCK = "demo.lock"
_DATABASE = "huiyin.sqlite3"
# All that a demo makes. Whatever else lies in the folder is left alone.
_FILES = (_DATABASE, f"{_DATABASE}-wal", f"{_DATABASE}-shm", "map.mbtiles")
_FOLDERS = ("files", "outbox", "keys")


class FolderTaken(NotReady):
    """The folder holds an installation that isn't a demo."""

    sentence = "%(folder)s 里有一套不是演示用的数据，没有动它。请用 HUIYIN_VAR 指定另一个文件夹。"


class DemoRunning(Conflict):
    """Another process has this demo open."""

    sentence = "这个演示已经在运行（%(folder)s）。请先停下它，再启动或者重来。"


class Progress(StrEnum):
    """How far the demo's data has come."""

    SEEDING = "seeding"
    READY = "ready"


class DemoFolder:
    """A var folder that belongs to the demo, or is about to."""

    def __init__(self, path: Path) -> None:
        """`path` need not exist."""
        self.path = path

    @property
    def progress(self) -> Progress | None:
        """What the marker says; None without a marker, or one that can't be read."""
        try:
            return Progress(json.loads((self.path / _MARKER).read_text(encoding="utf-8"))["huiyin_demo"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def mark(self, progress: Progress) -> None:
        """Write the marker, whole or not at all."""
        part = self.path / f"{_MARKER}.part"
        part.write_text(json.dumps({"huiyin_demo": progress.value}) + "\n", encoding="utf-8")
        part.replace(self.path / _MARKER)

    def demand_ours(self) -> None:
        """Raises FolderTaken when there is data here and no marker of a demo."""
        if self.progress is None and any((self.path / name).exists() for name in (*_FILES, *_FOLDERS)):
            raise FolderTaken(folder=self.path)

    def empty(self) -> None:
        """Remove what a demo made; the marker goes last, so that an interrupted removal can be resumed.

        Raises FolderTaken.
        """
        self.demand_ours()
        for name in _FILES:
            (self.path / name).unlink(missing_ok=True)
        for name in _FOLDERS:
            shutil.rmtree(self.path / name, ignore_errors=True)
        (self.path / _MARKER).unlink(missing_ok=True)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """One process at a time has the demo. The lock outlives an exec of this process. Raises DemoRunning."""
        self.path.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(descriptor)
            raise DemoRunning(folder=self.path) from error
        os.set_inheritable(descriptor, True)
        try:
            yield
        finally:
            os.close(descriptor)
