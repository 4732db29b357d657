"""Text modules into a file and from one, by the command."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from huiyin.cli import text_modules as command
from huiyin.cli.root import root
from huiyin.text_modules.models import TextModule, TextModuleVersion
from huiyin.text_modules.rules.places import TextPlace
from huiyin.text_modules.services import text_module_withdraw
from tests.cast import Cast
from tests.text_modules.samples import make


@pytest.fixture(autouse=True)
def _ready(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> None:
    """The tests' own database is ready by itself; the day is the cast's."""
    monkeypatch.setattr(command, "demand_ready", lambda: None)
    monkeypatch.setattr(command, "now", lambda: cast.at)


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(root, ["text-modules", *map(str, arguments)])


def test_what_goes_out_comes_in_again_without_a_change(cast: Cast, tmp_path: Path) -> None:
    make(cast, "物业收费", category_id=cast.categories["T11"], body="=一，\n二", places=tuple(TextPlace))
    withdrawn = make(cast, "旧的", article="《物业管理条例》第六条")
    text_module_withdraw(actor=cast.actor("housing_leader"), module_id=withdrawn.pk, at=cast.at, seen=1)
    make(cast, "教育局的", unit="education", by="mayor")
    whole, own = tmp_path / "all.csv", tmp_path / "own.csv"
    assert _run("export", whole).exit_code == 0
    assert _run("export", own, "--as", "housing_leader").exit_code == 0
    assert "教育局的" in whole.read_text("utf-8") and "教育局的" not in own.read_text("utf-8")
    again = _run("import", whole)
    assert again.exit_code == 0, again.output
    assert "新增 0 段，修改 0 段，3 段没有变化" in again.output
    assert TextModuleVersion.objects.count() == 4


def test_rows_are_made_once_changed_and_withdrawn_and_bad_ones_are_named(cast: Cast, tmp_path: Path) -> None:
    table = tmp_path / "texts.csv"
    head = "单位,标题,类别代码,用在哪里,依据,正文,停用"
    good = ["住建局,转办,T11,回复信访人；内部记录,,已转{单位名称}。,否", "住建局,旧的,,answer,,旧的话。,是"]
    bad = [
        "教育局,不归我,,answer,,话。,",
        "住建局,没有的栏目,,answer,,{信访人}您好。,",
        "住建局,没有的地方,,门口,,话。,",
        "住建局,没有的类别,X9,answer,,话。,",
        "住建局,看不懂,,answer,,话。,也许",
    ]
    table.write_text("\n".join([head, *good, *bad]), encoding="utf-8")
    done = _run("import", table, "--as", "housing_leader")
    assert done.exit_code == 1, done.output
    assert "新增 2 段，修改 0 段，0 段没有变化，5 行没有写入" in done.output
    assert "第 5 行：没有“{信访人}”这个栏目" in done.output and "第 6 行：没有叫“门口”的地方" in done.output
    assert {row.title: row.is_withdrawn for row in TextModule.objects.all()} == {"转办": False, "旧的": True}
    assert "0 段，修改 0 段，2 段没有变化" in _run("import", table, "--as", "housing_leader").output
    table.write_text(
        "\n".join([head, good[0].replace("已转", "已经转"), good[1].replace("是", "否")]), encoding="utf-8"
    )
    assert "新增 0 段，修改 2 段，0 段没有变化" in _run("import", table, "--as", "housing_leader").output
    assert TextModule.objects.get(title="转办").body == "已经转{单位名称}。"
