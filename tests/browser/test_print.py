"""On paper nobody can unfold anything: what is folded on the screen is printed."""

import re
import unicodedata
from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browser.fill import LONG
from tests.browser.folds import FOLDS, is_printed
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


# Folded on the screen: an earlier meeting, visits, and what was asked before; who knows that it is late.
_FOLDED = {"explained": ("逐条看了批文", "先停夜里那台"), "investigating": ("照片已上传。", "谁已经知道，接下来怎样")}


@pytest.mark.parametrize("name", list(_FOLDED))
def test_what_a_long_matter_folds_is_printed(installation: RunningInstallation, window: Window, name: str) -> None:
    citizen = BrowserPetitioner(window(PHONE))
    citizen.look_up(installation.matters[name])
    paper = _paper(citizen.page)
    assert [words for words in _FOLDED[name] if _words(words) not in paper] == []
    assert not citizen.page.get_by_text(_FOLDED[name][0]).is_visible()


def test_an_officer_s_print_holds_the_time_limits_that_have_stopped(
    installation: RunningInstallation, officer: Callable[..., BrowserOfficer]
) -> None:
    page = officer("handler").page
    page.goto(f"/desk/matters/{installation.matters['served'].number}/")
    stopped = page.locator("details.matter-stopped:not([open])")
    hidden = stopped.locator(":scope > :not(summary)").first.text_content() or ""
    assert _words(hidden)[:20] in _paper(page)


# Put into a page of the face: every sort of fold that its templates have, closed as the reader finds it.
_FOLD_ALL = """folds => folds.forEach(([classes, words]) => {
    const fold = document.createElement("details");
    fold.className = classes;
    fold.innerHTML = "<summary>x</summary><p></p>";
    fold.lastChild.textContent = words;
    document.getElementById("main").append(fold);
})"""
# Of the pages that have folds, those that need nothing but somebody to open them.
_WITH_FOLDS = {"handler": "/desk/matters/{served}/", "auditor": "/desk/records/", "registrar": "/desk/work/arrivals/"}
_FOLDED_NOW = """[...document.querySelectorAll("details:not([open])")]
    .filter(fold => !fold.matches(".move, .menu, .arrange, .no-print, .no-print *"))
    .map(fold => [...fold.children].slice(1).map(part => part.textContent).join(" ").trim().slice(0, 30))"""


def _check_folds(page: Page) -> None:
    real = [words for words in page.evaluate(_FOLDED_NOW) if words]
    page.evaluate(_FOLD_ALL, [[classes, f"FOLD{place:02}X"] for place, classes in enumerate(FOLDS)])
    paper = _paper(page)
    shown = {classes: f"FOLD{place:02}X" in paper for place, classes in enumerate(FOLDS)}
    assert shown == {classes: is_printed(classes) for classes in FOLDS}
    assert [words for words in real if _words(words)[:12] not in paper] == []


def test_every_sort_of_fold_of_the_portal_is_printed(installation: RunningInstallation, window: Window) -> None:
    for address in ("/how/", "/rules/"):
        page = window(PHONE)
        page.goto(address)
        _check_folds(page)


@pytest.mark.parametrize("username", list(_WITH_FOLDS))
def test_every_sort_of_fold_of_the_desk_is_printed(
    installation: RunningInstallation, officer: Callable[..., BrowserOfficer], username: str
) -> None:
    page = officer(username).page
    page.goto(_WITH_FOLDS[username].format(served=installation.matters["served"].number))
    _check_folds(page)
