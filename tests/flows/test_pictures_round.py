"""HEIC photos that were kept before there were pictures get theirs, each tried once, a few at a time."""

from io import BytesIO
from pathlib import Path

import pytest
from pytest_django import Settings

from huiyin.documents.models import StoredFile
from huiyin.documents.selectors import file_view
from huiyin.documents.services import file_open, file_store
from huiyin.documents.services import store as store_module
from huiyin.documents.storage import path_of
from huiyin.flows import pictures_round as flow
from huiyin.flows.pictures_round import PicturesReport, pictures_round
from huiyin.kernel.worker_parts import worker_parts
from huiyin.ledger.models import Entry
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.messages.services.work import attachment_add
from huiyin.matters.register.services.register import Registered
from tests.cast import Cast
from tests.documents.conftest import heic_photo


@pytest.fixture
def old_photos(cast: Cast, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[StoredFile]:
    """Three that were kept without a picture: two of a matter, one of them broken meanwhile, one of a draft."""
    settings.HUIYIN_FILES = tmp_path
    filed = cast.file()
    cast.to_handler(filed)
    with monkeypatch.context() as patch:
        patch.setattr(store_module, "heic_picture", lambda _photo, _target: False)
        rows = [file_store(content=BytesIO(heic_photo()), name="IMG_1.HEIC", at=cast.at) for _ in range(3)]
    for row in rows[:2]:
        _attach(cast, filed, row)
    assert not StoredFile.objects.exclude(picture=None).exists()
    return rows


def _attach(cast: Cast, filed: Registered, row: StoredFile) -> None:
    attachment_add(actor=cast.actor("handler"), matter_id=filed.matter_id, file_id=row.pk, at=cast.at)


def test_missing_pictures_are_made_once(cast: Cast, old_photos: list[StoredFile]) -> None:
    assert "pictures" in {part.name for part in worker_parts()}
    whole, broken, drafted = old_photos
    path_of(broken.pk).write_bytes(b"broken")
    assert pictures_round(at=cast.at) == PicturesReport(made=1, unreadable=1)
    view = file_view(file_id=whole.pk)
    assert view.picture_id
    made = file_view(file_id=view.picture_id)
    assert (made.name, made.media_type) == ("IMG_1.jpg", "image/jpeg")
    with file_open(file_id=made.id) as file:
        assert file.read(3) == b"\xff\xd8\xff"
    # Neither is tried again; a draft's photo is nobody's yet, and goes with its draft.
    assert pictures_round(at=cast.at) == PicturesReport()
    drafted.refresh_from_db()
    assert drafted.picture_tried_at is None
    assert Entry.objects.filter(kind="documents.picture.made", subject__startswith="matter:").count() == 1
    entries_sequence(at=cast.at)
    assert [str(broken.pk) in problem.what for problem in ledger_verify().problems] == [True]


def test_a_round_makes_a_few(cast: Cast, old_photos: list[StoredFile], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow, "_PAGE", 1)
    assert [pictures_round(at=cast.at).made for _ in range(3)] == [1, 1, 0]
