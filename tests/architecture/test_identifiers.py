"""Names need no dictionary but the glossary: none has a word that only this project would know.

That holds for the tests, the tools and the measurements as for the program.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "huiyin"
# Alone they say nothing of what is held; within a name ("one_by_one") they are plain English.
ALONE = frozenset({"one", "taken", "it", "thing"})
# Words that stood for something the field has its own word for.
ANYWHERE = frozenset({"said", "told", "nobody", "whoever", "astray", "aside", "helpful", "narrowing"}) | frozenset(
    {"eyes", "rooms", "tours", "hands", "door", "doors", "house", "houses"}
)
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def _bound_names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield node.lineno, name
            case ast.arg(arg=name):
                yield node.lineno, name
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield node.lineno, name


def _words(name: str) -> list[str]:
    return _CAPITAL.sub("_", name).lower().strip("_").split("_")


@pytest.mark.parametrize("folder", ["src/huiyin", "tests", "tools", "bench"])
def test_no_name_has_a_private_word(folder: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in sorted((ROOT / folder).rglob("*.py"))
        if not {"migrations", "node_modules"} & set(path.parts)
        for line, name in _bound_names(ast.parse(path.read_text(encoding="utf-8")))
        if ANYWHERE & set(_words(name)) or name.strip("_") in ALONE
    ]
    assert not found, "\n".join(found)


def test_no_loop_variable_of_a_template_is_a_private_word() -> None:
    loops = re.compile(r"\{%-?\s*for\s+([\w, ]+?)\s+in\s")
    found = [
        f"{path.relative_to(SOURCE)}: {match[0]}"
        for path in sorted(SOURCE.glob("*/templates/**/*.html"))
        for match in loops.finditer(path.read_text(encoding="utf-8"))
        if ALONE & set(re.split(r"\W+", match[1]))
    ]
    assert not found, "\n".join(found)
