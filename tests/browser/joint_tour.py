"""The way through joint filing: several people file, one signs by the link, one represents them, both step back."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page

from tests.browser.look import PageInspector
from tests.browser.people import TEXT

_NEXT = "button.btn[value=next]"
_SEND = "main form .btn-primary"


def joint(look: PageInspector, new_page: Callable[[], Page]) -> None:
    """Each of them has a window of their own."""
    page = new_page()
    _file(look, page)
    sign_url = page.locator("#sign-link").inner_text()
    pick_up_url = page.locator("#speaker-link-1").inner_text()
    code = page.locator("#code").inner_text()
    _sign(look, new_page(), sign_url)
    _represent(look, new_page(), pick_up_url)
    _own(look, page, code)
    closed = new_page()
    look.go(closed, sign_url, "sign-closed")


def _file(look: PageInspector, page: Page) -> None:
    page.goto("/file/what/")
    page.locator("[name=text]").fill(TEXT)
    page.locator(_NEXT).click()
    for field in ("files", "place", "concerned", "request_1", "kind"):
        page.locator(f"[name={field}]").first.wait_for()
        page.locator(_NEXT).click()
    page.locator("[name=behalf][value=other]").check()
    look.at(page, "file-7-who-other")
    page.locator("[name=behalf][value=together]").check()
    page.locator("[name=phone]").fill("19900007788")
    page.locator(_NEXT).click()
    page.locator("[name=people]").wait_for()
    page.locator(_NEXT).click()
    look.at(page, "file-8-together-wrong")
    page.locator("[name=people]").fill("23")
    look.at(page, "file-8-together")
    page.locator(_NEXT).click()
    page.locator("[name=name_1]").fill("庄晓梦")
    page.locator("button[value=add_speaker]").click()
    page.locator("[name=name_2]").wait_for()
    page.locator(_NEXT).click()
    look.at(page, "file-9-speakers-wrong")
    page.locator("[name=phone_1]").fill("19900002345")
    page.locator(_NEXT).click()
    page.locator(".part").first.wait_for()
    look.at(page, "file-10-check-together")
    page.locator(_SEND).click()
    page.locator("#sign-link").wait_for()
    look.at(page, "receipt-together")


def _sign(look: PageInspector, page: Page, url: str) -> None:
    look.go(page, url, "sign")
    page.locator(_SEND).click()
    look.at(page, "sign-wrong")
    page.locator("[name=name]").fill("乔木")
    page.locator("[name=address]").fill("云水小区 4 幢")
    page.locator("[name=email]").fill("qiaomu@example.invalid")
    page.locator("[name=agree]").check()
    page.locator(_SEND).click()
    _look_up(look, page, "sign-code")
    page.wait_for_url("**/signed/")
    look.at(page, "signed")
    look.go(page, "/signed/withdraw/", "signature-withdraw")
    page.locator(_SEND).click()
    page.wait_for_url(_is_home)


def _represent(look: PageInspector, page: Page, url: str) -> None:
    look.go(page, url, "pick-up")
    page.locator(_SEND).click()
    _look_up(look, page, "pick-up-code")
    page.wait_for_url("**/joint/")
    look.at(page, "joint-proposed")
    look.go(page, "/joint/step-down/", "step-down")
    page.locator(_SEND).click()
    page.wait_for_url(_is_home)
    look.go(page, url, "pick-up-used")


def _own(look: PageInspector, page: Page, code: str) -> None:
    page.goto("/lookup/")
    page.locator("[name=code]").fill(code)
    page.locator(_SEND).click()
    page.locator(".matter-title").wait_for()
    look.at(page, "status-joint-matter")
    look.go(page, "/status/joint/", "status-joint")
    look.go(page, "/status/joint/sheet/", "status-sheet")
    page.goto("/status/joint/")
    _press_wrong(page.locator("form:has([name=phone])"))
    look.at(page, "status-joint-wrong")
    page.locator("button[value=close]").click()
    page.locator("button[value=open]").wait_for()
    look.at(page, "status-joint-closed")


def _press_wrong(form: Locator) -> None:
    """A representative without a name."""
    form.locator("button:not(.choice-button)").click()


def _look_up(look: PageInspector, page: Page, name: str) -> None:
    """Read the code on the page and type it in."""
    page.locator("#code").wait_for()
    code = page.locator("#code").inner_text()
    look.at(page, name)
    page.goto("/lookup/")
    page.locator("[name=code]").fill(code)
    page.locator(_SEND).click()


def _is_home(url: str) -> bool:
    return url.endswith("/") and url.count("/") == 3
