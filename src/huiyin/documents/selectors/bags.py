"""Archived files as they lie in their folder, held against the list of hashes that was handed over with them."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

_LIST = "manifest-sha256.txt"
_TAGS = "tagmanifest-sha256.txt"


def bag_faults(folder: Path) -> Iterator[str]:
    """The names of files that are gone, are altered, or stand in no list."""
    listed = {_TAGS}
    for name in (_LIST, _TAGS):
        for digest, path in _lines(folder / name):
            listed.add(path)
            file = folder / path
            if not file.is_file() or _digest(file) != digest:
                yield path
    for file in sorted(folder.rglob("*")):
        if file.is_file() and (path := file.relative_to(folder).as_posix()) not in listed:
            yield path


def _lines(file: Path) -> Iterator[tuple[str, str]]:
    if not file.is_file():
        return
    for line in file.read_text(encoding="utf-8", errors="replace").split("\n"):
        digest, parted, path = line.partition("  ")
        if parted:
            yield digest, path.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
