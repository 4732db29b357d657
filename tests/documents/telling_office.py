"""Where a name or a place may stand in an office document: (kind and where, file name, content)."""

import struct
import zipfile
from io import BytesIO
from zlib import crc32

from tests.documents.conftest import picture
from tests.documents.samples import box, film, office, ole, relations

MARK = "ZhangSanGPS31.23"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata"

Case = tuple[str, str, bytes]


def _docx(part: str, content: str | bytes) -> bytes:
    return office(parts={part: content})


def _xlsx(part: str, content: str | bytes) -> bytes:
    return office("xl/workbook.xml", {part: content})


def _pptx(part: str, content: str | bytes) -> bytes:
    return office("ppt/presentation.xml", {part: content})


def _led_to(kind: str, target: str, content: str | bytes) -> bytes:
    """A part of any name that a relation leads to."""
    relation = f"<Relationship Id='r1' Type='{kind}' Target='{target}'/>"
    rels = f"<?xml version='1.0'?><Relationships xmlns='http://x'>{relation}</Relationships>"
    return office(parts={"_rels/.rels": rels, target.lstrip("/"): content})


def _w(inside: str) -> str:
    return f'<?xml version="1.0"?><w:x xmlns:w="http://w" xmlns:w15="http://w15">{inside}</w:x>'


PNG = picture("PNG")
_TEXT = b"tEXtabcd\0" + MARK.encode()
PNG_MARKED = PNG[:33] + struct.pack(">L", len(_TEXT) - 4) + _TEXT + struct.pack(">L", crc32(_TEXT)) + PNG[33:]
GIF_MARKED = picture("GIF")[:-1] + b"\x21\xfe" + bytes([len(MARK)]) + MARK.encode() + b"\0;"
TIFF_MARKED = picture("TIFF", tiffinfo={315: MARK, 271: MARK, 306: MARK, 700: MARK.encode()})
WEBP_MARKED = picture("WEBP", xmp=MARK.encode(), exif=b"Exif\0\0" + MARK.encode())
JPEG_MARKED = picture("JPEG", comment=MARK.encode())
MP3_MARKED = b"ID3\x03\0\0\0\0\0\x20" + MARK.encode().ljust(32, b"\0") + b"\xff\xfb\x90\x64" + bytes(60)
INSIDE = {
    "png": PNG_MARKED,
    "gif": GIF_MARKED,
    "tiff": TIFF_MARKED,
    "webp": WEBP_MARKED,
    "jpeg": JPEG_MARKED,
    "mp3": MP3_MARKED,
}
CORE = f'<?xml version="1.0"?><c xmlns:d="http://d"><d:creator>{MARK}</d:creator></c>'
_CHART_TABLE = office(
    "xl/workbook.xml", {"docProps/core.xml": CORE, "xl/comments1.xml": f"<c><author>{MARK}</author></c>"}
)

OFFICE: list[Case] = [
    ("docx, author of a comment", "a.docx", _docx("word/comments.xml", _w(
        f'<w:comment w:id="1" w:author="{MARK}" w:date="2026-01-02" w:initials="{MARK}"><w:p/></w:comment>'))),
    ("docx, in single quotes", "a.docx", _docx("word/comments.xml", _w(f"<w:comment w:author = '{MARK}'/>"))),
    ("docx, with another prefix", "a.docx", _docx("word/document.xml",
        f'<q:x xmlns:q="http://w"><q:ins q:author="{MARK}"/></q:x>')),
    ("docx, in UTF-16", "a.docx", _docx("word/document.xml", (
        f'<?xml version="1.0" encoding="UTF-16"?><w xmlns:q="http://w"><q:ins q:author="{MARK}"/></w>'
    ).encode("utf-16"))),
    ("docx, author of a revision", "a.docx", _docx("word/document.xml", _w(
        f'<w:del w:author="{MARK}"><w:r/></w:del>'))),
    ("docx, author of a change of format in a footnote", "a.docx", _docx("word/footnotes.xml", _w(
        f'<w:rPrChange w:id="1" w:author="{MARK}"/>'))),
    ("docx, people", "a.docx", _docx("word/people.xml", _w(
        f'<w15:person w15:author="{MARK}"><w15:presenceInfo w15:userId="S::{MARK}"/></w15:person>'))),
    ("docx, rsid", "a.docx", _docx("word/document.xml", _w(f'<w:p w:rsidR="{MARK}" w:rsidRDefault="{MARK}"/>'))),
    ("docx, list of rsids", "a.docx", _docx("word/settings.xml", _w(
        f'<w:rsids><w:rsid w:val="{MARK}"/></w:rsids><w15:docId w15:val="{MARK}"/>'))),
    ("docx, variables", "a.docx", _docx("word/settings.xml", _w(
        f'<w:docVars><w:docVar w:name="a" w:val="{MARK}"/></w:docVars>'))),
    ("docx, who may edit a range", "a.docx", _docx("word/document.xml", _w(f'<w:permStart w:ed="{MARK}"/>'))),
    ("docx, path of a picture", "a.docx", _docx("word/document.xml", _w(
        f'<w:docPr name="a" descr="C:\\Users\\{MARK}\\a.jpg"/>'))),
    ("docx, custom properties", "a.docx", _docx("docProps/custom.xml", CORE)),
    ("docx, custom XML", "a.docx", _docx("customXml/item1.xml", CORE)),
    ("docx, custom XML of another name", "a.docx", _led_to(f"{_REL}/customXml", "data/mine.xml", CORE)),
    ("docx, core properties of another name", "a.docx", _led_to(
        f"{_PACKAGE}/core-properties", "/package/services/a.psmdcp", CORE)),
    ("docx, thumbnail of another name", "a.docx", _led_to(f"{_PACKAGE}/thumbnail", "thumb.wmf", MARK)),
    ("docx, label", "a.docx", _docx("docMetadata/LabelInfo.xml", CORE)),
    ("docx, thumbnail", "a.docx", _docx("docProps/thumbnail.jpeg", JPEG_MARKED)),
    ("docx, printer", "a.docx", _led_to(f"{_REL}/printerSettings", "word/printer9.bin", MARK)),
    ("docx, film", "a.docx", _docx("word/media/a.mp4", film(box(b"udta", box(b"\xa9xyz", MARK.encode()))))),
    ("docx, table behind a chart", "a.docx", _docx("word/embeddings/Microsoft_Excel_Sheet1.xlsx", _CHART_TABLE)),
    ("docx, older table inside", "a.docx", _docx("word/embeddings/oleObject1.bin", ole(
        {"Workbook": b"", "\x05SummaryInformation": MARK.encode()}))),
    ("xlsx, author of a note", "a.xlsx", _xlsx("xl/comments1.xml",
        f"<c><authors><author>{MARK}</author></authors><text><r><t>{MARK}:\nwords</t></r></text></c>")),
    ("xlsx, person", "a.xlsx", _xlsx("xl/persons/person.xml",
        f'<personList><person displayName="{MARK}" id="{{1}}" userId="S::{MARK}" providerId="AD"/></personList>')),
    ("xlsx, who has it open", "a.xlsx", _xlsx("xl/workbook.xml", f'<x><fileSharing userName="{MARK}"/></x>')),
    ("xlsx, where it lay", "a.xlsx", _xlsx("xl/workbook.xml", f'<x><a:absPath xmlns:a="a" url="C:\\{MARK}\\"/></x>')),
    ("xlsx, whose view", "a.xlsx", _xlsx("xl/workbook.xml",
        f'<x><customWorkbookView name="{MARK}" guid="{{1}}"/></x>')),
    ("xlsx, who changed it", "a.xlsx", _xlsx("xl/revisions/revisionHeaders.xml",
        f'<x><header userName="{MARK}"/></x>')),
    ("xlsx, users", "a.xlsx", _xlsx("xl/revisions/userNames.xml", f'<x><userInfo name="{MARK}" guid="1"/></x>')),
    ("xlsx, who drew up a pivot", "a.xlsx", _xlsx("xl/pivotCache/p.xml", f'<x refreshedBy="{MARK}"/>')),
    ("xlsx, log-in of a source", "a.xlsx", _xlsx("xl/connections.xml",
        f'<x><connection odcFile="{MARK}"><dbPr connection="A=1;User ID={MARK};B=2"/></connection></x>')),
    ("xlsx, printer", "a.xlsx", _xlsx("xl/printerSettings/printerSettings1.bin", MARK.encode("utf-16-le"))),
    ("xlsx, author of a scenario", "a.xlsx", _xlsx("xl/worksheets/sheet1.xml",
        f'<x><scenario name="a" user="{MARK}"/></x>')),
    ("xlsx, where another table lay", "a.xlsx", _xlsx("xl/externalLinks/_rels/a.xml.rels",
        relations("externalLinkPath", f"file:///C:/Users/{MARK}/a.xlsx"))),
    ("docx, where a linked file lay", "a.docx", _docx("word/_rels/document.xml.rels",
        relations("hyperlink", f"file:///C:/Users/{MARK}/a.xlsx"))),
    ("docx, log-in of a mail merge", "a.docx", _docx("word/settings.xml", _w(
        f'<w:mailMerge><w:connectString w:val="User ID={MARK}"/></w:mailMerge>'))),
    ("docx, SVG inside", "a.docx", _docx("word/media/a.svg", f"<svg><metadata>{MARK}</metadata></svg>")),
    ("xls, who wrote it last", "a.xls", ole({"Workbook": struct.pack(
        "<HHLHHHB", 0x809, 4, 0, 0x5C, 112, len(MARK), 0) + MARK.encode().ljust(109)})),
    ("pptx, author of a comment", "a.pptx", _pptx("ppt/commentAuthors.xml",
        f'<x><p:cmAuthor xmlns:p="p" id="1" name="{MARK}" initials="{MARK}"/></x>')),
    ("pptx, author of a newer comment", "a.pptx", _pptx("ppt/authors.xml",
        f'<x><p:author xmlns:p="p" id="1" name="{MARK}" initials="{MARK}" userId="{MARK}" providerId="AD"/></x>')),
    ("pptx, who changed it", "a.pptx", _pptx("ppt/changesInfos/changesInfo1.xml",
        f'<x><chg name="{MARK}" userId="S::{MARK}" providerId="AD"/></x>')),
    ("pptx, tags of programs", "a.pptx", _pptx("ppt/tags/tag1.xml", f'<x><tag name="a" val="{MARK}"/></x>')),
    *((f"docx, {kind} inside", "a.docx", _docx(f"word/media/image1.{kind}", content))
      for kind, content in INSIDE.items()),
    ("docx, picture of a wrong name", "a.docx", _docx("word/media/image1.png", JPEG_MARKED)),
]  # fmt: skip


def ofd(parts: dict[str, str | bytes], info: str = "") -> bytes:
    """A document of GB/T 33190."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    body = f"<ofd:DocInfo><ofd:DocID>1</ofd:DocID>{info}</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
    whole: dict[str, str | bytes] = {
        "OFD.xml": f"<ofd:OFD {space}><ofd:DocBody>{body}</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {space}/>",
    }
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in {**whole, **parts}.items():
            archive.writestr(name, content)
    return buffer.getvalue()


_DATA = f'<ofd:CustomDatas><ofd:CustomData Name="a">{MARK}</ofd:CustomData></ofd:CustomDatas>'
_NOTE = f'<a><Annot Creator="{MARK}"/></a>'
_ATTACHED = f'<a><Attachment Creator="{MARK}"/></a>'

OFD: list[Case] = [
    ("ofd, author", "a.ofd", ofd({}, f"<ofd:Author>{MARK}</ofd:Author>")),
    ("ofd, program", "a.ofd", ofd({}, f"<ofd:Creator>{MARK}</ofd:Creator>")),
    ("ofd, its version", "a.ofd", ofd({}, f"<ofd:CreatorVersion>{MARK}</ofd:CreatorVersion>")),
    ("ofd, data of programs", "a.ofd", ofd({}, _DATA)),
    ("ofd, author of a note", "a.ofd", ofd({"Doc_0/Annots/Page_0/Annotation.xml": _NOTE})),
    ("ofd, author of a note in a part of another name", "a.ofd", ofd({"Doc_0/Annots/Page_0/Annot_1.xml": _NOTE})),
    ("ofd, who attached it", "a.ofd", ofd({"Doc_0/Attachs/Attachments.xml": _ATTACHED})),
    ("ofd, comment of the archive", "a.ofd", ofd({})[:-2] + struct.pack("<H", len(MARK)) + MARK.encode()),
    *(
        (f"ofd, {kind} inside", "a.ofd", ofd({f"Doc_0/Res/image_1.{kind}": marked}))
        for kind, marked in INSIDE.items()
    ),
]
