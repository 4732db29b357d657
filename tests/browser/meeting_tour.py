"""A way through visits on the spot and explanation meetings that passes every page of theirs."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.house import RunningInstallation
from tests.browser.look import PageInspector
from tests.browser.people import BrowserOfficer

Desk = Callable[[str], BrowserOfficer]
_SEND = "main form .btn-primary"


def meetings(look: PageInspector, installation: RunningInstallation, page: Page, desk: Desk) -> None:
    """The petitioner's pages, with what a form says of a slip; then the desk's."""
    for name, addresses in (("explained", ("day", "remark")), ("served", ("",))):
        page.goto("/lookup/")
        page.locator("[name=code]").fill(installation.matters[name].code)
        page.locator(_SEND).click()
        page.locator(".matter-title").wait_for()
        look.at(page, f"status-{name}")
        for address in addresses:
            look.go(page, f"/status/explanation/{address}{'/' if address else ''}", f"status-explanation-{address}")
            page.locator(_SEND).last.click()
            look.at(page, f"status-explanation-{address}-wrong")
    handler = desk("handler").page
    look.go(handler, "/desk/explanations/", "desk-explanations")
    number = installation.matters["explained"].number
    for move in ("record_field_visit", "correct_field_visit", "fix_explanation", "end_explanation"):
        look.go(handler, f"/desk/matters/{number}/?move={move}", f"desk-{move}")
    handler.locator("#move-form-end_explanation .btn-primary").click()
    look.at(handler, "desk-end_explanation-wrong")
