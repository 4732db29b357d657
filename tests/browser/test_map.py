"""The map of the page about the place: picking on it, the device's own position on a press, and nothing by itself."""

import re

from playwright.sync_api import Page, expect

from tests.browser.people import BrowserPetitioner
from tests.browser.windows import PHONE, Window

_ASKED = """
window.asked = 0;
const ask = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation);
navigator.geolocation.getCurrentPosition = (...given) => { window.asked += 1; ask(...given); };
"""
_ALLOWED = "() => document.featurePolicy.allowsFeature('geolocation')"


def _where(window: Window, **options: object) -> Page:
    page = window(PHONE, **options)
    page.add_init_script(_ASKED)
    citizen = BrowserPetitioner(page)
    citizen.open_filing()
    citizen.write_what()
    citizen.press("下一步")
    citizen.at("有照片、文件或者录音吗")
    assert not page.evaluate(_ALLOWED)
    citizen.press("下一步")
    citizen.at("在什么地方")
    return page


def test_a_place_is_picked_on_the_map_and_kept(window: Window) -> None:
    page = _where(window)
    canvas = page.locator("[data-map-canvas].leaflet-container")
    expect(canvas).to_be_visible()
    assert page.locator("[name=position]").input_value() == ""
    page.get_by_role("button", name="选中间这一点").click()
    expect(page.locator("[data-map-status]")).to_contain_text("30.590")
    canvas.click(position={"x": 200, "y": 60})
    expect(page.locator("[data-map-status]")).not_to_contain_text("30.590")
    page.get_by_role("button", name="去掉位置").click()
    assert page.locator("[name=position]").input_value() == ""
    canvas.click(position={"x": 150, "y": 200})
    assert re.fullmatch(r"30\.\d{7} 114\.\d{7} wgs84", page.locator("[name=position]").input_value())
    page.locator("button.btn[value=next]").click()
    page.goto("/file/where/")
    assert page.locator("[name=position]").input_value().endswith("wgs84")
    expect(page.locator("path.leaflet-interactive")).to_be_visible()
    assert page.evaluate("window.asked") == 0, "no page asks for a position by itself"


def test_the_device_is_asked_on_a_press_alone(window: Window) -> None:
    page = _where(
        window, permissions=["geolocation"], geolocation={"latitude": 30.5, "longitude": 114.25, "accuracy": 21}
    )
    assert page.evaluate(_ALLOWED) and page.evaluate("window.asked") == 0
    page.get_by_role("button", name="用手机现在的位置").click()
    expect(page.locator("[data-map-status]")).to_contain_text("30.50000, 114.25000")
    assert page.locator("[name=position]").input_value() == "30.5000000 114.2500000 wgs84 21"
    assert page.evaluate("window.asked") == 1


def test_who_says_no_goes_on_with_words(window: Window) -> None:
    page = _where(window, permissions=[])
    page.get_by_role("button", name="用手机现在的位置").click()
    expect(page.locator("[data-map-status]")).to_contain_text("没有得到手机的位置")
    page.get_by_label(re.compile("^地点")).fill("云水小区 3 幢")
    page.locator("button.btn[value=next]").click()
    BrowserPetitioner(page).at("涉及谁")


def test_without_scripts_there_is_the_typed_place(window: Window) -> None:
    page = _where(window, java_script_enabled=False)
    expect(page.locator("[data-map]")).to_be_hidden()
    expect(page.get_by_label(re.compile("^地点"))).to_be_visible()
