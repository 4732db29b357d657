"""Looking at the pages between a unit and those above it."""

from collections.abc import Callable

from tests.browser.look import PageInspector
from tests.browser.people import BrowserOfficer

Desk = Callable[[str], BrowserOfficer]


def from_above(look: PageInspector, desk: Desk) -> None:
    """Reports to those above, the tray of a leader, a talk with a unit's head."""
    office, leader = desk("registrar").page, desk("mayor").page
    for place in ("reports-up", "reports-up/rate"):
        look.go(office, f"/desk/{place}/", f"desk-{place.replace('/', '-')}")
    for place in ("reading", "reading/old", "reading/count", "supervision/talks", "supervision/talks/new"):
        look.go(leader, f"/desk/{place}/", f"desk-{place.replace('/', '-')}")
    leader.goto("/desk/reading/")
    leader.locator("main td a").first.click()
    leader.wait_for_url("**/reading/*/")
    look.at(leader, "desk-reading-letter")
    leader.goto("/desk/supervision/talks/new/")
    leader.locator("input[name=unit_text]").fill("云渡县信访局")
    leader.locator("main form[method=get] button[type=submit]").click()
    leader.locator("input[name=grounds]").first.check()
    look.at(leader, "desk-talk-call")
    leader.locator("main form[method=post] button.btn-primary").click()
    leader.wait_for_url("**/talks/*-*/")
    look.at(leader, "desk-talk")
