"""How much a citizen has to press until the receipt stands there, and what is said instead of written."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.people import PHONE_NUMBER, TEXT, BrowserPetitioner
from tests.browser.windows import PHONE, Window

# As docs/filing.md says. Whoever makes it longer has to say why there.
_MOST_TAPS, _MOST_PAGES = 11, 8
_MOST_LAW = 12
_COUNT = """
window.addEventListener("pointerdown", () => {
  sessionStorage.setItem("taps", Number(sessionStorage.getItem("taps") ?? 0) + 1);
}, true);
"""
_ALLOWED = "() => document.featurePolicy.allowsFeature('microphone')"


def test_a_citizen_files_with_eleven_taps_on_eight_pages(window: Window) -> None:
    """From the front page; a field that has to be touched before something is typed counts, too."""
    page = window(PHONE)
    page.add_init_script(_COUNT)
    titles: list[str] = []
    page.goto("/")
    page.get_by_role("link", name=re.compile("反映一件事")).tap()
    _type(page, "[name=text]", TEXT)
    while page.locator("button.btn[value=next]").count():
        titles.append(page.locator("h1").inner_text())
        if page.locator("[name=phone]").count():
            _type(page, "[name=phone]", PHONE_NUMBER)
        page.locator("button.btn[value=next]").tap()
        expect(page.locator("h1")).not_to_have_text(titles[-1])
    titles.append(page.locator("h1").inner_text())
    page.get_by_role("button", name="提交").tap()
    BrowserPetitioner(page).receipt()
    taps = int(page.evaluate("sessionStorage.getItem('taps')"))
    assert taps == _MOST_TAPS <= _MOST_LAW, taps
    assert len(titles) == _MOST_PAGES, titles


def _type(page: Page, field: str, words: str) -> None:
    page.locator(field).tap()
    page.keyboard.insert_text(words)


def _record(page: Page) -> None:
    page.locator("[data-recording-do=start]").click()
    expect(page.locator("[data-recording-time]")).not_to_have_text("0:00")
    page.locator("[data-recording-do=stop]").click()
    expect(page.locator("[data-recording-done]")).to_be_visible()


def test_a_voice_note_is_sent_only_when_its_button_is_pressed(petitioner: BrowserPetitioner) -> None:
    page = petitioner.page
    sent: list[Any] = []
    petitioner.open_filing()
    petitioner.write_what()
    assert not page.evaluate(_ALLOWED)
    petitioner.press("下一步")
    petitioner.at("有照片、文件或者录音吗")
    assert page.evaluate(_ALLOWED)
    page.on("request", lambda request: sent.append(request.method) if request.method == "POST" else None)
    _record(page)
    page.wait_for_function("audio => audio.readyState > 0", arg=page.locator("audio").element_handle())
    page.locator("[data-recording-do=drop]").click()
    expect(page.locator("[data-recording-done]")).to_be_hidden()
    _record(page)
    assert not sent
    page.locator("[data-recording-do=use]").click()
    expect(page.get_by_role("list", name="已经收下的文件")).to_contain_text(re.compile(r"录音-\d{4}\.webm"))
    assert sent
    petitioner.press("下一步")
    petitioner.at("在什么地方")
    # This page has come anew, without the right to listen.
    assert not page.evaluate(_ALLOWED)
