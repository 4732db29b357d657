"""Tasks from a file and into one, by the command."""

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from huiyin.cli import tasks as command
from huiyin.cli.root import root
from huiyin.kernel.time import office_day
from huiyin.tasks.models import Task
from tests.cast import Cast


@pytest.fixture(autouse=True)
def _ready(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> None:
    """The tests' own database is ready by itself; the day is the cast's."""
    monkeypatch.setattr(command, "demand_ready", lambda: None)
    monkeypatch.setattr(command, "now", lambda: cast.at)


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(root, ["tasks", *map(str, arguments)])


def test_a_list_is_given_once_and_read_back(cast: Cast, tmp_path: Path) -> None:
    day = office_day(cast.at) + timedelta(days=9)
    source, target = tmp_path / "list.csv", tmp_path / "out.xlsx"
    rows = [f"1,排查电梯。,住建局,{day}", f"2,=1+1,教育局,{day}", f"3,排查。,没有的局,{day}"]
    source.write_text("\n".join(["编号,任务,承办单位,期限", *rows]), encoding="utf-8")
    done = _run("import", source, "--as", "mayor")
    # Who runs it by a schedule must notice that a row was refused.
    assert done.exit_code == 1, done.output
    assert "交办了 2 项，0 行以前交办过，1 行没有交办" in done.output and "第 4 行：没有叫“没有的局”" in done.output
    assert "0 项，2 行以前交办过" in _run("import", source, "--as", "mayor").output
    assert Task.objects.count() == 2
    written = _run("export", target, "--as", "mayor", "--order", "task")
    assert "2 项写入" in written.output
    lines = list(load_workbook(target).worksheets[0].values)
    # What would be a formula is text.
    assert [line[0] for line in lines] == ["任务", "排查电梯。", "'=1+1"]


def test_an_officer_without_the_right_is_refused_and_the_form_names_its_columns(cast: Cast, tmp_path: Path) -> None:
    source = tmp_path / "list.csv"
    source.write_text("任务,承办单位,期限\n排查。,住建局,2026-05-01\n", encoding="utf-8")
    refused = _run("import", source, "--as", "handler")
    assert refused.exit_code == 2 and "您的职位不能交办任务" in refused.output
    refused = _run("export", tmp_path / "out.xlsx", "--as", "handler")
    assert refused.exit_code == 2 and not (tmp_path / "out.xlsx").exists()
    assert _run("form", tmp_path / "form.xlsx").exit_code == 0
    header = next(load_workbook(tmp_path / "form.xlsx").worksheets[0].values)
    assert header == ("编号", "任务", "承办单位", "承办人", "期限", "协助单位")
