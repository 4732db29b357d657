"""Staff work with the keyboard alone: registering, lists, search. A page notes every press of a pointer."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import TEXT, BrowserOfficer, BrowserPetitioner

_WATCH = "addEventListener('pointerdown', () => { window.pressed = (window.pressed || 0) + 1 }, true)"
_FOCUSED = "document.activeElement.id || document.activeElement.name || document.activeElement.tagName"
# An outline on the element itself, or on its line of a list. In a date the browser marks the part that has the focus.
_SHOWS_FOCUS = """
() => {
  const element = document.activeElement;
  const places = [element, element.closest("[data-row]")].filter(Boolean);
  if (element.type === "date") return element.matches(":focus-within, :focus");
  const styles = places.map((one) => getComputedStyle(one));
  return styles.some((one) => one.outlineStyle !== "none" && parseFloat(one.outlineWidth) >= 1);
}
"""
_MOST_KEYS = 80


@pytest.fixture
def registrar(officer: Callable[..., BrowserOfficer]) -> Page:
    """The registrar's desk, watched for pointers."""
    page: Page = officer("registrar").page
    page.add_init_script(_WATCH)
    return page


def _tab_to(page: Page, name: str) -> None:
    """Go on with the Tab key until the field has the focus."""
    for _ in range(_MOST_KEYS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(f"{name} can't be reached with Tab; the focus is on {page.evaluate(_FOCUSED)}")


def test_a_letter_is_registered_without_a_mouse(registrar: Page) -> None:
    page = registrar
    page.goto("/desk/register/")
    _tab_to(page, "channel")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("radio", name="来信")).to_be_checked()
    for name, typed in (
        ("text", TEXT), ("requests", "查明原因\n把水治好"), ("place", "云水小区 3 幢"), ("name", "纪北辰"),
        ("phone", "19900007788"),
    ):  # fmt: skip
        _tab_to(page, name)
        page.keyboard.type(typed)
    expect(page.locator("#suggestions")).to_contain_text("水质")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1, name="登记回执")).to_be_visible()
    expect(page.locator(".receipt-requests li")).to_have_count(2)
    assert not page.evaluate("window.pressed")
    # The next one is under the Enter key already.
    expect(page.get_by_role("link", name="登记下一件")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/desk/register/\?channel=letter"))
    expect(page.get_by_role("radio", name="来信")).to_be_checked()


def test_lists_are_walked_with_letters(registrar: Page) -> None:
    page = registrar
    page.goto("/desk/work/arrivals/")
    links = page.locator("[data-list] a[data-open]")
    page.keyboard.press("j")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(links.nth(2)).to_be_focused()
    page.keyboard.press("k")
    expect(links.nth(1)).to_be_focused()
    title = links.nth(1).inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("#matter-title")).to_contain_text(title)
    assert not page.evaluate("window.pressed")


def test_lines_are_ticked_with_a_letter(registrar: Page) -> None:
    page = registrar
    page.goto("/desk/work/arrivals/")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-pick]:checked")).to_have_count(2)
    page.locator("#bulk [value=assign_unit]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".bulk-list [name=pick]:checked")).to_have_count(2)
    page.locator(".bulk-list [name=pick]").first.focus()
    page.keyboard.press("Space")
    expect(page.locator(".bulk-list [name=pick]:checked")).to_have_count(1)
    assert not page.evaluate("window.pressed")


def test_a_slash_searches(registrar: Page) -> None:
    page = registrar
    page.goto("/desk/")
    page.keyboard.press("/")
    expect(page.locator("#desk-search")).to_be_focused()
    page.keyboard.type("桩")
    page.keyboard.type("/")  # inside a field it is a letter like any other
    expect(page.locator("#desk-search")).to_have_value("桩/")
    page.keyboard.press("Control+a")
    page.keyboard.type("打桩")
    page.keyboard.press("Enter")
    expect(page.locator("[data-row]").first).to_contain_text("打桩")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/desk/matters/"))


def test_the_list_goes_on_by_itself(officer: Callable[..., BrowserOfficer]) -> None:
    page = officer("town_registrar").page
    page.goto("/desk/work/arrivals/")
    expect(page.locator("[data-row]")).to_have_count(50)
    page.locator(".pager").scroll_into_view_if_needed()
    expect(page.locator("[data-row]")).to_have_count(60)


def test_a_move_opens_sends_and_closes_with_keys(registrar: Page) -> None:
    page = registrar
    page.goto("/desk/work/arrivals/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.locator("#move-note summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#move-note textarea")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#move-note form")).to_be_hidden()
    expect(page.locator("#move-note summary")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("电话里说明天到现场。")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#messages")).to_contain_text("已记下")
    expect(page.locator("main")).to_contain_text("电话里说明天到现场。")
    assert not page.evaluate("window.pressed")


def test_the_skip_link_is_first_and_leads_to_the_text(registrar: Page, petitioner: BrowserPetitioner) -> None:
    for page, address in ((registrar, "/desk/"), (petitioner.page, "/file/what/"), (petitioner.page, "/lookup/")):
        page.goto(address)
        page.keyboard.press("Tab")
        skip = page.locator(".skip-link")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(page.locator("#main")).to_be_focused()


def test_the_focus_is_seen_wherever_it_goes(registrar: Page, petitioner: BrowserPetitioner) -> None:
    for page, address in (
        (petitioner.page, "/"), (petitioner.page, "/file/what/"), (petitioner.page, "/lookup/"),
        (registrar, "/desk/"), (registrar, "/desk/register/"),
    ):  # fmt: skip
        page.goto(address)
        unseen = []
        for _ in range(25):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement === document.body"):
                break
            if not page.evaluate(_SHOWS_FOCUS):
                unseen.append(page.evaluate(_FOCUSED))
        assert not unseen, f"{address}: {unseen}"


def test_matters_are_walked_and_worked_on_with_letters(registrar: Page) -> None:
    page = registrar
    page.goto("/desk/work/arrivals/")
    titles = page.locator("[data-list] a[data-open]").all_inner_texts()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#matter-title")).to_contain_text(titles[0])
    page.keyboard.press("j")
    expect(page.locator("#matter-title")).to_contain_text(titles[1])
    page.keyboard.press("k")
    expect(page.locator("#matter-title")).to_contain_text(titles[0])
    page.keyboard.press("1")
    opened = page.locator(".move-side .move[open]")
    expect(opened.locator("form")).to_be_visible()
    # What is typed in a form opens nothing, and Escape only folds it.
    opened.locator("input:not([type=hidden]), textarea, select, button").first.focus()
    page.keyboard.press("Escape")
    expect(opened).to_have_count(0)
    page.keyboard.press("u")
    expect(page).to_have_url(re.compile("/desk/work/arrivals/$"))
    assert not page.evaluate("window.pressed")


def test_the_keys_are_shown_over_the_page_and_can_be_switched_off(registrar: Page) -> None:
    page = registrar
    page.goto("/desk/register/")
    page.locator("#register-form textarea").first.fill("楼道灯不亮")
    page.locator("body").evaluate("() => document.activeElement.blur()")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="快捷键")
    expect(sheet).to_be_visible()
    page.keyboard.press("t")
    expect(sheet).to_be_visible()
    sheet.get_by_label("不用单个字母和数字的快捷键").check()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.keyboard.press("t")
    expect(page).to_have_url(re.compile("/desk/register/"))
    page.keyboard.press("?")
    sheet.get_by_label("不用单个字母和数字的快捷键").uncheck()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.keyboard.press("/")
    expect(page.locator("[data-search]")).to_be_focused()
    assert page.evaluate("document.querySelector('#register-form textarea').value") == "楼道灯不亮"
