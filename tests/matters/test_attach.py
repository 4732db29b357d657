"""A file becomes part of the record: its content is what the ledger commits to, from the moment a matter has it."""

from io import BytesIO
from uuid import UUID

import pytest
from django.db import connection
from tests.cast import Cast
from tests.documents.conftest import heic_photo

from huiyin.documents.models import StoredFile
from huiyin.documents.services import file_store
from huiyin.ledger.services import ledger_verify
from huiyin.matters.messages.services.work import attachment_add

pytestmark = pytest.mark.django_db


def _file(cast: Cast, text: str) -> UUID:
    return file_store(content=BytesIO(text.encode()), name="note.txt", at=cast.at).id


def test_files_that_came_with_a_matter_and_later_ones_are_in_the_ledger(cast: Cast) -> None:
    filed = cast.file(file_ids=(_file(cast, "first"),))
    cast.to_handler(filed)
    attachment_add(actor=cast.actor("handler"), matter_id=filed.matter_id, file_id=_file(cast, "second"), at=cast.at)
    assert ledger_verify().problems == []


def test_a_file_that_no_matter_has_is_no_record(cast: Cast) -> None:
    _file(cast, "left in a draft")
    assert ledger_verify().problems == []


@pytest.mark.parametrize("later", [False, True])
def test_a_content_hash_that_was_altered_is_found(cast: Cast, later: bool) -> None:
    file_id = _file(cast, "as it was")
    filed = cast.file(file_ids=() if later else (file_id,))
    if later:
        cast.accept(filed)
        attachment_add(actor=cast.actor("registrar"), matter_id=filed.matter_id, file_id=file_id, at=cast.at)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE documents_storedfile SET sha256 = %s", ["0" * 64])
    (problem,) = ledger_verify(quick=True).problems
    assert "documents.StoredFile" in problem.what


@pytest.mark.parametrize("later", [False, True])
@pytest.mark.parametrize("change", ["sha256 = '0'", "picture_id = NULL"])
def test_a_photo_s_picture_is_in_the_ledger_with_it(cast: Cast, later: bool, change: str) -> None:
    photo = file_store(content=BytesIO(heic_photo()), name="IMG_0001.HEIC", at=cast.at)
    filed = cast.file(file_ids=() if later else (photo.pk,))
    if later:
        cast.accept(filed)
        attachment_add(actor=cast.actor("registrar"), matter_id=filed.matter_id, file_id=photo.pk, at=cast.at)
    assert ledger_verify().problems == []
    media_type = "image/jpeg" if "sha256" in change else "image/heic"
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE documents_storedfile SET {change} WHERE media_type = %s", [media_type])
    (problem,) = ledger_verify(quick=True).problems
    assert "documents.StoredFile" in problem.what
    assert StoredFile.objects.count() == 2
