"""Instructions with their rate, and plan periods, into spreadsheets and CSVs by the command."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from huiyin.cli import instructions, plan_periods
from huiyin.cli.root import root
from huiyin.kernel.ids import format_matter_number
from huiyin.kernel.time import office_day
from huiyin.ledger.models import Entry
from huiyin.matters.instruction.rules import Issuer
from huiyin.matters.instruction.services.instruct import InstructionDraft, matter_instruct
from huiyin.matters.models import Matter, PlanPeriod
from huiyin.matters.plan_period.services.periods import matter_plan
from huiyin.matters.plan_period.services.writing import week_write
from tests.cast import Cast
from tests.matters.moves_leading import begin_period


@pytest.fixture(autouse=True)
def _ready(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> None:
    """The tests' own database is ready by itself; the day is the cast's."""
    for command in (instructions, plan_periods):
        monkeypatch.setattr(command, "demand_ready", lambda: None)
        monkeypatch.setattr(command, "now", lambda: cast.at)


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(root, [*map(str, arguments)])


def _lines(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.reader(text))


def test_instructions_leave_with_their_rate(cast: Cast, tmp_path: Path) -> None:
    today, numbers = office_day(cast.at), []
    for issuer, days in (("云州市信访局", -1), ("=省委第三巡视组", 5)):
        filed = cast.file()
        cast.to_handler(filed)
        numbers.append(filed)
        draft = InstructionDraft(
            Issuer.BODY, issuer, "请报告结果。", today - timedelta(days=9), due_on=today + timedelta(days=days)
        )
        matter_instruct(actor=cast.actor("registrar"), matter_id=filed.matter_id, draft=draft, at=cast.at)
    book, until = tmp_path / "out.xlsx", (today + timedelta(days=9)).isoformat()
    done = _run("instructions", "export", book, "--as", "mayor", "--from", "2026-02-01", "--until", until)
    assert done.exit_code == 0, done.output
    assert "2 次交办写入" in done.output and "到期未报 1" in done.output and "报结率 0.0%" in done.output
    sheets = load_workbook(book)
    assert sheets.sheetnames == ["逐件", "报结率"]
    rows = list(sheets["逐件"].values)
    assert [(row[0], row[-1]) for row in rows[1:]] == [
        (format_matter_number(filed.number), standing)
        for filed, standing in zip(numbers, ("到期未报", "没到期"), strict=True)
    ]
    # What would be a formula is text.
    assert rows[2][2] == "'=省委第三巡视组"
    units = tmp_path / "rate.csv"
    _run("instructions", "export", units, "--as", "mayor", "--from", "2026-02-01", "--by-unit")
    assert _lines(units)[-1] == ["合计", "1", "0", "0", "1", "0", "0.0%"]
    assert Entry.objects.filter(kind="matters.list.exported").count() == 2
    # Nothing is written over another file, and nothing but a table; whom a matter bars has no line of it.
    for file, sentence in ((book, "已经有了"), (tmp_path / "out.pdf", "文件名要以")):
        refused = _run("instructions", "export", file, "--as", "mayor")
        assert refused.exit_code == 2 and sentence in refused.output
    Matter.objects.update(respondent_officer=cast.officers["housing_leader"])
    _run("instructions", "export", tmp_path / "own.csv", "--as", "housing_leader", "--from", "2026-02-01")
    assert len(_lines(tmp_path / "own.csv")) == 1
    assert _run("instructions", "export", tmp_path / "no.csv", "--as", "auditor").exit_code == 2
    assert not (tmp_path / "no.csv").exists()


def test_plan_periods_leave_as_a_list_and_one_by_its_matters(cast: Cast, tmp_path: Path) -> None:
    period, filed = begin_period(cast, leader="mayor"), cast.file()
    cast.to_handler(filed)
    matter_plan(actor=cast.actor("mayor"), matter_id=filed.matter_id, period_id=period, at=cast.at)
    week_write(actor=cast.actor("handler"), matter_id=filed.matter_id, next_step="开协调会", at=cast.at)
    name, listed = PlanPeriod.objects.get().name, tmp_path / "all.csv"
    assert "1 个集中攻坚期写入" in _run("plan-periods", "export", listed, "--as", "mayor").output
    assert [row[:2] + row[4:5] + row[6:8] for row in _lines(listed)[1:]] == [
        [name, "云渡县人民政府", "江望舒", "1", "0"]
    ]
    assert not Entry.objects.filter(kind="matters.list.exported").exists()
    book = tmp_path / "one.xlsx"
    done = _run("plan-periods", "export", book, "--as", "mayor", "--period", name)
    assert "1 件写入" in done.output
    assert Entry.objects.filter(kind="matters.list.exported").count() == 1
    rows = list(load_workbook(book)["逐件"].values)
    assert rows[1][0] == format_matter_number(filed.number) and "开协调会" in rows[1]
    refused = _run("plan-periods", "export", tmp_path / "x.csv", "--as", "mayor", "--period", "没有的")
    assert refused.exit_code == 2 and "没有叫“没有的”的集中攻坚期" in refused.output
    Matter.objects.update(respondent_officer=cast.officers["housing_leader"])
    _run("plan-periods", "export", tmp_path / "own.csv", "--as", "housing_leader", "--period", name)
    assert len(_lines(tmp_path / "own.csv")) == 1
