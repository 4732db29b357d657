"""Returns into a file and back, by the command."""

import csv
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook

from huiyin.cli import returns as command
from huiyin.cli.root import root
from huiyin.kernel.time import OFFICE_ZONE
from huiyin.ledger.models import Entry
from huiyin.returns.models import Correction, Return
from huiyin.returns.rules.counts import counts_of
from huiyin.returns.rules.states import ReturnState, ReturnWay
from tests.cast import Cast
from tests.reception.house import STARTS, publish
from tests.returns.schemes import begin, go_on, of_unit, revise, send

_NAME = "安全每日报告"


@pytest.fixture(autouse=True)
def _ready(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> None:
    """The tests' own database is ready by itself; the instant is the cast's."""
    monkeypatch.setattr(command, "demand_ready", lambda: None)
    monkeypatch.setattr(command, "now", lambda: cast.at)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(root, ["returns", *map(str, arguments)])


def sheet(path: Path, *rows: list[Any], title: str = "") -> Path:
    book = Workbook()
    page = book.active
    assert page is not None
    if title:
        page.append([title])
    page.append(["单位", "应报时间", "报来时间", "召开会议", "发现隐患", "其他情况"])
    for row in rows:
        page.append(row)
    book.save(path)
    return path


def test_lines_are_written_down_once_and_bad_ones_are_named(cast: Cast, tmp_path: Path) -> None:
    begin(cast)
    file = sheet(
        tmp_path / "in.xlsx",
        ["住建局", "2026-03-02 15:00", "2026-03-02 08:30", 1, "\uff12", "河堤"],
        ["柳荫镇", "2026-03-02", "", "", 4, ""],
        ["没有的局", "2026-03-02 15:00", "", 1, 1, ""],
        ["住建局", "2026-03-09 15:00", "", 1, 1, ""],
        ["住建局", "下午三点", "", 1, 1, ""],
        ["柳荫镇", "2026-03-02 15:00", "", -1, 1, ""],
        ["柳荫镇", "2026-03-02 15:00", "", "", "", ""],
        title="三月二日",
    )
    done = run("import", file, "--scheme", _NAME)
    assert done.exit_code == 1
    assert "记下 2 行，以前已报 0 行，没有内容 1 行，没有记的 4 行" in done.output
    for words in ("第 5 行：没有叫“没有的局”的单位", "第 6 行：“住建局”在 2026-03-09 15:00 没有要报的",
                  "第 7 行：“下午三点”不是时间", "第 8 行：“召开会议”要填"):  # fmt: skip
        assert words in done.output
    row = Return.objects.get(unit=cast.units["housing"])
    assert (row.state, row.way, row.note, row.caller_post) == (ReturnState.SENT, ReturnWay.FILE, "河堤", "")
    assert counts_of(row.counts_text) == {"hazards_found": 2, "meetings_held": 1}
    assert row.reported_at and f"{row.reported_at.astimezone(OFFICE_ZONE):%H:%M}" == "08:30"
    entries = Entry.objects.count()
    again = run("import", file, "--scheme", _NAME)
    assert "记下 0 行，以前已报 2 行" in again.output and Entry.objects.count() == entries
    assert Entry.objects.filter(kind="returns.return.recorded", actor="system:returns").count() == 2


def test_other_numbers_for_what_was_reported_are_refused(cast: Cast, tmp_path: Path) -> None:
    begin(cast)
    send(cast, of_unit(cast), hazards_found=2)
    done = run("import", sheet(tmp_path / "in.xlsx", ["住建局", "2026-03-02 15:00", "", 0, 3, ""]), "--scheme", _NAME)
    assert "第 2 行：这一期已经报过，数字不同" in done.output and done.exit_code == 1
    assert not Correction.objects.exists()


def test_counted_fields_of_a_file_must_match_the_rows(cast: Cast, tmp_path: Path) -> None:
    cast.at = STARTS - timedelta(hours=3)
    begin(cast, unit_ids=(cast.units["office"],), field_codes=("reception_days_held",))
    cast.at = STARTS - timedelta(days=3)
    publish(cast)
    cast.at = STARTS + timedelta(hours=1)
    for count, words in (("3", "由系统从记录里统计"), ("1", "记下 1 行"), ("", "以前已报 0 行")):
        path = tmp_path / f"in{count}.csv"
        path.write_text(f"单位,应报时间,领导接访\n信访局,2026-03-09 15:00,{count}\n", encoding="gb18030")
        assert words in run("import", path, "--scheme", _NAME).output


def test_an_export_can_be_read_again(cast: Cast, tmp_path: Path) -> None:
    begin(cast)
    send(cast, of_unit(cast), note="-3 处已排除", hazards_found=2)
    book, text = tmp_path / "out.xlsx", tmp_path / "out.csv"
    done = run("export", _NAME, "--to", book)
    assert done.exit_code == 0 and "应报 1，按时 1，迟报 0，未报 0" in done.output
    assert load_workbook(book)["逐期"]["A2"].value == "云渡县住房和城乡建设局"
    # No formula, and no other note when it is read again.
    assert load_workbook(book)["逐期"]["G2"].value == "'-3 处已排除"
    assert run("export", _NAME, "--to", text, "--from", "2026-03-01", "--until", "2026-03-31").exit_code == 0
    with text.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert lines[0] == ["单位", "应报时间", "情况", "报来时间", "发现隐患", "召开会议", "其他情况"]
    assert lines[1][2:6] == ["按时", "2026-03-02 09:00", "2", "0"] and lines[2][2] == "待报"
    assert lines[1][6] == "'-3 处已排除"
    again = run("import", text, "--scheme", _NAME)
    assert "记下 0 行，以前已报 1 行，没有内容 1 行，没有记的 0 行" in again.output and again.exit_code == 0


def test_refused_changes_show_their_reason(cast: Cast, tmp_path: Path) -> None:
    begin(cast)
    begin(cast)
    imported = sheet(tmp_path / "in.xlsx")
    for arguments, words in (
        (("export", _NAME, "--to", tmp_path / "a.xlsx"), "有 2 项报告制度叫"),
        (("export", "没有的", "--to", tmp_path / "a.xlsx"), "没有叫“没有的”的报告制度"),
        (("export", _NAME, "--to", tmp_path / "a.doc"), ".xlsx 或 .csv"),
        (("export", _NAME, "--to", imported), "已经有了"),
        (("import", imported, "--scheme", "没有的"), "没有叫“没有的”的报告制度"),
    ):
        refused = run(*arguments)
        assert refused.exit_code == 2 and words in refused.output, arguments
    empty = tmp_path / "empty.csv"
    empty.write_text("地方,日期\n甲,乙\n", encoding="utf-8")
    refused = run("import", empty, "--scheme", Return.objects.latest("due_at").scheme_id)
    assert refused.exit_code == 2 and "表里要有一行列名：单位、应报时间" in refused.output


def test_lines_of_returns_from_before_a_revision_have_their_own_numbers(cast: Cast, tmp_path: Path) -> None:
    """Nothing that a line says is dropped silently."""
    scheme_id = begin(cast)
    go_on(cast, cast.at + timedelta(hours=8))
    revise(cast, scheme_id, field_codes=("hazards_found",))
    go_on(cast, cast.at + timedelta(days=1))
    file = sheet(
        tmp_path / "in.xlsx",
        ["住建局", "2026-03-02 15:00", "", 2, 1, ""],
        ["住建局", "2026-03-03 15:00", "", "", 3, ""],
        ["柳荫镇", "2026-03-03 15:00", "", 1, 3, ""],
    )
    done = run("import", file, "--scheme", _NAME)
    assert done.exit_code == 1 and "记下 2 行" in done.output and "报告里没有“召开会议”这一项" in done.output
    rows = Return.objects.filter(unit=cast.units["housing"]).order_by("due_at")
    assert [counts_of(row.counts_text) for row in rows][:2] == [
        {"hazards_found": 1, "meetings_held": 2},
        {"hazards_found": 3},
    ]
    again = run("import", file, "--scheme", _NAME)
    assert "以前已报 2 行" in again.output
