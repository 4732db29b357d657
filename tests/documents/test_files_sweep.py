"""What has no row is removed after a day; what has one never is."""

import os
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import transaction
from tests.documents.conftest import AT, left_behind

from huiyin.documents.models import StoredFile
from huiyin.documents.services import file_store, files_sweep
from huiyin.documents.storage import path_of

pytestmark = pytest.mark.django_db

TWO_DAYS_AGO = AT - timedelta(days=2)


def store() -> StoredFile:
    return file_store(content=BytesIO(b"words"), name="a.txt", at=AT)


def age(path: Path, at: datetime) -> Path:
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


class Cancelled(Exception):
    """Stands for whatever ends a caller's transaction."""


def test_the_content_of_a_rolled_back_transaction_goes_after_a_day(folder: Path) -> None:
    with pytest.raises(Cancelled), transaction.atomic():
        store()
        raise Cancelled
    (orphan,) = left_behind(folder)

    age(orphan, AT - timedelta(hours=23))
    assert files_sweep(at=AT) == 0
    age(orphan, AT - timedelta(hours=25))
    assert files_sweep(at=AT) == 1
    assert left_behind(folder) == []


def test_what_has_a_row_or_is_none_of_ours_stays(folder: Path) -> None:
    kept = age(path_of(store().id), TWO_DAYS_AGO)
    part = age_new(kept.with_name(f"{uuid4().hex}.in.part"))
    foreign = age_new(kept.with_name("README"))
    orphan = age_new(kept.with_name(uuid4().hex))

    assert files_sweep(at=AT) == 1
    assert sorted(left_behind(folder)) == sorted([kept, foreign, part])
    assert not orphan.exists()


def test_nothing_to_sweep_on_a_new_installation(folder: Path) -> None:
    assert files_sweep(at=AT) == 0


def age_new(path: Path) -> Path:
    path.touch()
    return age(path, TWO_DAYS_AGO)
