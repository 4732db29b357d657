"""Every setting that the code reads stands in docs/settings.md and in `huiyin settings`, and nothing else does."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from huiyin.cli.settings import SETTINGS

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "settings.md"
PACKAGE = ROOT / "src" / "huiyin"
# A row of a table: the name, then its default, both as code.
_ROW = re.compile(r"^\| `(HUIYIN_[A-Z_]+)` \| (?:`([^`]+)`|empty) \|", re.MULTILINE)
_NAME = re.compile(r"HUIYIN_[A-Z_]+")


def _documented() -> dict[str, str]:
    return dict(_ROW.findall(PAGE.read_text(encoding="utf-8")))


def _read_by_settings(tree: ast.AST) -> Iterator[str]:
    """What `environment.text("SITE_NAME")` and its relatives name."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "environment"
            and isinstance(node.args[0], ast.Constant)
        ):
            yield f"HUIYIN_{node.args[0].value!s}"


def _read_directly(tree: ast.AST) -> Iterator[str]:
    """What is asked of `os.environ` itself."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=source, args=[ast.Constant(value=str(name)), *_]):
                pass
            case ast.Subscript(value=source, slice=ast.Constant(value=str(name))):
                pass
            case _:
                continue
        if "os.environ" in ast.unparse(source):
            yield name


def _read_by_the_code() -> set[str]:
    found: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        if "node_modules" not in path.parts:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found.update(_read_by_settings(tree), _read_directly(tree))
    return {name for name in found if _NAME.fullmatch(name)}


def test_the_walk_sees_settings_at_all() -> None:
    assert {"HUIYIN_VAR", "HUIYIN_TIME_ZONE"} <= _read_by_the_code()


def test_every_setting_is_documented_and_nothing_else() -> None:
    code, page = _read_by_the_code(), set(_documented())
    assert code == page, f"not in docs/settings.md: {sorted(code - page)}; read by nothing: {sorted(page - code)}"


def test_the_command_lists_the_same_settings_with_the_same_defaults() -> None:
    assert {setting.name: setting.default for setting in SETTINGS} == _documented()
