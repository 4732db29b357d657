"""The command brings a file in, says how it went, and may be killed at any moment."""

import re
import signal
from pathlib import Path

from tests.cli.house import Installation
from tests.flows.tables import MAP, good, write

# Dies by its own hand in the middle of the third batch, after its rows are written and before they are committed.
_DIES = """
import os, signal, sys
from huiyin.cli.main import root
from django.db import transaction
from huiyin.flows import import_file as flow

real, batches = flow._register, []

def register(filings, at):
    with transaction.atomic():
        real(filings, at)
        batches.append(len(filings))
        if len(batches) == 3:
            os.kill(os.getpid(), signal.SIGKILL)

flow._register, flow.BATCH = register, 20
root(["import", *sys.argv[1:]])
"""


def _files(folder: Path, rows: list[list[str]]) -> tuple[str, ...]:
    map_path = folder / "map.toml"
    map_path.write_text(MAP, encoding="utf-8")
    return (str(write(folder / "old.csv", rows)), "--map", str(map_path))


def test_a_file_comes_in_and_the_bad_row_is_beside_it(installation: Installation) -> None:
    arguments = _files(installation.var.parent, [good(1), good(2, 时间=""), good(3)])
    code, output = installation.run("import", *arguments, "--dry-run")
    assert (code, installation.count("SELECT count(*) FROM matters_matter")) == (0, 0), output
    code, output = installation.run("import", *arguments)
    assert (code, installation.count("SELECT count(*) FROM matters_matter")) == (0, 2), output
    beside = installation.var.parent / "old.rejected.csv"
    assert str(beside) in output.replace("\n", "")
    assert "缺少时间" in beside.read_text(encoding="utf-8-sig")
    assert beside.stat().st_mode & 0o077 == 0


def test_where_the_folder_cant_be_written_to_bad_rows_go_to_the_current_one(
    installation: Installation, tmp_path: Path
) -> None:
    folder = tmp_path / "read-only"
    folder.mkdir()
    arguments = _files(folder, [good(1, 时间="")])
    there = tmp_path / "elsewhere.csv"
    code, output = installation.run("import", *arguments, "--rejected", str(there))
    assert (code, there.exists()) == (0, True), output
    assert not (folder / "old.rejected.csv").exists()


def test_a_wrong_map_a_wrong_unit_and_the_file_itself_as_its_own_rejects_are_refused(
    installation: Installation,
) -> None:
    arguments = _files(installation.var.parent, [good(1)])
    code, output = installation.run("import", *arguments, "--unit", "没有这个单位")
    assert (code, output.count("\n")) == (2, 1), output
    code, output = installation.run("import", *arguments, "--rejected", arguments[0])
    assert (code, output.count("\n")) == (2, 1), output
    Path(arguments[2]).write_text("[source]\n", encoding="utf-8")
    code, output = installation.run("import", *arguments)
    assert (code, "map.toml" in output) == (2, True), output
    assert installation.count("SELECT count(*) FROM matters_matter") == 0


def test_killed_in_the_middle_it_goes_on_where_it_was(installation: Installation) -> None:
    arguments = _files(installation.var.parent, [good(number) for number in range(100)])
    with installation.python("-c", _DIES, *arguments) as process:
        output, _ = process.communicate()
    assert process.returncode == -signal.SIGKILL, output
    assert installation.count("SELECT count(*) FROM matters_matter") == 40
    code, output = installation.run("import", *arguments)
    assert code == 0, output
    assert installation.count("SELECT count(*) FROM matters_matter") == 100
    assert installation.count("SELECT count(DISTINCT external_id) FROM matters_matter") == 100
    assert installation.run("verify")[0] == 0
    assert installation.run("sweep")[0] == 0


def test_two_imports_of_one_file_at_once_bring_every_row_in_once(installation: Installation) -> None:
    arguments = _files(installation.var.parent, [good(number) for number in range(120)])
    both = [
        installation.start("import", *arguments, "--rejected", str(installation.var / f"rejected-{number}.csv"))
        for number in range(2)
    ]
    for process in both:
        output, _ = process.communicate()
        assert process.returncode == 0, output
    assert installation.count("SELECT count(*) FROM matters_matter") == 120
    assert not list(installation.var.glob("rejected-*.csv"))


def test_a_dry_run_says_how_the_file_was_understood_and_every_line_is_counted(installation: Installation) -> None:
    who = {"姓名": "谷小满", "电话": "19900001234"}
    arguments = _files(installation.var.parent, [good(1, **who), good(2, 内容="两行\n的话"), good(3, 时间="")])
    path = Path(arguments[0])
    path.write_bytes("台账,\n".encode("gb18030") + path.read_text(encoding="utf-8").encode("gb18030") + b"\n")
    code, output = installation.run("import", *arguments, "--dry-run")
    assert code == 0, output
    for words in (
        "编码 gb18030", "分隔符是逗号", "表头在第 2 行", "编号 A1", "收到 2026-03-02 09:30", "标题 第1号楼电梯停运",
        "姓名 谷…（3 字）", "old.dry-run.rejected.csv",
    ):  # fmt: skip
        assert words in output, words
    assert "谷小满" not in output and "19900001234" not in output
    counts = dict(re.findall(r"│[ \u3000]*(\S+) *│ *([0-9]+) │", output))
    assert counts["读到"] == "3" and counts["被拒"] == "1"
    assert counts["文件里的行数"] == "7"
    assert (counts["表头和上面的"], counts["空行"], counts["单元格里的换行"]) == ("2", "1", "1")


def test_all_categories_that_no_one_knows_are_in_a_file(installation: Installation) -> None:
    rows = [good(number, 类别=f"分类{number % 30}") for number in range(45)]
    arguments = _files(installation.var.parent, rows)
    code, output = installation.run("import", *arguments)
    assert (code, "有 30 个分类" in output) == (0, True), output
    beside = installation.var.parent / "old.categories.csv"
    lines = beside.read_text(encoding="utf-8-sig").splitlines()
    assert (len(lines), lines[0], lines[1]) == (31, "分类,行数", "分类0,2")
    assert beside.stat().st_mode & 0o077 == 0


def test_the_file_of_refused_rows_can_be_imported_where_it_lies(installation: Installation) -> None:
    arguments = _files(installation.var.parent, [good(1), good(2, 时间=""), good(3, 时间="")])
    installation.run("import", *arguments)
    beside = installation.var.parent / "old.rejected.csv"
    mended = beside.read_text(encoding="utf-8-sig").replace("停运,,", "停运,2026-03-02 09:30,", 1)
    beside.write_text(mended, encoding="utf-8")
    code, output = installation.run("import", str(beside), *arguments[1:])
    assert (code, "old.rejected-2.csv" in output.replace("\n", "")) == (0, True), output
    assert installation.count("SELECT count(*) FROM matters_matter") == 2
    assert beside.read_text(encoding="utf-8") == mended
