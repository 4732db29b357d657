"""A list of names from a file, by the command."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from huiyin.cli import joint as command
from huiyin.cli.root import root
from huiyin.matters.models import CoSigner
from huiyin.vault.models import Identity
from tests.cast import Cast


@pytest.fixture(autouse=True)
def _ready(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> None:
    """The tests' own database is ready by itself; the day is the cast's."""
    monkeypatch.setattr(command, "demand_ready", lambda: None)
    monkeypatch.setattr(command, "now", lambda: cast.at)


def run(number: str, path: Path) -> Result:
    return CliRunner().invoke(root, ["cosigners", "import", number, str(path)])


def workbook(path: Path, count: int) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["序号", "姓 名", "手机号", "签名"])
    for number in range(count):
        sheet.append([number + 1, f"邻居{number}", 19900000000 + number, ""])
    sheet.append([count + 1, "", 19911110000, ""])
    sheet.append([count + 2, "太长" * 60, 19911110001, ""])
    book.save(path)
    return path


def test_a_workbook_and_the_same_again(cast: Cast, tmp_path: Path) -> None:
    filed = cast.file()
    path = workbook(tmp_path / "names.xlsx", 300)
    done = run(filed.number, path)
    assert done.exit_code == 0, done.output
    assert "登记了 300 位联名人，0 行是已经登记过的人，2 行没有登记" in done.output
    assert "第 302 行：缺少姓名。" in done.output
    assert "第 303 行：“姓名”最多 80 字，现在有 120 字。" in done.output
    assert "邻居" not in done.output
    assert "登记了 0 位联名人，300 行" in run(filed.number, path).output
    assert (CoSigner.objects.count(), Identity.objects.count()) == (300, 301)


def test_what_is_no_number_or_no_matter_is_reported(cast: Cast, tmp_path: Path) -> None:
    path = workbook(tmp_path / "names.xlsx", 1)
    for number, message in (("123", "不是事项编号"), ("2026030200000005", "")):
        refused = run(number, path)
        assert refused.exit_code == 2
        assert message in refused.output
    assert not CoSigner.objects.exists()
