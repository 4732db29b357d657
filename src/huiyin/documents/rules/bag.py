"""A BagIt archive (RFC 8493): files with a list of their hashes, for a records office that checks what it gets."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import BinaryIO

# Takes a path within the bag and its content, piece by piece.
Put = Callable[[str, Iterable[bytes]], None]
_CHUNK = 1 << 18


def bag_write(*, put: Put, payload: Iterable[tuple[str, BinaryIO]], info: Mapping[str, str]) -> str:
    """Write a bag through `put` and give the SHA-256 of its manifest in hex.

    `payload` has paths below `data/`; each content is read once and closed. `info` goes into bag-info.txt. One
    content at a time is in memory, piece by piece.
    """
    lines, octets, streams = [], 0, 0
    for path, content in payload:
        counted = _Counted(content)
        with content:
            put(f"data/{path}", counted)
        lines.append(f"{counted.digest}  data/{_escaped(path)}\n")
        octets += counted.size
        streams += 1
    # By path, behind 64 digits and two spaces: the same files give the same manifest in whatever order they came.
    manifest = "".join(sorted(lines, key=lambda line: line[66:]))
    given = {**info, "Payload-Oxum": f"{octets}.{streams}"}
    tags = {
        "bagit.txt": "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": "".join(f"{name}: {' '.join(value.split())}\n" for name, value in given.items()),
        "manifest-sha256.txt": manifest,
    }
    tags["tagmanifest-sha256.txt"] = "".join(f"{_hash(text)}  {name}\n" for name, text in sorted(tags.items()))
    for name, text in tags.items():
        put(name, [text.encode()])
    return _hash(manifest)


class _Counted:
    """Hands a content on and keeps its size and hash."""

    def __init__(self, content: BinaryIO) -> None:
        self._content, self._hash, self.size = content, hashlib.sha256(), 0

    def __iter__(self) -> Iterator[bytes]:
        while chunk := self._content.read(_CHUNK):
            self._hash.update(chunk)
            self.size += len(chunk)
            yield chunk

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()


def _escaped(path: str) -> str:
    # The percent sign first, else the marks of line ends would be escaped once more (RFC 8493, 2.1.3).
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
