"""What a file really is: told by its content, the name only helps to tell text from text."""

import codecs
import re
import zipfile
import zlib
from collections.abc import Collection, Iterator
from typing import BinaryIO

from huiyin.documents.errors import FileHasMacros, FileHasManyParts, FileReachesOut, FileRuns, FileTypeRefused
from huiyin.documents.rules import media_types as kinds
from huiyin.documents.rules.media_types import MediaType
from huiyin.documents.rules.names import extension_of
from huiyin.documents.rules.ofd import check_ofd
from huiyin.documents.rules.office import check_office
from huiyin.documents.rules.old_office import old_office_type
from huiyin.kernel.archives import has_too_many_entries

_HEAD = 4096
_CHUNK = 1 << 18

_SIGNATURES: tuple[tuple[re.Pattern[bytes], MediaType], ...] = tuple(
    (re.compile(pattern, re.DOTALL), kind)
    for pattern, kind in (
        (rb"\xff\xd8\xff", kinds.JPEG),
        (rb"\x89PNG\r\n\x1a\n", kinds.PNG),
        (rb"GIF8[79]a", kinds.GIF),
        (rb"RIFF....WEBP", kinds.WEBP),
        # Two letters are too few to go by: the reserved zeros and the length of the inner header must fit as well.
        (rb"BM.{4}\x00{4}.{4}[\x0c\x28\x34\x38\x40\x6c\x7c]\x00{3}", kinds.BMP),
        (rb"II\*\x00|MM\x00\*", kinds.TIFF),
        (rb"(?:\xef\xbb\xbf)?\s*%PDF-[12]\.", kinds.PDF),
        (rb"RIFF....WAVE", kinds.WAV),
        (rb"#!AMR(?:-WB)?(?:_MC1\.0)?\n", kinds.AMR),
        # One stream that begins with the head of Opus: no other sound and no film comes in these pages.
        (rb"OggS\x00\x02.{20}\x01\x13OpusHead", kinds.OGG),
        (rb"ID3[\x02-\x04][\x00-\x0a]", kinds.MP3),
        # A bare MPEG frame of layer III whose bit rate and sampling rate exist.
        (rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb][\x10-\xef]", kinds.MP3),
        (rb"....(?:moov|wide|mdat)", kinds.MOV),
    )
)
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis"}
_MP4_BRAND = re.compile(rb"isom|iso\d|mp4[12]|avc1|M4V.|MSNV|mmp4|dash|3g[p2].")

_EBML = b"\x1a\x45\xdf\xa3"
_WEBM_PICTURES = re.compile(rb"\x86[\x80-\xff]V_[A-Z]")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE_PARTS = (
    ("word/document.xml", kinds.DOCX),
    ("xl/workbook.xml", kinds.XLSX),
    ("ppt/presentation.xml", kinds.PPTX),
)
_OFD_ENTRANCE = "OFD.xml"
_OFD_ROOT = re.compile(rb"<(?:\w+:)?OFD\b[^>]*http://www\.ofdspec\.org/")

_MARKUP = re.compile(r"\s*(?:<[!?a-z]|#!)|.*<(?:html|script|svg|iframe)\b", re.IGNORECASE | re.DOTALL)
# A table in the notation SYLK, which can hold programs: the first line says so, the next ones are its records. Many
# honest tables begin with a column "ID".
_SYLK = re.compile(r"\s*ID;P[^\r\n]*[\r\n]+\s*(?:[BCEFOPW]|N[ELNUV]?)(?:;|[\r\n])")
# RTF with its objects and fields, a saved web page or mail, a link, a query of Excel, entries for the registry,
# PostScript: text that does something once a program opens it, whatever its name says.
_RUNS = re.compile(
    r"\s*(?:\{\\rt|\[(?:InternetShortcut|Shell|DEFAULT|Desktop Entry|autorun|version)\]\s*$|WEB\s*[\r\n]+\d+\s*[\r\n]"
    r"|XLODBC\s*[\r\n]|Windows Registry Editor|REGEDIT4|%!PS|full address:s:"
    r"|(?:[A-Za-z][\w-]*:[^\r\n]*[\r\n]+(?:[ \t][^\r\n]*[\r\n]+)*){0,60}?MIME-Version\s*:)",
    re.IGNORECASE | re.MULTILINE,
)
# A cell that asks a program: =program|'what'!where, also within another formula.
_CELL_LETTERS = 500
_DDE_CELL = re.compile(r"(?:^|[,;\t\r\n\"])\s*[=+@-][^,;\t\r\n|]{0,200}\|[^;\t\r\n|]{0,200}!", re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def sniff(file: BinaryIO, name: str) -> MediaType:
    """The type of a seekable file.

    Raises FileTypeRefused, FileHasMacros, FileHasManyParts, FileHasPrograms, FileLocked, FileReachesOut, FileRuns.
    """
    file.seek(0)
    head = file.read(_HEAD)
    if head.startswith(b"PK\x03\x04"):
        return _office(file)
    if head.startswith(_OLE):
        file.seek(0)
        return old_office_type(file)
    if head[4:8] == b"ftyp":
        return _boxed(head)
    if head.startswith(_EBML):
        return _webm(head)
    for pattern, kind in _SIGNATURES:
        if pattern.match(head):
            return kind
    return _text(file, name)


def _boxed(head: bytes) -> MediaType:
    """Photos, sound and film in ISO boxes are told apart by their brands."""
    major, length = head[8:12], min(int.from_bytes(head[:4], "big"), len(head))
    others = {head[place : place + 4] for place in range(16, length - 3, 4)}
    if major in _HEIC_BRANDS or (major == b"mif1" and others & _HEIC_BRANDS):
        return kinds.HEIC
    if major in {b"M4A ", b"M4B "}:
        return kinds.M4A
    if major == b"qt  ":
        return kinds.MOV
    if _MP4_BRAND.fullmatch(major):
        return kinds.MP4
    raise FileTypeRefused


def _webm(head: bytes) -> MediaType:
    """Sound of a browser: a WebM whose tracks, at its beginning, are of Opus and never of pictures."""
    if b"\x42\x82\x84webm" not in head[:64] or b"\x86\x86A_OPUS" not in head or _WEBM_PICTURES.search(head):
        raise FileTypeRefused
    return kinds.WEBM


def _office(file: BinaryIO) -> MediaType:
    """A zip archive is kept only when it is an OFD, or an office document without programs in it."""
    try:
        if has_too_many_entries(file):
            raise FileHasManyParts
        with zipfile.ZipFile(file) as archive:
            names = {entry.filename for entry in archive.infolist()}
            if _is_ofd(archive, names):
                check_ofd(archive)
                return kinds.OFD
            if "[Content_Types].xml" not in names:
                raise FileTypeRefused
            check_office(archive)
    except (
        zipfile.BadZipFile,
        KeyError,
        RuntimeError,
        NotImplementedError,
        EOFError,
        OSError,
        ValueError,
        zlib.error,
    ) as error:
        raise FileTypeRefused from error
    for part_name, kind in _OFFICE_PARTS:
        if part_name in names:
            return kind
    raise FileTypeRefused


def _is_ofd(archive: zipfile.ZipFile, names: Collection[str]) -> bool:
    """Its entrance is OFD.xml, whose root is of the standard's name space (GB/T 33190, 7.4)."""
    if _OFD_ENTRANCE not in names:
        return False
    with archive.open(_OFD_ENTRANCE) as part:
        return _OFD_ROOT.search(part.read(_HEAD)) is not None


def _text(file: BinaryIO, name: str) -> MediaType:
    """Text in UTF-8, UTF-16 with its mark, or GB 18030; never markup nor a script."""
    extension = extension_of(name)
    if extension in kinds.ACTIVE_EXTENSIONS:
        raise FileRuns
    if not any(_is_text(file, encoding) for encoding in _encodings(file)):
        raise FileTypeRefused
    kind = kinds.CSV if extension in kinds.CSV.extensions else kinds.TXT
    _check_table(file, is_table=kind is kinds.CSV)
    return kind


def _check_table(file: BinaryIO, *, is_table: bool) -> None:
    """What a spreadsheet program would take for more than text. Raises FileHasMacros, FileReachesOut."""
    encoding = next(encoding for encoding in _encodings(file) if _is_text(file, encoding))
    before = ""
    for number, piece in enumerate(_decoded(file, encoding)):
        if number == 0 and _SYLK.match(piece[:_HEAD]):
            raise FileHasMacros
        if number == 0 and _RUNS.match(piece[:_HEAD]):
            raise FileRuns
        if is_table and _DDE_CELL.search(before + piece):
            raise FileReachesOut
        # A cell may lie across two pieces.
        before = piece[-_CELL_LETTERS:]


def _encodings(file: BinaryIO) -> tuple[str, ...]:
    file.seek(0)
    marked = file.read(2) in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}
    return ("utf-16",) if marked else ("utf-8-sig", "gb18030")


def _is_text(file: BinaryIO, encoding: str) -> bool:
    try:
        for number, piece in enumerate(_decoded(file, encoding)):
            if _CONTROL.search(piece):
                return False
            if number == 0 and _MARKUP.match(piece[:_HEAD]):
                raise FileRuns
    except UnicodeDecodeError:
        return False
    return True


def _decoded(file: BinaryIO, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    while chunk := file.read(_CHUNK):
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)
