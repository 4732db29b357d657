"""The way through the reception: a day is published, booked on the portal, read and opened at the desk."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from huiyin.kernel.time import OFFICE_ZONE
from tests.browser.house import RunningInstallation
from tests.browser.look import PageInspector
from tests.browser.people import BrowserOfficer

# A day of its own for each language: one leader isn't in two places.
_ROUNDS_MOST = 8
# Plans of the two languages lie apart, too.
_PLAN_AHEAD = {"zh-hans": 10, "en": 40}
_DAYS_AHEAD = {"zh-hans": 7, "en": 8}


def reception(
    look: PageInspector, installation: RunningInstallation, page: Page, desk: Callable[[str], BrowserOfficer]
) -> None:
    """`page` is a citizen's window."""
    office = desk("registrar").page
    publish(look, office, days_ahead=_DAYS_AHEAD[look.language])
    book(look, page)
    wish(look, page)
    _plan(look, office)
    _hall(look, office)
    office.goto("/desk/reception/")
    # The day of the tour comes first: those of the plan are later.
    office.locator("tbody a").first.click()
    office.locator("dl.kv").wait_for()
    office.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    look.at(office, "desk-reception-day")
    office.locator("tbody td:last-child a").first.click()
    office.locator("details.arrange summary").click()
    office.locator("[name=purpose]").wait_for()
    look.at(office, "desk-reception-visit")
    _call(look, installation, office)
    look.go(office, "/desk/reception/home-visits/", "desk-home-visits")
    office.locator("tbody a").first.click()
    office.locator("dl.kv").wait_for()
    office.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    look.at(office, "desk-home-visit")


def _call(look: PageInspector, installation: RunningInstallation, page: Page) -> None:
    """Whoever booked left only a telephone number: where the place changes, the office calls."""
    page.go_back()
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    change = page.locator("form", has=page.locator("[name=place]"))
    change.locator("[name=place]").fill("云渡县信访局二楼接访室")
    change.locator(".btn-primary").click()
    expect(page.locator("dl.kv").first).to_contain_text("二楼")
    # A round sends fifty notices, the oldest first; what other tours have left comes before.
    for _ in range(_ROUNDS_MOST):
        if not installation.count("SELECT COUNT(*) FROM reception_appointmentcall"):
            assert installation.huiyin("worker", "--once").returncode == 0
    page.goto("/desk/calls/")
    page.locator("main td a[href*='/calls/reception/']").first.click()
    page.locator("form[action$='/number/']").wait_for()
    look.at(page, "desk-booking-call")
    page.locator("form[action$='/number/'] button:not(.choice-button)").click()
    page.locator("a[href^='tel:']").wait_for()
    look.at(page, "desk-booking-call-number")


def _plan(look: PageInspector, page: Page) -> None:
    """Seen before it is made, then its page, the list and the check."""
    look.go(page, "/desk/reception/plans/new/", "desk-reception-plan-new")
    first = datetime.now(OFFICE_ZONE) + timedelta(days=_PLAN_AHEAD[look.language])
    page.locator("[name=first]").fill(f"{first:%Y-%m-%d}")
    page.locator("[name=last]").fill(f"{first + timedelta(days=20):%Y-%m-%d}")
    page.locator("[name=weekdays][value='2']").check()
    page.locator("[name=place]").fill("云渡县信访局三楼接访室")
    page.locator("main form .btn-primary").click()
    page.locator("[name=make]").wait_for()
    look.at(page, "desk-reception-plan-preview")
    page.locator("[name=make]").click()
    page.locator("dl.kv").wait_for()
    look.at(page, "desk-reception-plan")
    look.go(page, "/desk/reception/plans/", "desk-reception-plans")
    look.go(page, "/desk/reception/check/", "desk-reception-check")
    look.go(page, "/desk/reception/received/", "desk-reception-received")


def _hall(look: PageInspector, page: Page) -> None:
    look.go(page, "/desk/reception/hall/", "desk-reception-hall")
    today = datetime.now(OFFICE_ZONE)
    page.locator("details.arrange summary").first.click()
    sheet = page.locator("form", has=page.locator("[name=units]")).first
    sheet.locator("[name=first]").fill(f"{today:%Y-%m-%d}")
    sheet.locator("[name=last]").fill(f"{today + timedelta(days=13):%Y-%m-%d}")
    for weekday in range(5):
        sheet.locator(f"[name=weekdays][value='{weekday}']").check()
    sheet.locator("[name=place]").fill("一楼大厅")
    sheet.locator("[name=units]").first.check()
    sheet.locator(".btn-primary").click()
    page.locator("tbody").first.wait_for()
    look.at(page, "desk-reception-hall-made")


def wish(look: PageInspector, page: Page) -> None:
    """Asked for on the portal, and left again."""
    look.go(page, "/reception/home-visit/", "portal-home-visit")
    page.locator("main form .btn-primary").click()
    page.locator(".error-summary").wait_for()
    look.at(page, "portal-home-visit-wrong")
    page.locator("[name=words]").fill("腿脚不便，想在家里说说养老金的事。")
    page.locator("[name=name]").fill("谷小满")
    page.locator("[name=address]").fill("柳溪路5号")
    page.locator("[name=phone]").fill("19900001234")
    page.locator("main form .btn-primary").click()
    page.locator("#booking-code").wait_for()
    look.at(page, "portal-home-visit-wish")


def publish(look: PageInspector, page: Page, *, days_ahead: int) -> None:
    """A day on which a leader receives, so many days from now."""
    look.go(page, "/desk/reception/", "desk-reception")
    page.locator("details.arrange summary").click()
    page.locator(".arrange-sheet .btn-primary").click()
    page.locator(".error-summary").wait_for()
    look.at(page, "desk-reception-wrong")
    day = datetime.now(OFFICE_ZONE) + timedelta(days=days_ahead)
    page.locator("[name=officer]").select_option(index=1)
    page.locator("[name=on]").fill(f"{day:%Y-%m-%d}")
    page.locator("[name=place]").fill("云渡县信访局一楼接访室")
    page.locator(".arrange-sheet .btn-primary").click()
    expect(page.locator("tbody")).to_contain_text(f"{day:%Y-%m-%d}")
    look.at(page, "desk-reception-published")


def book(look: PageInspector, page: Page) -> None:
    """Booked on the portal, cancelled on a page that asks, and left."""
    look.go(page, "/reception/", "portal-reception-days")
    page.locator("a[href^='/reception/days/']:visible").last.click()
    page.locator("main form .btn-primary").click()
    page.locator(".error-summary").wait_for()
    look.at(page, "portal-reception-book-wrong")
    page.locator("[name=slot]").first.check()
    page.locator("[name=words]").fill("想当面说说自来水的事。")
    page.locator("[name=name]").fill("纪北辰")
    page.locator("[name=phone]").fill("19900007788")
    page.locator("main form .btn-primary").click()
    page.locator("#booking-code").wait_for()
    look.at(page, "portal-booking")
    look.go(page, "/reception/booking/cancel/", "portal-booking-cancel")
    page.go_back()
    page.locator("form[action$='/leave/'] button:not(.choice-button)").click()
    expect(page).to_have_url(re.compile(r"/reception/$"))
    look.go(page, "/reception/booking/", "portal-booking-code")
    page.locator("main form .btn-primary").click()
    look.at(page, "portal-booking-code-wrong")
