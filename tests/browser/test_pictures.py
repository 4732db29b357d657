"""The two pictures of the README, drawn anew when HUIYIN_SCREENSHOTS_README=1 asks for it."""

import os
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.browser.house import ROOT
from tests.browser.people import BrowserOfficer, BrowserPetitioner
from tests.browser.windows import Window

pytestmark = pytest.mark.skipif(not os.environ.get("HUIYIN_SCREENSHOTS_README"), reason="drawn on request only")
_IMAGES = ROOT / "docs" / "images"
_MOST_BYTES = 200_000


def test_the_receipt(window: Window) -> None:
    """From the number down to the QR code."""
    petitioner = BrowserPetitioner(window({"viewport": {"width": 760, "height": 900}}))
    petitioner.open_filing()
    petitioner.write_what()
    petitioner.press("下一步")
    petitioner.write_rest()
    petitioner.send()
    page = petitioner.page
    code = page.locator(".qr").bounding_box()
    assert code
    page.set_viewport_size({"width": 760, "height": int(code["y"] + code["height"]) + 24})
    _draw(page, "receipt.png")


def test_the_list_at_the_desk(officer: Callable[..., BrowserOfficer]) -> None:
    """What is due first, overdue on top."""
    page = officer("registrar").page
    page.goto("/desk/work/arrivals/")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.keyboard.press("j")
    _draw(page, "desk.png")


def _draw(page: Page, name: str) -> None:
    """What the window shows, in few colours: such a page has no more."""
    _IMAGES.mkdir(parents=True, exist_ok=True)
    picture = Image.open(BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    picture.quantize(128, dither=Image.Dither.NONE).save(_IMAGES / name, optimize=True)
    assert (_IMAGES / name).stat().st_size < _MOST_BYTES
