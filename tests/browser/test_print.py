"""On paper nobody can unfold anything: what is folded on the screen is printed."""

import re
import unicodedata
from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browser.fill import LONG
from tests.browser.house import RunningInstallation
from tests.browser.people import BrowserOfficer, BrowserPetitioner
from tests.browser.windows import PHONE, Window

# Of what they wrote, behind what the title shows of it.
WRITTEN = "下雨天要绕着走"


def _paper(page: Page) -> str:
    pdf = PdfReader(BytesIO(page.pdf(format="A4")))
    return _words("".join(sheet.extract_text() for sheet in pdf.pages))


def _words(text: str) -> str:
    """Without white space, and with whole characters where a PDF names their radicals."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize("scripts", [True, False])
def test_a_petitioner_s_print_holds_what_they_wrote(
    installation: RunningInstallation, window: Window, scripts: bool
) -> None:
    citizen = BrowserPetitioner(window(PHONE, java_script_enabled=scripts))
    citizen.look_up(installation.matters["served"])
    folded = citizen.page.locator("details.more:not([open])")
    assert folded.count() >= 2, "it is folded on the screen"
    paper = _paper(citizen.page)
    assert WRITTEN in LONG and WRITTEN in paper
    assert folded.count() >= 2, "and folded again afterwards"


def test_an_officer_s_print_holds_the_time_limits_that_have_stopped(
    installation: RunningInstallation, officer: Callable[..., BrowserOfficer]
) -> None:
    page = officer("handler").page
    page.goto(f"/desk/matters/{installation.matters['served'].number}/")
    stopped = page.locator("details.matter-stopped:not([open])")
    hidden = stopped.locator(":scope > :not(summary)").first.text_content() or ""
    assert _words(hidden)[:20] in _paper(page)
