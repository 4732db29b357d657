"""A usual matter's page is at most three screens of a phone, in both languages, and loses nothing for it."""

import pytest
from playwright.sync_api import expect

from tests.browser.house import RunningInstallation
from tests.browser.people import BrowserPetitioner
from tests.browser.windows import PHONE, Window

_SCREENS, _SCREEN = 3, 844
_HEIGHT = "document.documentElement.scrollHeight"
_USUAL = ("in_hand", "late", "served", "rated", "closed", "finalised", "declined", "investigating", "explained")


@pytest.mark.parametrize(("language", "scripts"), [("zh-hans", True), ("zh-hans", False), ("en", True)])
def test_a_usual_matter_fits_three_screens(
    installation: RunningInstallation, window: Window, language: str, scripts: bool
) -> None:
    heights = {}
    citizen = BrowserPetitioner(window(PHONE, java_script_enabled=scripts))
    for name in _USUAL:
        # Looked up in Chinese, by the words of its buttons.
        citizen.page.context.clear_cookies()
        citizen.look_up(installation.matters[name])
        citizen.page.context.add_cookies(
            [{"name": "django_language", "value": language, "url": installation.address}]
        )
        citizen.page.reload()
        expect(citizen.page.locator("html")).to_have_attribute("lang", language)
        heights[name] = citizen.page.evaluate(_HEIGHT)
        assert heights[name] > _SCREEN, "it was measured"
    assert {name: height for name, height in heights.items() if height > _SCREENS * _SCREEN} == {}


def test_a_message_more_fits_as_well(installation: RunningInstallation, window: Window) -> None:
    citizen = BrowserPetitioner(window(PHONE))
    citizen.look_up(installation.matters["in_hand"])
    citizen.page.get_by_label("写给").fill("今天还是断的。")
    citizen.press("发送")
    expect(citizen.page.locator("#messages-part")).to_contain_text("今天还是断的。")
    assert _SCREEN < citizen.page.evaluate(_HEIGHT) <= _SCREENS * _SCREEN


def test_a_link_to_a_folded_part_unfolds_it(installation: RunningInstallation, window: Window) -> None:
    citizen = BrowserPetitioner(window(PHONE))
    citizen.look_up(installation.matters["served"])
    letters = citizen.page.locator("#letters-part")
    expect(letters).not_to_have_attribute("open", "")
    citizen.page.locator(".jumps a[href='#letters-part']").click()
    expect(letters).to_have_attribute("open", "")
    expect(letters).to_be_in_viewport()
