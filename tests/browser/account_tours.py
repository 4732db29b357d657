"""Ways past the pages on which officers come to a password and to a post."""

from playwright.sync_api import Page

from tests.browser.house import RunningInstallation
from tests.browser.look import PageInspector
from tests.browser.people import photo
from tests.browser.tours import Desk

# Whose link for a new password `fill.py` makes; signs in nowhere else.
LINKED = "education_handler"
_FIRST, _SECOND = "ein-wort-das-nur-ich-kenne", "und-noch-ein-anderes-wort"


def newcomer(look: PageInspector, page: Page, desk: Desk) -> None:
    """How an officer whom an administrator has just made comes to a password. Changes nothing but that officer."""
    administrator = desk("administrator").page
    look.go(administrator, "/desk/organisation/setup/", "organisation-setup")
    look.go(administrator, "/desk/organisation/setup/delivery/", "organisation-setup-delivery")
    look.go(administrator, "/desk/organisation/setup/backup/", "organisation-setup-backup")
    look.go(administrator, "/desk/organisation/workbook/", "organisation-workbook")
    administrator.locator("[name=workbook]").set_input_files(photo("机构.xlsx"))
    administrator.locator("form:has([name=workbook]) .btn-primary").click()
    look.at(administrator, "organisation-workbook-wrong")
    administrator.goto("/desk/organisation/officers/")
    administrator.locator("details:has([name=display_name]) > summary").click()
    administrator.locator("[name=display_name]").fill("宁远山")
    administrator.locator("[name=username]").fill(f"newcomer-{look.language}")
    administrator.locator("[name=display_name]").locator("xpath=ancestor::form").locator(".btn-primary").click()
    look.at(administrator, "organisation-password")
    auditor = desk("auditor").page
    look.go(auditor, "/desk/account/codes/", "account-codes-to-hand")
    auditor.locator("main form [type=submit]").last.click()
    code = auditor.locator(".big-secret").inner_text()
    look.at(auditor, "account-code")
    look.go(auditor, "/desk/account/sign-on/", "account-sign-on")
    look.go(page, "/accounts/reset/", "password-by-code")
    page.locator("[name=username]").fill(f"newcomer-{look.language}")
    page.locator("[name=code]").fill(code)
    page.locator("main form .btn-primary").click()
    look.at(page, "password-by-code-wrong")
    look.go(auditor, "/desk/account/", "account")
    look.go(auditor, "/accounts/devices/", "devices")
    look.go(auditor, "/accounts/sessions/", "sessions")
    look.go(auditor, "/desk/grants/", "grants")
    _proposed_for_a_post(look, administrator, auditor)


def _proposed_for_a_post(look: PageInspector, administrator: Page, auditor: Page) -> None:
    """The newcomer for the first post; taken back at the end, so its holder keeps it."""
    administrator.goto("/desk/organisation/posts/1/")
    form = administrator.locator("form:has([name=officer])").first
    choice = form.locator("[name=officer] option", has_text=f"newcomer-{look.language}")
    form.locator("[name=officer]").select_option(value=choice.get_attribute("value"))
    form.locator(".btn-primary").click()
    administrator.goto("/desk/grants/")
    administrator.locator("main .work-row a").first.click()
    administrator.locator("[value=withdraw]").wait_for()
    look.at(administrator, "grant")
    look.go(auditor, "/desk/grants/", "grants")
    auditor.locator("main .work-row a").first.click()
    auditor.locator("[name=reason]").wait_for()
    look.at(auditor, "grant-to-decide")
    auditor.locator("form:has([name=reason]) .btn-quiet").first.click()
    auditor.locator("form:has([name=reason]) .is-invalid, .error-summary").first.wait_for()
    look.at(auditor, "grant-wrong")
    administrator.locator("[value=withdraw]").click()
    administrator.wait_for_url("**/desk/grants/")
    look.at(administrator, "grants-withdrawn")


def own_password(look: PageInspector, installation: RunningInstallation, page: Page) -> None:
    """By the link in a mail; then an account from before, whose password an administrator had given."""
    look.go(page, installation.link, "password-by-link")
    page.locator("main form .btn-primary").click()
    look.at(page, "password-by-link-wrong")
    _set(page, _FIRST)
    page.wait_for_url("**/accounts/login/")
    installation.alter(
        "orgs_officer", "UPDATE orgs_officer SET must_change_password = %s WHERE username = %s", "1", LINKED
    )
    page.locator("[name=login]").fill(LINKED)
    page.locator("[name=password]").fill(_FIRST)
    page.locator("main form .btn-primary").click()
    page.wait_for_url("**/desk/own-password/**")
    look.at(page, "own-password")
    page.locator("main form .btn-primary").click()
    look.at(page, "own-password-wrong")
    _set(page, _SECOND)
    page.locator(".desk-frame").wait_for()


def _set(page: Page, password: str) -> None:
    for name in ("password", "again"):
        page.locator(f"[name={name}]").fill(password)
    page.locator("main form .btn-primary").click()
