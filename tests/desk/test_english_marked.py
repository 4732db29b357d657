"""On an English page whatever is Chinese is marked as Chinese, so that a screen reader reads it as such."""

import re
from html.parser import HTMLParser
from typing import Any

from django.test import Client

from huiyin.ledger.services import checkpoint_sign, entries_sequence
from tests.cast import Cast
from tests.desk.conftest import Desk

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class _Unmarked(HTMLParser):
    """Collects Chinese text that stands in no Chinese element. Scripts, styles and the head aren't read aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.around: list[tuple[str, bool]] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        before = self.around[-1][1] if self.around else False
        chinese = (given["lang"] or "").startswith("zh") if "lang" in given else before
        if tag not in _VOID:
            self.around.append((tag, chinese))
        elif not chinese and given.get("type") != "hidden":
            self.found += [value for name in ("value", "aria-label") if _HAN.search(value := given.get(name) or "")]

    def handle_endtag(self, tag: str) -> None:
        while self.around and self.around.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        skipped = {"script", "style", "title"} & {name for name, _ in self.around}
        if _HAN.search(data) and not skipped and not (self.around and self.around[-1][1]):
            self.found.append(data.strip())


def unmarked(page: str) -> list[str]:
    reader = _Unmarked()
    reader.feed(page)
    return reader.found


_DESK = (
    "/desk/", "/desk/work/mine/", "/desk/work/unit/", "/desk/register/", "/desk/search/?q=电梯",
    "/desk/reception/", "/desk/organisation/", "/desk/records/", "/desk/records/openings/", "/desk/records/outbox/",
    "/desk/records/late/",
)  # fmt: skip


def test_every_page_of_the_desk_in_english_marks_it(cast: Cast, desk: Desk) -> None:
    filed = cast.file(title="电梯停运")
    cast.answer(filed)
    entries_sequence(at=cast.at)
    checkpoint_sign(at=cast.at)
    for who in ("registrar", "handler", "auditor", "administrator"):
        browser = desk(who)
        browser.cookies["django_language"] = "en"
        for address in (*_DESK, f"/desk/matters/{filed.number}/", f"/desk/matters/{filed.number}/letters/"):
            _assert_marked(browser, address)


def test_every_page_of_the_portal_in_english_marks_it(cast: Cast) -> None:
    filed = cast.file(title="电梯停运")
    cast.answer(filed)
    browser = Client()
    browser.cookies["django_language"] = "en"
    browser.post("/lookup/", {"number": filed.number, "code": filed.code})
    assert 'lang="zh-Hans">电梯停运' in _assert_marked(browser, "/status/")
    for address in (
        "/",
        "/how/",
        "/rules/",
        "/file/",
        "/lookup/",
        "/reception/",
        "/letters/check/",
        "/status/reply/",
    ):
        _assert_marked(browser, address)


def test_a_chinese_page_is_left_as_it_is(cast: Cast) -> None:
    assert '<span lang="zh-Hans">' not in Client().get("/").text


def _assert_marked(browser: Client, address: str) -> str:
    answer: Any = browser.get(address, follow=True)
    assert not unmarked(answer.text), (address, unmarked(answer.text)[:5])
    if "Content-Length" in answer.headers:
        assert int(answer.headers["Content-Length"]) == len(answer.content)
    return str(answer.text)
