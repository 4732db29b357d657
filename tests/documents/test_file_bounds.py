"""What would fill the memory, or be read for minutes, is refused before; each of these is a few kilobytes to send."""

import html
import struct
import tracemalloc
import zipfile
from contextlib import nullcontext
from io import BytesIO
from pathlib import Path

import pytest
from tests.documents.conftest import AT, left_behind
from tests.documents.samples import box, film, many_entries, office, word

from huiyin.documents.errors import (
    FileDamaged,
    FileHasManyParts,
    FileRefused,
    FileTypeRefused,
    ImageUnreadable,
)
from huiyin.documents.rules import xml_budget
from huiyin.documents.rules.office import check_office
from huiyin.documents.services import file_open, file_store

pytestmark = pytest.mark.django_db

_LONG = "a" * 40_000_000


@pytest.mark.parametrize(
    "parts",
    [
        {"word/document.xml": "<w>" * 2_000_000},
        {"word/document.xml": f"<w a='{_LONG}'/>"},
        {"word/document.xml": f"<w><!-- {_LONG} --></w>"},
        {"word/document.xml": word(f"<w:instrText>{_LONG}</w:instrText>")},
        {"word/media/a.jpg": b"\xff\xd8" + bytes(40_000_000)},
    ],
    ids=["deep", "long tag", "long comment", "long field", "photo"],
)
def test_what_would_fill_the_memory_is_refused_before(folder: Path, parts: dict[str, str | bytes]) -> None:
    """Each is a few kilobytes to send."""
    content = office(parts=parts)
    tracemalloc.start()
    try:
        with pytest.raises(FileTypeRefused):
            file_store(content=BytesIO(content), name="a.docx", at=AT)
        assert tracemalloc.get_traced_memory()[1] < 32_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "parts",
    [
        {"word/document.xml": word("<w:p a='1'>x</w:p>" * 20_000)},
        {f"word/header{n}.xml": word("<w:p/>" * 10_000) for n in range(6)},
        {"word/a.svg": "<svg>" + "<g/>" * 90_000 + "</svg>"},
        {f"word/embeddings/a{n}.docx": office(parts={"word/a.xml": word("<w:p/>" * 10_000)}) for n in range(6)},
    ],
    ids=["one part", "many parts", "a drawing", "documents inside"],
)
def test_no_file_makes_us_read_xml_for_long(monkeypatch: pytest.MonkeyPatch, parts: dict[str, str | bytes]) -> None:
    """A few kilobytes unpack to as much as one likes, and every megabyte takes a fifth of a second."""
    assert xml_budget.XML_BYTES == 32 << 20
    monkeypatch.setattr(xml_budget, "XML_BYTES", 320 << 10)
    with pytest.raises(FileHasManyParts):
        check_office(zipfile.ZipFile(BytesIO(office(parts=parts))))


_EMPTY = "<g/>" * 600
_LINKS = "<Relationships>" + "<Relationship/>" * 600 + "</Relationships>"


@pytest.mark.parametrize(
    "parts",
    [
        {"word/document.xml": word(_EMPTY * 2)},
        {"word/document.xml": word("<w:p a='1' b='2'/>" * 400)},
        {f"word/_rels/header{n}.xml.rels": _LINKS for n in range(2)},
        {"word/a.svg": f"<svg>{_EMPTY}</svg>", "word/b.svg": f"<svg>{_EMPTY}</svg>"},
        {f"word/embeddings/a{n}.docx": office(parts={"word/a.xml": word(_EMPTY)}) for n in range(2)},
    ],
    ids=["elements", "attributes", "links", "drawings", "documents inside"],
)
def test_no_file_makes_us_read_countless_elements(
    monkeypatch: pytest.MonkeyPatch, folder: Path, parts: dict[str, str | bytes]
) -> None:
    """Each takes as long as a hundred letters: fifty kilobytes kept a thread for a quarter of a minute."""
    monkeypatch.setattr(xml_budget, "XML_ITEMS", 1000)
    with pytest.raises(FileHasManyParts):
        file_store(content=BytesIO(office(parts=parts)), name="a.docx", at=AT)
    assert left_behind(folder) == []


def test_each_of_many_comments_finds_its_author(folder: Path) -> None:
    """Whatever signs the name has; names are looked up, not gone through."""
    authors = [f"甲{number}:乙" for number in range(2_000)]
    comments = "".join(f"<author>{name}</author>" for name in authors)
    comments += "".join(f"<t>{name}: 词{number}：词</t>" for number, name in enumerate(authors))
    content = office(parts={"word/comments.xml": word(comments)})
    row = file_store(content=BytesIO(content), name="a.docx", at=AT)
    with file_open(file_id=row.pk) as kept, zipfile.ZipFile(kept) as archive:
        copied = html.unescape(archive.read("word/comments.xml").decode())
    assert "甲" not in copied
    assert copied.count("<t>作者: 词") == 2_000


def _places(count: int) -> bytes:
    """The places of a photo's items, a byte each."""
    item = struct.pack(">HHH", 1, 0, 50_000) + b"\1" * 50_000
    return box(b"iloc", b"\0\0\0\0\x01\x00" + struct.pack(">H", count) + item * count)


_HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
_ATTRIBUTES = "<w" + "".join(f" a{n}='1'" for n in range(400_000)) + "/>"
_TINY_BLOCKS = b"\xff\xd8" + b"\xff\xc4\0\2" * 1_000_000 + b"\xff\xda"


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("a.mp4", film(box(b"free") * 400_000), FileDamaged),
        ("a.heic", _HEIC + box(b"meta") * 200_000, ImageUnreadable),
        ("a.heic", _HEIC + box(b"meta", b"\0\0\0\0" + box(b"iinf", bytes(6)) + _places(9)), ImageUnreadable),
        ("a.docx", office(parts={"word/document.xml": _ATTRIBUTES}),
         FileTypeRefused),
        ("a.docx", office(parts={"word/document.xml": word(""), "word/media/a.jpg": _TINY_BLOCKS}), None),
    ],
    ids=["boxes", "metas", "places", "attributes", "blocks of a photo"],
)  # fmt: skip
def test_a_file_of_countless_parts_is_not_held_as_a_list_of_them(
    folder: Path, name: str, content: bytes, refusal: type[FileRefused] | None
) -> None:
    """A part of a few bytes takes a hundred or more as an object, and four threads may be at such files."""
    tracemalloc.start()
    try:
        with pytest.raises(refusal) if refusal else nullcontext():
            file_store(content=BytesIO(content), name=name, at=AT)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("says", [None, 1], ids=["true", "lies"])
def test_an_archive_of_countless_entries_is_refused_before_their_names_are_read(
    folder: Path, says: int | None
) -> None:
    """Whatever its end says of their number: each name in it takes memory."""
    content = BytesIO(many_entries(150_000, says=says))
    tracemalloc.start()
    try:
        with pytest.raises(FileHasManyParts):
            file_store(content=content, name="a.docx", at=AT)
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()
    assert left_behind(folder) == []
