"""A TIFF picture without what it tells beside the picture, as it stands inside of another document.

Tags that tell something go from its directories, and what they lead to becomes zeros: no pixel moves.
"""

from dataclasses import dataclass
from typing import Literal

# Of a baseline or extension TIFF these say how the picture is to be read; all other tags may tell something.
_PICTURE = {
    254, 255, 256, 257, 258, 259, 262, 263, 264, 265, 266, 273, 274, 277, 278, 279, 280, 281, 282, 283, 284, 288, 289,
    290, 291, 292, 293, 296, 297, 301, 317, 318, 319, 320, 321, 322, 323, 324, 325, 326, 327, 328, 332, 334, 336, 338,
    339, 340, 341, 342, 347, 512, 513, 514, 515, 517, 518, 519, 520, 521, 529, 530, 531, 532, 34675,
}  # fmt: skip
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_DIRECTORIES = {330, 34665, 34853, 40965}
_MOST = 2_000


@dataclass(slots=True)
class _Tiff:
    content: bytearray
    order: Literal["little", "big"]
    seen: set[int]

    def number(self, place: int, size: int) -> int:
        if place + size > len(self.content):
            raise ValueError
        return int.from_bytes(self.content[place : place + size], self.order)

    def blank(self, place: int, size: int) -> None:
        if place + size > len(self.content):
            raise ValueError
        self.content[place : place + size] = bytes(size)


def blank_tiff(content: bytearray) -> None:
    """Take them out. Raises ValueError for what isn't understood."""
    tiff = _Tiff(content, "little" if content.startswith(b"II") else "big", set())
    place = tiff.number(4, 4)
    while place:
        place = _directory(tiff, place, _PICTURE)


def _directory(tiff: _Tiff, place: int, kept: set[int]) -> int:
    """Take them out of one directory; where the next one is."""
    if place in tiff.seen or len(tiff.seen) > _MOST:
        raise ValueError
    tiff.seen.add(place)
    count = tiff.number(place, 2)
    end = place + 2 + 12 * count
    following = tiff.number(end, 4)
    entries = []
    for start in range(place + 2, end, 12):
        tag, size = tiff.number(start, 2), _SIZES.get(tiff.number(start + 2, 2), 1) * tiff.number(start + 4, 4)
        if tag in kept:
            entries.append(bytes(tiff.content[start : start + 12]))
            continue
        if tag in _DIRECTORIES and size == 4:
            _directory(tiff, tiff.number(start + 8, 4), set())
        elif size > 4:
            tiff.blank(tiff.number(start + 8, 4), size)
    new = len(entries).to_bytes(2, tiff.order) + b"".join(entries) + following.to_bytes(4, tiff.order)
    tiff.content[place : end + 4] = new.ljust(end + 4 - place, b"\0")
    return following
