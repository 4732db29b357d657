"""What the pages name is there: files, functions, commands, settings, and words of the code."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest

from huiyin.cli.root import root

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "huiyin"
PAGES = (
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "docs" / "security").glob("*.md")),
)
# These two are read by whoever changes the code: each word of code in them is there.
FOR_NEWCOMERS = ("README.md", "CONTRIBUTING.md", "architecture.md", "life-of-a-matter.md")
_SPAN = re.compile(r"`([^`\n]+)`")
_FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
_PATH = re.compile(r"(?:[\w.-]+/)+(?:[\w.-]+)?|[\w-]+\.(?:py|toml|md|html|css|js)")
# The name of the account and of the database is huiyin too: a command stands at the beginning, or behind a prompt.
_COMMAND = re.compile(r"(?:^|`|--|\bPATH )huiyin((?: [a-z][a-z-]+)+)", re.MULTILINE)
_NAME = re.compile(r"_?[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+|[A-Z][a-z]+(?:[A-Z][a-z]+)+|_?[A-Z]{3,}")
# Made on the way, or of an installation and not of the source.
_NOT_KEPT = ("var/", ".venv/", "bench/results", "node_modules", "static/built", "dist/", "/")
# Look like paths and aren't: a time zone, a log's name, an address, a naming pattern.
_NO_FILES = frozenset({"Asia/Shanghai", "register/suggest/", "_name.html"})
# What a page gives as an example of its own: invented names and other people's words.
_EXAMPLES = re.compile(r"<|YYYY|HUIYIN_VAR|/ledger$|…|\*|://|^/|{|\$|=|postgres|\.csv|\.xlsx|\.sqlite3|\.pdf|\.zip")


def _spans(page: Path) -> Iterator[str]:
    yield from _SPAN.findall(_FENCE.sub("", page.read_text(encoding="utf-8")))


@cache
def _words() -> frozenset[str]:
    """Every word of the code."""
    found: set[str] = set()
    kept = ("*.py", "*.toml", "*.html", "*.js", "*.css", "*.scss", "*.in")
    for folder in (SOURCE, ROOT / "tests", ROOT / "tools", ROOT / "bench", ROOT / "requirements"):
        for pattern in kept:
            for path in folder.rglob(pattern):
                if "node_modules" not in path.parts and path != Path(__file__):
                    found.update(re.findall(r"\w+", path.read_text(encoding="utf-8")))
    for name in ("pyproject.toml", "Makefile"):
        found.update(re.findall(r"\w+", (ROOT / name).read_text(encoding="utf-8")))
    return frozenset(found)


def _is_there(text: str) -> bool:
    if text.startswith(_NOT_KEPT) or text in _NO_FILES:
        return True
    bases = (ROOT, SOURCE, SOURCE.parent, ROOT / "docs", SOURCE / "clocks", SOURCE / "web", *SOURCE.iterdir())
    return any((base / text).exists() for base in bases if base.is_dir()) or any(
        path for folder in (SOURCE, ROOT / "tests") for path in folder.rglob(text.strip("/"))
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_path_exists(page: Path) -> None:
    named = {span.partition(":")[0] for span in _spans(page) if not _EXAMPLES.search(span)}
    wrong = sorted(text for text in named if _PATH.fullmatch(text) and not _is_there(text))
    assert not wrong, f"{page.name} names what isn't there: {wrong}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_exists(page: Path) -> None:
    wrong = []
    for given in _COMMAND.findall(page.read_text(encoding="utf-8")):
        command: click.Command | None = root
        for word in given.split():
            if not isinstance(command, click.Group):
                break
            command = command.get_command(click.Context(command), word)
            if command is None:
                wrong.append(given)
                break
    assert not wrong, f"{page.name}: no such command: {wrong}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_target_of_make_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {span.split()[1] for span in _spans(page) if re.fullmatch(r"make [a-z-]+.*", span)}
    assert named <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_setting_exists(page: Path) -> None:
    named = set(re.findall(r"HUIYIN_[A-Z_]+[A-Z]", page.read_text(encoding="utf-8")))
    assert named <= _words()


@pytest.mark.parametrize("page", [page for page in PAGES if page.name in FOR_NEWCOMERS], ids=lambda page: page.name)
def test_every_word_of_code_is_in_the_code(page: Path) -> None:
    named = {
        name for span in _spans(page) if not _EXAMPLES.search(span) and "/" not in span
        for name in _NAME.findall(span)
    }  # fmt: skip
    assert sorted(named - _words()) == []
