"""Files as somebody sends them: a few that are sound, many that are broken or made to do harm. All are small."""

import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO
from random import Random

from openpyxl import Workbook
from PIL import Image

from tests.attack.fuzz.rubbish import as_bytes, rubbish, sentence
from tests.documents.samples import film, office, ole, pdf, word

_NAMES = (
    "{}",
    "../../../{}",
    "a\r\nX: y{}",
    "{}\x00.html",
    "\u202e{}",
    "x" * 3000 + "{}",
    "",
    "CON.{}",
    "{}.exe",
    ".{}",
)
_ENDINGS = ("jpg", "png", "gif", "heic", "webp", "tif", "pdf", "docx", "doc", "xlsx", "xls", "csv", "zip", "txt",
            "mp4", "mp3", "svg", "html", "7z", "toml")  # fmt: skip
_TYPES = (
    "application/octet-stream", "image/jpeg", "text/html", "application/pdf", "", "x/y; charset=utf-7", "text/plain",
    "multipart/form-data", "image/svg+xml",
)  # fmt: skip
_BOMB = b"<w>" * 3_000_000
_ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><w:document xmlns:w='http://w'><w:body>&j;</w:body></w:document>"
)


def file(chance: Random) -> tuple[bytes, str, bytes]:
    """Name, type and content of a file; each may be wrong for the others."""
    ending = chance.choice(_ENDINGS)
    makers = [make for endings, make in _MAKERS if ending in endings] if chance.random() < 0.7 else None
    content = chance.choice(makers or [make for _, make in _MAKERS])(chance)
    name = f"附件.{ending}" if chance.random() < 0.7 else chance.choice(_NAMES).format(f"a.{ending}")
    return as_bytes(name), chance.choice(_TYPES), _broken(content, chance)


def _broken(content: bytes, chance: Random) -> bytes:
    """As it is, cut off, with bytes changed, or with something behind it."""
    way = chance.randrange(6)
    if way == 0:
        return content[: chance.randrange(len(content) + 1)]
    if way == 1 and content:
        changed = bytearray(content)
        for _ in range(chance.choice((1, 4, 40))):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        return bytes(changed)
    if way == 2:
        return content + chance.choice((b"PK\x03\x04", b"<script>alert(1)</script>", b"\x00" * 900))
    return content


@cache
def _picture(kind: str, size: tuple[int, int] = (24, 16)) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", size, (90, 120, 40)).save(buffer, kind)
    return buffer.getvalue()


def _sound_picture(chance: Random) -> bytes:
    return _picture(chance.choice(("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP")))


def _huge_jpeg(chance: Random) -> bytes:
    sent = bytearray(_picture("JPEG"))
    place = sent.index(b"\xff\xc0") + 5
    sent[place : place + 4] = struct.pack(
        ">HH", *chance.choice(((65_535, 65_535), (9_900, 10_000), (0, 0), (1, 65_535)))
    )
    return bytes(sent)


def _huge_png(chance: Random) -> bytes:
    width, height = chance.choice(((2**31 - 1, 1), (60_000, 60_000), (0, 9), (1, 2**31 - 1), (7_000, 7_000)))
    rows = zlib.compress(bytes(2_000_000), 9)
    header = struct.pack(">IIBBBBB", width, height, 8, chance.choice((0, 2, 3, 6, 7)), 0, 0, chance.choice((0, 1)))
    text = b"Comment\x00\x00" + zlib.compress(bytes(5_000_000), 9)
    parts = ((b"IHDR", header), (b"zTXt", text), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


@cache
def _large_photo() -> bytes:
    return _picture("JPEG", (7_000, 7_000))


def _exif_loop(chance: Random) -> bytes:
    directory = b"MM\x00*\x00\x00\x00\x08" + struct.pack(">H", 9) + bytes(chance.randrange(256) for _ in range(108))
    block = b"Exif\x00\x00" + directory + struct.pack(">I", 8)
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(block) + 2) + block + _picture("JPEG")[2:]


def _heic(chance: Random) -> bytes:
    box = struct.pack(">I4s", chance.choice((0, 1, 8, 2**32 - 1, 40)), b"meta") + rubbish(chance)[:300]
    return b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + box * chance.choice((1, 50))


_PDF_CHANGES = (
    "", "pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS='app.alert(1)')",
    "page.Contents = pdf.make_stream(b'q ' * 200000)", "pdf.Root.Pages.Kids.append(pdf.Root.Pages)",
    "page.Parent = page.obj", "pdf.Root.AcroForm = Dictionary(XFA=Array([]))", "pdf.Root.Names = pdf.Root",
)  # fmt: skip


@cache
def _pdf_of(change: str) -> bytes:
    try:
        return pdf(change)
    except Exception:  # what can't be saved is still sent as its beginning
        return b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R/Size 9999999>>\n%%EOF"


def _pdf(chance: Random) -> bytes:
    return chance.choice([*map(_pdf_of, _PDF_CHANGES), _RAW_PDF])


_RAW_PDF = (
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count -1>>endobj\n"
    b"3 0 obj<</Length 99999999/Filter[/FlateDecode/FlateDecode]>>stream\n" + zlib.compress(bytes(3_000_000), 9) +
    b"\nendstream endobj\nxref\n0 4\n0000000000 65535 f \ntrailer<</Root 1 0 R/Size 4/Prev 0>>\nstartxref\n9\n%%EOF"
)  # fmt: skip
_NESTED = "{%p for a in b %}" * 10 + "{{ a.__class__ }}" + "{%p endfor %}" * 10
_WORDS = (
    word("<w:p/>"), word("<w:p>" * 20_000), "", word(f"<w:p><w:r><w:t>{_NESTED}</w:t></w:r></w:p>"), 
    _ENTITIES, "<root",
    word("<w:p><w:r><w:t>{{ office }}{{ nothing.there }}{% raw %}</w:t></w:r></w:p>"), "\x00", "<?xml version='9'?>",
)  # fmt: skip


def _word(chance: Random) -> bytes:
    parts: dict[str, str | bytes] = {"word/document.xml": chance.choice(_WORDS)}
    if chance.random() < 0.3:
        parts[chance.choice(("word/media/a.png", "../../a", "/etc/passwd", "word/vbaProject.bin", "a" * 900))] = (
            b"x" * 99
        )
    return office(parts=parts)


@cache
def _bombed(main: str) -> bytes:
    return office(main=main, parts={main: _BOMB})


def _bomb(chance: Random) -> bytes:
    return _bombed(
        chance.choice(("word/document.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "ppt/presentation.xml"))
    )


@cache
def _table(columns: int, rows: int) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for number in range(rows):
        sheet.append([f"=1+{number}", "谷小满", "19900001234", *["x"] * columns])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


_SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'
_SHEETS = (
    _SHEET.format('<dimension ref="A1:XFD1048576"/><sheetData><row r="1048576"><c r="XFD9"/></row></sheetData>'),
    _SHEET.format('<sheetData><row r="-1"><c r="A0" t="s"><v>99999</v></c></row></sheetData>'),
    _SHEET.format('<sheetData><row r="1"><c r="A1" t="n"><v>1e999</v></c><c t="d"><v>x</v></c></row></sheetData>'),
    _SHEET.format("<sheetData>" + "<row/>" * 200_000 + "</sheetData>"), _ENTITIES, "<", "",
)  # fmt: skip


def _workbook(chance: Random) -> bytes:
    if chance.random() < 0.3:
        return _table(*chance.choice(((1, 3), (300, 2), (2, 3_000))))
    whole = _table(1, 3)
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(whole)) as before, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as after:
        hurt = chance.choice(before.namelist()) if chance.random() < 0.5 else "xl/worksheets/sheet1.xml"
        for name in before.namelist():
            after.writestr(name, chance.choice(_SHEETS) if name == hurt else before.read(name))
    return buffer.getvalue()


def _old_office(chance: Random) -> bytes:
    name = chance.choice(("WordDocument", "Workbook", "Book", "Macros", "VBA"))
    return ole({name: rubbish(chance)[:3000]})


def _archive(chance: Random) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("../../etc/cron.d/x", "/abs", "a" * 300, "C:\\x", "x\u202e", "data/a.txt", "bagit.txt"):
            archive.writestr(name, bytes(chance.choice((0, 9, 4_000_000))))
    return buffer.getvalue()


def _sound(chance: Random) -> bytes:
    tag = b"ID3\x04\x00\x00" + chance.choice((b"\x7f\x7f\x7f\x7f", b"\x00\x00\x00\x09", b"\xff\xff\xff\xff"))
    return tag + b"APIC" + rubbish(chance)[:200] + b"\xff\xfb\x90\x00" + bytes(900)


def _film(chance: Random) -> bytes:
    box = struct.pack(
        ">I4s", chance.choice((0, 1, 7, 2**32 - 1, 24)), chance.choice((b"udta", b"meta", b"trak"))
    ) + bytes(16)
    return film(box * chance.choice((1, 2_000)))


def _plain(chance: Random) -> bytes:
    return chance.choice((b"", b"%PDF-", b"PK\x03\x04", b"\xff\xd8", b"GIF89a", b"7z\xbc\xaf'\x1c", rubbish(chance)))


def _csv(chance: Random) -> bytes:
    lines = [",".join(sentence(chance) for _ in range(3)) for _ in range(5)]
    return as_bytes("\n".join([*lines, '"' * 99, "a," * 3_000])) + rubbish(chance)


def _svg(chance: Random) -> bytes:
    return b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>' + rubbish(chance)[:50]


_PICTURES = ("jpg", "png", "gif", "heic", "webp", "tif")
_MAKERS: tuple[tuple[tuple[str, ...], Callable[[Random], bytes]], ...] = (
    (_PICTURES, _sound_picture), (("jpg",), _huge_jpeg), (("jpg",), _exif_loop), (("png",), _huge_png),
    (("heic",), _heic), (("pdf",), _pdf), (("docx",), _word), (("docx", "xlsx"), _bomb), (("xlsx",), _workbook),
    (("doc", "xls"), _old_office), (("zip", "7z"), _archive), (("mp3",), _sound), (("mp4",), _film), (("csv",), _csv),
    (("svg", "html"), _svg), (("txt", "toml", "html"), _plain), (("jpg",), lambda chance: _large_photo()),
)  # fmt: skip
