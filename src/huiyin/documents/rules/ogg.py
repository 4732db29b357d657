"""Opus sound in Ogg without its comments: who, when, with what.

The comments' packet keeps its length, so that no page of the stream moves; their pages get new checksums.
"""

from dataclasses import dataclass
from typing import BinaryIO

_PAGE, _HEADER = b"OggS", 27
_PAGES_MOST = 200_000
_COMMENTS = b"OpusTags"
_POLYNOMIAL = 0x04C11DB7


class OggBroken(ValueError):
    """It isn't one stream of Opus in pages, all the way."""


@dataclass(frozen=True, slots=True)
class _Page:
    start: int
    body: int
    lacing: bytes
    serial: bytes

    @property
    def end(self) -> int:
        return self.body + sum(self.lacing)

    @property
    def first_packet(self) -> tuple[int, bool]:
        """How many bytes of the packet that goes on or begins here, and whether it ends here."""
        length = 0
        for part in self.lacing:
            length += part
            if part < 255:
                return length, True
        return length, False


def blank_ogg(file: BinaryIO) -> None:
    """Empty the comments in a file that is open for reading and writing. Raises OggBroken."""
    whole = file.seek(0, 2)
    first = _read(file, 0, whole)
    if first is None:
        raise OggBroken
    place, is_within, is_done = first.end, True, False
    for _ in range(_PAGES_MOST):
        page = _read(file, place, whole)
        if page is None:
            break
        # A second stream, beside this one or after it, would have comments of its own.
        if page.serial != first.serial:
            raise OggBroken
        if is_within:
            is_within = not _blank(file, page, is_first=page.start == first.end)
            is_done = not is_within
        place = page.end
    else:
        raise OggBroken
    if not is_done:
        raise OggBroken


def _read(file: BinaryIO, place: int, whole: int) -> _Page | None:
    """The page there; None at the end, also where it was cut off."""
    if place >= whole:
        return None
    file.seek(place)
    head = file.read(_HEADER)
    if head[:4] != _PAGE[: len(head)]:
        raise OggBroken
    if len(head) < _HEADER:
        return None
    lacing = file.read(head[26])
    page = _Page(place, place + _HEADER + head[26], lacing, head[14:18])
    return page if len(lacing) == head[26] and page.end <= whole else None


def _blank(file: BinaryIO, page: _Page, *, is_first: bool) -> bool:
    """Blank what this page has of the comments; whether they end here."""
    length, ends = page.first_packet
    file.seek(page.body)
    if is_first and file.read(len(_COMMENTS)) != _COMMENTS:
        raise OggBroken
    # Two lengths of nothing follow the mark: no name of a program, no comment. The rest is padding.
    kept = len(_COMMENTS) if is_first else 0
    if length < kept:
        raise OggBroken
    file.seek(page.body + kept)
    file.write(bytes(length - kept))
    _check(file, page)
    return ends


def _check(file: BinaryIO, page: _Page) -> None:
    file.seek(page.start)
    content = bytearray(file.read(page.end - page.start))
    content[22:26] = bytes(4)
    file.seek(page.start + 22)
    file.write(checksum(content).to_bytes(4, "little"))


def checksum(content: bytes | bytearray) -> int:
    """Ogg's CRC of a page whose own checksum is zero (RFC 3533)."""
    value = 0
    for byte in content:
        value = (value << 8 & 0xFFFFFFFF) ^ _TABLE[value >> 24 ^ byte]
    return value


def _entry(number: int) -> int:
    value = number << 24
    for _ in range(8):
        value = value << 1 ^ (_POLYNOMIAL if value & 0x80000000 else 0)
    return value & 0xFFFFFFFF


_TABLE = tuple(map(_entry, range(256)))
