"""One installation and one Chromium for all browser tests; each test has windows of its own.

A window complains about what nobody may see: a script that fails, an answer that says 500.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, StorageState, expect, sync_playwright

import chromium
import node
from tests.browser.house import RunningInstallation, running_installation
from tests.browser.people import BrowserOfficer, BrowserPetitioner
from tests.browser.windows import DESK, PHONE, Window

_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    # A microphone that beeps, and a person who allows it.
    "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
]  # fmt: skip
# A machine with two cores that tests two databases at once has its slow seconds.
_PATIENCE = 20_000
expect.set_options(timeout=_PATIENCE)
# Playwright's own Node.js wants a library that a bare machine lacks; the front end's is there and wants nothing.
os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(node.node_home() / "bin" / "node"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever lies in this folder needs a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningInstallation]:
    """The installation, on the database that the environment names."""
    with running_installation(
        tmp_path_factory.mktemp("installation"), os.environ.get("HUIYIN_DATABASE_URL", "")
    ) as installation:
        yield installation


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.ensure(), args=_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def window(installation: RunningInstallation, browser: Browser) -> Iterator[Window]:
    """Opens windows: `window(PHONE)`, `window(DESK, java_script_enabled=False)`. All are shut after the test."""
    opened: list[BrowserContext] = []
    troubles: list[str] = []

    def note(response: Response) -> None:
        if response.status == 500 and "/rooms/" not in response.url:
            troubles.append(f"500: {response.url}")
        if response.status == 404 and "/static/" in response.url:
            troubles.append(f"not there, was the front end built again meanwhile? {response.url}")

    def open_window(size: dict[str, Any], **options: Any) -> Page:
        # A button on its way from one colour to another has the contrast of neither.
        context = browser.new_context(
            base_url=installation.address, locale="zh-CN", reduced_motion="reduce", **{**size, **options}
        )
        context.set_default_timeout(_PATIENCE)
        opened.append(context)
        page = context.new_page()
        page.on("response", note)
        page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
        return page

    yield open_window
    for context in opened:
        context.close()
    assert not troubles, "\n".join([*troubles, installation.log_end()])


@pytest.fixture(scope="session")
def _signed_in() -> dict[str, StorageState]:
    return {}


@pytest.fixture
def officer(window: Window, _signed_in: dict[str, StorageState]) -> Callable[..., BrowserOfficer]:
    """An officer at the desk: signs in through the form the first time, is recognised by the cookie from then on."""

    def at_the_desk(username: str, size: dict[str, Any] = DESK, **options: Any) -> BrowserOfficer:
        if username in _signed_in:
            return BrowserOfficer(window(size, storage_state=_signed_in[username], **options))
        officer = BrowserOfficer(window(size, **options))
        officer.sign_in(username)
        _signed_in[username] = officer.page.context.storage_state()
        return officer

    return at_the_desk


@pytest.fixture
def petitioner(window: Window) -> BrowserPetitioner:
    """A citizen with a phone, 390 pixels wide."""
    return BrowserPetitioner(window(PHONE))
