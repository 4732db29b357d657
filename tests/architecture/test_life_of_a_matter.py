"""docs/life-of-a-matter.md leads through the code; each step it names must be there."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "life-of-a-matter.md"
_STEP = re.compile(r"`((?:[\w.-]+/)*[\w-]+\.py)(?::{1,2}(\w+(?:\.\w+)?))?`")


def _names(path: Path) -> set[str]:
    """Functions, classes, methods (`Class.method`) and top-level names of a file."""
    names: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        if isinstance(node, ast.ClassDef):
            names |= {f"{node.name}.{inner.name}" for inner in node.body if isinstance(inner, ast.FunctionDef)}
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names


def test_every_step_exists() -> None:
    steps = _STEP.findall(PAGE.read_text(encoding="utf-8"))
    assert sum(1 for _, name in steps if name) >= 10, "the page names hardly a step as `path/file.py:function`"
    wrong = []
    for file, name in steps:
        path = next((base / file for base in (ROOT, ROOT / "src" / "huiyin") if (base / file).is_file()), None)
        if path is None:
            wrong.append(f"{file}: no such file")
        elif name and name not in _names(path):
            wrong.append(f"{file}: no {name} in it")
    assert not wrong, "\n".join(wrong)
