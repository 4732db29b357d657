"""No function has more than ten ways through it. Ruff counts statements; here conditional expressions count too."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 10
FOLDERS = ("src/huiyin", "tools", "bench")
LEFT_OUT = {"node_modules", "migrations", "__pycache__"}
_FORKS = (ast.If, ast.IfExp, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.match_case)
_OWN_COUNT = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _forks(node: ast.AST) -> int:
    """The forks inside a function, without those of functions defined in it: they are counted by themselves."""
    inside = [child for child in ast.iter_child_nodes(node) if not isinstance(child, _OWN_COUNT)]
    return sum(isinstance(child, _FORKS) + _forks(child) for child in inside)


def _functions() -> Iterator[tuple[str, int]]:
    for path in sorted(found for folder in FOLDERS for found in (ROOT / folder).rglob("*.py")):
        if LEFT_OUT.intersection(path.parts):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", 1 + _forks(node)


def test_no_function_has_too_many_ways_through_it() -> None:
    tangled = [f"{name}: {complexity}" for name, complexity in _functions() if complexity > LIMIT]
    assert not tangled, "\n".join(tangled)


def test_conditional_expressions_are_counted() -> None:
    lines = ("def some(a):", " if a:", "  return 1 if a > 1 else 2", " return [0 if b else 1 for b in a]")
    assert _forks(ast.parse("\n".join(lines)).body[0]) == 3
