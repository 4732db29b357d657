"""A usual matter's page is at most three screens of a phone, with scripts and without, and loses nothing for it."""

import pytest
from playwright.sync_api import expect

from tests.browser.house import RunningInstallation
from tests.browser.people import BrowserPetitioner
from tests.browser.windows import PHONE, Window

_SCREENS, _SCREEN = 3, 844
_HEIGHT = "document.documentElement.scrollHeight"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_usual_matter_fits_three_screens(installation: RunningInstallation, window: Window, scripts: bool) -> None:
    heights = {}
    for name in ("in_hand", "served", "rated"):
        citizen = BrowserPetitioner(window(PHONE, java_script_enabled=scripts))
        citizen.look_up(installation.matters[name])
        heights[name] = citizen.page.evaluate(_HEIGHT)
        assert heights[name] > _SCREEN, "it was measured"
        if name == "in_hand":
            # With one message.
            citizen.page.get_by_label("写给").fill("今天还是断的。")
            citizen.press("发送")
            expect(citizen.page.locator("#messages-part")).to_contain_text("今天还是断的。")
            heights["one message"] = citizen.page.evaluate(_HEIGHT)
    assert {name: height for name, height in heights.items() if height > _SCREENS * _SCREEN} == {}


def test_a_link_to_a_folded_part_unfolds_it(installation: RunningInstallation, window: Window) -> None:
    citizen = BrowserPetitioner(window(PHONE))
    citizen.look_up(installation.matters["served"])
    letters = citizen.page.locator("#letters-part")
    expect(letters).not_to_have_attribute("open", "")
    citizen.page.locator(".jumps a[href='#letters-part']").click()
    expect(letters).to_have_attribute("open", "")
    expect(letters).to_be_in_viewport()
