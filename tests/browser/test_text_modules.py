"""Writing with text modules: how many presses an answer takes, and where a text goes."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FloatRect, Page, expect

from tests.browser.house import RunningInstallation
from tests.browser.people import BrowserOfficer
from tests.browser.windows import PHONE

_MOST_PRESSES = 6
_COUNT = "addEventListener('click', () => { window.presses = (window.presses || 0) + 1 }, true)"
_TITLES = [f"常写的{sign}段" for sign in "甲乙丙丁戊己庚辛壬"]


@pytest.fixture
def texts(officer: Callable[[str], BrowserOfficer]) -> None:
    """The bureau's leader keeps nine: from nine on they are searched."""
    page = officer("housing_leader").page
    page.goto("/desk/texts/")
    if page.get_by_role("link", name=_TITLES[0]).count():
        return
    for title in _TITLES:
        page.goto("/desk/texts/new/")
        page.locator("[name=title]").fill(title)
        for place in ("answer", "facts"):
            page.locator(f"[name=places][value={place}]").check()
        page.locator("[name=unit]").select_option(label="云渡县住房和城乡建设局")
        page.locator("[name=article]").fill("《物业管理条例》第六条")
        page.locator("[name=body]").fill(f"{title}：您的事项{{事项编号}}正在办理。")
        page.locator("main form .btn-primary").click()
        page.locator("#versions").wait_for()


@pytest.mark.browser
@pytest.mark.usefixtures("texts")
def test_an_answer_from_a_text_module_takes_four_presses(
    installation: RunningInstallation, officer: Callable[[str], BrowserOfficer]
) -> None:
    page = officer("handler").page
    page.add_init_script(_COUNT)
    page.goto(f"/desk/matters/{installation.matters['investigating'].number}/")
    move = page.locator("#move-answer")
    move.locator("> summary").click()
    move.get_by_text("插入常用文字").click()
    move.get_by_role("button", name=_TITLES[3]).click()
    expect(move.locator("[name=body]")).to_have_value(re.compile(f"^{_TITLES[3]}：您的事项"))
    before = page.evaluate("window.presses")
    move.get_by_role("button", name="发给信访人").click()
    expect(page.locator("main")).to_contain_text(f"{_TITLES[3]}：您的事项")
    assert before + 1 <= _MOST_PRESSES, before


@pytest.mark.browser
@pytest.mark.usefixtures("texts")
def test_a_text_goes_to_the_cursor_by_keyboard_and_its_article_to_an_empty_basis(
    installation: RunningInstallation, officer: Callable[[str], BrowserOfficer]
) -> None:
    page = officer("handler").page
    page.goto(f"/desk/matters/{installation.matters['investigating'].number}/?move=draft")
    facts = page.locator("#move-draft [name=facts]")
    facts.fill("前后")
    facts.evaluate("(element) => element.setSelectionRange(1, 1)")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    search = page.locator("#move-draft [data-text-search]").first
    expect(search).to_be_focused()
    page.keyboard.type("辛")
    expect(page.locator("#move-draft .text-module:visible")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(facts).to_be_focused()
    value = facts.input_value()
    assert value.startswith(f"前{_TITLES[7]}：您的事项") and value.endswith("正在办理。后")
    expect(page.locator("#move-draft [name=basis]")).to_have_value("《物业管理条例》第六条")


@pytest.mark.browser
def test_the_letter_stands_beside_the_form_and_below_it_on_a_phone(
    installation: RunningInstallation, officer: Callable[[str], BrowserOfficer]
) -> None:
    page = officer("handler").page
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"/desk/matters/{installation.matters['investigating'].number}/?move=draft")
    page.locator("#move-draft [name=facts]").fill("我们查看了现场。")
    beside = _seen(page)
    assert beside["letter"]["x"] >= beside["field"]["x"] + beside["field"]["width"]
    expect(page.locator("#move-draft [name=facts]")).to_have_value("我们查看了现场。")
    page.set_viewport_size(PHONE["viewport"])
    below = _seen(page)
    assert below["letter"]["y"] >= below["field"]["y"] + below["field"]["height"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def _seen(page: Page) -> dict[str, FloatRect]:
    # One that is there from before would be taken away while it is measured.
    page.locator("#move-draft .letter-page").evaluate_all("letters => letters.forEach((letter) => letter.remove())")
    page.get_by_role("button", name="看成文").click()
    letter = page.locator("#move-draft .letter-page").first
    expect(letter).to_be_visible()
    found = {"letter": letter.bounding_box(), "field": page.locator("#move-draft [name=facts]").bounding_box()}
    return {name: box for name, box in found.items() if box}
