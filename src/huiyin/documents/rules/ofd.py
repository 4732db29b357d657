"""OFD (GB/T 33190): what must not lie inside, and a copy without author, program and the like."""

import zipfile
from typing import BinaryIO

from huiyin.documents.errors import FileHasPrograms, FileTypeRefused
from huiyin.documents.rules.inner import Inner, inner_of, is_program
from huiyin.documents.rules.office_copy import EARLY, copy_entry
from huiyin.documents.rules.office_people import SOMEBODY
from huiyin.documents.rules.office_xml import ALL_BYTES, PHOTO_BYTES
from huiyin.documents.rules.xml_budget import XmlBudget
from huiyin.documents.rules.xml_edit import XmlChange

_CHUNK = 1 << 18
# Of DocInfo (7.4); its title, subject and keywords are about the content.
_GONE = {"Author", "Creator", "CreatorVersion", "CreationDate", "ModDate", "CustomDatas"}
_READ = {"ofd.xml", "document.xml", "attachments.xml"}


def check_ofd(archive: zipfile.ZipFile) -> None:
    """Refuse what carries programs, archives or other documents along.

    Raises FileHasManyParts, FileHasPrograms, FileTypeRefused.
    """
    entries = archive.infolist()
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) != len(names) or sum(entry.file_size for entry in entries) > ALL_BYTES:
        raise FileTypeRefused
    budget = XmlBudget()
    for entry in entries:
        if _is_read(entry):
            budget.part(entry)
        with archive.open(entry) as part:
            head = part.read(_CHUNK)
        kind = inner_of(head)
        if is_program(head, entry.filename.lower()) or kind in {Inner.ZIP, Inner.COMPOUND}:
            raise FileHasPrograms
        if kind is not None and entry.file_size > PHOTO_BYTES:
            raise FileTypeRefused


def is_signed_ofd(archive: zipfile.ZipFile) -> bool:
    """Whether somebody has signed or stamped it: then not a byte may change."""
    return any(name.lower().rsplit("/", 1)[-1] in {"signatures.xml", "signature.xml"} for name in archive.namelist())


def copy_ofd(source: zipfile.ZipFile, target: BinaryIO) -> None:
    """The same document without author, program, times and data of programs, and what its pictures tell."""
    budget = XmlBudget()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for entry in source.infolist():
            bare = zipfile.ZipInfo(entry.filename, EARLY)
            bare.compress_type = zipfile.ZIP_DEFLATED
            with copy.open(bare, "w") as writing:
                copy_entry(source, entry, writing, _rule if _is_read(entry) else None, budget)


def _is_read(entry: zipfile.ZipInfo) -> bool:
    # Attached figures are content, whatever their elements are called.
    lower = entry.filename.lower()
    return lower.rsplit("/", 1)[-1] in _READ or ("annot" in lower and lower.endswith(".xml"))


def _rule(element: str, given: dict[str, str]) -> XmlChange | None:
    if element in _GONE:
        return XmlChange(is_gone=True)
    if element == "Attachment":
        attributes: dict[str, str | None] = {
            key: None for key in ("Creator", "CreationDate", "ModDate") if key in given
        }
        return XmlChange(attributes) if attributes else None
    return XmlChange({"Creator": SOMEBODY}) if "Creator" in given else None
