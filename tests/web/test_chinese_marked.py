"""On an English page whatever is Chinese is marked as Chinese, so that a screen reader reads it as such."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from huiyin.ledger.services import checkpoint_sign, entries_sequence
from huiyin.web.chinese import mark_chinese
from tests.cast import Cast
from tests.desk.conftest import Desk, desk  # noqa: F401 - a fixture

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
        elif not chinese and _HAN.search(given.get("value") or "") and given.get("type") != "hidden":
            self.found.append(given["value"] or "")

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


@pytest.mark.parametrize(
    ("page", "marked"),
    [
        ("<p>Hello</p>", "<p>Hello</p>"),
        ("<p>县住建局 answers you.</p>", '<p><span lang="zh-Hans">县住建局</span> answers you.</p>'),
        ("<p>路灯坏了，3 天。Then 停水</p>",
         '<p><span lang="zh-Hans">路灯坏了，3 天。</span>Then <span lang="zh-Hans">停水</span></p>'),
        ('<a lang="zh-Hans">中文</a>中', '<a lang="zh-Hans">中文</a><span lang="zh-Hans">中</span>'),
        ('<div lang="zh"><b>中</b><i lang="en">中</i></div>',
         '<div lang="zh"><b>中</b><i lang="en"><span lang="zh-Hans">中</span></i></div>'),
        ("<option selected>物业</option>", '<option lang="zh-Hans" selected>物业</option>'),
        ('<textarea name="b">\n路灯</textarea>', '<textarea lang="zh-Hans" name="b">\n路灯</textarea>'),
        ('<input value="路灯"><input value="x">', '<input lang="zh-Hans" value="路灯"><input value="x">'),
        ('<script>"中"</script><style>/*中*/</style><!-- 中 --><title>中</title>',
         '<script>"中"</script><style>/*中*/</style><!-- 中 --><title>中</title>'),
        ('<a title="a > b 中">中</a>', '<a title="a > b 中"><span lang="zh-Hans">中</span></a>'),
        ("<p>See 《条例》第六条.</p>", '<p>See <span lang="zh-Hans">《条例》第六条</span>.</p>'),
        ("<p>a < b &lt;中&gt;</p>", '<p>a < b &lt;<span lang="zh-Hans">中</span>&gt;</p>'),
    ],
)  # fmt: skip
def test_what_is_chinese_is_marked_and_the_rest_left_alone(page: str, marked: str) -> None:
    assert mark_chinese(page) == marked
    assert mark_chinese(marked) == marked
    assert re.sub(r'<span lang="zh-Hans">|</span>| lang="zh-Hans"', "", marked) == re.sub(
        r' lang="zh-Hans"', "", page
    ), "no word is changed"


_DESK = (
    "/desk/", "/desk/work/mine/", "/desk/work/unit/", "/desk/register/", "/desk/overview/", "/desk/search/?q=电梯",
    "/desk/reception/", "/desk/organisation/", "/desk/records/", "/desk/records/openings/", "/desk/records/outbox/",
)  # fmt: skip


def test_every_page_of_the_desk_in_english_marks_it(cast: Cast, desk: Desk) -> None:  # noqa: F811 - the fixture
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
