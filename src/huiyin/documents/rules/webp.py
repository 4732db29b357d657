"""A WebP picture without what it tells beside the picture, chunk by chunk: no pixel is touched."""

from collections.abc import Iterator
from typing import BinaryIO

_HEAD, _EXTENDED, _PLAIN, _LOSSLESS = 12, b"VP8X", b"VP8 ", b"VP8L"
_PICTURE = {_EXTENDED, _PLAIN, _LOSSLESS, b"ALPH", b"ICCP"}
# Bits of the extended header: Exif, XMP, and that it moves.
_EXIF, _XMP, _MOVES = 0x08, 0x04, 0x02
_14_BITS, _24_BITS = (1 << 14) - 1, (1 << 24) - 1


def still_pixels(file: BinaryIO) -> int:
    """How many the header of a still picture names; 0 for one that moves, and for what isn't understood.

    The file stands at its beginning afterwards.
    """
    head = file.read(40)
    file.seek(0)
    kind, body = head[_HEAD : _HEAD + 4], head[_HEAD + 8 :]
    match kind:
        case b"VP8X":
            sides = int.from_bytes(body[4:10], "little")
            return 0 if body[:1] and body[0] & _MOVES else ((sides & _24_BITS) + 1) * ((sides >> 24) + 1)
        case b"VP8 ":
            sides = int.from_bytes(body[6:10], "little")
            return (sides & _14_BITS) * (sides >> 16 & _14_BITS)
        case b"VP8L":
            sides = int.from_bytes(body[1:5], "little")
            return ((sides & _14_BITS) + 1) * ((sides >> 14 & _14_BITS) + 1)
    return 0


def copied_chunks(content: bytes) -> list[bytes]:
    """The chunks of a still picture. Raises ValueError for what isn't one, or isn't whole."""
    chunks = list(_chunks(content))
    if sum(kind in {_PLAIN, _LOSSLESS} for kind, _ in chunks) != 1:
        raise ValueError
    kept = [_written(kind, _flagged(body) if kind == _EXTENDED else body) for kind, body in chunks]
    return [b"RIFF" + (4 + sum(map(len, kept))).to_bytes(4, "little") + b"WEBP", *kept]


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    end, place = 8 + int.from_bytes(content[4:8], "little"), _HEAD
    if end > len(content):
        raise ValueError
    while place + 8 <= end:
        kind, size = content[place : place + 4], int.from_bytes(content[place + 4 : place + 8], "little")
        if place + 8 + size > end:
            raise ValueError
        if kind in _PICTURE:
            yield kind, content[place + 8 : place + 8 + size]
        place += 8 + size + size % 2


def _flagged(header: bytes) -> bytes:
    return bytes([header[0] & ~(_EXIF | _XMP)]) + header[1:]


def _written(kind: bytes, body: bytes) -> bytes:
    return kind + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)
