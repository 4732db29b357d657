"""A JPEG without what it tells beside the picture, as it stands inside of another document: no pixel is touched."""

from collections.abc import Sequence

_START, _SCAN = b"\xff\xd8", 0xDA
# JFIF, colour profile and Adobe's colour transform belong to the picture.
_KEPT_APPS = {0xE0, 0xE2, 0xEE}
_COMMENT = 0xFE
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
