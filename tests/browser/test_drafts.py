"""What staff type into a move's form stays by itself, as a petitioner's words do."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.house import RunningInstallation
from tests.browser.people import BrowserOfficer

pytestmark = pytest.mark.browser
_HALF = "写到一半的记录"


def test_a_form_keeps_what_is_typed_and_has_it_again_elsewhere(
    installation: RunningInstallation, officer: Callable[[str], BrowserOfficer]
) -> None:
    matter, handler = installation.matters["investigating"], officer("handler")
    handler.open(matter)
    form = handler.move("note")
    expect(form.get_by_role("button", name="存为草稿")).to_be_hidden()
    form.get_by_label("内容").press_sequentially(_HALF)
    expect(form.locator("[data-autosave-status]")).to_have_text("草稿已保存")
    # What is kept isn't asked about when the page is left.
    handler.open(matter)
    again = officer("handler")
    again.open(matter)
    kept = again.move("note")
    expect(kept.get_by_label("内容")).to_have_value(_HALF)
    expect(kept).to_contain_text("草稿，上次保存于")
    kept.get_by_role("button", name="清空草稿").click()
    expect(again.page.locator("#move-note [name=body]")).to_have_value("")


def test_of_two_windows_the_later_says_that_it_wasnt_saved(
    installation: RunningInstallation, officer: Callable[[str], BrowserOfficer]
) -> None:
    matter, handler, other = installation.matters["investigating"], officer("handler"), officer("handler")
    for window in (handler, other):
        window.open(matter)
        window.move("ask")
    handler.page.locator("#move-ask [name=body]").press_sequentially("请补充合同")
    expect(handler.page.locator("#move-ask [data-autosave-status]")).to_have_text("草稿已保存")
    other.page.locator("#move-ask [name=body]").press_sequentially("请补充照片")
    expect(other.page.locator("#move-ask [data-autosave-status]")).to_contain_text("没有覆盖它")
