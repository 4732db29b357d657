"""Ways through the house that together pass every page, in every state worth a look. Words differ by language, so
these press buttons by what they do."""

import base64
import hmac
import re
import struct
import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.house import FILE_MEGABYTES, RunningInstallation
from tests.browser.look import PageInspector
from tests.browser.people import TEXT, BrowserOfficer, photo, unfold_move
from tests.cast import PASSPHRASE, PASSWORD

_STATES = (
    "late", "accepted", "investigating", "served", "rated", "closed", "declined", "redirected", "withdrawn",
    "anonymous", "sealed",
)  # fmt: skip
_FAILING_PAGES = ("broken", "forbidden", "full", "expired", "unreadable", "busy")
# What strangers have used counts as used an hour longer.
_LATER = "UPDATE allowances_use SET used_until = used_until {} 3600000"
_NEXT = "button.btn[value=next]"


def plain_pages(look: PageInspector, page: Page) -> None:
    """Pages that anybody can open, and those that say what is wrong."""
    look.go(page, "/", "portal-home")
    look.go(page, "/letters/check/", "portal-letter-check")
    look.go(page, "/mailbox/no-such-link/", "portal-mailbox-wrong")
    look.go(page, "/letters/check/?number=x&mark=0000+0000+0000+0000", "portal-letter-check-wrong")
    for name in ("how", "rules", "reception", "lookup"):
        look.go(page, f"/{name}/", f"portal-{name}")
    page.locator("main form .btn-primary").click()
    look.at(page, "portal-lookup-empty")
    page.locator("[name=code]").fill("0000-0000-0000-0000-000")
    page.locator("main form .btn-primary").click()
    look.at(page, "portal-lookup-wrong")
    look.go(page, "/no-such-page/", "error-404")
    for room in _FAILING_PAGES:
        look.go(page, f"/rooms/{room}/", f"error-{room}")


def filing(look: PageInspector, page: Page) -> None:
    """All steps, empty, wrong and filled, up to the receipt."""
    look.go(page, "/file/what/", "file-1-what")
    page.locator(_NEXT).click()
    look.at(page, "file-1-what-wrong")
    page.locator("[name=text]").fill(TEXT)
    page.locator(_NEXT).click()
    _files_and_where(look, page)
    _about(look, page)
    look.at(page, "file-5-requests")
    look.go(page, "/file/check/", "file-8-check-incomplete")
    look.go(page, "/file/kept/", "file-kept")
    look.go(page, "/file/over/", "file-over")
    page.goto("/file/requests/")
    page.locator("[name=request_1]").fill("查明水发黄的原因")
    page.locator("button[value=add]").click()
    page.locator("[name=request_2]").fill("把主管道冲洗干净")
    look.at(page, "file-5-requests-two")
    page.locator(_NEXT).click()
    _kind_and_who(look, page)
    page.locator("main form .btn-primary").click()
    page.locator("#number").wait_for()
    look.at(page, "receipt")
    look.go(page, "/receipt/", "receipt-asked")
    look.go(page, "/", "portal-home-with-receipt")
    look.go(page, "/shared/", "portal-shared")


def queueing(look: PageInspector, installation: RunningInstallation, page: Page) -> None:
    """Somebody files when very many from the same network have filed before. Nobody else waits afterwards."""
    page.goto("/file/what/")
    page.locator("[name=text]").fill(TEXT)
    page.locator(_NEXT).click()
    for field in ("files", "place", "concerned", "request_1", "kind"):
        page.locator(f"[name={field}]").first.wait_for()
        page.locator(_NEXT).click()
    page.locator("[name=who][value=anonymous]").check()
    page.locator(_NEXT).click()
    page.locator(".part").first.wait_for()
    installation.alter("allowances_use", _LATER.format("+"))
    page.locator("main form .btn-primary").click()
    page.wait_for_url("**/file/turn/")
    installation.alter("allowances_use", _LATER.format("-"))
    look.at(page, "file-turn")


def _files_and_where(look: PageInspector, page: Page) -> None:
    page.locator("[name=files]").set_input_files(photo())
    page.locator("button[value=upload]").click()
    expect(page.locator("ul.files")).to_be_visible()
    page.locator("[data-recording-do=start]").click()
    look.at(page, "file-2-files-recording")
    expect(page.locator("[data-recording-time]")).not_to_have_text("0:00")
    page.locator("[data-recording-do=stop]").click()
    expect(page.locator("[data-recording-done]")).to_be_visible()
    look.at(page, "file-2-files")
    page.locator(_NEXT).click()
    page.locator("[name=place]").wait_for()
    look.at(page, "file-3-where")
    page.locator(_NEXT).click()


def _about(look: PageInspector, page: Page) -> None:
    page.locator("[name=concerned]").fill("住房")
    page.locator("button[value=units]").click()
    page.locator("[name=unit]").first.wait_for()
    look.at(page, "file-4-about")
    page.locator(_NEXT).click()
    page.locator("[name=request_1]").wait_for()


def _kind_and_who(look: PageInspector, page: Page) -> None:
    page.locator("[name=kind]").first.wait_for()
    look.at(page, "file-6-kind")
    page.locator("details.more:not([open]) > summary").click()
    page.locator("[name=category_words]").fill("水质")
    page.locator("[name=category][value]:not([value=''])").first.check()
    look.at(page, "file-6-kind-subject")
    page.locator(_NEXT).click()
    page.locator("[name=who]").first.wait_for()
    look.at(page, "file-7-who")
    page.locator(_NEXT).click()
    look.at(page, "file-7-who-wrong")
    page.locator("[name=name]").fill("纪北辰")
    page.locator("[name=phone]").fill("19900007788")
    page.locator(_NEXT).click()
    page.locator(".part").first.wait_for()
    look.at(page, "file-8-check")
    look.go(page, "/", "portal-home-with-draft")
    look.go(page, "/file/", "file-yours")
    page.goto("/file/check/")


def too_large(look: PageInspector, page: Page) -> None:
    """More at once than the house reads."""
    page.goto("/file/files/")
    part = {"mimeType": "text/plain", "buffer": b"0" * (FILE_MEGABYTES * 1024 * 1024)}
    parts = [{"name": f"{number}.txt", **part} for number in range(8)]
    page.locator("[name=files]").set_input_files(parts)  # type: ignore[arg-type]
    page.locator("button[value=upload]").click()
    expect(page.locator("h1")).not_to_have_text(re.compile("有照片|photos"))
    look.at(page, "error-413")


def looking_up(look: PageInspector, installation: RunningInstallation, page: Page) -> None:
    """A matter in every state, as its petitioner sees it."""
    for state in _STATES:
        known = installation.matters[state]
        page.goto("/lookup/")
        page.locator("[name=code]").fill(known.code)
        page.locator("main form .btn-primary").click()
        page.locator(".matter-title").wait_for()
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        look.at(page, f"status-{state}")
        if state == "accepted":
            page.locator("#messages-part form[action$='/message/'] button:not(.choice-button)").click()
            look.at(page, "status-message-wrong")
            look.go(page, "/status/withdraw/", "status-withdraw")
            _barring(look, page)
        if state == "served":
            page.locator("#rate button:not(.choice-button)").click()
            look.at(page, "status-rate-wrong")
            look.go(page, "/status/reply/", "status-reply")
            look.go(page, "/status/review/", "status-review")
    known = installation.matters["speaker"]
    page.goto("/lookup/")
    page.locator("[name=code]").fill(known.code)
    page.locator("main form .btn-primary").click()
    page.wait_for_url("**/joint/")
    look.at(page, "joint")


def _barring(look: PageInspector, page: Page) -> None:
    """Somebody who knows nobody here is kept from it, and after a second thought isn't."""
    look.go(page, "/status/bars/", "status-bars")
    page.locator("main form .btn-primary").click()
    look.at(page, "status-bars-wrong")
    page.locator("main form [name=text]").fill("云渡县教育局")
    page.locator("main form .btn-primary").click()
    page.locator("main li a").first.wait_for()
    look.at(page, "status-bars-added")
    page.locator("main li a").first.click()
    look.at(page, "status-bar-lift")


def signing_in(look: PageInspector, page: Page, username: str) -> None:
    """The form, the account's own pages, the second step, and out again."""
    look.go(page, "/accounts/sign-on/cas/callback/", "account-sign-on-failed")
    look.go(page, "/accounts/login/", "account-login")
    page.locator("[name=login]").fill(username)
    page.locator("[name=password]").fill("not-this-one")
    page.locator("main form .btn-primary").click()
    look.at(page, "account-login-wrong")
    _enter(page, username)
    page.locator(".desk-frame").wait_for()
    look.go(page, "/accounts/password/change/", "account-password")
    look.go(page, "/accounts/2fa/", "account-second-step")
    look.go(page, "/accounts/reauthenticate/", "account-again")
    look.go(page, "/accounts/inactive/", "account-inactive")
    page.goto("/accounts/2fa/totp/activate/")
    if page.locator("[name=password]").count():
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main form .btn-primary").click()
    page.locator("[name=code]").wait_for()
    look.at(page, "account-second-step-on")
    page.locator("[name=code]").fill(_code_now(page.locator("main").inner_text()))
    page.locator("main form .btn-primary").click()
    look.go(page, "/accounts/2fa/", "account-second-step-is-on")
    look.go(page, "/accounts/2fa/webauthn/", "account-keys")
    look.go(page, "/accounts/2fa/webauthn/add/", "account-key-new")
    look.go(page, "/accounts/2fa/recovery-codes/", "account-codes")
    look.go(page, "/accounts/2fa/recovery-codes/generate/", "account-codes-new")
    look.go(page, "/accounts/2fa/reauthenticate/", "account-second-step-again")
    look.go(page, "/accounts/2fa/totp/deactivate/", "account-second-step-off")
    look.go(page, "/accounts/logout/", "account-logout")
    page.locator("main form .btn-primary").click()
    page.goto("/accounts/login/")
    _enter(page, username)
    page.locator("[name=code]").wait_for()
    look.at(page, "account-second-step-asked")


def _enter(page: Page, username: str) -> None:
    page.locator("[name=login]").fill(username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form .btn-primary").click()


def _code_now(text: str) -> str:
    """The six digits that a phone would show for the secret on the page (RFC 6238)."""
    found = re.search(r"\b[A-Z2-7]{32}\b", text.replace(" ", ""))
    assert found, text
    digest = hmac.digest(base64.b32decode(found[0]), struct.pack(">Q", int(time.time()) // 30), "sha1")
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


Desk = Callable[[str], BrowserOfficer]


def registrars(look: PageInspector, desk: Desk) -> None:
    """Lists, registering, search."""
    page = desk("registrar").page
    for box in ("arrivals", "to_serve", "unit"):
        look.go(page, f"/desk/work/{box}/", f"desk-list-{box}")
    look.go(page, "/desk/work/arrivals/?kind=suggestion&overdue=1", "desk-list-filtered-empty")
    _arranging(look, page)
    look.go(page, "/desk/work/mine/", "desk-list-not-allowed")
    look.go(page, "/desk/register/", "desk-register")
    page.locator("form.register .register-end .btn-primary").click()
    look.at(page, "desk-register-wrong")
    page.locator("[name=text]").fill(TEXT)
    page.locator("[name=requests]").fill("查明原因\n把水治好")
    page.locator("[name=place]").fill("云水小区 3 幢")
    page.locator("[name=respondent]").fill("云渡县教育局")
    page.locator("[name=name]").fill("纪北辰")
    page.locator("button[name=look].btn-link").click()
    page.locator(".likely, .same-matters").first.wait_for()
    look.at(page, "desk-register-suggestions")
    page.locator("form.register .register-end .btn-primary").click()
    page.locator(".receipt-sheet").wait_for()
    look.at(page, "desk-receipt")
    for text, name in (("", "start"), ("水", "found"), ("没有的词", "none"), ("，", "short")):
        look.go(page, f"/desk/search/?q={text}", f"desk-search-{name}")
    look.go(desk("town_registrar").page, "/desk/work/arrivals/", "desk-list-long")
    look.go(desk("registrar").page, "/desk/no-such-page/", "desk-404")
    look.go(desk("nobody").page, "/desk/", "desk-nobody")


def _arranging(look: PageInspector, page: Page) -> None:
    """A list as an officer has arranged it, several at once, and what waits for the worker. Changes no matter."""
    kind = {"zh-hans": "claim", "en": "inquiry"}[look.language]  # the other language's is kept already
    page.goto(f"/desk/work/unit/?kind={kind}")
    page.evaluate("document.querySelectorAll('.list-arrange details').forEach((one) => { one.open = true })")
    look.at(page, "desk-list-arranging")
    page.locator("#filter-own-name").fill(kind)
    page.locator("form[action$='/filters/'] button:not(.choice-button)").click()
    page.locator(".saved-filters").wait_for()
    look.at(page, "desk-list-saved")
    look.go(page, "/desk/work/unit/bulk/?do=assign_unit", "desk-bulk-nothing")
    page.goto("/desk/work/unit/")
    page.locator("[data-pick-all]").click()
    page.locator("#bulk [value=assign_unit]").click()
    page.locator(".bulk-sheet").wait_for()
    look.at(page, "desk-bulk")
    page.locator(".bulk-sheet .btn-primary").click()
    look.at(page, "desk-bulk-wrong")
    page.locator("#bulk-unit").fill("云渡县信访局")  # where they are already: each refuses
    page.locator(".bulk-sheet .btn-primary").click()
    page.locator(".work-list").wait_for()
    look.at(page, "desk-bulk-done")
    look.go(page, "/desk/jobs/", "desk-jobs")
    look.go(page, "/desk/keys/", "desk-keys")


def matters(look: PageInspector, installation: RunningInstallation, desk: Desk) -> None:
    """A matter's page in every state that an officer works on, with its forms."""
    for username, name in (
        ("registrar", "late"), ("registrar", "accepted"), ("approver", "late"), ("handler", "investigating"),
        ("handler", "returned"), ("approver", "drafted"), ("handler", "approved"), ("housing_registrar", "rated"),
        ("housing_leader", "served"), ("registrar", "declined"), ("housing_registrar", "closed"),
    ):  # fmt: skip
        officer = desk(username)
        number = installation.matters[name].number
        officer.page.goto(f"/desk/matters/{number}/")
        look.at(officer.page, f"desk-matter-{name}-{username}")
    for username, name in (("housing_registrar", "rated"), ("registrar", "late")):
        number = installation.matters[name].number
        look.go(desk(username).page, f"/desk/matters/{number}/letters/", f"desk-letters-{name}")
    _forms(look, installation, desk)
    _seal(look, installation, desk)
    look.go(desk("registrar").page, "/desk/supervision/call-backs/", "desk-call-backs")
    caller = desk("housing_registrar").page
    look.go(caller, "/desk/calls/", "desk-calls")
    caller.locator("main td a").first.click()
    caller.wait_for_url("**/calls/*-*/")
    look.at(caller, "desk-call")
    caller.locator("form[action$='/number/'] button:not(.choice-button)").click()
    caller.locator("a[href^='tel:']").wait_for()
    look.at(caller, "desk-call-number")
    leader = desk("housing_leader").page
    look.go(leader, "/desk/", "desk-today")
    for place in (
        "leave",
        "supervision",
        "supervision/sponsored",
        "supervision/recommendations",
        "supervision/recommendations/new",
    ):
        look.go(leader, f"/desk/{place}/", f"desk-{place.replace('/', '-')}")
    leader.goto("/desk/supervision/recommendations/")
    leader.locator("main td a").first.click()
    leader.wait_for_url("**/recommendations/*-*/")
    look.at(leader, "desk-recommendation")
    look.go(desk("handler").page, "/desk/work/mine/", "desk-list-mine")
    look.go(desk("approver").page, "/desk/work/approvals/", "desk-list-approvals")
    look.go(desk("office_approver").page, "/desk/work/approvals/", "desk-list-approvals-empty")
    look.go(desk("mayor").page, "/desk/work/below/", "desk-list-below")


def _forms(look: PageInspector, installation: RunningInstallation, desk: Desk) -> None:
    """Every move's form, opened in place."""
    for username, name in (("registrar", "late"), ("handler", "investigating"), ("approver", "drafted")):
        page = desk(username).page
        number = installation.matters[name].number
        page.goto(f"/desk/matters/{number}/")
        codes = [name.removeprefix("move-") for name in page.locator("details[id^=move-]").evaluate_all(
            "(all) => all.map((one) => one.id)")]  # fmt: skip
        assert codes
        for code in codes:
            move = page.locator(f"#move-{code}")
            unfold_move(page, code)
            move.locator("form").wait_for()
            look.at(page, f"desk-move-{code}", within=f"#move-{code}")
            move.locator(":scope > summary").click()
    page = desk("handler").page
    page.goto(f"/desk/matters/{installation.matters['investigating'].number}/?move=draft")
    page.locator("#move-draft form .btn-primary").click()
    look.at(page, "desk-move-draft-wrong")


def _seal(look: PageInspector, installation: RunningInstallation, desk: Desk) -> None:
    """A sealed matter: for a reader, opened by one, for a colleague; and the passphrase's own page."""
    number = installation.matters["sealed"].number
    page = desk("registrar").page
    look.go(page, f"/desk/matters/{number}/?move=open_seal", "desk-sealed-open")
    page.locator("#move-open_seal [name=purpose]").fill("判断由谁来办")
    page.locator("#move-open_seal [name=passphrase]").fill(PASSPHRASE)
    page.locator("#move-open_seal form .btn-primary").click()
    page.locator("#sealed-title").wait_for()
    look.at(page, "desk-sealed-opened")
    look.go(desk("office_leader").page, f"/desk/matters/{number}/", "desk-sealed-closed")
    look.go(page, "/desk/seal-key/", "desk-seal-key-change")
    page = desk("handler").page
    look.go(page, "/desk/seal-key/", "desk-seal-key-new")
    page.locator("main form .btn-primary").click()
    look.at(page, "desk-seal-key-wrong")


def organisation(look: PageInspector, installation: RunningInstallation, desk: Desk) -> None:
    """What administrators and auditors look after."""
    page = desk("administrator").page
    unit, officer = installation.units["housing"], installation.officers["handler"]
    for address in (
        "", f"units/{unit}/", "posts/1/", "officers/", f"officers/{officer}/", "areas/", "categories/", "competence/",
        "letters/", f"letters/units/{unit}/", f"letters/units/{unit}/layout/", "letters/templates/",
    ):  # fmt: skip
        look.go(page, f"/desk/organisation/{address}", f"organisation-{re.sub('[^a-z]+', '-', address).strip('-')}")
    page = desk("auditor").page
    for address in ("", "openings/", "security/", "late/", "outbox/"):
        look.go(page, f"/desk/records/{address}", f"records-{address.strip('/')}")
