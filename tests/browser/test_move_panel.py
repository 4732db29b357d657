"""The moves of a matter: a panel beside the text where there is room, a page of their own on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.house import RunningInstallation
from tests.browser.people import BrowserOfficer
from tests.browser.windows import PHONE

_DESKS = ((1280, 720), (1366, 768))
# Whether an element lies within the window, and within whatever scrolls around it.
_IN_VIEW = """
(element) => {
  const box = element.getBoundingClientRect();
  const found = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return box.top >= 0 && box.bottom <= innerHeight && element.contains(found);
}
"""


def _open_draft(page: Page, number: str) -> None:
    page.goto(f"/desk/matters/{number}/")
    page.locator("#move-draft > summary").click()
    expect(page.locator("#move-draft form")).to_be_visible()


@pytest.mark.browser
def test_the_form_stands_beside_the_text_and_its_button_stays_in_view(
    installation: RunningInstallation, officer: Callable[[str], BrowserOfficer]
) -> None:
    page = officer("handler").page
    for width, height in _DESKS:
        page.set_viewport_size({"width": width, "height": height})
        _open_draft(page, installation.matters["investigating"].number)
        submit, text = page.locator("#move-draft .btn-primary"), page.locator(".matter-text")
        for at in ("0", "document.body.scrollHeight"):
            page.evaluate(f"scrollTo(0, {at})")
            assert submit.evaluate(_IN_VIEW), (width, at)
        page.evaluate("scrollTo(0, 0)")
        expect(text).to_be_in_viewport()
        panel, beside = page.locator(".move-side").bounding_box(), text.bounding_box()
        assert panel and beside and beside["x"] + beside["width"] <= panel["x"] and beside["width"] >= 400
        # At the end of a long form, too.
        page.locator("#move-draft textarea").last.focus()
        assert submit.evaluate(_IN_VIEW)


@pytest.mark.browser
def test_one_form_stands_open_at_a_time_and_what_was_typed_in_the_other_stays(
    installation: RunningInstallation, officer: Callable[[str], BrowserOfficer]
) -> None:
    handler = officer("handler")
    handler.open(installation.matters["investigating"])
    handler.move("note").get_by_label("内容").fill("写了一半")
    expect(handler.move("ask")).to_be_visible()
    expect(handler.page.locator("#move-note form")).to_be_hidden()
    expect(handler.page.locator("#move-note [name=body]")).to_have_value("写了一半")


@pytest.mark.browser
def test_on_a_phone_a_move_is_a_page_of_its_own(
    installation: RunningInstallation, officer: Callable[[str], BrowserOfficer]
) -> None:
    page = officer("handler").page
    page.set_viewport_size(PHONE["viewport"])
    number = installation.matters["investigating"].number
    _open_draft(page, number)
    expect(page).to_have_url(f"/desk/matters/{number}/?move=draft#move-draft")
    assert page.locator("#move-draft .btn-primary").evaluate(_IN_VIEW)
    expect(page.locator("#move-note")).to_be_hidden()
    page.get_by_role("link", name="看事项").click()
    expect(page.locator("#move-note")).to_be_visible()
