"""A day at the desk in presses: one matter on its way through all hands, each counted from their start page.

What counts is what a mouse presses: a link, a button, a choice. Text is typed, and fields are reached by the Tab key.
How many there are stands in docs/desk.md, and nowhere else: the table there is what is compared.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.house import ROOT, RunningInstallation
from tests.browser.people import BrowserOfficer, tidy, unfold_move

At = Callable[..., BrowserOfficer]
_COUNT = """
window.addEventListener("pointerdown", () => {
  sessionStorage.setItem("presses", Number(sessionStorage.getItem("presses") ?? 0) + 1);
}, true);
"""
_ROW = re.compile(r"^\| (?P<role>[^|]+) \| (?P<what>[^|]+) \| (?P<presses>\d+) \| (?P<most>\d+) \|", re.MULTILINE)
_TEXT = "小区三号楼的电梯又停了，家里老人下不了楼。来信要求查一查物业费用到哪里去了。"


def promised() -> dict[str, tuple[int, int]]:
    """By what is done: how many presses it takes and how many it may take at most."""
    found = _ROW.finditer((ROOT / "docs/desk.md").read_text(encoding="utf-8"))
    return {row["what"]: (int(row["presses"]), int(row["most"])) for row in found}


@dataclass
class Day:
    """Counts what each does."""

    at: At
    counted: dict[str, int] = field(default_factory=dict)

    def begin(self, username: str) -> Page:
        """Somebody's start page, with nothing pressed yet."""
        page = self.at(username).page
        page.add_init_script(_COUNT)
        page.goto("/desk/")
        page.evaluate("sessionStorage.removeItem('presses')")
        return page

    def end(self, page: Page, what: str, notice: str) -> None:
        """The step is made: the page says so."""
        expect(page.locator("#messages")).to_contain_text(notice)
        self.note(page, what)

    def note(self, page: Page, what: str) -> None:
        """So many presses it took."""
        self.counted[what] = int(page.evaluate("sessionStorage.getItem('presses')"))


def _open_line(page: Page, number: str) -> None:
    """In the start page's own lines, where a new matter stands among the first or behind the list's name."""
    line = page.locator("[data-row]", has_text=tidy(number)).first
    if not line.count():
        page.locator(".desk-places a[href^='/desk/work/']").first.click()
        line = page.locator("[data-row]", has_text=tidy(number)).first
    line.locator("[data-open]").click()
    expect(page).to_have_url(re.compile(f"/desk/matters/{number}/"))


def _look_up(page: Page, number: str) -> None:
    """By its number, typed into the line at the top: the key for it is "/", and Enter opens what there is."""
    page.keyboard.press("/")
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/desk/(matters|search)/"))
    if "/search/" in page.url:
        page.locator("[data-row] [data-open]").first.click()
    expect(page).to_have_url(re.compile(f"/desk/matters/{number}/"))


def _move(page: Page, code: str) -> Locator:
    unfold_move(page, code)
    return page.locator(f"#move-{code} form")


def _submit(form: Locator) -> None:
    form.locator("button.btn-primary").click()


def _register(day: Day) -> str:
    page = day.begin("registrar")
    page.get_by_role("link", name="登记", exact=True).first.click()
    page.get_by_text("来信", exact=True).click()
    for name, typed in (("text", _TEXT), ("requests", "公布物业费收支"), ("name", "谷小满")):
        page.locator(f"[name={name}]").fill(typed)
    page.get_by_role("button", name=re.compile("登记、受理并交给云渡县住房和城乡建设局")).click()
    day.end(page, "登记一封来信，受理，交给承办单位", "已登记、受理，并交给")
    return re.sub(r"\D", "", page.locator(".receipt-number").inner_text())


def _hand_on(day: Day) -> None:
    """The newest one of the list: filed over the web, the competent unit is known by its subject."""
    page = day.begin("registrar")
    page.locator("#part-arrivals [data-open]").first.click()
    form = _move(page, "accept")
    form.locator("[name=hand_to]").click()
    day.end(page, "受理一件网上来的，交给承办单位", "已受理，并交给")


def _name_handler(day: Day, number: str) -> None:
    page = day.begin("housing_registrar")
    _open_line(page, number)
    form = _move(page, "assign_handler")
    # A list of the browser's own, which no mouse presses for the page to see: two presses more.
    form.locator("select").select_option(index=1)
    _submit(form)
    day.end(page, "指定承办人", "已指定承办人")
    day.counted["指定承办人"] += 2


def _draft(day: Day, number: str) -> None:
    page = day.begin("handler")
    _open_line(page, number)
    form = _move(page, "draft")
    form.locator("[name=facts]").fill("经查，电梯因故障停运两天，已经修好。")
    form.get_by_text("支持", exact=True).first.click()
    form.get_by_label("第 1 条的理由").fill("物业已在公告栏公布收支。")
    form.get_by_label(re.compile("^依据")).fill("《物业管理条例》第六条")
    _submit(form)
    day.end(page, "起草一份答复，提交审批", "答复已提交")


def _approve(day: Day, number: str) -> None:
    page = day.begin("approver")
    _open_line(page, number)
    _submit(_move(page, "approve"))
    day.end(page, "批准一份答复", "已批准")


def _serve(day: Day, number: str) -> None:
    page = day.begin("handler")
    _open_line(page, number)
    _submit(_move(page, "serve"))
    day.end(page, "送达答复", "答复已送达")


def _ask_review(day: Day, number: str) -> None:
    page = day.begin("housing_registrar")
    _look_up(page, number)
    form = _move(page, "ask_review")
    form.get_by_text("来访", exact=True).click()
    form.locator("[name=grounds]").fill("答复没有说明钱用在哪里。")
    _submit(form)
    day.end(page, "登记当面提出的复查申请", "申请已登记")


def _take_review(day: Day, number: str) -> None:
    page = day.begin("reviewer")
    _open_line(page, number)
    _submit(_move(page, "take_review"))
    day.end(page, "受理一件复查", "由您承办")


def _draft_opinion(day: Day, number: str) -> None:
    page = day.begin("reviewer")
    _open_line(page, number)
    form = _move(page, "draft_opinion")
    form.locator("[name=outcome]").first.locator("xpath=ancestor::label").click()
    for name, typed in (("facts", "调取了账目。"), ("opinion", "原答复清楚。"), ("basis", "《条例》第三十五条")):
        form.locator(f"[name={name}]").fill(typed)
    _submit(form)
    day.end(page, "起草一份复查意见", "已起草，等另一位批准")


def _decide(day: Day, number: str) -> None:
    page = day.begin("mayor")
    _open_line(page, number)
    _submit(_move(page, "decide_review"))
    day.end(page, "批准一份复查意见", "复查意见已作出")


def _supervise(day: Day) -> None:
    """The first of what is late below."""
    page = day.begin("mayor")
    page.locator("main [data-open]").first.click()
    form = _move(page, "supervise")
    form.locator("textarea").first.fill("请三天内答复信访人。")
    _submit(form)
    day.end(page, "督办一件超期的", "督办")


def _find(day: Day, number: str) -> None:
    page = day.begin("auditor")
    page.get_by_role("link", name="记录", exact=True).first.click()
    page.get_by_label(re.compile("^事项编号")).first.fill(number)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(number))
    expect(page.locator("main")).to_contain_text("批准答复")
    day.note(page, "查一件事项的全部记录")


def _employ(day: Day) -> None:
    """Somebody new with a password to set, and a post."""
    page = day.begin("administrator")
    page.get_by_role("link", name="单位和人员", exact=True).first.click()
    page.get_by_role("link", name="工作人员", exact=True).first.click()
    page.locator("details.arrange > summary", has_text="新增工作人员").click()
    page.locator("[name=display_name]").fill("温如玉")
    page.locator("[name=username]").fill("newcomer")
    page.locator("[name=email]").fill("newcomer@example.invalid")
    page.locator("main").get_by_role("button", name="新增", exact=True).click()
    expect(page.locator("main")).to_contain_text("温如玉")
    day.note(page, "给新来的人开账号")


@pytest.mark.browser
def test_everybody_s_work_takes_as_few_presses_as_the_table_says(
    installation: RunningInstallation, officer: At
) -> None:
    day = Day(officer)
    _hand_on(day)
    _supervise(day)
    _employ(day)
    number = _register(day)
    for step in (_name_handler, _draft, _approve, _serve, _ask_review, _take_review, _draft_opinion, _decide):
        step(day, number)
    # One that the worker has given its places in the ledger.
    _find(day, installation.matters["served"].number)
    table = promised()
    assert day.counted == {what: presses for what, (presses, _most) in table.items()}
    assert all(presses <= most for presses, most in table.values()), table
