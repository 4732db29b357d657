"""A way through what leaders carry through: a plan period, owned matters and their batch, looking back."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.look import PageInspector
from tests.browser.people import BrowserOfficer

Desk = Callable[[str], BrowserOfficer]
_SEND = "main form .btn-primary"
_PERIODS = "/desk/supervision/plan-periods/"


def carried_through(look: PageInspector, desk: Desk) -> None:
    """A period is begun and filled, a matter owned and put into a batch."""
    mayor = desk("mayor").page
    look.go(mayor, _PERIODS, "plan-periods-none")
    look.go(mayor, f"{_PERIODS}new/", "plan-period-begin")
    mayor.locator(_SEND).last.click()
    look.at(mayor, "plan-period-begin-wrong")
    mayor.locator("[name=name]").fill("信访积案百日攻坚")
    mayor.locator(_SEND).last.click()
    mayor.wait_for_url("**/choose/")
    look.go(mayor, f"{mayor.url.removeprefix(_origin(mayor))}?days=0", "plan-period-choose")
    matter = mayor.locator("[name=pick]").first
    number = str(matter.get_attribute("value")).split(".")[0]
    matter.check()
    mayor.locator(_SEND).last.click()
    mayor.locator("main p[role=status]").wait_for()
    look.at(mayor, "plan-period-chosen")
    mayor.locator(f"main h2 a[href^='{_PERIODS}']").click()
    mayor.wait_for_url(f"**{_PERIODS}*-*/")
    look.at(mayor, "plan-period")
    period = mayor.url.removeprefix(_origin(mayor))
    look.go(mayor, f"{period}revise/", "plan-period-revise")
    mayor.locator("[name=plan]").fill("逐件定人，每周看一次。")
    mayor.locator("[name=reason]").fill("县长办公会定的。")
    mayor.locator(_SEND).last.click()
    mayor.wait_for_url(f"**{period}")
    look.at(mayor, "plan-period-revised")
    look.go(mayor, f"{period}end/", "plan-period-end")
    mayor.goto(f"/desk/matters/{number}/?move=sponsor")
    mayor.locator("#move-form-sponsor [name=plan]").fill("到现场听各方意见，一月内拿方案。")
    mayor.locator("#move-form-sponsor .btn-primary").click()
    mayor.locator("#sponsor-title").wait_for()
    look.at(mayor, "matter-owned")
    look.go(mayor, "/desk/supervision/owned/", "owned")
    look.go(mayor, "/desk/supervision/owned/batches/", "owned-batches-none")
    look.go(mayor, "/desk/supervision/owned/batches/new/", "owned-batch-make")
    mayor.locator("[name=number]").fill("1")
    mayor.locator("[name=pick]").first.check()
    mayor.locator(_SEND).last.click()
    mayor.wait_for_url("**/batches/*-*/")
    look.at(mayor, "owned-batch")
    look.go(mayor, "/desk/supervision/look-backs/", "look-backs")
    look.go(mayor, "/desk/supervision/causes/", "causes")


def _origin(page: Page) -> str:
    return "/".join(page.url.split("/")[:3])
