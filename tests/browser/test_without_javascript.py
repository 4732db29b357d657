"""The same filing and the look-up in a browser that runs no scripts."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.house import RunningInstallation
from tests.browser.joint_tour import joint
from tests.browser.look import PageInspector
from tests.browser.people import NAME, PHONE_NUMBER, REQUESTS, TEXT, BrowserOfficer, BrowserPetitioner, photo
from tests.browser.reception_tour import book, publish, wish
from tests.browser.windows import PHONE, Window

# Neither of the days that the tours publish.
_DAYS_AHEAD = 12


class ScriptlessInspector(PageInspector):
    """Goes where a tour goes, without a script on the page: each page has its heading."""

    def at(self, page: Page, name: str, within: str = "") -> None:
        """The page that is open is one of ours, and no error."""
        expect(page.locator("h1")).to_be_visible()
        self.paths.add(name)


def test_filing_and_looking_up_need_no_script(window: Window) -> None:
    citizen = BrowserPetitioner(window(PHONE, java_script_enabled=False))
    page = citizen.page
    citizen.open_filing()
    citizen.write_what()
    citizen.press("下一步")
    page.get_by_label(re.compile("^照片、文件、录音")).set_input_files(photo())
    citizen.press("上传")
    expect(page.get_by_role("list", name="已经收下的文件")).to_contain_text("水.jpg")
    expect(page.locator("[data-recording]")).to_be_hidden()
    citizen.write_where()
    _rest(citizen)
    known = citizen.send()
    page.context.clear_cookies()
    citizen.look_up(known)
    for typed in (TEXT, *REQUESTS):
        expect(page.locator("main")).to_contain_text(typed)
    page.get_by_label("写给").fill("今天还是黄的。")
    citizen.press("发送")
    expect(page.locator("#messages-part")).to_contain_text("今天还是黄的。")
    citizen.press("离开")
    citizen.at("件件有着落，事事有回音")


def _rest(citizen: BrowserPetitioner) -> None:
    """Every button on the way brings back what was typed."""
    page = citizen.page
    citizen.at("涉及谁")
    page.get_by_label(re.compile("^涉及哪个单位")).fill("住房")
    citizen.press("找单位")
    page.get_by_role("radio", name="云渡县住房和城乡建设局").check()
    citizen.press("下一步")
    citizen.at("您希望怎样解决")
    page.get_by_label("您希望怎样解决").fill(REQUESTS[0])
    citizen.press("再加一条")
    page.get_by_label("第 2 条").fill(REQUESTS[1])
    citizen.press("上一步")
    citizen.at("涉及谁")
    citizen.press("下一步")
    expect(page.get_by_label("第 2 条")).to_have_value(REQUESTS[1])
    citizen.press("下一步")
    citizen.at("您想怎么办")
    citizen.open_subjects()
    page.get_by_label(re.compile("^这是哪方面的事")).fill("水质")
    citizen.press("找类别")
    page.get_by_role("radio", name=re.compile("水质")).check()
    citizen.press("下一步")
    citizen.write_who()
    _change_the_story(citizen)
    for typed in (NAME, PHONE_NUMBER, "云渡县住房和城乡建设局"):
        expect(page.locator("main")).to_contain_text(typed)


def _change_the_story(citizen: BrowserPetitioner) -> None:
    """One answer is changed from the last page, and back."""
    page = citizen.page
    page.get_by_role("link", name=re.compile("修改.*发生了什么")).click()
    page.get_by_label("发生了什么", exact=True).fill(TEXT + "今天也是。")
    citizen.press("改好了，回到核对")
    citizen.at("核对并提交")
    expect(page.locator("main")).to_contain_text(TEXT + "今天也是。")


def test_an_error_is_shown_beside_its_field_and_above(window: Window) -> None:
    citizen = BrowserPetitioner(window(PHONE, java_script_enabled=False))
    citizen.open_filing()
    citizen.press("下一步")
    expect(citizen.page.get_by_role("alert")).to_contain_text("有 1 处要改一下")
    citizen.page.get_by_role("alert").get_by_role("link", name=re.compile("^发生了什么")).click()
    expect(citizen.page.get_by_label("发生了什么", exact=True)).to_be_in_viewport()
    expect(citizen.page.get_by_label("发生了什么", exact=True)).to_have_attribute("aria-invalid", "true")


def test_booking_and_a_home_visit_need_no_script(window: Window, officer: Callable[..., BrowserOfficer]) -> None:
    look = ScriptlessInspector("zh-hans")
    publish(look, officer("registrar").page, days_ahead=_DAYS_AHEAD)
    citizen = window(PHONE, java_script_enabled=False)
    book(look, citizen)
    wish(look, citizen)
    assert {"portal-booking", "portal-booking-cancel", "portal-home-visit-wish"} <= look.paths


def test_filing_together_signing_and_representing_need_no_script(window: Window) -> None:
    look = ScriptlessInspector("zh-hans")
    joint(look, lambda: window(PHONE, java_script_enabled=False))
    assert {"receipt-together", "signed", "joint-proposed", "status-joint-closed"} <= look.paths


def test_rating_and_asking_for_a_review_need_no_script(window: Window, installation: RunningInstallation) -> None:
    citizen = BrowserPetitioner(window(PHONE, java_script_enabled=False))
    citizen.look_up(installation.matters["reviewable"])
    page = citizen.page
    for grade in ("of_office", "of_unit"):
        page.locator(f"#rate [name={grade}]").last.check()
    page.locator("#rate summary").click()
    page.locator("#rate [name=words]").fill("雨棚还是没有修。")
    citizen.press("提交评价")
    # Whoever isn't satisfied is led on to asking for a review.
    citizen.at("申请复查")
    citizen.press("提交申请")
    expect(page.get_by_role("alert")).to_contain_text("有 1 处要改一下")
    page.locator("[name=grounds]").fill("答复里没有说什么时候修。")
    citizen.press("提交申请")
    expect(page).to_have_url(re.compile("/status/"))
    page.goto("/status/review/")
    expect(page.locator("main")).to_contain_text("已经有人在复查")
