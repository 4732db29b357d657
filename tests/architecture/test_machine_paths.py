"""Nothing in the project names a folder of the machine that it was written on."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Folders that are there on every machine, or that an operator is told to make, are no trace of ours.
_MACHINE = re.compile(r"[\"'`(=\s](/(?:work|root|home/[a-z]+|Users/[A-Za-z]+|workspace|mnt)/[\w./-]+)")
_READ = frozenset({".py", ".toml", ".md", ".html", ".js", ".mjs", ".css", ".scss", ".sh", ".json", ".in", ".cfg", ""})


def test_no_file_names_a_path_of_one_machine() -> None:
    kept = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    names = [name for name in kept.stdout.split("\0") if name]
    if not names:  # an archive without its history
        names = [str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("*.py")]
    found = {
        f"{name}: {match}"
        for name in names
        if Path(name).suffix in _READ and (ROOT / name).is_file()
        for match in _MACHINE.findall((ROOT / name).read_text(encoding="utf-8", errors="ignore"))
    }
    assert not found
