"""Office documents (docx, xlsx, pptx): what they would run or fetch when opened, and a copy without their author."""

import re
import zipfile
from collections.abc import Callable, Iterable
from typing import Any, BinaryIO
from xml.parsers import expat

from huiyin.documents.errors import FileHasMacros, FileReachesOut, FileTypeRefused
from huiyin.documents.rules.jpeg import bare_pieces

# Unpacked: all parts together, and one part that is read as XML.
_ALL_BYTES = 400 << 20
_XML_BYTES = 100 << 20
# What no program writes, but what would fill the memory: elements inside of elements, one tag or comment, the words
# of all fields together, one photo.
_DEPTH = 256
_TAG_BYTES = 2 << 20
_FIELD_LETTERS = 1 << 20
_PHOTO_BYTES = 20 << 20
_CHUNK = 1 << 18
_PROGRAMS = re.compile(r"(?:^|/)(?:vbaproject\.bin|vbadata\.xml|activex/|macrosheets/|dialogsheets/)", re.IGNORECASE)
_PROGRAM_TYPE = re.compile(r"macro|vba|activex|dialogsheet", re.IGNORECASE)
# What may lie elsewhere: an address that a person follows, a picture or film, another table that the reader asks for.
_HARMLESS_OUTSIDE = {"hyperlink", "image", "video", "audio", "media", "externalLinkPath", "externalLink"}
_ELSEWHERE = re.compile(r"\s*(?:file:|\\\\|//|smb:|ms-|mhtml:|javascript:|vbscript:)", re.IGNORECASE)
_NEVER_INSIDE = {"aFChunk", "control", "vbaProject", "attachedToolbars"}
# A field that asks a program, also spelled by the numbers of its letters.
_DDE = re.compile(r"\bDDE(?:AUTO)?\b|\bQUOTE(?:\s+\d{1,3}){3}", re.IGNORECASE)
# A field that fetches a table or a part of another document, and one that fetches from another machine.
_FETCHED = re.compile(
    r"^\s*(?:LINK|DATABASE)\b|^\s*(?:INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|RD)\b.*?(?:\\\\|//(?=[^/]))",
    re.IGNORECASE | re.MULTILINE,
)
# Pictures of a page that was copied into a document lie on the web; they are shown, and run nothing.
_WEB_PICTURE = re.compile(r"^\s*INCLUDEPICTURE\s+\"?https?://[^\\]*$", re.IGNORECASE)
# What a press or the pointer over a slide starts.
_STARTS = re.compile(r"\s*ppaction://(?:program|macro|ole)", re.IGNORECASE)
_DDE_ELEMENTS = {"ddeLink", "oleLink"}
_NATIVE = "\x01Ole10Native".encode("utf-16-le")
_READ = re.compile(r"(?:word|xl|ppt)/.*\.xml", re.IGNORECASE)

_CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
_CUSTOM = _APP.replace(b"extended-properties", b"custom-properties")
_EMPTY = {"docprops/core.xml": _CORE, "docprops/app.xml": _APP, "docprops/custom.xml": _CUSTOM}
_PHOTOS = (".jpg", ".jpeg")
# The first day that a zip archive can name: when the document was written isn't told.
_EARLY = (1980, 1, 1, 0, 0, 0)


def check_office(archive: zipfile.ZipFile) -> None:
    """Refuse what runs or fetches something. Raises FileHasMacros, FileReachesOut, FileTypeRefused."""
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    # Programs look parts up without regard to case: of two they could open the one that was not looked at.
    if len(set(map(str.lower, names))) != len(names) or sum(entry.file_size for entry in entries) > _ALL_BYTES:
        raise FileTypeRefused
    if any(entry.file_size > _PHOTO_BYTES for entry in entries if entry.filename.lower().endswith(_PHOTOS)):
        raise FileTypeRefused
    if any(_PROGRAMS.search(name) for name in names):
        raise FileHasMacros
    for name in names:
        lower = name.lower()
        if lower.endswith(".rels"):
            read_part(archive, name, _check_relation)
        elif lower == "[content_types].xml":
            read_part(archive, name, _check_type)
        elif "/embeddings/" in lower and lower.endswith(".bin"):
            _check_embedded(archive, name)
        elif _READ.fullmatch(name):
            _check_part(archive, name)


def is_signed_office(archive: zipfile.ZipFile) -> bool:
    """Whether somebody has signed it: then not a byte may change."""
    return any(name.lower().startswith("_xmlsignatures/") for name in archive.namelist())


def copy_office(source: zipfile.ZipFile, target: BinaryIO) -> None:
    """The same document without author, company, times, thumbnail, and without what its photos tell."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for entry in source.infolist():
            bare = zipfile.ZipInfo(entry.filename, _EARLY)
            bare.compress_type = zipfile.ZIP_DEFLATED
            lower = entry.filename.lower()
            if lower in _EMPTY:
                copy.writestr(bare, _EMPTY[lower])
            elif lower.startswith("docprops/thumbnail"):
                # Emptied and not left out: other parts still point to it.
                copy.writestr(bare, b"")
            elif lower.endswith(_PHOTOS):
                _copy_photo(source, entry, copy, bare)
            else:
                with source.open(entry) as reading, copy.open(bare, "w") as writing:
                    while piece := reading.read(_CHUNK):
                        writing.write(piece)


def _copy_photo(
    source: zipfile.ZipFile, entry: zipfile.ZipInfo, copy: zipfile.ZipFile, bare: zipfile.ZipInfo
) -> None:
    """It is held once, neither packed nor copied as a whole."""
    content = bytearray()
    with source.open(entry) as reading:
        for piece in _pieces(reading, _PHOTO_BYTES):
            content += piece
    with copy.open(bare, "w") as writing:
        for view in bare_pieces(content):
            for place in range(0, len(view), _CHUNK):
                writing.write(view[place : place + _CHUNK])


def _check_relation(name: str, given: dict[str, str]) -> None:
    if name != "Relationship":
        return
    kind = given.get("Type", "").rstrip("/").rsplit("/", 1)[-1]
    if kind in _NEVER_INSIDE:
        raise FileHasMacros
    if given.get("TargetMode", "").lower() != "external":
        return
    if kind not in _HARMLESS_OUTSIDE:
        raise FileReachesOut
    if kind not in {"hyperlink", "externalLinkPath", "externalLink"} and _ELSEWHERE.match(given.get("Target", "")):
        raise FileReachesOut


def _check_type(_name: str, given: dict[str, str]) -> None:
    if _PROGRAM_TYPE.search(given.get("ContentType", "")):
        raise FileHasMacros


def _check_part(archive: zipfile.ZipFile, name: str) -> None:
    """Fields and links that would ask another program."""
    fields = _FieldCodes()

    def begin(element: str, given: dict[str, str]) -> None:
        if element in _DDE_ELEMENTS:
            raise FileReachesOut
        if _STARTS.match(given.get("action", "")):
            raise FileHasMacros
        if element == "connection" and given.get("refreshOnLoad", "0") not in {"0", "false"}:
            raise FileReachesOut
        fields.begin(element, given)

    read_part(archive, name, begin, fields.text, fields.end)
    if fields.ask_a_program():
        raise FileReachesOut


class _FieldCodes:
    """What the fields of a document say; the words of one may stand in many pieces."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._letters = 0
        self._is_inside = False

    def begin(self, element: str, given: dict[str, str]) -> None:
        """An element begins."""
        self._is_inside = element in {"instrText", "delInstrText"}
        if element == "fldSimple":
            self._add(given.get("instr", ""))
            self._pieces.append("\n")
        elif element == "fldChar" and given.get("fldCharType") == "begin":
            self._pieces.append("\n")

    def text(self, piece: str) -> None:
        """Words, of a field or not."""
        if self._is_inside:
            self._add(piece)

    def end(self, _element: str) -> None:
        """An element ends."""
        self._is_inside = False

    def ask_a_program(self) -> bool:
        """Whether one of them asks a program or another machine, taken one by one or all together."""
        one_by_one = "".join(self._pieces)
        together = one_by_one.replace("\n", "")
        if _DDE.search(one_by_one) or _DDE.search(together):
            return True
        lines = [line for line in one_by_one.split("\n") if not _WEB_PICTURE.match(line)]
        return any(_FETCHED.search(line) for line in (*lines, "".join(lines)))

    def _add(self, piece: str) -> None:
        self._letters += len(piece)
        if self._letters > _FIELD_LETTERS:
            raise FileTypeRefused
        self._pieces.append(piece)


def _check_embedded(archive: zipfile.ZipFile, name: str) -> None:
    """A packed file of any sort behind an icon."""
    before = b""
    with archive.open(name) as part:
        for piece in _pieces(part, _ALL_BYTES):
            # What is looked for may lie across two pieces.
            if _NATIVE in before + piece:
                raise FileHasMacros
            before = piece[-len(_NATIVE) :]


def read_part(
    archive: zipfile.ZipFile,
    name: str,
    begin: Callable[[str, dict[str, str]], None],
    text: Callable[[str], None] | None = None,
    end: Callable[[str], None] | None = None,
) -> None:
    """Read a part as XML, `begin` with each element and its attributes, without prefixes.

    Raises FileTypeRefused for what isn't well-formed, declares entities or is too long or too deep.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    depth = [0]

    def begin_element(element: str, given: dict[str, str]) -> None:
        depth[0] += 1
        if depth[0] > _DEPTH:
            raise FileTypeRefused
        begin(_local(element), {_local(key): value for key, value in given.items()})

    def end_element(element: str) -> None:
        depth[0] -= 1
        if end:
            end(_local(element))

    def refuse(*_: Any) -> None:
        raise FileTypeRefused

    parser.StartElementHandler = begin_element
    parser.StartDoctypeDeclHandler = refuse
    if text:
        parser.CharacterDataHandler = text
    parser.EndElementHandler = end_element
    try:
        with archive.open(name) as part:
            size = 0
            for piece in _pieces(part, _XML_BYTES):
                parser.Parse(piece, False)
                size += len(piece)
                if size - parser.CurrentByteIndex > _TAG_BYTES:  # the parser waits for the end of something
                    raise FileTypeRefused
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise FileTypeRefused from error


def _pieces(part: Any, most: int) -> Iterable[bytes]:
    size = 0
    while piece := part.read(_CHUNK):
        size += len(piece)
        if size > most:
            raise FileTypeRefused
        yield piece


def _local(name: str) -> str:
    return name.rsplit(":", 1)[-1]
