"""Office documents of the older sort (doc, xls): what they would run or fetch, and what they say of their author."""

import re
import struct
from collections.abc import Iterator
from typing import Any, BinaryIO

import olefile

from huiyin.documents.errors import FileHasMacros, FileLocked, FileReachesOut, FileTypeRefused
from huiyin.documents.rules import media_types as kinds
from huiyin.documents.rules.media_types import MediaType

# A project of programs, and a packed file of any sort behind an icon.
_PROGRAMS = {"_vba_project", "vba", "_vba_project_cur", "macros", "\x01ole10native"}
_SUMMARIES = ("\x05SummaryInformation", "\x05DocumentSummaryInformation")
# An empty set of properties: byte order, version, system, class, one section, which is empty.
_FORMATS = {
    _SUMMARIES[0]: bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9"),
    _SUMMARIES[1]: bytes.fromhex("02d5cdd59c2e1b10939708002b2cf9ae"),
}
# A field that asks a program, also spelled by the numbers of its letters; in letters of one byte or of two.
_FIELD = re.compile(
    rb"\x13\s*(?:DDE|QUOTE(?:\s+\d{1,3}){3})"
    rb"|\x13\x00(?:[\x20\x09]\x00)*(?:D\x00D\x00E\x00|Q\x00U\x00O\x00T\x00E\x00(?:(?:\s\x00)+(?:\d\x00){1,3}){3})",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(
    rb"(?:h\x00t\x00t\x00p\x00s?\x00?:\x00|\\\x00\\\x00|/\x00/\x00)(?:[^\x00]\x00){1,260}?\.\x00d\x00o\x00t\x00",
    re.IGNORECASE,
)
# Records of a workbook: a sheet of programs, a password, a source of values elsewhere.
_WRITEACCESS = 0x005C
_BOUNDSHEET, _FILEPASS, _SUPBOOK, _MACRO_SHEET = 0x0085, 0x002F, 0x01AE, 1
_STREAM_BYTES = 64 << 20
# A document has some dozens of streams; each entry of its directory takes a kilobyte of memory.
_ENTRIES_MOST = 5_000


class _Container(olefile.OleFileIO):  # type: ignore[misc]
    """Refuses a directory that would fill the memory, while it is read."""

    def _load_direntry(self, sid: int) -> Any:
        if len(self.direntries) > _ENTRIES_MOST:
            raise FileTypeRefused
        return super()._load_direntry(sid)


def old_office_type(content: BinaryIO) -> MediaType:
    """What a file is. Raises FileHasMacros, FileLocked, FileReachesOut, FileTypeRefused."""
    kind = check_compound(content)
    if kind is None:
        raise FileTypeRefused
    return kind


def check_compound(content: BinaryIO) -> MediaType | None:
    """The same for an object inside of a document, which may be of another sort: None."""
    try:
        with _Container(content) as container:
            names = [[part.lower() for part in path] for path in container.listdir(streams=True, storages=True)]
            roots = {path[-1] for path in names if len(path) == 1}
            if "encryptedpackage" in roots:
                raise FileLocked
            if any(part in _PROGRAMS for path in names for part in path):
                raise FileHasMacros
            if "worddocument" in roots:
                return _word(container, names)
            for book in ("workbook", "book"):
                if book in roots:
                    return _book(_read(container, [book]))
    except (OSError, ValueError, IndexError, struct.error, RecursionError, AttributeError, TypeError) as error:
        raise FileTypeRefused from error
    return None


def blank_summaries(file: BinaryIO) -> None:
    """Empty, in their place, the properties that name author, company and times. Raises FileTypeRefused."""
    try:
        with _Container(file, write_mode=True) as container:
            for stream in container.listdir(streams=True, storages=False):
                if len(stream) == 1 and stream[0].lower() in {"workbook", "book"}:
                    _forget_writer(container, stream)
                if stream[-1] in _FORMATS:
                    container.write_stream(stream, _empty(stream[-1], container.get_size(stream)))
    except (OSError, ValueError, IndexError, struct.error, AttributeError, TypeError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise FileTypeRefused from error


def _forget_writer(container: olefile.OleFileIO, path: list[str]) -> None:
    """Excel notes in each workbook who wrote it last."""
    content, place = bytearray(_read(container, path)), 0
    while place + 4 <= len(content):
        kind, size = struct.unpack_from("<HH", content, place)
        body = place + 4
        if kind == _WRITEACCESS and body + size <= len(content):
            # A string of no letters, filled up with blanks as Excel does.
            content[body : body + size] = b"\0\0\0".ljust(size, b" ")[:size]
            container.write_stream(path, bytes(content))
            return
        place = body + size


def _empty(name: str, size: int) -> bytes:
    head = b"\xfe\xff\0\0\x05\x01\x02\0" + bytes(16) + b"\x01\0\0\0" + _FORMATS[name] + b"\x30\0\0\0"
    # Exactly as long as before: the library writes a stream in its place only.
    return (head + b"\x08\0\0\0" + bytes(4)).ljust(size, b"\0")[:size]


def _word(container: olefile.OleFileIO, names: list[list[str]]) -> MediaType:
    main = _read(container, ["worddocument"])
    # The flag fEncrypted in the document's head ([MS-DOC], FibBase).
    if len(main) > 11 and main[11] & 0x01:
        raise FileLocked
    # Once each: a directory may name the same table a thousand times.
    tables = [table for table in ("0table", "1table") if [table] in names]
    if _FIELD.search(main) or any(_TEMPLATE.search(_read(container, [table])) for table in tables):
        raise FileReachesOut
    return kinds.DOC


def _book(stream: bytes) -> MediaType:
    for kind, body in _records(stream):
        if kind == _FILEPASS:
            raise FileLocked
        if kind == _BOUNDSHEET and len(body) > 5 and body[5] == _MACRO_SHEET:
            raise FileHasMacros
        if kind == _SUPBOOK and _is_program(body):
            raise FileReachesOut
    return kinds.XLS


def _is_program(body: bytes) -> bool:
    """Program and topic are parted by a sign that no file's path has."""
    return len(body) > 4 and b"\x03" in body[4:] and body[2:4] != b"\x01\x04"


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + size]
        place += 4 + size


def _read(container: olefile.OleFileIO, path: list[str]) -> bytes:
    with container.openstream(path) as stream:
        content: bytes = stream.read(_STREAM_BYTES)
    return content
