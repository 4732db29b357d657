"""Finds code that nothing uses, with vulture. dead_code.txt names what only a framework, a library or a test uses.

Names in templates and in strings count as used: forms, settings and addresses are put together from them.
"""

import ast
import re
import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from vulture.core import Vulture

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "tools" / "dead_code.txt"
PROGRAM = ("src/huiyin", "tools", "bench")
# They use names of ours, and Django uses theirs.
UNREPORTED = ("/migrations/", "/config/settings.py")
# The decorator says who calls these.
DECORATORS = (
    "@*.command*",
    "@*.group*",
    "@move_*",
    "@register.*",
    "@pytest.*",
    "@rule*",
    "@initialize*",
    "@invariant*",
)
_IN_TEMPLATE = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_]\w+")
_NAMES_ONLY = re.compile(r"[\w.:]+")


def kept_names() -> list[str]:
    """The names and patterns of dead_code.txt, without their reasons."""
    lines = (line.split("#")[0].split() for line in KEPT.read_text(encoding="utf-8").splitlines())
    return [name for line in lines for name in line]


def _names_in_templates() -> Iterator[str]:
    for path in (ROOT / "src" / "huiyin").rglob("*"):
        if "node_modules" in path.parts or path.suffix not in {".html", ".typ"}:
            continue
        text = path.read_text(encoding="utf-8")
        for piece in _IN_TEMPLATE.findall(text) if path.suffix == ".html" else [text]:
            yield from _NAME.findall(piece)


def _names_in_strings(paths: tuple[str, ...]) -> Iterator[str]:
    for path in (found for part in paths for found in (ROOT / part).rglob("*.py")):
        if {"node_modules", "migrations"}.intersection(path.parts):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _NAMES_ONLY.fullmatch(node.value):
                yield from _NAME.findall(node.value)


def main() -> int:
    """0 when nothing is unused. What only tests use counts as unused, unless dead_code.txt gives the reason."""
    vulture = Vulture(ignore_decorators=list(DECORATORS))
    kept, used, found = kept_names(), set(_names_in_templates()), []
    needed: set[str] = set()
    for folders in (PROGRAM, ("tests",)):
        vulture.scavenge([str(ROOT / folder) for folder in folders], exclude=["*/node_modules/*"])
        used.update(_names_in_strings(folders))
        for item in vulture.get_unused_code():
            path = Path(item.filename).relative_to(ROOT).as_posix()
            if not path.startswith(folders) or item.name in used or any(part in path for part in UNREPORTED):
                continue
            reasons = {pattern for pattern in kept if fnmatchcase(item.name, pattern)}
            needed |= reasons
            if not reasons:
                found.append(f"{path}:{item.first_lineno}: unused {item.typ} {item.name}")
    found += [f"tools/dead_code.txt: nothing is called {name}, or it is used" for name in kept if name not in needed]
    print(*found, sep="\n", end="\n" if found else "")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
