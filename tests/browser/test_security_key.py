"""A security key as the second step: added, asked for at signing in, taken away; Chromium plays the key itself."""

from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from tests.browser.house import RunningInstallation
from tests.browser.look import PageInspector
from tests.browser.windows import DESK, Window
from tests.cast import PASSWORD

_USERNAME = "handler_two"
_KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": False,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def keyed(installation: RunningInstallation, window: Window) -> Page:
    """A window with a key in it, on an address with a name: browsers know no keys elsewhere."""
    page: Page = window(DESK)
    page.goto(_origin(installation) + "/accounts/login/")
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": _KEY})
    return page


def _origin(installation: RunningInstallation) -> str:
    return installation.address.replace("127.0.0.1", "localhost")


def _sign_in(page: Page) -> None:
    page.locator("[name=login]").fill(_USERNAME)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form .btn-primary").click()


def _go(page: Page, path: str) -> None:
    """Go there, and give the password once more where it is asked for."""
    page.goto(urljoin(page.url, path))
    if page.locator("h1", has_text="请再确认一次").count():
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main form .btn-primary").click()


def test_a_key_is_added_asked_for_and_removed(installation: RunningInstallation, keyed: Page) -> None:
    page = keyed
    look = PageInspector("zh-hans")
    look.prepare(page.context, _origin(installation))
    _sign_in(page)
    page.wait_for_url("**/desk/")
    _go(page, "/accounts/2fa/webauthn/add/")
    page.locator("[name=name]").fill("办公室的")
    look.at(page, "account-key-new-named")
    page.get_by_role("button", name="添加").click()
    page.wait_for_url("**/recovery-codes/**")  # recovery codes came with it
    _go(page, "/accounts/2fa/webauthn/")
    expect(page.get_by_text("办公室的")).to_be_visible()
    look.at(page, "account-keys-one")

    _go(page, "/accounts/logout/")
    page.locator("main form .btn-primary").click()
    _go(page, "/accounts/login/")
    _sign_in(page)
    button = page.get_by_role("button", name="用安全密钥登录")
    expect(button).to_be_visible()
    look.at(page, "account-key-asked")
    button.click()
    page.wait_for_url("**/desk/")

    page.goto(urljoin(page.url, "/accounts/2fa/webauthn/reauthenticate/"))
    look.at(page, "account-key-again")
    page.get_by_role("button", name="用安全密钥").click()
    page.wait_for_url("**/desk/")
    _go(page, "/accounts/2fa/webauthn/")
    page.get_by_role("link", name="去掉").click()
    page.locator("h1", has_text="去掉安全密钥").wait_for()
    look.at(page, "account-key-removed")
    page.get_by_role("button", name="去掉").click()
    expect(page.get_by_text("还没有安全密钥")).to_be_visible()
    assert not look.troubles, "\n".join(look.troubles)
