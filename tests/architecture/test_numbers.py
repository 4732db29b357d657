"""No text has the length of a period written into it: it would go on saying what a house has long since tightened."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import messages

SRC = Path(__file__).resolve().parents[2] / "src" / "huiyin"
_DIGITS = r"(?<![\d%(年月-])(?<!月 )\d+ ?(?:个工作日|工作日|个月|天|日(?!\d))"
_WORDS = r"(?<!第)[二三四五六七八九十]+(?:个工作日|个月|日内|天)"
_CHINESE = re.compile(f"{_DIGITS}|{_WORDS}")
_ENGLISH = re.compile(
    r"\b(?:\d+|two|three|five|seven|ten|fifteen|thirty|sixty)[ -](?:working |calendar )?(?:day|month)s?\b",
    re.IGNORECASE,
)
# What isn't a period of the rulebook: how far a list looks ahead, how long a draft is kept, examples to type.
_OTHERS = {
    "七天内到期",
    "七天内到期 %(count)s 件",
    "七天内的接访",
    "过去三十天",
    "保存于 %(when)s，留七天。用这台设备的同一个浏览器打开首页，就能接着写。",
    "例如：十五日内向法院起诉。",
    "例如：收到之日起六十日内申请。",
}
# Invented people and their words; a page of samples.
_INVENTED = ("cli/demo/", "web/style.py", "web/templates/web/style")


def _of_source(path: Path) -> Iterator[str]:
    """Every text of a module that isn't a docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    stated = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in stated:
            yield node.value


def _of_template(path: Path) -> Iterator[str]:
    yield from re.sub(r"\{#.*?#\}|\{% comment.*?endcomment %\}", "", path.read_text(encoding="utf-8")).splitlines()


def _of_rulebook(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#") and '"' in line:
            yield line.partition("=")[2]


def _texts(suffix: str) -> Iterator[tuple[str, str]]:
    read = {".py": _of_source, ".html": _of_template, ".typ": _of_template, ".toml": _of_rulebook}[suffix]
    for path in sorted(SRC.rglob(f"*{suffix}")):
        name = path.relative_to(SRC).as_posix()
        if "node_modules" not in name and not name.startswith((*_INVENTED, "clocks/calendars")):
            yield from ((name, text) for text in read(path))


def _is_other(text: str) -> bool:
    return any(other in text for other in _OTHERS) or "留七天" in text


@pytest.mark.parametrize("suffix", [".py", ".html", ".typ", ".toml"])
def test_no_text_of_ours_has_a_length_written_in(suffix: str) -> None:
    found = [(name, text) for name, text in _texts(suffix) if _CHINESE.search(text) and not _is_other(text)]
    assert not found


def test_nor_has_its_english() -> None:
    with messages.PO.open("rb") as file:
        catalogue = list(read_po(file, locale="en"))
    assert len(catalogue) > 1000
    for message in catalogue:
        source = message.id if isinstance(message.id, str) else message.id[0]
        english = (message.string,) if isinstance(message.string, str) else message.string or ()
        if source and source not in _OTHERS:
            assert not _CHINESE.search(source), source
            assert not any(_ENGLISH.search(text) for text in english if "%(days)d" not in text), english


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("请填 1 至 30 天。", True),
        ("收到后 5 个工作日内可以提出。", True),
        ("自收到本意见书之日起 30 日内", True),
        ("六十日内申请", True),
        ("2022 年 2 月 25 日发布", False),
        ("%(days)d 天", False),
        ("最迟 2026年11月30日 答复", False),
        ("取消这一天", False),
    ],
)
def test_what_counts_as_one(text: str, is_found: bool) -> None:
    assert bool(_CHINESE.search(text)) is is_found
