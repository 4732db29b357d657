"""What a killed process had begun to write is gone within the hour; what is being written stays."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from huiyin.flows.parts_round import parts_round
from huiyin.flows.worker_round import Agenda, worker_round
from huiyin.kernel.worker_parts import worker_parts

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SOON = timedelta(minutes=29)


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    """Files, mails and archived files of this test alone."""
    settings.HUIYIN_FILES, settings.HUIYIN_OUTBOX = tmp_path / "files", tmp_path / "outbox"
    settings.HUIYIN_ARCHIVE = tmp_path / "archive"
    return tmp_path


def _begun(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"half")
    for touched in (path, *path.parents[:2]):
        os.utime(touched, (AT.timestamp(), AT.timestamp()))
    return path


def test_parts_of_files_mails_and_archives_go_within_the_hour(folder: Path) -> None:
    parts = [
        _begun(folder / "files/1a/0f.in.part"),
        _begun(folder / "outbox/.17.eml.4711.part"),
        _begun(folder / "archive/.2026.ab.part/data/letter.pdf"),
    ]
    kept = [_begun(folder / path) for path in ("files/1a/0f", "outbox/17.eml", "archive/2026/data/letter.pdf")]
    every = next(part.every for part in worker_parts() if part.name == "parts")
    agenda, own = Agenda(), [part for part in worker_parts() if part.name == "parts"]
    assert worker_round(at=AT + SOON, agenda=agenda, parts=own).done == {"parts": 0}
    assert all(path.exists() for path in parts)
    worker_round(at=AT + SOON + every, agenda=agenda, parts=own)
    assert SOON + every < timedelta(hours=1)
    assert not any(path.exists() for path in parts)
    assert not (folder / "archive/.2026.ab.part").exists()
    assert all(path.exists() for path in kept)


def test_a_folder_in_which_something_is_written_stays(folder: Path) -> None:
    old = _begun(folder / "archive/.2026.ab.part/data/letter.pdf")
    old.with_name("photo.jpg").write_bytes(b"now")
    later = (AT + timedelta(minutes=50)).timestamp()
    os.utime(old.with_name("photo.jpg"), (later, later))
    assert parts_round(at=AT + timedelta(hours=1)) == 0
    assert old.exists()


def test_nothing_to_do_on_a_new_installation(folder: Path) -> None:
    assert parts_round(at=AT) == 0
