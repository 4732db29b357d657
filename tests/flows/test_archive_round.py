"""Closed matters are archived by rule: each once, whoever is killed, and one that fails holds up no other one."""

import logging
import shutil
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import bagit
import pytest

from huiyin.clocks.selectors import rulebook
from huiyin.documents.models import CaseArchive
from huiyin.documents.services import file_store
from huiyin.documents.storage import path_of
from huiyin.flows import archive_round as flow
from huiyin.flows import worker_round  # noqa: F401 - registers the worker's parts
from huiyin.flows.archive_round import ArchiveReport, archive_round
from huiyin.flows.matter_file import matter_file_bag
from huiyin.kernel.time import office_day
from huiyin.kernel.worker_parts import worker_parts
from huiyin.ledger.selectors import entries_of
from huiyin.matters.archive.errors import ArchiveOvertaken
from huiyin.matters.archive.selectors import archive_failures, matters_to_archive
from huiyin.matters.archive.services import archive_claim, archive_finish
from huiyin.matters.models import Archiving, Matter
from huiyin.matters.register.services.register import Registered
from huiyin.matters.withdrawal.services import matter_withdraw
from tests.cast import Cast


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.HUIYIN_FILES = tmp_path / "files"
    settings.HUIYIN_ARCHIVE = tmp_path / "archive"
    return tmp_path / "archive"


@pytest.fixture
def quiet() -> Iterator[None]:
    """What fails here on purpose isn't shown."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def closed(cast: Cast) -> Registered:
    filed = cast.file()
    matter_withdraw(actor=cast.petitioner(filed), matter_id=filed.matter_id, at=cast.at)
    return filed


def due(cast: Cast, how_many: int = 1) -> list[Registered]:
    """Closed matters whose day has come."""
    filed = [closed(cast) for _ in range(how_many)]
    cast.later(days=91)
    return filed


def names(folder: Path) -> set[str]:
    """All that lies in the archive, half-written folders too."""
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def test_the_worker_archives_what_the_rulebook_says_once(cast: Cast, folder: Path) -> None:
    rule = rulebook(office_day(cast.at)).archive
    assert rule is not None and rule.days == 90
    (part,) = (part for part in worker_parts() if part.name == "archive")
    filed, still_open = closed(cast), cast.file()
    cast.later(days=rule.days)
    assert part.run(cast.at) == ArchiveReport(), "not before the day is over"
    cast.later(seconds=1)
    report = archive_round(at=cast.at)
    assert [number for number, _hash in report.made] == [filed.number]
    assert names(folder) == {filed.number}
    assert bagit.Bag(str(folder / filed.number)).is_valid()
    assert Matter.objects.get(pk=still_open.matter_id).is_open
    (entry,) = (
        entry for entry in entries_of(subject=f"matter:{filed.matter_id}", limit=50) if "archive" in entry.kind
    )
    assert entry.kind == "documents.archive.made"
    cast.later(days=400)
    assert archive_round(at=cast.at) == ArchiveReport()
    assert CaseArchive.objects.count() == 1


def test_altered_bytes_are_not_archived(cast: Cast, folder: Path, quiet: None) -> None:
    """A file is hashed before it is handed over; nothing of its matter is, and the ledger says which it was."""
    stored = file_store(content=BytesIO(b"what was sent"), name="a.txt", at=cast.at)
    filed = cast.file(file_ids=(stored.pk,))
    matter_withdraw(actor=cast.petitioner(filed), matter_id=filed.matter_id, at=cast.at)
    cast.later(days=91)
    path_of(stored.pk).write_bytes(b"what was SENT")
    report = archive_round(at=cast.at)
    assert [number for number, _reason in report.failed] == [filed.number]
    assert names(folder) == set()
    assert entries_of(subject=f"file:{stored.pk}", kind="documents.file.altered")


def test_one_that_fails_holds_up_no_other_one_and_is_shown(
    cast: Cast, folder: Path, monkeypatch: pytest.MonkeyPatch, quiet: None
) -> None:
    bad, good = due(cast, 2)

    def fail(**given: Any) -> str:
        if given["number"] == bad.number:
            given["put"]("data/half", [b"x"])
            raise OSError(28, "No space left")
        return matter_file_bag(**given)

    monkeypatch.setattr(flow, "matter_file_bag", fail)
    report = archive_round(at=cast.at)
    assert [failure[0] for failure in report.failed] == [bad.number]
    assert names(folder) == {good.number}, "nothing half-written stays"
    (shown,) = archive_failures(actor=cast.actor("administrator"))
    assert (shown.number, shown.tries) == (bad.number, 1)
    assert "写不进" in shown.reason
    assert archive_round(at=cast.at).found == 0, "it waits"
    monkeypatch.undo()
    assert [made[0] for made in archive_round(at=shown.next_at).made] == [bad.number]
    assert archive_failures(actor=cast.actor("administrator")) == []


def test_two_workers_never_hand_over_the_same(cast: Cast, folder: Path) -> None:
    due(cast)
    (found,) = matters_to_archive(at=cast.at, closed_before=cast.at, limit=5)
    claims = [archive_claim(due=found, at=cast.at) for _ in range(2)]
    assert claims[0] is not None and claims[1] is None
    assert archive_round(at=cast.at).found == 0, "somebody is at it"
    later = cast.at + timedelta(hours=2)
    assert len(archive_round(at=later).made) == 1, "who was killed holds nothing for ever"
    with pytest.raises(ArchiveOvertaken):
        archive_finish(matter_id=found.matter_id, claim=claims[0], at=later)
    assert CaseArchive.objects.count() == len(names(folder)) == 1


def test_what_a_killed_worker_left_is_done_again(cast: Cast, folder: Path) -> None:
    (filed,) = due(cast)
    (found,) = matters_to_archive(at=cast.at, closed_before=cast.at, limit=5)
    claim = archive_claim(due=found, at=cast.at)
    assert claim is not None
    # Killed while it wrote, and another time between its place and the entry.
    (folder / f".{filed.number}.{claim.hex}.part" / "data").mkdir(parents=True)
    (folder / filed.number / "data").mkdir(parents=True)
    (folder / filed.number / "manifest-sha256.txt").write_text("nothing\n", encoding="utf-8")
    assert len(archive_round(at=cast.at + timedelta(hours=2)).made) == 1
    assert names(folder) == {filed.number}
    assert bagit.Bag(str(folder / filed.number)).is_valid()


def test_without_its_entry_no_file_is_finished(
    cast: Cast, folder: Path, monkeypatch: pytest.MonkeyPatch, quiet: None
) -> None:
    due(cast)
    monkeypatch.setattr(flow, "sync_folder", lambda _folder: 1 // 0)
    assert len(archive_round(at=cast.at).failed) == 1
    assert not CaseArchive.objects.exists()
    assert Archiving.objects.get().done_at is None
    monkeypatch.undo()
    assert len(archive_round(at=cast.at + timedelta(hours=1)).made) == 1
    assert len(names(folder)) == 1


def test_a_matter_that_was_opened_and_closed_again_has_a_second_file(cast: Cast, folder: Path) -> None:
    (filed,) = due(cast)
    archive_round(at=cast.at)
    cast.later(days=1)
    Matter.objects.filter(pk=filed.matter_id).update(closed_at=cast.at)
    cast.later(days=91)
    assert len(archive_round(at=cast.at).made) == 1
    assert names(folder) == {filed.number, f"{filed.number}-2"}
    shutil.rmtree(folder)
    assert archive_round(at=cast.at).found == 0


def test_without_a_rule_nothing_is_archived(cast: Cast, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    due(cast)
    law = type("Law", (), {"archive": None})
    monkeypatch.setattr(flow, "rulebook", lambda _day: law)
    assert archive_round(at=cast.at) == ArchiveReport()
    assert names(folder) == set()
