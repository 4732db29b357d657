"""A list that was sent as a file lies on the disk, readable by us alone, while it is read."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_CHUNK = 1 << 20
# What no name of a file on our disk has, and how long it is at most: 80 characters of Chinese are 240 bytes.
_UNFIT = re.compile(r"[^\w.() （）-]")
_NAME_MOST = 80


@contextmanager
def list_on_disk(content: BinaryIO, name: str) -> Iterator[Path]:
    """The file for as long as the block lasts; `name` is what its sender calls it: a refusal names it so."""
    with tempfile.TemporaryDirectory(prefix="huiyin-list-") as folder:
        path = Path(folder) / (_UNFIT.sub("_", name)[-_NAME_MOST:].strip(".") or "list")
        with path.open("wb") as file:
            shutil.copyfileobj(content, file, _CHUNK)
        yield path
