"""The two pages on security: every item has its row, and whatever a row names is there."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ASVS = ROOT / "docs" / "security" / "asvs.md"
THREATS = ROOT / "docs" / "threat-model.md"
# The ids of OWASP ASVS 5.0 at levels 1 and 2, each with its level.
LEVELS = Path(__file__).with_name("asvs_levels.txt")
SHOWN, OPEN, NOT_APPLICABLE = "shown", "open", "not applicable"
DANGERS = (
    "A leaked database",
    "A stolen laptop",
    "A lost key",
    "A bad administrator",
    "A bad officer",
    "A seized server",
    "A hostile visitor",
)
_SPAN = re.compile(r"`([^`\n]+)`")
_NAMED = re.compile(r"((?:[\w.-]+/)*[\w.-]+\.(?:py|md|toml|html|json|in|js))(?:::(\w+))?")
_LINK = re.compile(r"\]\([^)]*\)")


def _tables(text: str) -> Iterator[list[str]]:
    """The rows of all tables, cell by cell, without their headings."""
    lines = text.splitlines()
    for index, line in enumerate(lines):
        is_heading = index + 1 < len(lines) and lines[index + 1].startswith("| ---")
        if line.startswith("| ") and not line.startswith("| ---") and not is_heading:
            yield [cell.strip() for cell in line.strip("|").split("|")]


def _rows() -> list[list[str]]:
    return [row for row in _tables(ASVS.read_text(encoding="utf-8")) if re.fullmatch(r"[\d.]+", row[0])]


def _named(text: str) -> list[tuple[str, str]]:
    """Files that stand in a text, each with the test that is named of it, if any."""
    found = (_NAMED.fullmatch(span) for span in _SPAN.findall(text))
    return [(match[1], match[2] or "") for match in found if match]


def _has_reason(text: str) -> bool:
    """Something is said besides names of files."""
    return len(re.findall(r"[A-Za-z]{2,}", _SPAN.sub("", text))) >= 2


@cache
def _tests_of(path: Path) -> frozenset[str]:
    return frozenset(
        re.findall(r"^(?: {4})?(?:async )?def (test_\w+)\(", path.read_text(encoding="utf-8"), re.MULTILINE)
    )


@pytest.mark.parametrize("page", [ASVS, THREATS], ids=lambda page: page.name)
def test_whatever_is_named_is_there(page: Path) -> None:
    named = _named(page.read_text(encoding="utf-8"))
    assert len(named) >= 20, "the page hardly names a file: has its form changed?"
    missing = sorted({path for path, _test in named if not (ROOT / path).is_file()})
    assert not missing, f"{page.name} names files that aren't there: {missing}"
    wrong = sorted({f"{path}::{test}" for path, test in named if test and test not in _tests_of(ROOT / path)})
    assert not wrong, f"{page.name} names tests that aren't there: {wrong}"


def test_every_item_has_its_row_once_and_in_order() -> None:
    wanted = [tuple(line.split()) for line in LEVELS.read_text(encoding="utf-8").splitlines()]
    assert Counter(level for _key, level in wanted) == {"1": 70, "2": 183}
    rows = [(row[0], row[1]) for row in _rows()]
    assert sorted(set(wanted) - set(rows)) == []
    assert rows == wanted


def test_every_row_says_what_is_asked_and_what_is_there() -> None:
    wrong = []
    for key, _level, asked, result, where in _rows():
        is_right = {
            SHOWN: bool(_named(where)),
            OPEN: _has_reason(where),
            NOT_APPLICABLE: _has_reason(where),
        }.get(result, False)
        if not (asked and is_right):
            wrong.append(key)
    assert not wrong, f"no result, no file or no reason: {wrong}"


@pytest.mark.parametrize("danger", DANGERS)
def test_every_danger_says_what_is_lost_and_what_is_not(danger: str) -> None:
    found = re.search(
        rf"^## {danger}\n(.*?)(?=^## |\Z)", THREATS.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    assert found, f"no section: {danger}"
    rows = list(_tables(found[1]))
    assert {"lost", "not lost"} <= {row[0] for row in rows}
    without = [row for row in rows if not _is_held(row[-1])]
    assert not without, f"neither a test nor a reason: {without}"


def _is_held(cell: str) -> bool:
    """A test is named, or it is said why there is none."""
    if cell.startswith("open: "):
        return _has_reason(_LINK.sub("]", cell.removeprefix("open: ")))
    return any(test for _path, test in _named(cell))
