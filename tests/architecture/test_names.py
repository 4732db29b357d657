"""Names of classes say one thing each: no two classes share one, and a refusal's suffix tells its base."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "huiyin"
# What a reader may take from the end of a refusal's name.
SUFFIXES = {
    "NotFound": {"NotThere"},
    "Required": {"BadInput", "NotReady"},
    "Conflict": {"Conflict"},
    "NotAllowed": {"NotAllowed"},
    "Invalid": {"BadInput", "NotReady", "ValueError"},
}


def _classes(folder: Path) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Where each class stands, its name, and the names of its bases."""
    for path in sorted(folder.rglob("*.py")):
        if {"migrations", "node_modules"} & set(path.parts):
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                bases = tuple(base.id for base in node.bases if isinstance(base, ast.Name))
                yield str(path.relative_to(ROOT)), node.name, bases


@cache
def _bases() -> dict[str, tuple[str, ...]]:
    return {name: bases for _file, name, bases in _classes(SOURCE)}


def _ancestors(name: str) -> set[str]:
    found = {name}
    for base in _bases().get(name, ()):
        found |= _ancestors(base)
    return found


def test_no_two_classes_share_a_name() -> None:
    """Who searches for a class finds a single one, also where it is private to its file."""
    found: dict[str, list[str]] = defaultdict(list)
    for folder in (SOURCE, *(ROOT / name for name in ("tests", "tools", "bench"))):
        for file, name, _bases_of in _classes(folder):
            found[name].append(file)
    assert not {name: files for name, files in found.items() if len(files) > 1}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_suffix_of_a_refusal_tells_its_base(suffix: str) -> None:
    refusals = [name for name in _bases() if "HuiyinError" in _ancestors(name)]
    assert len(refusals) > 200
    wrong = [name for name in refusals if name.endswith(suffix) and not SUFFIXES[suffix] & _ancestors(name)]
    assert not wrong
