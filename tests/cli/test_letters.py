"""The command says which fonts letters are printed with."""

import os
import subprocess
import sys
from pathlib import Path


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
