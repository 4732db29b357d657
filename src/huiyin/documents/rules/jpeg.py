"""A JPEG without what it tells beside the picture, as it stands inside of another document: no pixel is touched."""

_START, _SCAN = b"\xff\xd8", 0xDA
# JFIF, colour profile and Adobe's colour transform belong to the picture.
_KEPT_APPS = {0xE0, 0xE2, 0xEE}
_COMMENT = 0xFE


def bare_jpeg(content: bytes) -> bytes:
    """The same picture without Exif, XMP, maker's blocks and comments; as it is where it isn't a sound JPEG."""
    if not content.startswith(_START):
        return content
    pieces, place = [_START], 2
    while place + 4 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker == _SCAN:
            return b"".join((*pieces, content[place:]))
        end = place + 2 + int.from_bytes(content[place + 2 : place + 4], "big")
        if end > len(content) or end < place + 4:
            return content
        if not (0xE0 <= marker <= 0xEF and marker not in _KEPT_APPS) and marker != _COMMENT:
            pieces.append(content[place:end])
        place = end
    return content
