"""Parts of an office document, read within bounds."""

import zipfile
from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from huiyin.documents.errors import FileTypeRefused
from huiyin.documents.rules.inner import pieces_of
from huiyin.documents.rules.xml_budget import XML_BYTES, XmlBudget

# Unpacked: all parts together, one part that is read as XML, one photo or document inside.
ALL_BYTES = 400 << 20
PHOTO_BYTES = 20 << 20
# What no program writes, but what would fill the memory: elements inside of elements, one tag or comment.
_DEPTH = 256
_TAG_BYTES = 2 << 20


def whole_part(archive: zipfile.ZipFile, name: str) -> bytearray:
    """One part whole. Raises FileTypeRefused where that is too much."""
    content = bytearray()
    with archive.open(name) as reading:
        for piece in pieces_of(reading, PHOTO_BYTES):
            content += piece
    return content


def read_part(
    archive: zipfile.ZipFile,
    name: str,
    budget: XmlBudget,
    begin: Callable[[str, dict[str, str]], None],
    text: Callable[[str], None] | None = None,
    end: Callable[[str], None] | None = None,
) -> None:
    """Read a part as XML, `begin` with each element and its attributes, without prefixes.

    Raises FileHasManyParts above the budget, FileTypeRefused for what isn't well-formed, declares entities, or is
    too deep.
    """
    budget.part(archive.getinfo(name))
    parser = expat.ParserCreate()
    parser.buffer_text = True
    depth = [0]

    def begin_element(element: str, given: dict[str, str]) -> None:
        depth[0] += 1
        if depth[0] > _DEPTH:
            raise FileTypeRefused
        budget.element(given)
        begin(_local(element), {_local(key): value for key, value in given.items()} if given else given)

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
            for piece in pieces_of(part, XML_BYTES):
                parser.Parse(piece, False)
                size += len(piece)
                if size - parser.CurrentByteIndex > _TAG_BYTES:  # the parser waits for the end of something
                    raise FileTypeRefused
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise FileTypeRefused from error


def _local(name: str) -> str:
    return name.rsplit(":", 1)[-1]
