"""Ways through tasks, returns and text modules that pass every page of theirs, with what a form says of a slip."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.house import RunningInstallation
from tests.browser.look import PageInspector
from tests.browser.people import BrowserOfficer

Desk = Callable[[str], BrowserOfficer]
_SEND = "main form .btn-primary"


def tasks(look: PageInspector, desk: Desk) -> None:
    """One is given, looked at by both sides, and reported as done."""
    mayor, leader = desk("mayor").page, desk("housing_leader").page
    look.go(mayor, "/desk/tasks/?list=given", "tasks-none")
    look.go(mayor, "/desk/tasks/import/", "tasks-import")
    look.go(mayor, "/desk/tasks/new/", "task-give")
    mayor.locator(_SEND).last.click()
    look.at(mayor, "task-give-wrong")
    mayor.locator("[name=text]").fill("排查老旧小区电梯，列出清单。")
    mayor.locator("[name=unit_id_text]").fill("云渡县住房和城乡建设局")
    mayor.locator("[name=due_on]").fill("2060-03-31")
    mayor.locator(_SEND).last.click()
    mayor.locator(".timeline").wait_for()
    look.at(mayor, "task-given")
    address = mayor.url
    look.go(mayor, "/desk/tasks/?list=given&order=unit", "tasks-given")
    look.go(mayor, "/desk/tasks/below/", "tasks-below")
    look.go(leader, "/desk/tasks/", "tasks-mine")
    look.go(leader, f"{address}?move=finish", "task-finishing")
    leader.locator("#move-form-finish .btn-primary").click()
    look.at(leader, "task-finish-wrong")
    leader.locator("#move-form-finish [name=note]").fill("已排查 12 部。")
    leader.locator("#move-form-finish .btn-primary").click()
    leader.wait_for_url(address)
    look.at(leader, "task-done")


def returns(look: PageInspector, desk: Desk) -> None:
    """A scheme is begun; the unit finds what it owes, the receiver what has come."""
    mayor, registrar = desk("mayor").page, desk("registrar").page
    look.go(mayor, "/desk/returns/schemes/new/", "return-scheme-begin")
    mayor.locator(_SEND).last.click()
    look.at(mayor, "return-scheme-wrong")
    _fill_scheme(mayor)
    mayor.locator(_SEND).last.click()
    roll_up = mayor.locator("main a[href$='/roll-up/']").first
    roll_up.wait_for()
    address = str(roll_up.get_attribute("href"))
    look.go(mayor, "/desk/returns/schemes/", "return-schemes")
    look.go(mayor, address.removesuffix("roll-up/"), "return-scheme")
    look.go(mayor, address.replace("roll-up", "revise"), "return-scheme-revise")
    mayor.locator("[name=times]").fill("23:57")
    mayor.locator("[name=why]").fill("与值班时间一致")
    mayor.locator(_SEND).last.click()
    mayor.locator("[name=sure][type=checkbox]").wait_for()
    look.at(mayor, "return-scheme-revise-asks")
    look.go(mayor, address, "return-rollup")
    look.go(registrar, "/desk/returns/", "returns-own")
    registrar.locator("main a[href^='/desk/returns/']:not([href*=schemes])").last.click()
    registrar.locator("main h2, main h1").first.wait_for()
    look.at(registrar, "return")


def _fill_scheme(page: Page) -> None:
    for name, words in (("name", "电梯周报"), ("document", "云政办〔2026〕9号"), ("reason", "掌握排查进度")):
        page.locator(f"[name={name}]").fill(words)
    page.locator("[name=rhythm][value=daily]").check()
    page.locator("[name=times]").fill("23:58")
    page.locator("[name=covers]").last.check()
    page.locator("[name=field_codes]").first.check()
    page.locator("label", has_text="云渡县信访局").last.click()


def texts(look: PageInspector, installation: RunningInstallation, desk: Desk) -> None:
    """A leader keeps one, changes it, names an editor; a handler has it beside the form, and the letter as well."""
    leader, handler = desk("housing_leader").page, desk("handler").page
    look.go(leader, "/desk/texts/new/", "text-new")
    leader.locator(_SEND).last.click()
    look.at(leader, "text-new-wrong")
    leader.locator("[name=title]").fill("查看现场")
    leader.locator("[name=places][value=facts]").check()
    leader.locator("[name=body]").fill("我们到{地点}查看了现场。")
    leader.locator(_SEND).last.click()
    leader.locator("#versions").wait_for()
    leader.locator("details.arrange > summary").click()
    leader.locator("[name=body]").fill("我们到{地点}查看了现场，拍了照片。")
    leader.locator("details.arrange .btn-primary").click()
    leader.locator("del, ins").first.wait_for()
    leader.locator("details.arrange > summary").click()
    look.at(leader, "text-module")
    look.go(leader, "/desk/texts/", "texts")
    look.go(leader, "/desk/texts/import/", "texts-import")
    look.go(leader, "/desk/texts/editors/", "text-editors")
    leader.locator("[name=unit]").select_option(index=1)
    leader.locator(".text-search button").click()
    leader.locator("[name=officer]").last.select_option(index=1)
    leader.locator(_SEND).last.click()
    leader.locator(".text-editors").wait_for()
    look.at(leader, "text-editors-named")
    look.go(handler, f"/desk/matters/{installation.matters['investigating'].number}/?move=draft", "move-draft-texts")
    handler.locator(".text-modules > summary").first.click()
    handler.locator(".text-module").first.click()
    handler.locator(".text-modules > summary").first.click()
    handler.locator("[hx-post$='/preview/']").click()
    handler.locator(".letter-page").first.wait_for()
    handler.locator("[data-autosave-status]:not(:empty)").first.wait_for()
    look.at(handler, "move-draft-preview")


def drafts(look: PageInspector, desk: Desk) -> None:
    """What the tour of texts has left in a form, handed to a colleague, who can't make the move; and the bell."""
    handler, approver = desk("handler").page, desk("approver").page
    look.go(handler, "/desk/bell/", "bell")
    look.go(handler, "/desk/drafts/", "drafts")
    address = handler.locator("[data-list] a[data-open]").first.get_attribute("href") or ""
    look.go(handler, f"{address}hand/", "draft-hand")
    handler.locator("[name=officer]").last.select_option(label=approver.locator(".menu > summary").last.inner_text())
    handler.locator(_SEND).last.click()
    handler.wait_for_load_state()
    look.go(approver, address, "draft-handed")
