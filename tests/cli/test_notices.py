"""Trial messages by the command."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pytest_django import Settings

from huiyin.cli import notices as command
from huiyin.cli.root import root
from huiyin.notices.sending import SmtpChannel
from huiyin.notices.services import trials
from tests.cast import Cast


@pytest.fixture(autouse=True)
def _ready(monkeypatch: pytest.MonkeyPatch, cast: Cast, settings: Settings, tmp_path: Path) -> None:
    """The tests' own database is ready by itself; the instant is the cast's, in the office's hours."""
    monkeypatch.setattr(command, "demand_ready", lambda: None)
    monkeypatch.setattr(command, "now", lambda: cast.at)
    settings.HUIYIN_OUTBOX = tmp_path / "outbox"
    settings.HUIYIN_NOTICES = settings.HUIYIN_TEXT_GATEWAY = "folder"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(root, ["notices", "test", *arguments])


def test_mail_and_text_in_one_go_and_the_exit_code_says_whether_they_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = run("--mail", "wei.an@office.example", "--text", "139 0000 1234")
    assert result.exit_code == 1
    assert result.output.count("只写进了文件夹") == 2
    (text,) = (tmp_path / "outbox").glob("*.json")
    assert json.loads(text.read_text(encoding="utf-8"))["to"] == "13900001234"
    monkeypatch.setattr(trials, "_within", lambda *_: "")
    monkeypatch.setattr(trials, "_channel", lambda *_: SmtpChannel())
    result = run("--mail", "wei.an@office.example")
    assert (result.exit_code, result.output[:7]) == (0, "邮件服务器收下")


def test_a_wrong_address_and_none_at_all(tmp_path: Path) -> None:
    assert run("--mail", "wei.an").exit_code == 2
    assert "Give --mail or --text" in run().output
    assert not (tmp_path / "outbox").exists()
