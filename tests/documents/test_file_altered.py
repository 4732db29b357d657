"""What lies on the disk is hashed before it is handed on: other bytes are never shown, archived or printed."""

from io import BytesIO
from pathlib import Path

import pytest
from tests.documents.conftest import AT

from huiyin.documents.errors import FileAltered, FileMissing
from huiyin.documents.models import StoredFile
from huiyin.documents.services import file_bytes, file_open, file_store
from huiyin.documents.storage import path_of
from huiyin.ledger.models import Entry

pytestmark = pytest.mark.django_db


def _stored() -> StoredFile:
    return file_store(content=BytesIO(b"what was sent"), name="a.txt", at=AT)


def test_what_was_kept_is_opened_from_its_first_byte(folder: Path) -> None:
    with file_open(file_id=_stored().id) as file:
        assert file.read() == b"what was sent"


@pytest.mark.parametrize("content", [b"what was SENT", b"what was sent and more", b""])
def test_other_bytes_are_refused_with_one_entry(content: bytes, folder: Path) -> None:
    row = _stored()
    path_of(row.id).write_bytes(content)
    for _ in range(2):
        with pytest.raises(FileAltered):
            file_open(file_id=row.id)
        with pytest.raises(FileAltered):
            file_bytes(file_id=row.id)
    entry = Entry.objects.get(kind="documents.file.altered")
    assert entry.subject == f"file:{row.id}"


def test_a_content_that_is_gone_is_reported(folder: Path) -> None:
    row = _stored()
    path_of(row.id).unlink()
    with pytest.raises(FileMissing):
        file_open(file_id=row.id)
    assert not Entry.objects.filter(kind="documents.file.altered").exists()
