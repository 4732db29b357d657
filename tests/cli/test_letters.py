"""The command says which fonts letters are printed with, and which are missing."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from huiyin.cli.letters import say_which_fonts_lack
from huiyin.documents.errors import FontMissing
from huiyin.documents.fonts import choose_fonts
from huiyin.documents.letters.press import Press, the_press
from huiyin.documents.rules.layouts import LayoutChoice, LetterLayout
from huiyin.documents.services.letters import layout_set
from huiyin.kernel.actor import system
from huiyin.orgs.rules import UnitKind
from huiyin.orgs.services import UnitPlan, units_create

AT = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)


def test_the_fonts_of_letters_are_listed(tmp_path: Path) -> None:
    """Also on a machine that has no database yet."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HUIYIN_")}
    environment |= {"HUIYIN_VAR": str(tmp_path), "HUIYIN_FONT_FANGSONG": "Noto Serif SC"}
    done = subprocess.run(
        [sys.executable, "-m", "huiyin.cli.main", "letters", "fonts"],
        env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    lines = {line.split("│")[1].strip(): line for line in done.stdout.splitlines() if line.count("│") > 2}
    assert "Noto Serif SC" in lines["仿宋体（正文）"] and "substitute" not in lines["仿宋体（正文）"]
    assert "substitute" in lines["小标宋体（标志、标题）"] or "FZ" in lines["小标宋体（标志、标题）"]


@pytest.mark.django_db
def test_missing_fonts_are_named_once_a_unit_needs_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(the_press(), "_fonts", choose_fonts({"Noto Serif SC", "SimHei", "FangSong", "KaiTi"}))
    (unit,) = units_create(
        plans=[UnitPlan("云渡县信访局", UnitKind.OFFICE)], parent_id=None, actor=system("seed"), at=AT
    )
    say_which_fonts_lack()
    assert capsys.readouterr().out == ""
    choice = LayoutChoice(by_code={"reply": LetterLayout.LETTER})
    layout_set(unit_id=unit.pk, choice=choice, actor=system("seed"), at=AT)
    say_which_fonts_lack()
    assert "小标宋体（标志、标题）用 Noto Serif SC" in capsys.readouterr().out

    def refuse(_press: Press) -> None:
        raise FontMissing

    monkeypatch.setattr(Press, "fonts", refuse)
    say_which_fonts_lack()
    assert "缺少中文字体" in capsys.readouterr().err
