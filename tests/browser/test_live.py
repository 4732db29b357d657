"""Somebody else acts while a form stands open: the page says so within seconds, and nothing typed is lost."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.house import RunningInstallation
from tests.browser.people import BrowserOfficer

_WRITTEN = "约了物业公司周五上午到场，写到一半。"
Officers = Callable[[str], BrowserOfficer]


def _ask_often(page: Page) -> None:
    """As a page asks by itself, only sooner."""
    page.evaluate("document.getElementById('page-news').dataset.every = '0.5'")


@pytest.mark.browser
def test_a_page_says_that_it_has_changed_and_keeps_what_is_typed(
    installation: RunningInstallation, officer: Officers
) -> None:
    known = installation.matters["investigating"]
    handler, approver = officer("handler"), officer("approver")
    handler.open(known)
    _ask_often(handler.page)
    form = handler.move("note")
    form.get_by_label("内容").fill(_WRITTEN)
    seen = form.locator("[name=seen]").input_value()
    approver.open(known)
    note = approver.move("note")
    note.get_by_label("内容").fill("合同已核对。@沈")
    note.get_by_role("button", name=re.compile("沈秋白")).click()
    expect(note.get_by_label(re.compile("沈秋白"))).to_be_checked()
    expect(note.get_by_label("内容")).to_have_value("合同已核对。@沈秋白 ")
    approver.submit(note, "已记下")
    status = handler.page.locator("#page-news")
    expect(status).to_contain_text("这件事项有了变化")
    expect(status).to_have_attribute("role", "status")
    expect(status).to_contain_text("云渡县住房和城乡建设局（刚刚）：记录")
    expect(form).to_contain_text("这件事项有了变化")
    # Told, and not yet looked: what the form was written on stays, so that sending it now would be refused.
    expect(form.locator("[name=seen]")).to_have_value(seen)
    expect(form.get_by_label("内容")).to_have_value(_WRITTEN)
    expect(handler.page.locator(".timeline").first).not_to_contain_text("合同已核对")
    form.get_by_role("link", name="看最新").click()
    expect(handler.page.locator(".matter-columns")).to_contain_text("请看：沈秋白")
    form = handler.page.locator("#move-note form")
    expect(form.get_by_label("内容")).to_have_value(_WRITTEN)
    expect(form.locator("[name=seen]")).to_have_value(str(int(seen) + 1))
    expect(handler.page.locator("#bell .count")).to_be_visible()
    handler.page.locator("#bell > summary").click()
    expect(handler.page.locator("#bell")).to_contain_text("有同事请您看一条内部记录")
    handler.submit(form, "已记下")


@pytest.mark.browser
def test_a_field_that_somebody_else_has_changed_is_not_overwritten_blindly(
    installation: RunningInstallation, officer: Officers
) -> None:
    known = installation.matters["investigating"]
    handler, approver = officer("handler"), officer("approver")
    handler.open(known)
    _ask_often(handler.page)
    form = handler.move("classify")
    form.locator("[name=place]").fill("三号楼")
    form.locator("[name=reason]").fill("地点写清楚")
    seen = form.locator("[name=seen]").input_value()
    approver.open(known)
    changed = approver.move("classify")
    changed.locator("[name=title]").fill("改过的标题")
    changed.locator("[name=place]").fill("五号楼")
    changed.locator("[name=reason]").fill("核对过")
    approver.submit(changed, "")
    expect(approver.page.locator("h1")).to_contain_text("改过的标题")
    form.get_by_role("link", name="看最新").click()
    expect(handler.page.locator("h1")).to_contain_text("改过的标题")
    form = handler.page.locator("#move-classify form")
    # What stood in it at first has changed: it keeps its version, and is refused rather than overwrite the new title.
    expect(form.locator("[name=place]")).to_have_value("三号楼")
    expect(form.locator("[name=seen]")).to_have_value(seen)
    form.locator(".btn-primary").click()
    expect(handler.page.locator("[data-error-summary]")).to_be_visible()
    expect(handler.page.locator("h1")).to_contain_text("改过的标题")
    expect(handler.page.locator("#move-classify [name=place]")).to_have_value("三号楼")
