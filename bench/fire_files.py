"""Files that unpack into mountains: Word templates and workbooks."""

import zipfile
from io import BytesIO

from docx import Document
from openpyxl import Workbook

_NEEDED = ("{{ 标题 }}", "{{ 文号 }}", "{{ 单位 }}", "{{ 日期 }}", "{{ 正文 }}")
_MEGABYTES = 40
PLAIN, BROKEN = "a plain one", "broken"


def templates() -> dict[str, bytes]:
    """By what is wrong with them."""
    loops = [f"{{%p for 部分{number} in 各部分 %}}" for number in range(10)]
    plain = _document()
    link = b"<Relationship Id='rId99' Type='http://x/attachedTemplate' TargetMode='External' Target='http://x.invalid/'/>"
    entities = b'<!DOCTYPE x [<!ENTITY a "xxxxxxxxxx">' + b"".join(
        b'<!ENTITY %c "%s">' % (number, b"&%c;" % (number - 1) * 10) for number in range(ord("b"), ord("j"))
    )
    bomb = _changed(plain, "word/document.xml", b"<w:document ", entities + b"]><w:document ")
    return {
        "ten loops": _document(*loops, "{{ 部分1.标题 }}", *["{%p endfor %}"] * 10),
        "template elsewhere": _changed(
            plain, "word/_rels/document.xml.rels", b"</Relationships>", link + b"</Relationships>"
        ),
        "entities": _changed(bomb, "word/document.xml", b"<w:body>", b"<w:body><w:p><w:r><w:t>&i;</w:t></w:r></w:p>"),
        PLAIN: plain,
    }


def workbooks(megabytes: int = _MEGABYTES) -> dict[str, bytes]:
    """By what there is very much of."""
    name = b'<definedName name="a">1</definedName>'
    return {
        "styles": _book("xl/styles.xml", megabytes, b"</cellXfs>", b"<xf/>"),
        "names": _book("xl/workbook.xml", megabytes, b"</workbook>", name, b"<definedNames>", b"</definedNames>"),
        "cells in a row": _book("xl/worksheets/sheet1.xml", megabytes, b"</sheetData>", b"<c/>", b"<row>", b"</row>"),
        BROKEN: b"PK\x03\x04" + b"\0" * 100,
    }


def _document(*more: str) -> bytes:
    document, buffer = Document(), BytesIO()
    for text in (*_NEEDED, *more):
        document.add_paragraph(text)
    document.save(buffer)
    return buffer.getvalue()


def _book(part: str, megabytes: int, end: bytes, many: bytes, before: bytes = b"", behind: bytes = b"") -> bytes:
    book, buffer = Workbook(), BytesIO()
    sheet = book.active
    if sheet is not None:
        sheet.append(["姓名"])
    book.save(buffer)
    return _changed(buffer.getvalue(), part, end, before + many * ((megabytes << 20) // len(many)) + behind + end)


def _changed(archive: bytes, part: str, old: bytes, new: bytes) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(archive)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            target.writestr(entry.filename, content.replace(old, new, 1) if entry.filename == part else content)
    return buffer.getvalue()
