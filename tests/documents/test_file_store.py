"""What is kept, under which name, and what a refusal leaves: nothing."""

import errno
import hashlib
import os
import stat
import tracemalloc
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest
from django.db import DatabaseError
from tests.documents import samples
from tests.documents.conftest import AT, left_behind, picture

from huiyin.documents.errors import (
    FileEmpty,
    FileHasMacros,
    FileLocked,
    FileRefused,
    FileTooLarge,
    FileTypeRefused,
    StorageFull,
)
from huiyin.documents.models import StoredFile
from huiyin.documents.services import file_open, file_store
from huiyin.kernel.errors import HuiyinError

pytestmark = pytest.mark.django_db

OFFICE = "application/vnd.openxmlformats-officedocument"


def ole(*streams: str) -> bytes:
    return samples.ole({name: b"" for name in streams if name != "Root Entry"})


def office(part: str, *, content_type: str = "main+xml", more: tuple[str, ...] = ()) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", f"<Types><Override ContentType='{content_type}'/></Types>")
        for name in (part, *more):
            archive.writestr(name, "<x/>")
    return buffer.getvalue()


def ofd(root: str = '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.0"/>') -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("OFD.xml", f'<?xml version="1.0" encoding="UTF-8"?>\n{root}')
        archive.writestr("Doc_0/Document.xml", "<x/>")
    return buffer.getvalue()


def boxed(brand: bytes, *others: bytes) -> bytes:
    body = brand + b"\0\0\0\0" + b"".join(others)
    return (len(body) + 8).to_bytes(4, "big") + b"ftyp" + body + b"\0\0\0\x10mdat" + b"sound.or"


def store(content: bytes, name: str) -> StoredFile:
    return file_store(content=BytesIO(content), name=name, at=AT)


KEPT = [
    (picture("JPEG"), "a.jpg", "image/jpeg"),
    (picture("PNG"), "a.png", "image/png"),
    (picture("GIF"), "a.gif", "image/gif"),
    (picture("WEBP"), "a.webp", "image/webp"),
    (picture("BMP"), "a.bmp", "image/bmp"),
    (picture("TIFF"), "a.tif", "image/tiff"),
    (samples.pdf(), "a.pdf", "application/pdf"),
    (
        office("word/document.xml"),
        "a.docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    (office("xl/workbook.xml"), "a.xlsx", f"{OFFICE}.spreadsheetml.sheet"),
    (office("ppt/presentation.xml"), "a.pptx", f"{OFFICE}.presentationml.presentation"),
    (ofd(), "发票.ofd", "application/ofd"),
    (ole("Root Entry", "WordDocument"), "a.doc", "application/msword"),
    (ole("Root Entry", "Workbook"), "a.xls", "application/vnd.ms-excel"),
    ("拖欠工资的经过".encode(), "a.txt", "text/plain"),
    ("拖欠工资的经过".encode("gb18030"), "a.txt", "text/plain"),
    ("拖欠工资的经过".encode("utf-16"), "a.txt", "text/plain"),
    ("姓名,金额\n甲,3".encode("utf-8-sig"), "a.csv", "text/csv"),
    (b"ID3\x03\x00....", "a.mp3", "audio/mpeg"),
    (b"\xff\xfb\x90\x64" + b"\0" * 60, "a.mp3", "audio/mpeg"),
    (boxed(b"M4A ", b"mp42"), "a.m4a", "audio/mp4"),
    (b"RIFF\x24\0\0\0WAVEfmt ", "a.wav", "audio/x-wav"),
    (b"#!AMR\n\x3c\x91", "a.amr", "audio/amr"),
    (samples.webm(), "a.webm", "audio/webm"),
    (samples.ogg(bytes(8)), "a.ogg", "audio/ogg"),
    (samples.ogg(bytes(8)), "a.opus", "audio/ogg"),
    (boxed(b"isom", b"mp41"), "a.mp4", "video/mp4"),
    (boxed(b"3gp4", b"isom"), "a.3gp", "video/mp4"),
    (boxed(b"qt  "), "a.mov", "video/quicktime"),
]


@pytest.mark.parametrize(("content", "name", "media_type"), KEPT, ids=lambda value: str(value)[-12:])
def test_each_type_of_the_list_is_kept(folder: Path, content: bytes, name: str, media_type: str) -> None:
    row = store(content, name)

    assert (row.media_type, row.name, row.created_at) == (media_type, name, AT)
    with file_open(file_id=row.id) as file:
        kept = file.read()
    assert (row.size, row.sha256) == (len(kept), hashlib.sha256(kept).hexdigest())
    if not media_type.startswith(("image/", "application/pdf", "application/ofd", OFFICE)):
        assert kept == content
    assert len(left_behind(folder)) == 1


REFUSED = [
    (samples.webm(codec=b"\x86\x85V_VP8"), "a.webm"),
    (samples.webm(codec=b"\x86\x86A_OPUS\x86\x85V_VP8"), "a.webm"),
    (b"OggS\x00\x02" + bytes(20) + b"\x01\x1e\x01vorbis", "a.ogg"),
    (b"MZ\x90\x00\x03\x00\x00\x00", "调查.exe"),
    (b"MZ\x90\x00\x03\x00\x00\x00", "照片.jpg"),
    (b"\x7fELF\x02\x01\x01\x00", "a"),
    (b"<!DOCTYPE html><p>x", "a.txt"),
    (b"\xef\xbb\xbf  <html><script>alert(1)</script>", "a.txt"),
    (b"hello <script>alert(1)</script>", "a.txt"),
    (b"plain words", "a.html"),
    (b"alert(1)", "a.js"),
    (b"@echo off", "a.bat"),
    (b"#!/bin/sh\nrm -rf /", "a.txt"),
    (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "a.svg"),
    (b'<?xml version="1.0"?><svg/>', "a.png"),
    (office("photos/1.jpg"), "a.zip"),
    (office("photos/1.jpg"), "a.docx"),
    (office("photos/1.jpg"), "a.ofd"),
    (ofd("<html><script>1</script>"), "a.ofd"),
    (b"PK\x03\x04broken", "a.docx"),
    (b"Rar!\x1a\x07\x01\x00", "a.rar"),
    (b"7z\xbc\xaf\x27\x1c", "a.7z"),
    (ole("Root Entry", "SummaryInformation"), "a.msi"),
    (boxed(b"avif", b"mif1"), "a.avif"),
    (b"words\x00more words", "a.txt"),
    (b"\xff\xff\xff\xff", "a.txt"),
]


@pytest.mark.parametrize(("content", "name"), REFUSED, ids=lambda value: str(value)[-12:])
def test_everything_else_is_refused_and_gone(folder: Path, content: bytes, name: str) -> None:
    with pytest.raises(FileTypeRefused) as refusal:
        store(content, name)

    assert refusal.value.field == "files"
    assert "PDF" in str(refusal.value)
    assert left_behind(folder) == []
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (office("word/document.xml", more=("word/vbaProject.bin",)), FileHasMacros),
        (office("xl/workbook.xml", content_type="sheet.macroEnabled.main+xml"), FileHasMacros),
        (ole("Root Entry", "WordDocument", "_VBA_PROJECT"), FileHasMacros),
        (ole("Root Entry", "EncryptedPackage"), FileLocked),
        (b"", FileEmpty),
    ],
)
def test_what_the_sender_can_mend_has_a_sentence_of_its_own(
    folder: Path, content: bytes, refusal: type[FileRefused]
) -> None:
    with pytest.raises(refusal):
        store(content, "名单.docx")
    assert left_behind(folder) == []


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("photo.pdf", "photo.jpg"),
        ("照片.JPEG", "照片.jpeg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\王\\现场照片.png", "现场照片.jpg"),
        ("virus.jpg.exe", "virus.jpg"),
        (".htaccess", "htaccess.jpg"),
        ("\u202egpj.照片", "gpj.照片.jpg"),
        ("2026.11.21", "2026.11.21.jpg"),
        ('a<b>:"c|?*.jpg', "a_b___c___.jpg"),
        (".jpg", "附件.jpg"),
        ("..", "附件.jpg"),
        ("", "附件.jpg"),
        ("上\x00访\n材料.jpg", "上访 材料.jpg"),
        ("长" * 300 + ".pdf", "长" * 116 + ".jpg"),
    ],
)
def test_the_name_is_made_harmless_and_true(folder: Path, typed: str, stored: str) -> None:
    assert store(picture("JPEG"), typed).name == stored


def test_the_content_is_for_the_owner_alone(folder: Path) -> None:
    store(samples.pdf(), "a.pdf")

    (path,) = left_behind(folder)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {stat.S_IMODE(part.stat().st_mode) for part in (path.parent, folder)} == {0o700}


class Endless:
    """A stream that would go on forever, as a 2-GB upload would for our disk."""

    def __init__(self, start: bytes) -> None:
        self.start, self.given = start, 0

    def read(self, size: int) -> bytes:
        assert size > 0, "must never be asked for everything"
        piece, self.start = (self.start + b"a" * size)[:size], b""
        self.given += size
        return piece


@pytest.mark.parametrize("start", [b"text", b"\xff\xd8\xff\xe0", b"PK\x03\x04"])
def test_an_endless_upload_stops_at_the_limit(folder: Path, settings: Any, start: bytes) -> None:
    settings.HUIYIN_FILE_BYTES = 3 << 20
    stream = Endless(start)
    tracemalloc.start()
    try:
        with pytest.raises(FileTooLarge) as refusal:
            file_store(content=cast(BinaryIO, stream), name="大.mp4", at=AT)
        assert tracemalloc.get_traced_memory()[1] < 3 << 20
    finally:
        tracemalloc.stop()

    assert "3 MB" in str(refusal.value)
    assert stream.given <= (3 << 20) + (1 << 19)
    assert left_behind(folder) == []


def test_a_file_of_exactly_the_limit_is_kept(folder: Path, settings: Any) -> None:
    settings.HUIYIN_FILE_BYTES = 1 << 20
    assert store(b"a" * (1 << 20), "a.txt").size == 1 << 20


def _no_room(number: int) -> Callable[..., Any]:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return refuse


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
@pytest.mark.parametrize(("call", "content"), [("fsync", b"words"), ("open", b"words"), ("fsync", picture("PNG"))])
def test_a_full_disk_is_reported_and_leaves_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, number: int, call: str, content: bytes
) -> None:
    monkeypatch.setattr(os, call, _no_room(number))
    with pytest.raises(StorageFull) as refusal:
        store(content, "a.txt")
    monkeypatch.undo()

    assert refusal.value.field == "files"
    assert left_behind(folder) == []
    assert not StoredFile.objects.exists()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs the device that is always full")
def test_a_disk_that_fills_up_while_a_picture_is_written_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.open

    def full_for_the_second(path: Any, flags: int, mode: int = 0o777) -> int:
        if str(path).endswith(".out.part"):
            os.close(real(path, flags, mode))
            return real("/dev/full", os.O_RDWR)
        return real(path, flags, mode)

    monkeypatch.setattr(os, "open", full_for_the_second)
    with pytest.raises(StorageFull):
        store(picture("PNG", size=(900, 900)), "a.png")
    monkeypatch.undo()

    assert left_behind(folder) == []


def test_other_errors_of_the_disk_are_not_hidden(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", _no_room(errno.EIO))
    with pytest.raises(OSError, match="Input/output") as error:
        store(picture("PNG"), "a.png")

    assert not isinstance(error.value, HuiyinError)
    assert left_behind(folder) == []


def test_no_row_without_content(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def look_then_fail(**_: object) -> None:
        seen.append(len(left_behind(folder)))
        raise DatabaseError

    monkeypatch.setattr(StoredFile.objects, "create", look_then_fail)
    with pytest.raises(DatabaseError):
        store(b"words", "a.txt")

    assert seen == [1], "the content must be in its place before the row is written"
