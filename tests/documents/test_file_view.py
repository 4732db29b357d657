"""Reading files and handing them to browsers."""

from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.documents.conftest import AT, picture
from tests.documents.samples import pdf

from huiyin.documents.errors import FileMissing
from huiyin.documents.models import StoredFile
from huiyin.documents.selectors import download_headers, file_view, file_views, letter_headers
from huiyin.documents.services import file_open, file_store

pytestmark = pytest.mark.django_db


def store(content: bytes, name: str) -> StoredFile:
    return file_store(content=BytesIO(content), name=name, at=AT)


def test_views_come_in_the_order_asked_for_in_one_statement(folder: Path, django_assert_num_queries: Any) -> None:
    rows = [store(b"words %d" % number, f"{number}.txt") for number in range(3)]
    with django_assert_num_queries(1):
        views = file_views(file_ids=[rows[2].id, uuid4(), rows[0].id])
    assert [view.name for view in views] == ["2.txt", "0.txt"]


def test_what_is_not_there_is_reported(folder: Path) -> None:
    with pytest.raises(FileMissing):
        file_view(file_id=uuid4())
    with pytest.raises(FileMissing):
        file_open(file_id=uuid4())


@pytest.mark.parametrize(
    ("content", "name", "disposition"),
    [
        (picture("JPEG"), "a.jpg", "inline"),
        (pdf(), "a.pdf", "attachment"),
        (b"words", "a.txt", "attachment"),
        (picture("TIFF"), "a.tif", "attachment"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "a.wav", "attachment"),
    ],
)
def test_only_pictures_open_in_the_browser_and_in_a_sandbox(
    folder: Path, content: bytes, name: str, disposition: str
) -> None:
    view = file_view(file_id=store(content, name).id)
    headers = download_headers(view)
    assert headers["Content-Disposition"].split(";")[0] == disposition
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Length"] == str(view.size)
    assert "no-store" in headers["Cache-Control"]
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"


def test_a_letter_of_the_office_opens_in_the_browser_but_nothing_that_somebody_sent(folder: Path) -> None:
    view = file_view(file_id=store(pdf(), "a.pdf").id)
    assert letter_headers(view)["Content-Disposition"].startswith("inline")
    with pytest.raises(ValueError, match="text/plain"):
        letter_headers(file_view(file_id=store(b"words", "a.txt").id))


def test_a_chinese_name_travels_and_breaks_no_header(folder: Path) -> None:
    view = file_view(file_id=store(b"words", '材料";\r\nX: y.txt').id)
    value = download_headers(view)["Content-Disposition"]
    assert value.isascii()
    assert "\n" not in value and "filename*=utf-8''%E6%9D%90%E6%96%99" in value


def test_a_row_is_named_by_its_id_alone(folder: Path) -> None:
    row = store(b"words", "张三的举报信.txt")
    assert str(row) == f"file {row.id}"
