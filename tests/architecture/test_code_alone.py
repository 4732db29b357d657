"""Who is told what opens a matter is told of the receipt code alone: it suffices, and a number more is a burden.

The number still names a matter, in letters and on receipts; it is only never asked for beside the code.
"""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "huiyin"
_CHINESE = re.compile("编号[和与及、]查询码|查询码[和与及、]编号|编号、?以及查询码")
_ENGLISH = re.compile(
    r"\bnumbers? and (?:\w+ )?(?:receipt )?codes?\b|\bcodes? and (?:\w+ )?(?:matter )?numbers?\b", re.I
)
# Where it is something else that has both.
_ALLOWED = {"docs/cli.md": "with the numbers and codes by which the others name them"}


def _of_both(pattern: re.Pattern[str], text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if pattern.search(line)]


def test_the_source_asks_for_the_code_alone() -> None:
    files = [
        path
        for kind in ("py", "html", "toml", "js", "txt")
        for path in PACKAGE.rglob(f"*.{kind}")
        if "node_modules" not in path.parts
    ]
    assert len(files) > 1000
    assert {
        str(path.relative_to(ROOT)): found
        for path in files
        if (found := _of_both(_CHINESE, path.read_text(encoding="utf-8")))
    } == {}


def test_every_catalogue_asks_for_the_code_alone() -> None:
    for path in PACKAGE.rglob("django.po"):
        with path.open("rb") as file:
            texts = [text for message in read_po(file) for text in _strings(message.string)]
        assert [text for text in texts if _ENGLISH.search(text) or _CHINESE.search(text)] == [], path


def _strings(string: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [string] if isinstance(string, str) else list(string or ())


def test_the_pages_for_operators_say_the_same() -> None:
    found = {
        str(path.relative_to(ROOT)): lines
        for path in [*(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]
        if (lines := _of_both(_ENGLISH, path.read_text(encoding="utf-8")))
    }
    assert set(found) == set(_ALLOWED)
    for name, sentence in _ALLOWED.items():
        assert [line for line in found[name] if sentence not in line] == [], name


@pytest.mark.parametrize(
    "sentence",
    [
        "凭编号和查询码可以看",
        "查询码与编号",
        "with your number and receipt code",
        "the number and the code",
        "code and number",
    ],
)
def test_it_would_be_seen(sentence: str) -> None:
    assert _CHINESE.search(sentence) or _ENGLISH.search(sentence)
