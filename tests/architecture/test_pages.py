"""Whatever file a page of the project names or links to is there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BASES = (ROOT, ROOT / "src" / "huiyin")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
_NAMED = re.compile(r"`([\w.-]+/(?:[\w.-]+/)*[\w.-]*)`")
_LINKED = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")


def _missing_links(page: Path) -> Iterator[str]:
    for link in _LINKED.findall(page.read_text(encoding="utf-8")):
        target = (page.parent / link).resolve()
        if not target.exists():
            yield link


def test_every_file_to_touch_exists() -> None:
    named = _NAMED.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    assert len(named) >= 40, "the tables hardly name a file: has their form changed?"
    missing = sorted({name for name in named if not any((base / name).exists() for base in BASES)})
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    assert not list(_missing_links(page))
