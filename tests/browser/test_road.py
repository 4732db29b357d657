"""The whole road: filed on a phone, registered, assigned, investigated, answered, rated, closed, proved."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.house import KnownMatter, RunningInstallation
from tests.browser.people import REQUESTS, TEXT, BrowserOfficer, BrowserPetitioner, photo, tidy

At = Callable[..., BrowserOfficer]
_ASKED = "请写明是哪一天开始发黄的。"
_ANSWERED = "十一月七日早上开始的。"
_PURPOSE = "约信访人到现场一起看水"
_FACTS = "经实地查看，三幢主管道锈蚀，情况属实。"
_REASON = "第二条请写明冲洗的日期。"


@pytest.mark.both_databases
def test_a_matter_goes_in_and_an_answer_comes_out(
    installation: RunningInstallation, petitioner: BrowserPetitioner, officer: At
) -> None:
    known = _file(petitioner)
    _receive(officer("registrar"), known)
    _name_handler(officer("housing_registrar"), known)
    handler = officer("handler")
    _ask(handler, known)
    _answer(petitioner, known)
    _open_identity(handler, known)
    _draft(handler, known, "十二月底前冲洗。")
    _send_back(officer("approver"), known)
    _draft_again(handler, known)
    _approve(officer("approver"), known)
    handler.open(known)
    handler.make("serve", "答复已送达")
    _read_and_rate(petitioner, known)
    _close(officer("housing_registrar"), known)
    _see_the_end(petitioner, known)
    _prove(installation, known)


def _file(citizen: BrowserPetitioner) -> KnownMatter:
    page = citizen.page
    citizen.open_filing()
    citizen.write_what()
    citizen.press("下一步")
    citizen.at("有照片、文件或者录音吗")
    page.get_by_label(re.compile("^照片、文件、录音")).set_input_files(photo())
    citizen.press("上传")
    _see_small(page)
    citizen.write_where()
    _name_concerned(citizen)
    _write_requests(citizen)
    _choose_kind(citizen)
    citizen.write_who()
    for typed in (TEXT, "云水小区 3 幢", "水质", "水.jpg", *REQUESTS, "云渡县供水公司", "我有困难要解决"):
        expect(page.locator("main")).to_contain_text(typed)
    _see_small(page)
    return citizen.send()


def _see_small(page: Page) -> None:
    """The photo is named, with a small picture of it beside the name."""
    line = page.locator(".file", has_text="水.jpg")
    # Small pictures are fetched when they come into view.
    line.first.scroll_into_view_if_needed()
    expect(line.first.locator("img.small-picture")).to_be_visible()
    page.wait_for_function("img => img.complete && img.naturalWidth", arg=line.first.locator("img").element_handle())


def _choose_kind(citizen: BrowserPetitioner) -> None:
    """What the story sounds like is marked already."""
    page = citizen.page
    citizen.at("您想怎么办")
    expect(page.get_by_role("radio", name=re.compile("^我有困难要解决"))).to_be_checked()
    citizen.open_subjects()
    page.get_by_label(re.compile("^这是哪方面的事")).press_sequentially("水质")
    page.get_by_role("radio", name=re.compile("水质")).check()
    citizen.press("下一步")


def _write_requests(citizen: BrowserPetitioner) -> None:
    """With a reload in the middle, and a look back at the steps before."""
    page = citizen.page
    citizen.at("您希望怎样解决")
    first = page.get_by_label("您希望怎样解决")
    with page.expect_response(re.compile("/keep/")) as kept:
        # In the place of what stands there ready.
        first.clear()
        first.press_sequentially(REQUESTS[0])
    assert kept.value.ok
    expect(page.locator("[data-autosave-status]")).to_have_text("草稿已保存")
    page.reload()
    expect(first).to_have_value(REQUESTS[0])
    for title in ("涉及谁", "在什么地方", "有照片、文件或者录音吗", "发生了什么"):
        citizen.press("上一步")
        citizen.at(title)
    expect(page.get_by_label("发生了什么", exact=True)).to_have_value(TEXT)
    citizen.press("下一步")
    expect(page.get_by_role("list", name="已经收下的文件")).to_contain_text("水.jpg")
    for title in ("在什么地方", "涉及谁", "您希望怎样解决"):
        citizen.press("下一步")
        citizen.at(title)
    expect(first).to_have_value(REQUESTS[0])
    citizen.press("再加一条")
    page.get_by_label("第 2 条").fill(REQUESTS[1])
    citizen.press("下一步")


def _name_concerned(citizen: BrowserPetitioner) -> None:
    """The browser's own "back" keeps what was typed as well."""
    page = citizen.page
    citizen.at("涉及谁")
    page.get_by_label(re.compile("^涉及哪个单位")).fill("云渡县供水公司")
    citizen.press("下一步")
    citizen.at("您希望怎样解决")
    page.go_back()
    citizen.at("涉及谁")
    expect(page.get_by_label(re.compile("^涉及哪个单位"))).to_have_value("云渡县供水公司")
    citizen.press("下一步")


def _receive(registrar: BrowserOfficer, known: KnownMatter) -> None:
    """Accepted, and given to the bureau that the subject suggests."""
    registrar.find(known)
    expect(registrar.page.locator(".matter-text")).to_contain_text(TEXT)
    registrar.make("accept", "已受理")
    form = registrar.move("assign_unit")
    form.get_by_role("searchbox").press_sequentially("住房")
    form.get_by_role("radio", name=re.compile("云渡县住房和城乡建设局")).check()
    registrar.submit(form, "已交给新的承办单位")


def _name_handler(registrar: BrowserOfficer, known: KnownMatter) -> None:
    registrar.find(known)
    form = registrar.move("assign_handler")
    option = form.locator("option", has_text="沈秋白").inner_text()
    form.get_by_label("承办人").select_option(label=option.strip())
    registrar.submit(form, "已指定承办人")


def _ask(handler: BrowserOfficer, known: KnownMatter) -> None:
    handler.find(known)
    form = handler.move("ask")
    form.get_by_label("请信访人补充什么").fill(_ASKED)
    handler.submit(form, "已写给信访人")


def _answer(citizen: BrowserPetitioner, known: KnownMatter) -> None:
    """Another day, another window: number and code are all it takes."""
    page = citizen.page
    page.context.clear_cookies()
    citizen.look_up(known)
    expect(page.locator("#messages-part")).to_contain_text(_ASKED)
    page.get_by_label("写给").fill(_ANSWERED)
    citizen.press("发送")
    expect(page.locator("#messages")).to_contain_text("已经送到办理的单位")
    expect(page.locator("#messages-part")).to_contain_text(_ANSWERED)
    page.locator("#files-part > summary").click()
    page.get_by_label(re.compile("^补充照片和文件")).set_input_files(photo("第二张.jpg"))
    citizen.press("上传")
    expect(page.locator("#files-part")).to_contain_text("第二张.jpg")
    page.locator("#files-part > summary").click()
    _see_small(page)


def _open_identity(handler: BrowserOfficer, known: KnownMatter) -> None:
    handler.open(known)
    expect(handler.page.locator("main")).to_contain_text(_ANSWERED)
    expect(handler.page.locator("main")).to_contain_text("第二张.jpg")
    _see_small(handler.page)
    expect(handler.page.locator("main")).not_to_contain_text("纪北辰")
    form = handler.move("open_identity")
    form.get_by_label("用途").fill(_PURPOSE)
    form.locator(".btn-primary").click()
    expect(handler.page.locator(".matter-identity")).to_contain_text("纪北辰")
    handler.open(known)
    expect(handler.page.locator("main")).not_to_contain_text("纪北辰")


def _draft_form(handler: BrowserOfficer, known: KnownMatter) -> Locator:
    handler.open(known)
    form = handler.move("draft")
    expect(form).to_be_visible()
    return form


def _draft(handler: BrowserOfficer, known: KnownMatter, second: str) -> None:
    """An opinion on each request."""
    form = _draft_form(handler, known)
    form.get_by_label("查明的事实").fill(_FACTS)
    for index, (outcome, reasons) in enumerate((("支持", "已查明是管道锈蚀。"), ("解释说明", second)), start=1):
        group = form.get_by_role("group", name=re.compile(f"第 {index} 条：{REQUESTS[index - 1]}"))
        group.get_by_role("radio", name=outcome, exact=True).check()
        form.get_by_label(f"第 {index} 条的理由").fill(reasons)
    form.get_by_label(re.compile("^依据")).fill("《城市供水条例》第二十条")
    handler.submit(form, "答复已提交")


def _send_back(approver: BrowserOfficer, known: KnownMatter) -> None:
    approver.page.goto("/desk/work/approvals/")
    approver.page.locator("[data-row]", has_text=tidy(known.number)).locator("[data-open]").click()
    expect(approver.page.locator(".matter-reply")).to_contain_text(_FACTS)
    form = approver.move("return")
    form.get_by_label("要修改什么").fill(_REASON)
    approver.submit(form, "已退回起草人修改")


def _draft_again(handler: BrowserOfficer, known: KnownMatter) -> None:
    """The handler reads why, and finds the first draft in the form."""
    form = _draft_form(handler, known)
    expect(handler.page.locator("main")).to_contain_text(_REASON)
    expect(form.get_by_label("查明的事实")).to_have_value(_FACTS)
    expect(form.get_by_label("第 2 条的理由")).to_have_value("十二月底前冲洗。")
    form.get_by_label("第 2 条的理由").fill("十二月十日冲洗主管道。")
    handler.submit(form, "答复已提交")


def _approve(approver: BrowserOfficer, known: KnownMatter) -> None:
    approver.open(known)
    expect(approver.page.locator(".matter-reply")).to_contain_text("十二月十日冲洗主管道。")
    approver.make("approve", "已批准")


def _read_and_rate(citizen: BrowserPetitioner, known: KnownMatter) -> None:
    page = citizen.page
    citizen.look_up(known)
    for words in (_FACTS, "十二月十日冲洗主管道。", "支持", "《城市供水条例》第二十条"):
        expect(page.locator(".reply")).to_contain_text(words)
    expect(page.locator("main")).not_to_contain_text("沈秋白")
    _open_pdf(page)
    page.get_by_role("group", name="接收、登记、转交办得怎么样").get_by_label("满意", exact=True).check()
    page.get_by_role("group", name="承办单位答复得怎么样").get_by_label("满意", exact=True).check()
    citizen.press("提交评价")
    expect(page.locator("#messages")).to_contain_text("评价已经记下")


def _open_pdf(page: Page) -> None:
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 PDF", exact=True).click()
    assert download.value.path().read_bytes().startswith(b"%PDF")


def _close(registrar: BrowserOfficer, known: KnownMatter) -> None:
    registrar.open(known)
    registrar.make("close", "已办结")


def _see_the_end(citizen: BrowserPetitioner, known: KnownMatter) -> None:
    citizen.look_up(known)
    main = citizen.page.locator("main")
    expect(main).to_contain_text("已办结")
    expect(main).to_contain_text("云渡县住房和城乡建设局")
    expect(main).to_contain_text(_PURPOSE)
    expect(main).not_to_contain_text("沈秋白")


def _prove(installation: RunningInstallation, known: KnownMatter) -> None:
    """Everything is sound; one word changed past the doors is found and named."""
    assert installation.huiyin("worker", "--once").returncode == 0
    sound = installation.huiyin("verify")
    assert sound.returncode == 0, sound.stdout + sound.stderr
    assert "全部相符" in sound.stdout
    change = "UPDATE matters_matter SET text = %s WHERE number = %s"
    assert installation.alter("matters_matter", change, TEXT + "没有的事。", known.number) == 1
    broken = installation.huiyin("verify")
    assert installation.alter("matters_matter", change, TEXT, known.number) == 1
    assert broken.returncode == 1, broken.stdout + broken.stderr
    # The newest entry that has the row: of the matter itself, or of a call that the worker has asked for since.
    assert re.search(r"记录.*（matters\.\w+\.\w+，matter:[\w-]+）", broken.stderr), broken.stderr
    assert installation.huiyin("verify").returncode == 0
