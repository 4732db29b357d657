"""A copy of an office document (docx, xlsx, pptx) without what it tells beside its content."""

import posixpath
import re
import zipfile
from functools import partial
from io import BytesIO
from typing import Any, BinaryIO
from urllib.parse import unquote

from huiyin.documents.errors import FileHasManyParts, FileTypeRefused
from huiyin.documents.rules.inner import Inner, bare_inner, inner_of, pieces_of
from huiyin.documents.rules.office_people import drawing_rule, may_tell, people_rule, places_rule
from huiyin.documents.rules.office_xml import ALL_BYTES, read_part, whole_part
from huiyin.documents.rules.xml_budget import XmlBudget
from huiyin.documents.rules.xml_edit import Rule, edited, is_two_bytes

_CHUNK = 1 << 18
_CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
_CUSTOM = _APP.replace(b"extended-properties", b"custom-properties")
_LABELS = b'<clbl:labelList xmlns:clbl="http://schemas.microsoft.com/office/2020/mipLabelMetadata"/>'
_BLANK = b"<blank/>"
# What the last part of a relation's type says of the part that it leads to, wherever that lies. Emptied and not left
# out: other parts still point to it.
_EMPTY_KINDS = {
    "core-properties": _CORE, "extended-properties": _APP, "custom-properties": _CUSTOM, "thumbnail": b"",
    "customxml": _BLANK, "classificationlabels": _LABELS, "printersettings": b"",
}  # fmt: skip
_EMPTY_PLACES = (
    (re.compile(r"docprops/core\.xml"), _CORE),
    (re.compile(r"docprops/app\.xml"), _APP),
    (re.compile(r"docprops/custom\.xml"), _CUSTOM),
    (re.compile(r"docprops/thumbnail.*"), b""),
    (re.compile(r"customxml/item\d*\.xml"), _BLANK),
    (re.compile(r"docmetadata/labelinfo\.xml"), _LABELS),
    (re.compile(r".*/printersettings/.*"), b""),
)
_MAIN = {"word/document.xml", "xl/workbook.xml", "ppt/presentation.xml", "[content_types].xml"}
# The first day that a zip archive can name: when the document was written isn't told.
EARLY = (1980, 1, 1, 0, 0, 0)


def emptied_parts(archive: zipfile.ZipFile, budget: XmlBudget) -> dict[str, bytes]:
    """The parts, in small letters, that keep nothing, and what each becomes."""
    found: dict[str, bytes] = {}
    for name in archive.namelist():
        lower = name.lower()
        for place, new in _EMPTY_PLACES:
            if place.fullmatch(lower):
                found[lower] = new
        if lower.endswith(".rels"):
            read_part(archive, name, budget, partial(_follow, found, posixpath.dirname(posixpath.dirname(lower))))
    return {name: new for name, new in found.items() if name not in _MAIN and not name.endswith(".rels")}


def _follow(found: dict[str, bytes], folder: str, element: str, given: dict[str, str]) -> None:
    kind = given.get("Type", "").rstrip("/").rsplit("/", 1)[-1].lower()
    if element == "Relationship" and given.get("TargetMode", "") != "External" and kind in _EMPTY_KINDS:
        target = posixpath.join("/", folder, unquote(given.get("Target", "").lower()))
        found[posixpath.normpath(target).lstrip("/")] = _EMPTY_KINDS[kind]


def is_signed_office(archive: zipfile.ZipFile) -> bool:
    """Whether somebody has signed it: then not a byte may change."""
    return any(name.lower().startswith("_xmlsignatures/") for name in archive.namelist())


def copy_office(source: zipfile.ZipFile, target: BinaryIO, budget: XmlBudget | None = None) -> None:
    """The same document without author, company, times, thumbnail, names of who commented and changed it.

    What its pictures, sounds, films and the documents inside of it tell goes as well.
    """
    budget = budget or XmlBudget()
    empty = emptied_parts(source, budget)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for entry in source.infolist():
            bare = zipfile.ZipInfo(entry.filename, EARLY)
            bare.compress_type = zipfile.ZIP_DEFLATED
            with copy.open(bare, "w") as writing:
                if (new := empty.get(entry.filename.lower())) is not None:
                    writing.write(new)
                else:
                    copy_entry(source, entry, writing, _rule_for(source, entry, budget), budget)


def copy_entry(
    source: zipfile.ZipFile, entry: zipfile.ZipInfo, writing: Any, rule: Rule | None, budget: XmlBudget
) -> None:
    """One part: XML changed by `rule` where there is one, a picture without what it tells."""
    with source.open(entry) as reading:
        kind = inner_of(reading.read(_CHUNK))
    if kind is Inner.ZIP:
        with zipfile.ZipFile(BytesIO(whole_part(source, entry.filename))) as inner:
            copied = BytesIO()
            copy_office(inner, copied, budget)
        _write(writing, copied.getbuffer())
        return
    if kind is not None:
        # It is held once, neither packed nor copied as a whole.
        for view in bare_inner(kind, whole_part(source, entry.filename)):
            _write(writing, view)
        return
    with source.open(entry) as reading:
        pieces = pieces_of(reading, ALL_BYTES)
        for piece in edited(pieces, rule, budget) if rule else pieces:
            writing.write(piece)


def _rule_for(source: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: XmlBudget) -> Rule | None:
    lower = entry.filename.lower()
    if lower.endswith(".rels"):
        return places_rule
    if lower.endswith(".svg"):
        return drawing_rule if _is_plain(source, entry, budget) else None
    is_read = lower.endswith(".xml") and lower != "[content_types].xml"
    return people_rule() if is_read and _is_personal(source, entry) else None


def _is_plain(source: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: XmlBudget) -> bool:
    """Whether it can be read as XML; a drawing that can't be stays as it is."""
    try:
        read_part(source, entry.filename, budget, lambda _element, _given: None)
    except FileHasManyParts:
        raise
    except FileTypeRefused:
        return False
    return True


def _is_personal(source: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    before = b""
    with source.open(entry) as reading:
        for piece in pieces_of(reading, ALL_BYTES):
            # A word may lie across two pieces.
            if (not before and is_two_bytes(piece)) or may_tell(before + piece):
                return True
            before = piece[-30:]
    return False


def _write(writing: Any, view: memoryview | bytes) -> None:
    for place in range(0, len(view), _CHUNK):
        writing.write(view[place : place + _CHUNK])
