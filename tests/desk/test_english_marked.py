"""On an English page whatever is Chinese is marked as Chinese, so that a screen reader reads it as such."""

import re
from collections.abc import Iterator
from contextlib import suppress
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse

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
            names = ("value", "placeholder", "alt", "aria-label")
            self.found += [value for name in names if _HAN.search(value := given.get(name) or "")]
        if tag in {"option", "optgroup"} and not chinese:
            # What a list offers is read from the attribute where it has no text, as in a datalist.
            offered = "value" if any(name == "datalist" for name, _ in self.around) else "label"
            self.found += [value for name in (offered,) if _HAN.search(value := given.get(name) or "")]

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


def _addresses(namespace: str) -> list[str]:
    """Every address of a face that needs nothing to be filled in."""
    found = []
    for name in sorted(set(_names(get_resolver().namespace_dict[namespace][1]))):
        with suppress(NoReverseMatch):
            found.append(reverse(f"{namespace}:{name}"))
    return found


def _names(resolver: Any) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern)
        elif pattern.name:
            yield pattern.name


def test_every_page_of_the_desk_in_english_marks_it(cast: Cast, desk: Desk) -> None:
    filed = cast.file(title="电梯停运")
    cast.answer(filed)
    entries_sequence(at=cast.at)
    checkpoint_sign(at=cast.at)
    for who in ("registrar", "handler", "auditor", "administrator"):
        browser = desk(who)
        browser.cookies["django_language"] = "en"
        matter = f"/desk/matters/{filed.number}/"
        pages = (*_addresses("desk"), "/desk/search/?q=电梯", "/desk/work/unit/", matter, f"{matter}letters/")
        for address in pages:
            _assert_marked(browser, address)
        for form in re.findall(rf'hx-get="({matter}[^"]+)"', browser.get(matter).text):
            _assert_marked(browser, form.replace("&amp;", "&"))


def test_every_page_of_the_portal_in_english_marks_it(cast: Cast) -> None:
    filed = cast.file(title="电梯停运")
    cast.answer(filed)
    browser = Client()
    browser.cookies["django_language"] = "en"
    browser.post("/lookup/", {"number": filed.number, "code": filed.code})
    assert 'lang="zh-Hans">电梯停运' in _assert_marked(browser, "/status/")
    for address in (*_addresses("portal"), "/nowhere/", "/desk/nowhere/"):
        _assert_marked(browser, address)


def test_what_people_type_is_marked_where_it_comes_back(cast: Cast, desk: Desk) -> None:
    browser = desk("registrar")
    browser.cookies["django_language"] = "en"
    typed = {"kind": "claim", "channel": "letter", "text": "三楼漏水", "respondent": "县住建局", "name": "谷小满"}
    for address in ("/desk/register/suggest/", "/desk/register/"):
        answer = browser.post(address, typed, headers={"HX-Request": "true"})
        assert 'lang="zh-Hans"' in answer.text and not unmarked(answer.text), address


def test_a_chinese_page_is_left_as_it_is(cast: Cast) -> None:
    assert '<span lang="zh-Hans">' not in Client().get("/").text


def _assert_marked(browser: Client, address: str) -> str:
    answer: Any = browser.get(address, follow=True)
    if answer.streaming or not answer.headers.get("Content-Type", "").startswith("text/html"):
        return ""  # a file
    assert not unmarked(answer.text), (address, unmarked(answer.text)[:5])
    if "Content-Length" in answer.headers:
        assert int(answer.headers["Content-Length"]) == len(answer.content)
    return str(answer.text)
