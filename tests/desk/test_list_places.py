"""From one matter of a list to the next, without going back to the list; and the keys that do it."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.desk.keys.shortcuts import BELL_KEY, DRAFTS_KEY, SHORTCUT_GROUPS
from huiyin.desk.navigation import navigation_for
from huiyin.flows.bell import BellView
from huiyin.matters.assignment.services import matter_assign_unit
from huiyin.matters.core.rules.states import Kind
from huiyin.matters.register.services.register import Registered
from tests.cast import AT, Cast
from tests.desk.conftest import Desk

pytestmark = pytest.mark.both_databases

ARRIVALS = "/desk/work/arrivals/"
# Entries of the menu without a key, each with the reason: a key for each would leave none to be remembered.
WITHOUT_KEY = {
    "search": "has its own: the slash goes into the field itself",
    "returns": "once a week or a month",
    "leave": "before a journey",
    "seal_key": "once, when it is set",
    "grants": "once in months; what waits stands on the start page",
    "organisation": "a place to arrange the house, not a day's work",
    "records": "looked through, not gone back to between two matters",
}


@pytest.fixture
def three(cast: Cast) -> list[Registered]:
    """Due one after the other."""
    return [
        cast.file(title=title, received_at=AT - timedelta(days=30 - days))
        for days, title in enumerate(("甲", "乙", "丙"))
    ]


def _lines(page: str) -> dict[str, str]:
    """The addresses in a list, by title."""
    return {title: unescape(href) for href, title in re.findall(r'<a href="([^"]+)" data-open>([^<]+)</a>', page)}


def _beside(page: str) -> dict[str, str]:
    """Where the matters beside the page's own are, by `prev` and `next`."""
    found = re.findall(r'<a\s+href="([^"]+)"\s+rel="(prev|next)"', page)
    return {rel: unescape(href) for href, rel in found}


def _title(page: str) -> str:
    found = re.search(r'<h1 id="matter-title">\s*(\S+)', page)
    assert found, page
    return found[1]


def test_a_list_is_walked_from_matter_to_matter(three: list[Registered], desk: Desk) -> None:
    client = desk("registrar")
    page = client.get(_lines(client.get(ARRIVALS).text)["甲"]).text
    assert set(_beside(page)) == {"next"}
    walked = [_title(page)]
    while "next" in _beside(page):
        page = client.get(_beside(page)["next"]).text
        walked.append(_title(page))
    assert walked == ["甲", "乙", "丙"]
    assert "这是清单里的最后一件" in page
    assert _title(client.get(_beside(page)["prev"]).text) == "乙"


@pytest.mark.parametrize(
    ("query", "order"),
    [("", ["甲", "乙", "丙"]), ("sort=newest", ["丙", "乙", "甲"]), ("kind=inquiry&sort=oldest", ["问一", "问二"])],
)
def test_the_walk_keeps_the_list_s_order_and_filters(
    three: list[Registered], cast: Cast, desk: Desk, query: str, order: list[str]
) -> None:
    if "kind" in query:
        for days, title in enumerate(("问一", "问二")):
            cast.file(title=title, kind=Kind.INQUIRY, received_at=AT - timedelta(days=30 - days))
    client = desk("registrar")
    lines = _lines(client.get(f"{ARRIVALS}?{query}").text)
    assert list(lines) == order
    page = client.get(lines[order[0]]).text
    walked = [_title(page)]
    while "next" in _beside(page):
        page = client.get(_beside(page)["next"]).text
        walked.append(_title(page))
    assert walked == order
    back = re.search(r'<a href="([^"]+)" aria-keyshortcuts="u">', page)
    assert back and list(_lines(client.get(unescape(back[1])).text)) == order


def test_titles_of_neighbours_are_marked_as_chinese(three: list[Registered], desk: Desk) -> None:
    client = desk("registrar")
    line = _lines(client.get(ARRIVALS).text)["乙"]
    client.post("/language/", {"language": "en"})
    page = client.get(line).text
    beside = re.findall(r'<span lang="(\S+)" title="([^"]+)"><span lang="(\S+)">', page)
    assert beside == [
        ("zh-Hans", "甲", "en"),
        ("zh-Hans", "丙", "en"),
    ]
    assert not re.search(r'<a[^>]* title="', page[page.index("matter-listed") :].partition("</nav>")[0])


def test_a_move_leads_back_to_the_same_place(three: list[Registered], desk: Desk) -> None:
    client = desk("registrar")
    page = client.get(_lines(client.get(ARRIVALS).text)["甲"]).text
    answer = _send(client, page, "accept")
    after = client.get(answer["Location"]).text
    assert (_title(after), list(_beside(after))) == ("甲", ["next"])


def test_a_matter_that_leaves_the_unit_leads_to_the_next(three: list[Registered], cast: Cast, desk: Desk) -> None:
    """And back to the list behind the last one."""
    for filed in three[:2]:
        matter_assign_unit(
            actor=cast.actor("registrar"), matter_id=filed.matter_id, unit_id=cast.units["housing"], at=cast.at
        )
    client = desk("housing_registrar")
    lines = _lines(client.get("/desk/work/unit/").text)
    after = _send(client, client.get(lines["甲"]).text, "assign_unit", follow=True, unit_text="教育局")
    assert _title(after.text) == "乙"
    assert "不再由您的单位办理。下面是“本单位全部”里的下一件。" in after.text
    after = _send(client, after.text, "assign_unit", follow=True, unit_text="教育局")
    assert after.request["PATH_INFO"] == "/desk/work/unit/" and "不再由您的单位办理" in after.text


def _send(client: Client, page: str, code: str, *, follow: bool = False, **given: str) -> Any:
    """Send a move's form as the page has it."""
    found = re.search(rf'hx-get="([^"]+/{code}/\?[^"]*)&amp;seen=(\d+)"', page)
    assert found, code
    return client.post(unescape(found[1]), {"seen": found[2], **given}, follow=follow)


def test_what_cannot_be_a_place_is_as_if_it_were_not_there(three: list[Registered], desk: Desk) -> None:
    client = desk("registrar")
    address = f"/desk/matters/{three[0].number}/"
    place = _lines(client.get(ARRIVALS).text)["甲"].split("?")[1]
    for query in (
        "list=arrivals",
        "list=reviews&after=1.000000~" + "0" * 32,
        place.replace("arrivals", "no"),
        "list",
    ):
        page = client.get(f"{address}?{query}")
        assert (page.status_code, "matter-listed" in page.text) == (200, False)
    assert "matter-listed" in client.get(f"{address}?{place}").text


def test_nothing_is_beside_a_matter_that_its_list_does_not_show(
    three: list[Registered], cast: Cast, desk: Desk
) -> None:
    """The place itself opens nothing: somebody else's unit has another list."""
    client = desk("registrar")
    place = _lines(client.get(ARRIVALS).text)["甲"].split("?")[1]
    cast.to_handler(three[1])
    own = desk("housing_registrar")
    page = own.get(f"/desk/matters/{three[1].number}/?{place}").text
    assert _beside(page) == {}


def test_the_place_costs_two_statements(three: list[Registered], desk: Desk) -> None:
    client = desk("registrar")
    href = _lines(client.get(ARRIVALS).text)["甲"]
    assert _statements(client, href) == _statements(client, href.split("?")[0]) + 2


def _statements(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def test_every_key_is_shown_and_presses_one_thing_alone(three: list[Registered], desk: Desk) -> None:
    client = desk("registrar")
    shown = client.get("/desk/keys/").text
    page = client.get(_lines(client.get(ARRIVALS).text)["乙"]).text
    pressed = re.findall(r'aria-keyshortcuts="([^"]+)"', page)
    assert len(pressed) == len(set(pressed)), pressed
    assert {"t", "n", "a", "j", "k", "u", "1", "2", "/", "?"} <= set(pressed)
    # Digits stand for one another on the page of keys.
    unnamed = {key for key in pressed if not key.isdecimal() and f"<kbd>{key}</kbd>" not in shown}
    assert not unnamed
    assert all(shortcut.label in shown for group in SHORTCUT_GROUPS for shortcut in group.shortcuts)


@pytest.mark.parametrize("who", ["mayor", "office_leader", "registrar", "handler", "approver", "auditor"])
def test_every_place_of_the_menu_has_a_key_or_is_named_as_without(desk: Desk, cast: Cast, who: str) -> None:
    browser = desk(who)
    places = navigation_for(actor=cast.actor(who), path="/desk/")
    assert {place.code for place in places if not place.key} <= set(WITHOUT_KEY)
    assert not {place.code for place in places if place.key} & set(WITHOUT_KEY)
    page, shown = browser.get("/desk/").text, browser.get("/desk/keys/").text
    pressed = re.findall(r'aria-keyshortcuts="([^"]+)"', page)
    assert len(pressed) == len(set(pressed)), pressed
    # The bell and one's drafts stand in no menu of places.
    assert {BELL_KEY, DRAFTS_KEY} <= set(pressed)
    for key in (*(place.key for place in places if place.key), BELL_KEY, DRAFTS_KEY):
        assert f"<kbd>{key}</kbd>" in shown, key
    if who == "mayor":
        assert {"g", "d", "y", "e", "v"} <= set(pressed)


def test_the_bell_keeps_its_key_once_it_is_a_panel(desk: Desk, cast: Cast) -> None:
    panel = render_to_string("desk/bell/_panel.html", {"bell": BellView(new=0, notices=())})
    assert re.search(rf'<summary aria-keyshortcuts="{BELL_KEY}">', panel)


def test_the_keys_come_without_a_menu_where_they_are_asked_for(desk: Desk, cast: Cast) -> None:
    part = desk("handler").get("/desk/keys/", headers={"HX-Request": "true"}).text
    assert "我承办的" in part and "<nav" not in part and "<kbd>n</kbd>" not in part
