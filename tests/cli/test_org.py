"""The organisation as a workbook by the command: the empty one, checking, writing, out again."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from huiyin.cli.organisation import asking
from huiyin.cli.root import root
from huiyin.flows.organisation import writing
from huiyin.flows.organisation.reading import OrganisationBook
from huiyin.flows.organisation.results import OrganisationReport
from huiyin.flows.organisation.rows import Writing
from huiyin.orgs.models import Officer, Unit
from tests.cast import Cast
from tests.flows.workbooks import POSTS, WHOLE, book_of


@pytest.fixture(autouse=True)
def _ready(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> None:
    """The tests' own database is ready by itself; the day is the cast's."""
    monkeypatch.setattr(asking, "demand_ready", lambda: None)
    monkeypatch.setattr(asking, "now", lambda: cast.at)


def _run(*arguments: str | Path, given: str = "") -> Result:
    return CliRunner().invoke(root, ["org", *map(str, arguments)], input=given)


def test_a_workbook_is_checked_written_once_and_comes_out_again(tmp_path: Path) -> None:
    file, out = tmp_path / "org.xlsx", tmp_path / "out.xlsx"
    file.write_bytes(book_of(WHOLE))
    checked = _run("check", file, "--as", "administrator")
    assert checked.exit_code == 0, checked.output
    assert "单位：新增 2，修改 0，没有变化 0，有误 0" in checked.output
    assert _run("import", file, "--as", "administrator", given="n\n").exit_code == 1
    assert not Unit.objects.filter(name="桥头村").exists()
    written = _run("import", file, "--as", "administrator", "--yes")
    assert "已写入 13 行" in written.output and "qiaotou\t桥小满\t" in written.output
    assert "开通码只显示这一次" in written.output
    again = _run("import", file, "--as", "administrator", "--yes")
    assert again.exit_code == 0 and "已写入" not in again.output
    assert "写入" in _run("export", out, "--as", "administrator").output
    assert "新增 0，修改 0" in _run("check", out, "--as", "administrator").output


def test_wrong_rows_end_with_one_and_nothing_is_written(tmp_path: Path) -> None:
    file = tmp_path / "org.xlsx"
    file.write_bytes(
        book_of({"职位": [POSTS[0], ["住建局", "局长", "", ""]], "人员": [["登录名", "姓名"], ["li", "李"]]})
    )
    for command in ("check", "import"):
        refused = _run(command, file, "--as", "administrator")
        assert refused.exit_code == 1 and "第 2 行 住建局 · 局长：“职责”里的“局长”不认识" in refused.output
    assert not Officer.objects.filter(username="li").exists()
    # Whoever has no administrator's post may not, by the command either.
    for command in ("check", "import", "export"):
        assert _run(command, file, "--as", "registrar").exit_code == 2


def test_the_empty_workbook_is_written(tmp_path: Path) -> None:
    file = tmp_path / "form.xlsx"
    assert _run("form", file, "--categories", "school").exit_code == 0
    assert "例子 3 行，跳过了" in _run("check", file, "--as", "administrator").output


def test_with_yes_the_rows_are_gone_through_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --yes the rows are gone through once, and where one is wrong nothing stays of the others."""
    gone_through = []
    real = writing._written

    def counted(book: OrganisationBook, rows: Writing) -> OrganisationReport:
        gone_through.append(book.sha256)
        return real(book, rows)

    monkeypatch.setattr(writing, "_written", counted)
    file = tmp_path / "org.xlsx"
    file.write_bytes(
        book_of({"人员": [["登录名", "姓名"], ["li", "李"]], "职位": [POSTS[0], ["住建局", "局长", "", ""]]})
    )
    refused = _run("import", file, "--as", "administrator", "--yes")
    assert refused.exit_code == 1 and "“局长”不认识" in refused.output
    assert not Officer.objects.filter(username="li").exists() and len(gone_through) == 1
