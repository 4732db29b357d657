"""Whole files for the records office: by number, or all that were closed long enough ago, each once."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import bagit
import pytest
from click.testing import CliRunner, Result

from huiyin.cli import archive as command
from huiyin.cli.root import root
from huiyin.documents.models import CaseArchive
from huiyin.flows import archive_round
from huiyin.flows.matter_file import matter_file_bag
from huiyin.matters.models import Matter
from huiyin.matters.register.services.register import Registered
from huiyin.matters.withdrawal.services import matter_withdraw
from tests.cast import Cast


@pytest.fixture(autouse=True)
def _ready(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, cast: Cast) -> None:
    """The tests' own database is ready by itself; the day is the cast's."""
    settings.HUIYIN_FILES = tmp_path / "files"
    monkeypatch.setattr(command, "demand_ready", lambda: None)
    monkeypatch.setattr(command, "now", lambda: cast.at)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(root, ["archive", *arguments])


def closed(cast: Cast) -> Registered:
    filed = cast.file()
    matter_withdraw(actor=cast.petitioner(filed), matter_id=filed.matter_id, at=cast.at)
    return filed


def test_a_matter_becomes_a_folder_that_proves_itself(cast: Cast, tmp_path: Path) -> None:
    filed = cast.file()
    cast.answer(filed)
    done = run(filed.number, "--to", str(tmp_path / "out"))
    assert done.exit_code == 0, done.output
    assert bagit.Bag(str(tmp_path / "out" / filed.number)).is_valid()
    assert CaseArchive.objects.get().manifest in done.output
    assert not list((tmp_path / "out").glob("*.part"))


def test_what_is_closed_long_enough_is_archived_once(cast: Cast, tmp_path: Path) -> None:
    early = closed(cast)
    cast.later(days=100)
    late, still_open = closed(cast), cast.file()
    assert Matter.objects.get(pk=still_open.matter_id).is_open
    cast.later(days=10)
    done = run("--closed-for", "90", "--to", str(tmp_path / "one"))
    assert [path.name for path in (tmp_path / "one").iterdir()] == [early.number], done.output
    done = run("--closed-for", "0", "--to", str(tmp_path / "two"))
    assert [path.name for path in (tmp_path / "two").iterdir()] == [late.number], done.output
    assert "归档 0 件" in run("--closed-for", "0", "--to", str(tmp_path / "three")).output


def test_an_archive_is_never_written_over_another_one(cast: Cast, tmp_path: Path) -> None:
    filed = cast.file()
    assert run(filed.number, "--to", str(tmp_path)).exit_code == 0
    again = run(filed.number, "--to", str(tmp_path))
    assert again.exit_code == 2
    assert "已经有了" in again.output
    assert CaseArchive.objects.count() == 1


@pytest.mark.parametrize("arguments", [(), ("12",), ("2026112148310927",)], ids=["nothing", "no number", "unknown"])
def test_what_can_not_be_done_is_reported_in_one_sentence(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = run(*arguments, "--to", str(tmp_path / "out"))
    assert (done.exit_code, done.output.count("\n")) == (2, 1), done.output


def test_days_are_counted_from_closing(cast: Cast, tmp_path: Path) -> None:
    closed(cast)
    cast.at += timedelta(days=90, seconds=-1)
    assert "归档 0 件" in run("--closed-for", "90", "--to", str(tmp_path / "out")).output


def test_one_that_fails_is_named_and_the_others_are_written(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = closed(cast), closed(cast)
    cast.later(days=1)

    def fail(**given: Any) -> str:
        return matter_file_bag(**given) if given["number"] == good.number else str(1 // 0)

    monkeypatch.setattr(archive_round, "matter_file_bag", fail)
    done = run("--closed-for", "0", "--to", str(tmp_path / "out"))
    assert done.exit_code == 1
    assert f"{bad.number}  没有归档" in done.output
    assert [path.name for path in (tmp_path / "out").iterdir()] == [good.number]
