"""How much a citizen has to press until the receipt stands there, and what is said instead of written."""

import re
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.house import RunningInstallation
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
# What a page writes into a picture.
_PICTURED = """
window.pictured = [];
const write = CanvasRenderingContext2D.prototype.fillText;
CanvasRenderingContext2D.prototype.fillText = function (words, ...more) {
  window.pictured.push(words);
  return write.call(this, words, ...more);
};
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


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_receipt_stands_on_the_first_screen_and_is_kept_by_a_press(
    installation: RunningInstallation, window: Window, language: str
) -> None:
    page = window(PHONE)
    page.add_init_script(_PICTURED)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    citizen = BrowserPetitioner(page)
    citizen.open_filing()
    citizen.write_what()
    citizen.press("下一步")
    citizen.write_rest()
    known = citizen.send()
    # The same receipt once more, in the reader's language.
    page.context.add_cookies([{"name": "django_language", "value": language, "url": installation.address}])
    page.goto("/receipt/")
    page.locator("form[action='/receipt/'] button").click()
    expect(page.locator("html")).to_have_attribute("lang", language)
    card = page.locator("[data-receipt]")
    digits = card.locator("#digits").inner_text()
    # Code, digits, number, three ways to keep them, and whom to call.
    expect(card.locator("button:visible")).to_have_count(3)
    expect(card.locator("a[href^='tel:']")).to_be_visible()
    box = card.bounding_box()
    assert box and box["y"] >= 0 and box["y"] + box["height"] <= PHONE["viewport"]["height"], box
    assert page.evaluate("scrollY") == 0

    card.locator("[data-copy]").click()
    expect(card.locator("[data-copy]")).to_have_text(re.compile("已复制|Copied"))
    assert page.evaluate("navigator.clipboard.readText()") == known.code
    with page.expect_download() as download:
        card.locator("[data-picture]").click()
    assert download.value.suggested_filename == f"{known.number}.png"
    with Image.open(download.value.path()) as picture:
        assert (picture.format, picture.size) == ("PNG", (1080, 720))
    written = page.evaluate("pictured")
    assert known.code in written and digits in written and card.locator("#number").inner_text() in written
