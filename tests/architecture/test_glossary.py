"""One English word per thing: whatever has a name in the code stands in docs/glossary.md."""

import ast
import re
from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = ROOT / "docs" / "glossary.md"
# Where the words of the domain are declared. Every StrEnum named here is looked up, value by value.
WORDS = {
    "huiyin.kernel.actor": ("Role",),
    "huiyin.matters.core.rules.states": ("State", "Action"),
    "huiyin.tasks.rules.states": ("TaskState", "TaskAction"),
    "huiyin.returns.rules.states": ("ReturnState", "ReturnAction", "ReturnWay"),
    "huiyin.text_modules.rules.places": ("TextPlace",),
    "huiyin.returns.rules.standing": ("ReturnStanding",),
}
_CONTEXTS = "ledger|orgs|vault|clocks|documents|notices|tasks|matters|intake|reception|routing|returns|text_modules"
_LEDGER_KIND = re.compile(rf"(?:{_CONTEXTS})\.[a-z_]+\.[a-z_]+")


@pytest.fixture(scope="module")
def known_words() -> set[str]:
    return set(re.findall(r"[\w.]*\w", GLOSSARY.read_text(encoding="utf-8")))


def _values(module: str, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    loaded = import_module(module)
    for name in names:
        words: type[StrEnum] = getattr(loaded, name)
        yield from ((f"{name}.{member.name}", member.value) for member in words)


def ledger_kinds() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "src" / "huiyin").rglob("*.py")):
        if "migrations" in path.parts or "node_modules" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _LEDGER_KIND.fullmatch(node.value):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node.value


@pytest.mark.parametrize("module", sorted(WORDS))
def test_every_word_of_the_domain_is_in_the_glossary(module: str, known_words: set[str]) -> None:
    missing = [f"{place}: {value}" for place, value in _values(module, WORDS[module]) if value not in known_words]
    assert not missing, "not in docs/glossary.md:\n" + "\n".join(missing)


def test_every_ledger_kind_is_in_the_glossary(known_words: set[str]) -> None:
    kinds = dict.fromkeys(ledger_kinds())
    assert kinds, "no ledger kind found in the source: has their form changed?"
    missing = [f"{place}: {value}" for place, value in kinds if value not in known_words]
    assert not missing, "not in docs/glossary.md:\n" + "\n".join(missing)
