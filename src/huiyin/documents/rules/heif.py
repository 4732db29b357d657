"""Where and when a HEIC photo was taken is blanked inside its boxes (ISO/IEC 14496-12, 23008-12).

Nothing among our libraries writes HEIC, so the photo isn't encoded again: every item that isn't known to be part of
the picture is overwritten in place, which keeps all offsets. What isn't understood is refused.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

_TOP = {b"ftyp", b"meta", b"mdat", b"free", b"skip", b"uuid"}
_BLANKED = {b"free", b"skip", b"uuid"}
_PICTURE_ITEMS = {b"hvc1", b"hev1", b"lhv1", b"av01", b"jpeg", b"grid", b"iovl", b"iden", b"tmap"}
# An Exif block without a single entry, so that readers find a valid one.
# Boxes beside each other, and places of items: a photo of 50 million pixels has some hundreds.
_MOST = 20_000
_NO_EXIF = b"\0\0\0\0II*\0\x08\0\0\0\0\0\0\0\0\0"


class NotUnderstood(ValueError):
    """The boxes aren't as the standard has them, or of a sort that we can't clean."""


@dataclass(frozen=True, slots=True)
class _HeifBox:
    kind: bytes
    start: int  # of the content, after the header
    end: int


class _NumberReader:
    """Reads big-endian numbers one after the other."""

    def __init__(self, content: bytearray, place: int, end: int) -> None:
        self.content, self.place, self.end = content, place, end

    def number(self, size: int) -> int:
        if self.place + size > self.end:
            raise NotUnderstood
        value = int.from_bytes(self.content[self.place : self.place + size], "big")
        self.place += size
        return value


def blank_metadata(out: bytearray) -> None:
    """Overwrite Exif, XMP and whatever else isn't picture in the photo itself. Raises NotUnderstood."""
    metas = []
    for box in _boxes(out, 0, len(out)):
        if box.kind not in _TOP:
            raise NotUnderstood
        if box.kind in _BLANKED:
            out[box.start : box.end] = bytes(box.end - box.start)
        if box.kind == b"meta":
            metas.append(box)
    if len(metas) != 1:
        raise NotUnderstood
    _blank_items(out, metas[0])


def _blank_items(out: bytearray, meta: _HeifBox) -> None:
    inner = {box.kind: box for box in _boxes(out, meta.start + 4, meta.end)}
    if b"iinf" not in inner or b"iloc" not in inner:
        raise NotUnderstood
    for kind in inner.keys() & _BLANKED:
        out[inner[kind].start : inner[kind].end] = bytes(inner[kind].end - inner[kind].start)
    extents = dict(_locations(out, inner[b"iloc"], inner.get(b"idat")))
    for item, kind in list(_items(out, inner[b"iinf"])):
        if kind in _PICTURE_ITEMS:
            continue
        for number, (start, end) in enumerate(extents.get(item, ())):
            blank = bytes(end - start)
            if kind == b"Exif" and number == 0 and end - start >= len(_NO_EXIF):
                blank = _NO_EXIF + blank[len(_NO_EXIF) :]
            out[start:end] = blank


def _boxes(content: bytearray, place: int, end: int) -> Iterator[_HeifBox]:
    for _ in range(_MOST):
        if place >= end:
            return
        if place + 8 > end:
            raise NotUnderstood
        size, kind = struct.unpack_from(">I4s", content, place)
        header = 8
        if size == 1:
            if place + 16 > end:
                raise NotUnderstood
            (size,) = struct.unpack_from(">Q", content, place + 8)
            header = 16
        elif size == 0:
            size = end - place
        if size < header or place + size > end:
            raise NotUnderstood
        yield _HeifBox(kind, place + header, place + size)
        place += size
    raise NotUnderstood


def _items(content: bytearray, box: _HeifBox) -> Iterator[tuple[int, bytes]]:
    """Each item's id and four-letter type."""
    start = box.start + (6 if content[box.start] == 0 else 8)
    for entry in _boxes(content, start, box.end):
        version = content[entry.start]
        if entry.kind != b"infe" or version not in (2, 3):
            raise NotUnderstood
        reader = _NumberReader(content, entry.start + 4, entry.end)
        item = reader.number(2 if version == 2 else 4)
        reader.number(2)
        yield item, reader.number(4).to_bytes(4, "big")


def _locations(
    content: bytearray, box: _HeifBox, idat: _HeifBox | None
) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """Each item's id and the stretches of the file it lies in."""
    reader = _NumberReader(content, box.start, box.end)
    version = reader.number(1)
    reader.number(3)
    sizes = reader.number(2)
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version else 0
    wide = 2 if version < 2 else 4
    left = _MOST
    for _ in range(reader.number(wide)):
        item = reader.number(wide)
        method = reader.number(2) & 15 if version else 0
        reference, base = reader.number(2), reader.number(base_size)
        if reference or method > 1 or (method == 1 and idat is None):
            raise NotUnderstood
        start, end = (idat.start, idat.end) if method == 1 and idat else (0, len(content))
        stretches = []
        count = reader.number(2)
        left -= count + 1
        if left < 0:
            raise NotUnderstood
        for _ in range(count):
            reader.number(index_size)
            first = start + base + reader.number(offset_size)
            last = first + reader.number(length_size)
            if not first < last <= end:
                raise NotUnderstood
            stretches.append((first, last))
        yield item, stretches
