"""Sound in WebM without what it tells beside the sound: date, titles, programs, tags, attachments.

Elements that say such things become void and empty, in their place: no offset into the sound changes.
"""

from dataclasses import dataclass
from typing import BinaryIO

_HEAD = b"\x1a\x45\xdf\xa3"
# What holds other elements. Segments and clusters of something recorded live don't say how long they are.
_SEGMENT, _CLUSTER, _INFO, _TRACKS, _TRACK = 0x18538067, 0x1F43B675, 0x1549A966, 0x1654AE6B, 0xAE
_OPENED = {_SEGMENT, _CLUSTER, _INFO, _TRACKS, _TRACK}
_ENDLESS = {_SEGMENT, _CLUSTER}
_TELLING = {
    0x1254C367,  # Tags
    0x1941A469,  # Attachments
    0x1043A770,  # Chapters
    0x4461,  # DateUTC
    0x7BA9,  # Title
    0x4D80,  # MuxingApp
    0x5741,  # WritingApp
    0x7384,  # SegmentFilename
    0x3C83AB,  # PrevFilename
    0x3E83BB,  # NextFilename
    0x73A4,  # SegmentUUID
    0x536E,  # Name of a track
    0x258688,  # Name of a codec
    0xEC,  # What was void already may have something in it
    0x75A1,  # What stands beside a block of sound
}
_VOID = 0xEC
# Two hours of sound have fewer; of two bytes each, a file of 20 MB could hold millions.
_ELEMENTS_MOST = 1_000_000
_CHUNK = 1 << 16


class WebmBroken(ValueError):
    """It isn't made of elements, all the way."""


@dataclass(frozen=True, slots=True)
class _Element:
    """`end` is None where it doesn't say how long it is."""

    kind: int
    start: int
    body: int
    end: int | None


def blank_webm(file: BinaryIO) -> None:
    """Blank them in a file that is open for reading and writing. Raises WebmBroken."""
    whole, place = file.seek(0, 2), 0
    for _ in range(_ELEMENTS_MOST):
        if place >= whole:
            return
        element = _read(file, place, whole)
        if element is None:  # cut off while it was recorded; what there is can be listened to
            return
        if element.kind in _TELLING:
            _void(file, element)
        place = element.body if element.kind in _OPENED or element.end is None else element.end
    raise WebmBroken


def _read(file: BinaryIO, place: int, whole: int) -> _Element | None:
    file.seek(place)
    head = file.read(12)
    kind_length = _length(head[:1], most=4)
    size_length = _length(head[kind_length : kind_length + 1], most=8)
    body = place + kind_length + size_length
    kind = int.from_bytes(head[:kind_length], "big")
    size = int.from_bytes(head[kind_length : kind_length + size_length], "big") & ((1 << 7 * size_length) - 1)
    if size == (1 << 7 * size_length) - 1:
        if kind not in _ENDLESS:
            raise WebmBroken(hex(kind))
        return _Element(kind, place, body, None)
    if body + size > whole:
        # Only the sound itself may be cut off: else something that tells could hide behind a wrong length.
        if kind in _TELLING or kind in _OPENED - _ENDLESS:
            raise WebmBroken(hex(kind))
        return None if kind not in _ENDLESS else _Element(kind, place, body, None)
    return _Element(kind, place, body, body + size)


def _length(first: bytes, *, most: int) -> int:
    """How many bytes a number of EBML has: one more than zeros stand before its first bit."""
    length = 9 - first[0].bit_length() if first and first[0] else 9
    if length > most:
        raise WebmBroken
    return length


def _void(file: BinaryIO, element: _Element) -> None:
    if element.end is None:
        raise WebmBroken(hex(element.kind))
    room = element.end - element.start
    # One byte says what it is, one or eight how long it is.
    size = bytes([0x80 | room - 2]) if room < 128 else (1 << 56 | room - 9).to_bytes(8, "big")
    file.seek(element.start)
    file.write(bytes([_VOID]) + size)
    left = room - 1 - len(size)
    while left > 0:
        left -= file.write(bytes(min(left, _CHUNK)))
