"""A JPEG without what it tells beside the picture, as it stands inside of another document: no pixel is touched."""

import re
from collections.abc import Sequence

_START, _SCAN = b"\xff\xd8", 0xDA
# JFIF, colour profile and Adobe's colour transform belong to the picture.
_KEPT_APPS = {0xE0, 0xE2, 0xEE}
_COMMENT, _END = 0xFE, b"\xd9"
_PICTURES = (b"ICC_PROFILE\0", b"Adobe")
_NEXT_BLOCK = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
# A photo has some dozens of blocks; of four bytes each there could be millions.
_BLOCKS_MOST = 20_000


def bare_jpeg(content: bytes) -> bytes:
    """The same picture without Exif, XMP, maker's blocks and comments; as it is where it isn't a sound JPEG."""
    return b"".join(bare_pieces(content))


def bare_pieces(content: bytes | bytearray) -> Sequence[memoryview]:
    """The same, as pieces of what was given."""
    view = memoryview(content)
    if not content.startswith(_START):
        return [view]
    pieces, place = [view[:2]], 2
    while len(pieces) <= _BLOCKS_MOST and place + 4 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker == _SCAN:
            return [*pieces, view[place:]]
        end = place + 2 + int.from_bytes(content[place + 2 : place + 4], "big")
        if end > len(content) or end < place + 4:
            break
        if not (0xE0 <= marker <= 0xEF and marker not in _KEPT_APPS) and marker != _COMMENT:
            pieces.append(view[place:end])
        place = end
    return [view]


def copied_scans(content: bytes) -> list[memoryview]:
    """A whole picture block by block up to its end, for one that takes too much memory to unpack.

    Nothing but picture, colour profile and colour transform is in it, and nothing behind its end. Raises ValueError
    for what isn't a JPEG all the way.
    """
    view, pieces, place = memoryview(content), [memoryview(_START)], 2
    while len(pieces) <= _BLOCKS_MOST and content.startswith(_START) and content[place : place + 1] == b"\xff":
        marker = content[place + 1 : place + 2]
        if marker == _END:
            return [*pieces, view[place : place + 2]]
        end = place + 2 + int.from_bytes(content[place + 2 : place + 4], "big")
        if end > len(content) or end < place + 4:
            break
        if marker[0] == _SCAN:
            end = _end_of_scan(content, end)
        if not (0xE0 <= marker[0] <= 0xEF or marker[0] == _COMMENT) or content.startswith(_PICTURES, place + 4):
            pieces.append(view[place:end])
        place = end
    raise ValueError


def _end_of_scan(content: bytes, place: int) -> int:
    """Where the next block begins: within a scan such a byte is followed by zero or by the number of a restart."""
    found = _NEXT_BLOCK.search(content, place)
    if found is None:
        raise ValueError
    return found.start()
