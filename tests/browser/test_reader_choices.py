"""Another language or type size in the middle of a form, in a browser: nothing is lost, nothing is sent."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.house import RunningInstallation
from tests.browser.people import BrowserOfficer, BrowserPetitioner, photo
from tests.browser.windows import PHONE, Window

At = Callable[..., BrowserOfficer]
_MATTERS = "SELECT count(*) FROM matters_matter WHERE text = %s"
_NAMES = "field => [...field.files].map((file) => file.name)"


def _switch(page: Page, words: str) -> None:
    """Press a button of the menu."""
    if not page.locator("details.menu[open]").count():
        page.locator("details.menu summary").last.click()
    page.locator(".choices-bar").get_by_role("button", name=words).click()


def _in_english(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_register_form_keeps_every_word_and_its_files(installation: RunningInstallation, officer: At) -> None:
    page = officer("registrar").page
    page.goto("/desk/register/")
    page.locator("[name=text]").fill("来访人说了一半。")
    page.locator("[name=files]").set_input_files([photo("一.jpg"), photo("二.jpg")])
    address = page.url
    _switch(page, "大字")
    expect(page.locator("html")).to_have_class("type-large")
    expect(page.locator(".choices-bar").get_by_role("button", name="标准字")).to_be_visible()
    _switch(page, "English")
    _in_english(page)
    expect(page.locator("html")).to_have_class("type-large")
    expect(page.locator("[name=text]")).to_have_value("来访人说了一半。")
    assert page.locator("[name=files]").evaluate(_NAMES) == ["一.jpg", "二.jpg"]
    assert page.url == address
    assert installation.count(_MATTERS, "来访人说了一半。") == 0
    _switch(page, "Normal")
    _switch(page, "中文")
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    assert page.locator("[name=files]").evaluate(_NAMES) == ["一.jpg", "二.jpg"]


def test_moves_keep_text_and_files_and_still_can_be_made(installation: RunningInstallation, officer: At) -> None:
    """Two forms stand open, fetched one after the other: both come back, and the file can still be sent."""
    handler = officer("housing_registrar")
    page = handler.page
    handler.open(installation.matters["with_handler"])
    handler.move("note").get_by_label("内容").fill("写了一半的记录")
    attach = handler.move("attach")
    attach.locator("[name=files]").set_input_files(photo("现场.jpg"))
    _switch(page, "English")
    _in_english(page)
    expect(page.locator("#move-note [name=body]")).to_have_value("写了一半的记录")
    chosen = page.locator("#move-attach [name=files]")
    expect(chosen).to_be_visible()
    page.wait_for_function(f"field => ({_NAMES})(field).length", arg=chosen.element_handle())
    assert chosen.evaluate(_NAMES) == ["现场.jpg"]
    _switch(page, "中文")
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    expect(page.locator("#move-note [name=body]")).to_have_value("写了一半的记录")
    page.wait_for_function(
        f"field => ({_NAMES})(field).length", arg=page.locator("#move-attach [name=files]").element_handle()
    )
    page.locator("#move-attach form button.btn-primary").click()
    expect(page.locator("#messages")).to_be_visible()
    expect(page.locator("main")).to_contain_text("现场.jpg")


def test_the_petitioners_page_keeps_text_and_files(
    installation: RunningInstallation, petitioner: BrowserPetitioner
) -> None:
    petitioner.look_up(installation.matters["with_handler"])
    page = petitioner.page
    # Folded as a whole, or the form alone where another test of this installation has the office wait for an answer.
    page.locator("details:not([open]):has([name=body]) > summary").click()
    page.locator("[name=body]").fill("写了一半的补充")
    page.locator("[name=files]").set_input_files(photo("补充.jpg"))
    page.get_by_role("button", name="大字").click()
    expect(page.locator("html")).to_have_class("type-large")
    page.get_by_role("button", name="English").click()
    _in_english(page)
    expect(page.locator("[name=body]")).to_have_value("写了一半的补充")
    assert page.locator("[name=files]").evaluate(_NAMES) == ["补充.jpg"]
    assert "写了一半" not in page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, location.href])")


def test_filing_keeps_every_word(petitioner: BrowserPetitioner) -> None:
    petitioner.open_filing()
    page = petitioner.page
    page.get_by_label("发生了什么", exact=True).fill("写了一半，换一种语言。")
    page.get_by_role("button", name="English").click()
    _in_english(page)
    expect(page.locator("[name=text]")).to_have_value("写了一半，换一种语言。")
    page.locator("[name=text]").press_sequentially("又写了")
    expect(page.locator("[data-autosave-status]")).to_have_text("Draft saved")
    page.goto("/file/files/")
    page.locator("[name=files]").set_input_files(photo("水.jpg"))
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    assert page.locator("[name=files]").evaluate(_NAMES) == ["水.jpg"]


def test_secrets_stay_in_the_page(window: Window) -> None:
    page = window(PHONE)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    page.goto("/accounts/login/")
    page.get_by_label("密码").fill("a passphrase nobody knows")
    page.get_by_role("button", name="English").click()
    _in_english(page)
    expect(page.locator("[type=password]")).to_have_value("a passphrase nobody knows")
    page.goto("/lookup/")
    page.locator("[name=code]").fill("QQQQ-1111")
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    expect(page.locator("[name=code]")).to_have_value("QQQQ-1111")
    assert not [request for request in sent if "passphrase" in request or "QQQQ" in request]


def test_without_a_line_everything_stays_where_it_is(petitioner: BrowserPetitioner) -> None:
    petitioner.open_filing()
    page = petitioner.page
    page.get_by_label("发生了什么", exact=True).fill("线路断了")
    page.context.set_offline(True)
    page.get_by_role("button", name="English").click()
    expect(page.locator("[data-choice-failed]")).to_contain_text("都还在")
    page.get_by_role("button", name="大字").click()
    expect(page.locator("[data-choice-failed]")).to_contain_text("都还在")
    expect(page.get_by_label("发生了什么", exact=True)).to_have_value("线路断了")


def test_without_a_script_each_form_has_its_buttons(installation: RunningInstallation, window: Window) -> None:
    citizen = BrowserPetitioner(window(PHONE, java_script_enabled=False))
    citizen.look_up(installation.matters["with_handler"])
    page = citizen.page
    expect(page.locator(".choices-bar button").first).to_be_hidden()
    page.locator(".choices-jump").click()
    expect(page.locator("#form-choices")).to_be_in_viewport()
    page.locator("#files-part > summary").click()
    form = page.locator("form", has=page.locator("[name=files]"))
    form.locator("[name=files]").set_input_files(photo("照片.jpg"))
    expect(form).to_contain_text("换了以后要重新选")
    form.get_by_role("button", name="English").click()
    _in_english(page)
    expect(page.locator("form", has=page.locator("[name=files]"))).to_contain_text("照片.jpg")
    message = page.locator("form", has=page.locator("[name=body]"))
    # As above: it stands open where the office waits for an answer.
    closed = page.locator("details:not([open]):has([name=body]) > summary")
    if closed.count():
        closed.click()
    message.locator("[name=body]").fill("写了一半的补充")
    message.get_by_role("button", name=re.compile("Large")).click()
    expect(page.locator("[name=body]")).to_have_value("写了一半的补充")
