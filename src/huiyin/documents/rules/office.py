"""Office documents (docx, xlsx, pptx): what they would run or fetch when opened."""

import re
import zipfile
from io import BytesIO

from huiyin.documents.errors import FileHasMacros, FileHasPrograms, FileReachesOut, FileTypeRefused
from huiyin.documents.rules.inner import Inner, inner_of, is_program, pieces_of
from huiyin.documents.rules.office_copy import emptied_parts
from huiyin.documents.rules.office_words import FieldCodes, Formulas
from huiyin.documents.rules.office_xml import ALL_BYTES, PHOTO_BYTES, read_part, whole_part
from huiyin.documents.rules.old_office import check_compound
from huiyin.documents.rules.xml_budget import XmlBudget
from huiyin.documents.rules.xml_edit import is_two_bytes
from huiyin.kernel.archives import has_too_many_entries

# A table in a chart, and a document in that; no person packs them deeper.
_NESTED_MOST = 2
_CHUNK = 1 << 18
_PROGRAMS = re.compile(r"(?:^|/)(?:vbaproject\.bin|vbadata\.xml|activex/|macrosheets/|dialogsheets/)", re.IGNORECASE)
_PROGRAM_TYPE = re.compile(r"macro|vba|activex|dialogsheet", re.IGNORECASE)
# What may lie elsewhere: an address that a person follows, a picture or film, another table that the reader asks for.
_HARMLESS_OUTSIDE = {"hyperlink", "image", "video", "audio", "media", "externalLinkPath", "externalLink"}
_ELSEWHERE = re.compile(r"\s*(?:file:|\\\\|//|smb:|ms-|mhtml:|javascript:|vbscript:)", re.IGNORECASE)
_NEVER_INSIDE = re.compile(
    r"afchunk|control|vbaproject.*|wordvbadata|attachedtoolbars|activex.*|.*macrosheet|dialogsheet",
    re.IGNORECASE,
)
# What a press or the pointer over a slide starts.
_STARTS = re.compile(r"\s*ppaction://(?:program|macro|ole)", re.IGNORECASE)
_DDE_ELEMENTS = {"ddeLink", "oleLink"}
_NATIVE = "\x01ole10native".encode("utf-16-le")

_PHOTOS = (".jpg", ".jpeg")


def check_office(archive: zipfile.ZipFile, depth: int = 0, budget: XmlBudget | None = None) -> None:
    """Refuse what runs or fetches something, also in a document inside of it.

    Raises FileHasMacros, FileHasManyParts, FileHasPrograms, FileReachesOut, FileLocked, FileTypeRefused.
    """
    budget = budget or XmlBudget()
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    # Programs look parts up without regard to case: of two they could open the one that was not looked at.
    if len(set(map(str.lower, names))) != len(names) or sum(entry.file_size for entry in entries) > ALL_BYTES:
        raise FileTypeRefused
    if any(entry.file_size > PHOTO_BYTES for entry in entries if entry.filename.lower().endswith(_PHOTOS)):
        raise FileTypeRefused
    if any(_PROGRAMS.search(name) for name in names):
        raise FileHasMacros
    empty = emptied_parts(archive, budget)
    for name in names:
        lower = name.lower()
        if lower.endswith(".rels"):
            read_part(archive, name, budget, _check_relation)
        elif lower == "[content_types].xml":
            read_part(archive, name, budget, _check_type)
        elif lower not in empty:
            _check_entry(archive, name, depth, budget)


def _check_entry(archive: zipfile.ZipFile, name: str, depth: int, budget: XmlBudget) -> None:
    with archive.open(name) as part:
        head = part.read(_CHUNK)
    lower = name.lower()
    if is_program(head, lower):
        raise FileHasPrograms
    kind = inner_of(head)
    if kind in {Inner.ZIP, Inner.COMPOUND}:
        _check_inner(archive, name, kind, depth, budget)
    elif kind is not None and archive.getinfo(name).file_size > PHOTO_BYTES:
        raise FileTypeRefused
    elif lower.endswith(".bin"):
        _check_embedded(archive, name)
    elif lower.endswith(".xml") or (kind is None and _looks_like_xml(head)):
        # Drawings are looked at when they are copied.
        if lower.endswith((".vml", ".svg")):
            budget.part(archive.getinfo(name))
        else:
            _check_part(archive, name, budget)


def _check_inner(archive: zipfile.ZipFile, name: str, kind: Inner, depth: int, budget: XmlBudget) -> None:
    """A document inside of the document."""
    if depth >= _NESTED_MOST:
        raise FileTypeRefused
    content = BytesIO(whole_part(archive, name))
    if kind is Inner.COMPOUND:
        _check_embedded(archive, name)
        check_compound(content)
        return
    if has_too_many_entries(content):
        raise FileTypeRefused
    with zipfile.ZipFile(content) as inner:
        if "[Content_Types].xml" not in inner.namelist():
            raise FileHasPrograms
        check_office(inner, depth + 1, budget)


def _looks_like_xml(head: bytes) -> bool:
    return is_two_bytes(head) or head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _check_relation(name: str, given: dict[str, str]) -> None:
    if name != "Relationship":
        return
    kind = given.get("Type", "").rstrip("/").rsplit("/", 1)[-1]
    if _NEVER_INSIDE.fullmatch(kind):
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


def _check_part(archive: zipfile.ZipFile, name: str, budget: XmlBudget) -> None:
    """Fields and links that would ask another program."""
    fields = FieldCodes()
    formulas = Formulas()

    def begin(element: str, given: dict[str, str]) -> None:
        if element in _DDE_ELEMENTS:
            raise FileReachesOut
        if _STARTS.match(given.get("action", "")):
            raise FileHasMacros
        if element == "connection" and given.get("refreshOnLoad", "0") not in {"0", "false"}:
            raise FileReachesOut
        fields.begin(element, given)
        formulas.begin(element)

    def text(piece: str) -> None:
        fields.text(piece)
        formulas.text(piece)

    def end(element: str) -> None:
        fields.end(element)
        formulas.end(element)

    read_part(archive, name, budget, begin, text, end)
    if fields.ask_a_program():
        raise FileReachesOut


def _check_embedded(archive: zipfile.ZipFile, name: str) -> None:
    """A packed file of any sort behind an icon."""
    before = b""
    with archive.open(name) as part:
        for piece in pieces_of(part, ALL_BYTES):
            # What is looked for may lie across two pieces; names are the same in capitals.
            if _NATIVE in (before + piece).lower():
                raise FileHasMacros
            before = piece[-len(_NATIVE) :]
