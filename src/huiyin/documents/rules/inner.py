"""What lies inside of a document: pictures, sounds, films and other documents, told by their content."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum, auto
from io import BytesIO
from typing import Any

from huiyin.documents.errors import FileDamaged, FileTypeRefused
from huiyin.documents.rules.boxes import BoxesBroken, blank_boxes
from huiyin.documents.rules.heif import NotUnderstood, blank_metadata
from huiyin.documents.rules.jpeg import bare_pieces
from huiyin.documents.rules.media_types import ACTIVE_EXTENSIONS
from huiyin.documents.rules.old_office import blank_summaries
from huiyin.documents.rules.sound import blank_wav, copy_mp3
from huiyin.documents.rules.tiff import blank_tiff
from huiyin.documents.rules.webp import copied_chunks

_CHUNK = 1 << 18
_PNG = b"\x89PNG\r\n\x1a\n"
# Chunks of a PNG that are the picture, how it moves and its colours.
_PNG_KEPT = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"bKGD", b"hIST",
    b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT", b"cICP",
}  # fmt: skip
# A program for Windows, Linux or macOS, a script of a shell, a link of Windows, a help file, a packed archive.
_PROGRAMS = (
    b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!", b"L\0\0\0\x01\x14\x02\0", b"ITSF",
    b"Rar!\x1a", b"7z\xbc\xaf\x27\x1c", b"MSCF",
)  # fmt: skip
_PROGRAM_NAMES = tuple(ACTIVE_EXTENSIONS - {".xml", ".xsl", ".svg"})


class Inner(StrEnum):
    """Sorts of content that tell more than they show, or hold others."""

    JPEG = auto()
    PNG = auto()
    GIF = auto()
    WEBP = auto()
    TIFF = auto()
    HEIC = auto()
    BOXES = auto()
    MP3 = auto()
    WAV = auto()
    COMPOUND = auto()
    ZIP = auto()


_HEADS = (
    (b"\xff\xd8\xff", Inner.JPEG),
    (_PNG, Inner.PNG),
    (b"GIF8", Inner.GIF),
    (b"II*\0", Inner.TIFF),
    (b"MM\0*", Inner.TIFF),
    (b"ID3", Inner.MP3),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Inner.COMPOUND),
    (b"PK\x03\x04", Inner.ZIP),
)


def inner_of(head: bytes) -> Inner | None:
    """What begins so; None for anything that is copied as it is."""
    if head.startswith(b"RIFF"):
        return {b"WEBP": Inner.WEBP, b"WAVE": Inner.WAV}.get(head[8:12])
    if head[4:8] == b"ftyp":
        return Inner.HEIC if head[8:12] in {b"heic", b"heix", b"mif1", b"heim", b"heis", b"avif"} else Inner.BOXES
    if head[4:8] in {b"moov", b"wide"}:
        return Inner.BOXES
    if head[:2] in {b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2"}:
        return Inner.MP3
    return next((kind for start, kind in _HEADS if head.startswith(start)), None)


def is_program(head: bytes, lower_name: str) -> bool:
    """Whether a file of this beginning and name runs when somebody opens it, or packs such."""
    return head.startswith(_PROGRAMS) or lower_name.endswith(_PROGRAM_NAMES)


def bare_inner(kind: Inner, content: bytearray) -> Iterable[bytes | memoryview]:
    """The same without what it tells beside what it shows. Raises FileDamaged where that can't be taken out."""
    try:
        return _bare(kind, content)
    except (NotUnderstood, BoxesBroken, ValueError, OSError, SyntaxError, zlib.error) as error:
        raise FileDamaged from error


def _bare(kind: Inner, content: bytearray) -> Sequence[bytes | memoryview]:
    match kind:
        case Inner.JPEG:
            return bare_pieces(content)
        case Inner.PNG:
            return list(_png(content))
        case Inner.WEBP:
            return copied_chunks(bytes(content))
        case Inner.GIF:
            return list(_gif(content))
        case Inner.TIFF:
            blank_tiff(content)
            return [memoryview(content)]
        case Inner.HEIC:
            blank_metadata(content)
            return [memoryview(content)]
        case Inner.MP3:
            target = BytesIO()
            copy_mp3(BytesIO(content), target)
            return [target.getbuffer()]
    blank = {Inner.BOXES: blank_boxes, Inner.WAV: blank_wav, Inner.COMPOUND: blank_summaries}[kind]
    file = BytesIO(content)
    blank(file)
    return [file.getbuffer()]


def _png(content: bytearray) -> Iterator[memoryview]:
    view, place = memoryview(content), len(_PNG)
    yield view[:place]
    while place + 12 <= len(content):
        # One that was cut off still shows a part of the picture.
        end = min(place + 12 + int.from_bytes(content[place : place + 4], "big"), len(content))
        kind = bytes(content[place + 4 : place + 8])
        if kind in _PNG_KEPT:
            yield view[place:end]
        if kind == b"IEND":
            return
        place = end


def _gif(content: bytearray) -> Iterator[memoryview]:
    """Without comments, and what programs wrote beside how often it is repeated."""
    view = memoryview(content)
    place = 13 + _colours(content[10])
    yield view[:place]
    while place < len(content) and content[place] != 0x3B:
        start = place
        if content[place] == 0x2C:
            place = _blocks_end(content, place + 11 + _colours(content[place + 9]))
        elif content[place] == 0x21:
            place = _blocks_end(content, place + 2)
        else:
            raise ValueError
        is_kept = content[start] == 0x2C or content[start + 1] in {0xF9, 0x01}
        if is_kept or content[start + 3 : start + 14] == b"NETSCAPE2.0":
            yield view[start:place]
    yield memoryview(b";")


def _colours(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _blocks_end(content: bytearray, place: int) -> int:
    while place < len(content) and (length := content[place]):
        place += 1 + length
    return min(place + 1, len(content))


def pieces_of(part: Any, most: int) -> Iterator[bytes]:
    """What is read of an open part. Raises FileTypeRefused once it is more than `most`."""
    size = 0
    while piece := part.read(_CHUNK):
        size += len(piece)
        if size > most:
            raise FileTypeRefused
        yield piece
