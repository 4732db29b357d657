"""The work lists: who finds what where, in what order, in how many statements."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.matters.core.rules.states import Kind
from tests.cast import AT, Cast
from tests.desk.conftest import Desk

# The ninth: what the officer has arranged on this list. The tenth: all that stands beside the menu.
# The eleventh: all names that the list can be narrowed to.
STATEMENTS = 11


def _titles(page: str) -> list[str]:
    return re.findall(r"<a [^>]*data-open>([^<]+)</a>", page)


def test_a_stranger_is_led_to_signing_in(db: None) -> None:
    answer = Client().get("/desk/work/mine/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/?next=/desk/work/mine/")


def test_an_officer_without_a_post_reads_why_there_is_nothing(desk: Desk) -> None:
    answer = desk("nobody").get("/desk/")
    assert answer.status_code == 403
    assert "您还没有职位" in answer.text


def test_a_new_matter_is_an_arrival_then_the_handler_s(cast: Cast, desk: Desk) -> None:
    matter = cast.file(title="电梯停运三周")
    assert _titles(desk("registrar").get("/desk/work/arrivals/").text) == ["电梯停运三周"]
    assert _titles(desk("handler").get("/desk/work/mine/").text) == []
    cast.to_handler(matter)
    assert _titles(desk("registrar").get("/desk/work/arrivals/").text) == []
    assert _titles(desk("handler").get("/desk/work/mine/").text) == ["电梯停运三周"]
    assert _titles(desk("handler_two").get("/desk/work/mine/").text) == []
    cast.draft(matter)
    assert _titles(desk("approver").get("/desk/work/approvals/").text) == ["电梯停运三周"]
    assert _titles(desk("mayor").get("/desk/work/below/").text) == ["电梯停运三周"]


def test_what_is_due_first_stands_on_top(cast: Cast, desk: Desk) -> None:
    for days, title in ((4, "后到的"), (-9, "早就到的"), (0, "中间的")):
        cast.file(title=title, received_at=AT - timedelta(days=30) + timedelta(days=days))
    assert _titles(desk("registrar").get("/desk/work/arrivals/").text) == ["早就到的", "中间的", "后到的"]


def test_a_line_names_the_matter_and_never_the_person(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    page = desk("registrar").get("/desk/work/arrivals/").text
    assert f"{filed.number[:8]}-{filed.number[8:12]}-{filed.number[12:]}" in page
    assert "申诉求决" in page and "云水小区" in page and "已登记" in page
    assert "已超期" in page  # the word beside the colour: the cast files long before today
    assert not {word for word in ("谷小满", "19900001234", "xiaoman@") if word in page}


@pytest.mark.parametrize("query", ["kind=inquiry", "channel=call", "state=accepted", "category=999999"])
def test_a_filter_leaves_out_the_rest_and_says_so(cast: Cast, desk: Desk, query: str) -> None:
    cast.file()
    page = desk("registrar").get(f"/desk/work/arrivals/?{query}").text
    assert _titles(page) == []
    assert "没有符合条件的事项" in page


def test_filters_keep_what_fits(cast: Cast, desk: Desk) -> None:
    cast.file(title="问一件事", kind=Kind.INQUIRY)
    cast.file(title="求一件事", category_id=cast.categories["T211"])
    browser, lists = desk("registrar"), "/desk/work/arrivals/"
    assert _titles(browser.get(f"{lists}?kind=inquiry&channel=web&overdue=1").text) == ["问一件事"]
    assert _titles(browser.get(f"{lists}?category={cast.categories['T211']}").text) == ["求一件事"]


@pytest.mark.parametrize(
    "junk", ["after=x", "after=99999999999.000000~" + "f" * 32, "kind=%00", "category=-1", "state="]
)
def test_an_address_that_makes_no_sense_is_read_as_if_it_weren_t_there(cast: Cast, desk: Desk, junk: str) -> None:
    cast.file()
    assert desk("registrar").get(f"/desk/work/arrivals/?{junk}").status_code == 200


def test_the_next_page_goes_on_where_the_first_ended(cast: Cast, desk: Desk) -> None:
    for number in range(53):
        cast.file(title=f"第{number:02}件")
    browser = desk("registrar")
    first = browser.get("/desk/work/arrivals/").text
    more = re.search(r'hx-get="([^"]+)"', first.replace("&amp;", "&"))
    assert more
    part = browser.get(more[1], headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert sorted(_titles(first) + _titles(part)) == [f"第{number:02}件" for number in range(53)]
    assert "<html" in browser.get(more[1]).text


def test_a_list_stands_in_the_order_that_was_chosen(cast: Cast, desk: Desk) -> None:
    for days, title in ((4, "后到的"), (-9, "早就到的"), (0, "中间的")):
        cast.file(title=title, received_at=AT - timedelta(days=30) + timedelta(days=days))
    browser = desk("registrar")
    newest = browser.get("/desk/work/arrivals/?sort=newest").text
    assert _titles(newest) == ["后到的", "中间的", "早就到的"]
    assert re.search(r'<option value="newest" selected', newest)
    saved = browser.post("/desk/work/arrivals/filters/", {"sort": "newest", "name": "新到的在前"})
    assert saved.headers["Location"] == "/desk/work/arrivals/?sort=newest"
    assert _titles(browser.get("/desk/work/arrivals/?sort=nonsense").text) == ["早就到的", "中间的", "后到的"]
    # By words there stand those alone that have some unread, and the page says so by its tick.
    words = browser.get("/desk/work/arrivals/?sort=words").text
    assert _titles(words) == [] and "没有符合条件的事项" in words
    assert re.search(r'name="unread"\s+value="1"\s+checked', words)


def test_a_list_that_no_post_opens_is_refused(cast: Cast, desk: Desk) -> None:
    assert desk("handler").get("/desk/work/approvals/").status_code == 403
    assert desk("handler").get("/desk/work/nothing/").status_code == 403


def test_empty_lists_say_what_they_would_show(cast: Cast, desk: Desk) -> None:
    page = desk("registrar").get("/desk/work/arrivals/").text
    assert "没有新到的事项" in page and 'href="/desk/register/"' in page
    assert "没有等您审批的事项" in desk("approver").get("/desk/work/approvals/").text
    assert "现在没有您承办的事项" in desk("handler").get("/desk/work/mine/").text


def test_the_barred_see_nothing_of_it(cast: Cast, desk: Desk) -> None:
    cast.file(title="反映信访局的事", respondent_officer_id=cast.officers["office_leader"])
    for username in ("registrar", "office_leader", "office_approver"):
        for name in ("arrivals", "unit"):
            assert "反映信访局的事" not in desk(username).get(f"/desk/work/{name}/").text


def test_keyboard_hooks_are_there(cast: Cast, desk: Desk) -> None:
    cast.file()
    page = desk("registrar").get("/desk/work/arrivals/").text
    assert all(hook in page for hook in ("data-list", "data-row", "data-open", "data-search"))


@pytest.mark.parametrize("matters", [1, 60])
@pytest.mark.parametrize("query", ["", "?kind=claim&overdue=1"])
def test_a_list_takes_a_fixed_number_of_statements(cast: Cast, desk: Desk, matters: int, query: str) -> None:
    for _ in range(matters):
        cast.file()
    browser = desk("registrar")
    browser.get("/desk/")
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(f"/desk/work/arrivals/{query}").status_code == 200
    assert len(captured) <= STATEMENTS, "\n".join(query["sql"][:120] for query in captured)


def test_pages_of_the_desk_are_not_kept(cast: Cast, desk: Desk) -> None:
    assert "no-store" in desk("registrar").get("/desk/").headers["Cache-Control"]


def test_a_list_is_marked_in_the_menu(cast: Cast, desk: Desk) -> None:
    page = desk("registrar").get("/desk/work/arrivals/?kind=claim").text
    assert re.search(r'href="/desk/work/arrivals/" aria-current="page"', page)
    assert page.count("aria-current") == 1
