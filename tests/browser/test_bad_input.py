"""What goes wrong between a person and a page: nothing typed is lost, nothing is stored twice or by half."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, FilePayload, Page, Route, expect

from tests.browser.house import RunningInstallation
from tests.browser.people import TEXT, BrowserOfficer, BrowserPetitioner, photo

At = Callable[..., BrowserOfficer]
_SEND_TWICE = """
async () => {
  const body = new URLSearchParams(new FormData(document.querySelector("main form")));
  const send = () => fetch("/file/check/", {method: "POST", body});
  return (await Promise.all([send(), send()])).map((answer) => [answer.status, new URL(answer.url).pathname]);
}
"""
_MATTERS = "SELECT count(*) FROM matters_matter WHERE text = %s"


def _forget(context: BrowserContext, name: str) -> None:
    context.clear_cookies(name=name)


def test_an_expired_page_keeps_the_text_and_sends_it_again(petitioner: BrowserPetitioner) -> None:
    page = petitioner.page
    petitioner.open_filing()
    petitioner.write_what()
    petitioner.press("下一步")
    page.goto("/file/requests/")
    petitioner.at("您希望怎样解决")
    page.get_by_label("您希望怎样解决").fill("请把水治好，\n并且告诉我们原因。")
    # Waited for: the draft's own saving must not stand in for what the page brings back.
    expect(page.locator("[data-autosave-status]")).to_have_text("草稿已保存")
    page.get_by_label("您希望怎样解决").fill("请把水治好，\n也告诉我们原因。")
    _forget(page.context, "csrftoken")
    petitioner.press("下一步")
    petitioner.at("这一页放得太久了")
    expect(page.get_by_role("textbox")).to_have_value("请把水治好，\n也告诉我们原因。")
    petitioner.press("再次发送")
    petitioner.at("您想怎么办")
    page.goto("/file/requests/")
    expect(page.get_by_label("您希望怎样解决")).to_have_value("请把水治好，\n也告诉我们原因。")


@pytest.mark.both_databases
def test_pressing_send_twice_makes_one_matter(
    installation: RunningInstallation, petitioner: BrowserPetitioner
) -> None:
    petitioner.open_filing()
    petitioner.write_what("两次按提交，只有一件。")
    petitioner.press("下一步")
    petitioner.write_rest()
    petitioner.page.get_by_role("button", name="提交").dblclick()
    petitioner.receipt()
    assert installation.count(_MATTERS, "两次按提交，只有一件。") == 1


@pytest.mark.both_databases
def test_two_sendings_at_once_make_one_matter(
    installation: RunningInstallation, petitioner: BrowserPetitioner
) -> None:
    petitioner.open_filing()
    petitioner.write_what("两边同时提交，也只有一件。")
    petitioner.press("下一步")
    petitioner.write_rest()
    assert petitioner.page.evaluate(_SEND_TWICE) == [[200, "/receipt/"], [200, "/receipt/"]]
    assert installation.count(_MATTERS, "两边同时提交，也只有一件。") == 1
    petitioner.page.goto("/file/")
    petitioner.at("刚才在这台设备上提交过一件诉求，是您吗")
    petitioner.press("是我，显示查询码")
    petitioner.receipt()


def test_a_mistyped_file_is_refused_by_name_and_the_rest_is_kept(petitioner: BrowserPetitioner) -> None:
    page = petitioner.page
    petitioner.open_filing()
    petitioner.write_what()
    petitioner.press("下一步")
    petitioner.at("有照片、文件或者录音吗")
    false: FilePayload = {"name": "账单.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90\x00a program"}
    page.get_by_label(re.compile("^照片、文件、录音")).set_input_files([false, photo("对的.jpg")])
    petitioner.press("上传")
    expect(page.locator("#id_files_error")).to_contain_text("账单.pdf")
    kept = page.get_by_role("list", name="已经收下的文件")
    expect(kept).to_contain_text("对的.jpg")
    expect(kept).not_to_contain_text("账单.pdf")
    petitioner.press("上一步")
    expect(page.get_by_label("发生了什么", exact=True)).to_have_value(TEXT)


def test_a_file_that_is_too_large_is_named_before_it_is_sent(petitioner: BrowserPetitioner) -> None:
    page = petitioner.page
    page.goto("/file/files/")
    large: FilePayload = {"name": "录像.mp4", "mimeType": "video/mp4", "buffer": b"0" * (1024 * 1024 + 1)}
    page.get_by_label(re.compile("^照片、文件、录音")).set_input_files(large)
    expect(page.locator("[data-upload-refused]")).to_contain_text("录像.mp4")


@pytest.mark.both_databases
def test_a_hundred_thousand_characters_are_kept_and_the_limit_is_shown(petitioner: BrowserPetitioner) -> None:
    page = petitioner.page
    petitioner.open_filing()
    text = "水" * 100_000
    petitioner.write_what(text)
    petitioner.press("下一步")
    expect(page.get_by_role("alert")).to_contain_text("最多")
    assert page.get_by_label("发生了什么", exact=True).input_value() == text


def test_a_hundred_thousand_characters_at_the_desk_are_kept_too(officer: At) -> None:
    page = officer("registrar").page
    page.goto("/desk/register/")
    text = "水" * 100_000
    page.get_by_label("发生了什么").fill(text)
    page.get_by_label("希望怎样解决").fill("治水")
    page.get_by_label("匿名").check()
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(page.locator("[data-error-summary]")).to_contain_text("发生了什么")
    assert page.get_by_label("发生了什么").input_value() == text


@pytest.mark.both_databases
def test_the_second_of_two_officers_is_shown_what_changed_and_keeps_the_text(
    installation: RunningInstallation, officer: At
) -> None:
    known = installation.matters["with_handler"]
    first, second = officer("handler"), officer("housing_registrar")
    first.open(known)
    second.open(known)
    slow = second.move("ask")
    slow.get_by_label("请信访人补充什么").fill("楼道里是谁家的东西？")
    quick = first.move("note")
    quick.get_by_label("内容").fill("已经到现场看过。")
    first.submit(quick, "已记下")
    slow.locator(".btn-primary").click()
    page = second.page
    expect(page.get_by_role("alert")).to_contain_text("变化")
    expect(page.locator("main")).to_contain_text("已经到现场看过。")
    again = page.locator("#move-ask form")
    expect(again.get_by_label("请信访人补充什么")).to_have_value("楼道里是谁家的东西？")
    second.submit(again, "已写给信访人")


def test_a_session_that_ended_keeps_what_was_typed(installation: RunningInstallation, officer: At) -> None:
    registrar = officer("housing_registrar")
    registrar.open(installation.matters["with_handler"])
    form = registrar.move("note")
    form.get_by_label("内容").fill("写了很久的一段记录。")
    _forget(registrar.page.context, "sessionid")
    form.locator(".btn-primary").click()
    _ended(registrar.page)


def _ended(page: Page) -> None:
    expect(page.get_by_role("heading", level=1, name="登录已过期")).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_value("写了很久的一段记录。")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="在新窗口里登录").click()
    BrowserOfficer(opened.value).enter("housing_registrar")
    page.get_by_role("button", name="再次发送").click()
    expect(page.locator("#messages")).to_contain_text("已记下")
    expect(page.locator("main")).to_contain_text("写了很久的一段记录。")


def test_a_draft_is_kept_while_it_is_typed_and_when_the_line_is_down(petitioner: BrowserPetitioner) -> None:
    page = petitioner.page
    petitioner.open_filing()
    page.get_by_label("发生了什么", exact=True).press_sequentially("路灯坏了")
    status = page.locator("[data-autosave-status]")
    expect(status).to_have_text("草稿已保存")
    page.context.set_offline(True)
    page.get_by_label("发生了什么", exact=True).press_sequentially("七盏")
    expect(status).to_contain_text("暂时没存上")
    page.context.set_offline(False)
    page.get_by_label("发生了什么", exact=True).press_sequentially("。")
    expect(status).to_have_text("草稿已保存")
    page.reload()
    expect(page.get_by_label("发生了什么", exact=True)).to_have_value("路灯坏了七盏。")


def test_late_suggestions_keep_the_choice_that_was_made_meanwhile(petitioner: BrowserPetitioner) -> None:
    page, held = petitioner.page, list[Route]()
    page.goto("/file/kind/")
    petitioner.open_subjects()
    words = page.get_by_label(re.compile("^这是哪方面的事"))
    words.press_sequentially("水")
    choice = page.get_by_role("radio", name=re.compile("水质"))
    expect(choice).to_be_visible()
    page.route("**/file/categories/", lambda route: held.append(route))
    with page.expect_request("**/file/categories/"):
        words.press_sequentially("质")
    choice.check()
    with page.expect_response("**/file/categories/") as answered:
        held[0].continue_()
    answered.value.finished()
    # What htmx does with the answer it does at once; nothing else shows that it is over.
    page.evaluate("() => new Promise(requestAnimationFrame)")
    expect(choice).to_be_checked()
    petitioner.press("下一步")
    petitioner.at("怎么联系您")
    petitioner.press("上一步")
    expect(page.get_by_role("radio", name=re.compile("水质"))).to_be_checked()
