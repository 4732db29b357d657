"""Film and sound in ISO boxes (MP4, MOV, M4A, 3GP) without place, time, device and author.

Boxes that say such things become `free` and empty, in their place: no offset into the film changes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

_INSIDE = {b"moov", b"trak", b"mdia", b"moof", b"traf", b"edts", b"minf", b"stbl"}
_TELLING = {b"udta", b"meta", b"uuid", b"\xa9xyz", b"xml ", b"bxml"}
_TIMED = {b"mvhd", b"tkhd", b"mdhd"}
_DEPTH = 8
_CHUNK = 1 << 18
# Tracks of these sorts hold no picture and no sound: place second by second, what the camera measured.
_DATA_TRACKS = {b"meta", b"mdir", b"camm", b"gpmd"}


class BoxesBroken(ValueError):
    """It isn't made of boxes, all the way."""


@dataclass(frozen=True, slots=True)
class _MediaBox:
    kind: bytes
    start: int
    body: int
    end: int


def blank_boxes(file: BinaryIO) -> None:
    """Blank them in a file that is open for reading and writing. Raises BoxesBroken."""
    end = file.seek(0, 2)
    for box in _boxes(file, 0, end):
        _blank(file, box, 0)


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[_MediaBox]:
    while end - start >= 8:
        file.seek(start)
        head = file.read(16)
        size, kind, body = int.from_bytes(head[:4], "big"), head[4:8], start + 8
        # A length of 1 says that the real one follows in eight bytes, 0 that the box reaches to the end.
        if size == 1:
            size, body = int.from_bytes(head[8:16], "big"), start + 16
        elif size == 0:
            size = end - start
        if size < body - start or start + size > end:
            if kind == b"mdat":  # cut off while it was recorded or sent; what there is can be looked at
                return
            raise BoxesBroken(kind)
        yield _MediaBox(kind, start, body, start + size)
        start += size


def _blank(file: BinaryIO, box: _MediaBox, depth: int) -> None:
    if box.kind in _TELLING:
        _empty(file, box)
    elif box.kind in _TIMED:
        _forget_times(file, box)
    elif box.kind in _INSIDE and depth < _DEPTH:
        inner = list(_boxes(file, box.body, box.end))
        if box.kind == b"trak" and _handler(file, inner) in _DATA_TRACKS:
            _empty(file, box)
            return
        for child in inner:
            _blank(file, child, depth + 1)
    elif box.kind in _INSIDE:
        raise BoxesBroken(box.kind)


def _handler(file: BinaryIO, inside: list[_MediaBox]) -> bytes:
    """What sort of track it is."""
    for media in (box for box in inside if box.kind == b"mdia"):
        for box in _boxes(file, media.body, media.end):
            if box.kind == b"hdlr":
                file.seek(box.body + 8)
                return file.read(4)
    return b""


def _empty(file: BinaryIO, box: _MediaBox) -> None:
    file.seek(box.start + 4)
    file.write(b"free")
    file.seek(box.body)
    left = box.end - box.body
    while left:
        left -= file.write(bytes(min(left, _CHUNK)))


def _forget_times(file: BinaryIO, box: _MediaBox) -> None:
    """When it was recorded and changed: two numbers behind version and flags."""
    file.seek(box.body)
    length = 16 if file.read(1) == b"\x01" else 8
    if box.body + 4 + length > box.end:
        raise BoxesBroken(box.kind)
    file.seek(box.body + 4)
    file.write(bytes(length))
