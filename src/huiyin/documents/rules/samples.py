"""The bytes of one track among those of a film (ISO/IEC 14496-12, 8.7): where they lie is told by four tables."""

import struct
from collections.abc import Iterator, Mapping
from itertools import islice, repeat
from typing import BinaryIO

_PIECE = 1 << 16


class SamplesUnclear(ValueError):
    """The tables don't fit together, or name more bytes than the file has."""


def sample_ranges(file: BinaryIO, tables: Mapping[bytes, tuple[int, int]], whole: int) -> Iterator[tuple[int, int]]:
    """Start and end of each stretch; `tables`: where each table's body begins and ends. Raises SamplesUnclear."""
    if b"stsz" not in tables or b"stsc" not in tables or not tables.keys() & {b"stco", b"co64"}:
        if tables.keys() & {b"stz2"}:
            raise SamplesUnclear
        return
    sizes, left = _sizes(file, *tables[b"stsz"]), whole
    for offset, count in zip(_offsets(file, tables), _counts(file, *tables[b"stsc"]), strict=False):
        length = sum(islice(sizes, count))
        # A table of a few bytes must not have the same stretch written a million times.
        left -= length + 1
        if left < 0:
            raise SamplesUnclear
        # A film may be cut off before its last bytes.
        if offset < whole:
            yield offset, min(offset + length, whole)


def _sizes(file: BinaryIO, body: int, end: int) -> Iterator[int]:
    each, count = _numbers(file, body + 4, 2)
    if each:
        return repeat(each, count)
    return (size for (size,) in _rows(file, ">L", body + 12, end, count))


def _offsets(file: BinaryIO, tables: Mapping[bytes, tuple[int, int]]) -> Iterator[int]:
    kind, form = (b"co64", ">Q") if b"co64" in tables else (b"stco", ">L")
    body, end = tables[kind]
    (count,) = _numbers(file, body + 4, 1)
    return (offset for (offset,) in _rows(file, form, body + 8, end, count))


def _counts(file: BinaryIO, body: int, end: int) -> Iterator[int]:
    """How many samples each chunk has, chunk by chunk; the last row holds for all that follow."""
    (rows,) = _numbers(file, body + 4, 1)
    first, samples = 1, 0
    for start, count, _ in _rows(file, ">LLL", body + 8, end, rows):
        if start < first or (start > first and not samples):
            raise SamplesUnclear
        yield from repeat(samples, start - first)
        first, samples = start, count
    yield from repeat(samples)


def _rows(file: BinaryIO, form: str, start: int, end: int, count: int) -> Iterator[tuple[int, ...]]:
    size = struct.calcsize(form)
    if start + size * count > end:
        raise SamplesUnclear
    place, end = start, start + size * count
    while place < end:
        # The file is read elsewhere in between.
        file.seek(place)
        piece = file.read(min(_PIECE * size, end - place))
        yield from struct.iter_unpack(form, piece)
        place += len(piece)


def _numbers(file: BinaryIO, place: int, count: int) -> tuple[int, ...]:
    file.seek(place)
    content = file.read(4 * count)
    if len(content) < 4 * count:
        raise SamplesUnclear
    return struct.unpack(f">{count}L", content)
