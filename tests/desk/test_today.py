"""The start page: each role's parts, what is new since the last look, and that it tells nobody what isn't theirs."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.desk.navigation import COUNTED_MOST, count_text, navigation_counts
from huiyin.desk.today import parts
from huiyin.desk.today.parts import TodayPart, TodayRow, TodayRows, today_part_register
from huiyin.flows.web_filing import Secrecy, web_filing_register
from huiyin.kernel.actor import Role, petitioner
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.ids import new_token
from huiyin.ledger.models import Entry
from huiyin.matters.core.rules.states import Kind
from huiyin.matters.lists.selectors.lists import _LOOKED_THROUGH, WorkList, matters_in_list_since
from huiyin.matters.messages.services.petitioner import petitioner_write
from huiyin.matters.plan_period.services.periods import matter_plan
from huiyin.matters.reply.services.reply import reply_approve
from huiyin.matters.sponsor.services.sponsor import matter_sponsor
from huiyin.orgs.models import LastLook
from huiyin.orgs.services import OfficerPlan, PostPlan, look_begin, officer_create, post_create
from huiyin.orgs.services.looks import LOOK_LASTS
from huiyin.supervision.services import matter_supervise
from huiyin.tasks.models import Task
from huiyin.tasks.services import TaskDraft, task_give
from tests.cast import AT, SEED, WEB, WHO, Cast, keep_time
from tests.desk.conftest import Desk
from tests.desk.hands import address
from tests.matters.moves_leading import begin_period

pytestmark = pytest.mark.django_db

OFFICE = {"calls", "call_backs", "referrals", "demands", "reception", "tasks"}
HANDLER = {"tasks", "mine", "assist", "unread", "calls", "call_backs", "referrals"}
REGISTRAR = {"arrivals", "to_serve", "assist", "unread"} | OFFICE
APPROVER = {"late", "soon", "approvals", "arrivals", "to_serve", "assist", "unread", "calls", "demands"} | {
    "recommendations",
    "tasks",
}
LEADER = {"late", "soon", "approvals", "calls", "demands", "recommendations", "sponsored", "reception", "standing"}
LEADER |= {"tasks", "reading"}
# Which parts stand on the page of whom, with something in them or not; and in how many statements at most.
PARTS: dict[str, tuple[set[str], int]] = {
    "registrar": (REGISTRAR, 28),
    "handler": (HANDLER, 24),
    "approver": (APPROVER, 33),
    "drafting_approver": (APPROVER | HANDLER, 38),
    "housing_leader": (LEADER, 33),
    "mayor": (LEADER, 33),
    "town_registrar": (REGISTRAR | HANDLER, 30),
    "commission_registrar": (REGISTRAR | APPROVER, 32),
    "only_reviewer": ({"reviews", "unread", "tasks"}, 14),
    "auditor": (set(), 7),
    "administrator": ({"organisation", "setup"}, 20),
    "only_mediator": ({"tasks"}, 10),
    "only_inspector": ({"tasks"}, 10),
}
# They have a link where there is nothing in them, a heading where there is something.
_ADDRESSES = {
    "mine": "我承办的", "late": "已超期", "soon": "七天内到期", "approvals": "等我审批", "arrivals": "新到的",
    "to_serve": "待送达", "assist": "协办", "reviews": "复查复核", "unread": "信访人的新来话",
    "reception": "七天内的接访", "calls": "电话告知", "call_backs": "待回访", "referrals": "救助转介",
    "demands": "还没有书面答复的督办", "recommendations": "等本单位答复的建议书",
    "sponsored": "包案计划还没有完成的", "standing": "各单位在办", "organisation": "系统要看一看的",
    "tasks": "我的任务", "reading": "等您阅的来信",
}  # fmt: skip


Look = Callable[[str], str]


@pytest.fixture(autouse=True)
def _now(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_time(cast, monkeypatch)


@pytest.fixture
def look(cast: Cast, desk: Desk) -> Look:
    """`look("registrar")`: what stands beside the menu when that officer has signed in and looks."""
    return lambda username: _main(_desk(cast, desk, username))


def _desk(cast: Cast, desk: Desk, username: str) -> Client:
    """A browser of somebody of the cast, or of a newcomer with one post in the petition office."""
    if username not in cast.officers:
        role = Role(username.removeprefix("only_"))
        officer = officer_create(plan=OfficerPlan(username, f"只有{role}"), actor=SEED, at=AT)
        cast.officers[username] = officer.pk
        post_create(plan=PostPlan(cast.units["office"], role, str(role), officer.pk), actor=SEED, at=AT)
    return desk(username)


def _main(browser: Client) -> str:
    """What stands beside the menu."""
    page = browser.get("/desk/").text
    return page[page.index("<main") :]


def _parts(main: str) -> set[str]:
    shown = set(re.findall(r'<section id="part-(\w+)"', main))
    empty = re.search(r"现在没有的：(.*?)</p>", main, re.DOTALL)
    words = empty[1] if empty else ""
    return shown | {code for code, title in _ADDRESSES.items() if f">{title}<" in words}


def _busy(cast: Cast) -> None:
    """Something of everything: given out, drafted, approved, written to, demanded."""
    given, drafted, approved = (cast.file(title=title) for title in ("办着的", "起草的", "批准的"))
    cast.file(title="刚到的")
    for registered in (given, drafted, approved):
        cast.to_handler(registered)
    for registered in (drafted, approved):
        cast.draft(registered)
    reply_approve(actor=cast.actor("approver"), matter_id=approved.matter_id, at=cast.at)
    petitioner_write(actor=petitioner(given.matter_id), matter_id=given.matter_id, body="又停了。", at=cast.at)
    day = (cast.at + timedelta(days=7)).date()
    matter_supervise(actor=cast.actor("mayor"), matter_id=given.matter_id, demand="说明", due_on=day, at=cast.at)
    for by, unit in (("mayor", "housing"), ("office_leader", "office")):
        text = f"排查第 {Task.objects.count()} 处"
        task_give(actor=cast.actor(by), draft=TaskDraft(text, cast.units[unit], day), at=cast.at)


def test_each_finds_the_parts_that_their_posts_open(cast: Cast, desk: Desk) -> None:
    for username, (expected, _most) in PARTS.items():
        assert _parts(_main(_desk(cast, desk, username))) == expected, username
    statements: dict[str, list[int]] = {username: [] for username in PARTS}
    for _ in range(2):
        _busy(cast)
        cast.later(hours=2)
        for username, (expected, most) in PARTS.items():
            browser = desk(username)
            browser.get("/desk/")  # the look begins
            with CaptureQueriesContext(connection) as captured:
                main = _main(browser)
            statements[username].append(len(captured))
            assert _parts(main) == expected, username
            listed = "\n".join(query["sql"][:120] for query in captured)
            assert len(captured) <= most or len(statements[username]) == 1, f"{username}\n{listed}"
    # A second helping of everything costs what the first did.
    assert all(first == second for first, second in statements.values()), statements


def test_weekly_lines_cost_two_statements_however_many_are_owed(cast: Cast, desk: Desk) -> None:
    """One finds that there are none; another one reads what was written where there are some."""
    period, counts = begin_period(cast, leader="mayor"), dict[str, list[int]]()

    def measure() -> None:
        for username in ("mayor", "handler"):
            browser = desk(username)
            browser.get("/desk/")
            with CaptureQueriesContext(connection) as captured:
                main = _main(browser)
            counts.setdefault(username, []).append(len(captured))
            assert ("part-plan_weeks" in main) == (len(counts[username]) > 1), username

    for number in range(4):
        filed = cast.file()
        cast.to_handler(filed)
        matter_sponsor(actor=cast.actor("mayor"), matter_id=filed.matter_id, plan="办好", at=cast.at)
        if number == 0:
            # The first look of all is told of nothing new.
            for username in ("mayor", "handler"):
                desk(username).get("/desk/")
            cast.later(hours=2)
            measure()
        matter_plan(actor=cast.actor("mayor"), matter_id=filed.matter_id, period_id=period, at=cast.at)
        if number in {0, 3}:
            measure()
    for username, (none, few, many) in counts.items():
        assert few == many == none + 1, (username, counts)


def test_what_is_due_and_what_waits_stand_there(cast: Cast, look: Look) -> None:
    _busy(cast)
    handler, approver = look("handler"), look("approver")
    assert [handler.count(title) for title in ("办着的", "刚到的")] == [2, 0]  # mine, and it has new words
    assert "起草的" in approver and "答复待审批" in approver and "批准的" in approver
    assert "刚到的" in look("registrar")
    assert "信访人的新来话" in handler and "有新来话" in handler
    # Each line has its place in the list, so that the next one with new words is one press away.
    part = handler[handler.index('id="part-unread"') :]
    assert "?list=mine&amp;unread=1&amp;after=" in part[: part.index("</section>")]


def test_a_long_list_shows_its_beginning_and_leads_to_all_of_it(cast: Cast, look: Look) -> None:
    for number in range(7):
        cast.file(title=f"第{number}件", received_at=cast.at - timedelta(days=7 - number))
    main = look("registrar")
    assert re.findall(r"第\d件", main) == [f"第{number}件" for number in range(5)]
    assert re.search(r'<a href="/desk/work/arrivals/">看全部', main)
    assert re.search(r'新到的\s*<span class="count">7</span>', main)


def test_the_menu_counts_on_lists_and_on_the_start_page_only(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    cast.file()
    browser = desk("registrar")
    counted = re.compile(r'href="/desk/work/arrivals/"[^>]*>新到的\s*<span class="count">2</span>')
    for page in ("/desk/", "/desk/work/unit/", "/desk/calls/", "/desk/supervision/"):
        assert counted.search(browser.get(page).text), page
    for page in (address(filed), "/desk/register/", "/desk/search/"):
        menu = browser.get(page).text
        assert "新到的" in menu and 'class="count"' not in menu[: menu.index("<main")], page


def test_what_is_kept_counts_what_has_come_since(cast: Cast) -> None:
    """The statement is kept by an actor; another post makes another actor."""
    cast.file()
    registrar = cast.actor("registrar")
    others = dict.fromkeys(("to_serve", "assist", "supervision", "reports_up", "tasks", "returns", "calls"), 0)
    assert navigation_counts(registrar) == {"arrivals": 1, **others}
    cast.to_handler(cast.file())
    cast.file()
    assert navigation_counts(registrar)["arrivals"] == 2
    assert navigation_counts(cast.actor("handler"))["mine"] == 1
    handler = PostPlan(cast.units["housing"], Role.HANDLER, "承办人", cast.officers["registrar"])
    post_create(plan=handler, actor=SEED, at=AT)
    assert {"mine", "arrivals"} <= set(navigation_counts(cast.actor("registrar")))


def test_a_count_has_an_end() -> None:
    assert [count_text(count) for count in (0, 7, COUNTED_MOST - 1, COUNTED_MOST)] == ["", "7", "99", "99+"]


def test_new_is_what_came_since_the_last_look(cast: Cast, look: Look) -> None:
    cast.file(title="早先的")
    first = look("registrar")
    assert "您上次看是" not in first and ">新</span>" not in first
    cast.later(hours=5)
    cast.file(title="后来的", received_at=cast.at)
    cast.later(hours=5)
    second = look("registrar")
    assert "您上次看是 2026-03-02 09:00，从那以后有新的或变动的：" in second and "新到的 1</a>" in second
    assert re.search(r"后来的</a>\s*<span class=\"work-state\"><span class=\"badge-word\">新<", second)
    assert second.count(">新</span>") == 1
    # The page asked for again a little later is the same look.
    cast.later(minutes=20)
    assert look("registrar").count(">新</span>") == 1
    cast.later(hours=1)
    third = look("registrar")
    assert "从那以后没有新的。" in third and ">新</span>" not in third


def test_own_steps_are_not_new(cast: Cast, look: Look) -> None:
    filed = cast.file(title="受理了的")
    cast.later(days=1)
    assert "受理了的" in look("registrar") and "受理了的" in look("office_approver")
    cast.later(hours=1)
    cast.accept(filed)
    cast.later(hours=1)
    assert "从那以后没有新的。" in look("registrar")
    assert "新到的 1</a>" in look("office_approver")


def test_a_demand_and_new_words_are_news(cast: Cast, look: Look) -> None:
    assert look("handler") and look("approver")
    cast.later(hours=1)
    _busy(cast)
    cast.later(hours=1)
    assert re.search(r"还没有书面答复的督办 1</a>", look("approver"))
    assert re.search(r"我承办的 3</a>", look("handler"))


def test_only_reading_the_page_is_a_look(cast: Cast, desk: Desk) -> None:
    browser = desk("registrar")
    browser.head("/desk/")
    browser.get("/desk/work/arrivals/")
    assert not LastLook.objects.exists()
    entries = Entry.objects.count()
    browser.get("/desk/")
    look = LastLook.objects.get()
    assert (look.pk, look.begun_at, look.since) == (cast.officers["registrar"], cast.at, None)
    # It is nobody else's business: nothing in the ledger, no page of anybody else.
    assert Entry.objects.count() == entries
    for username in ("office_leader", "mayor", "auditor", "administrator"):
        browser = desk(username)
        for page in ("/desk/", "/desk/records/", f"/desk/organisation/officers/{look.pk}/"):
            assert "2026-03-02 09:00" not in browser.get(page).text, (username, page)


def test_a_look_goes_on_for_a_while(cast: Cast) -> None:
    actor, begin = cast.actor("handler"), cast.at
    assert look_begin(actor=actor, at=begin) is None
    assert look_begin(actor=actor, at=begin + LOOK_LASTS - timedelta(seconds=1)) is None
    second = begin + LOOK_LASTS
    assert look_begin(actor=actor, at=second) == begin
    assert look_begin(actor=actor, at=second + timedelta(minutes=5)) == begin
    assert look_begin(actor=actor, at=second + LOOK_LASTS) == second
    assert LastLook.objects.count() == 1
    with pytest.raises(NotAllowed):
        look_begin(actor=WEB, at=begin)


def test_an_empty_start_page_has_a_sentence(look: Look) -> None:
    main = look("handler")
    assert "现在没有要您办的" in main and "现在没有的：" in main and "<section" not in main
    assert 'href="/desk/work/mine/"' in main


@pytest.mark.parametrize("username", ["only_mediator", "only_inspector", "auditor", "administrator"])
def test_officers_without_lists_read_what_they_can_do(cast: Cast, desk: Desk, username: str) -> None:
    browser = _desk(cast, desk, username)
    main = _main(browser)
    assert "您可以做的" in main and "没有要逐件办的事项清单" in main
    ways = re.findall(r'<a href="([^"]+)" data-open', main)
    assert {"/desk/grants/", "/desk/leave/", "/desk/account/"} <= set(ways)
    assert ("/desk/records/" in ways) is (username in {"auditor", "administrator"})
    for way in ways:
        assert browser.get(way).status_code == 200, way


def test_the_menu_begins_with_it(cast: Cast, desk: Desk) -> None:
    page = desk("registrar").get("/desk/").text
    menu = page[page.index("desk-places") : page.index("<main")]
    assert re.findall(r'<a href="([^"]+)"', menu) == [
        "/desk/", "/desk/work/arrivals/", "/desk/work/to_serve/", "/desk/work/unit/", "/desk/work/assist/",
        "/desk/register/", "/desk/search/", "/desk/reception/", "/desk/supervision/", "/desk/reports-up/",
        "/desk/tasks/",
        "/desk/returns/", "/desk/calls/", "/desk/seal-key/", "/desk/leave/", "/desk/grants/",
    ]  # fmt: skip
    assert '<a href="/desk/" aria-current="page"' in menu and menu.count("aria-current") == 1
    assert menu.count("places-apart") == 1


def test_whom_a_matter_is_about_finds_no_trace_of_it(cast: Cast, desk: Desk) -> None:
    """Neither lines nor counts, beside the menu or of news: the page is what it was before."""
    barred = ("office_leader", "registrar", "office_approver", "auditor")

    def look(name: str) -> str:
        page = desk(name).get("/desk/").text
        return page[page.index("desk-places") :]

    for name in barred:
        look(name)
    cast.later(hours=1)
    before = {name: look(name) for name in barred}
    filed = cast.file(title="反映局长的", respondent_officer_id=cast.officers["office_leader"])
    petitioner_write(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, body="还有。", at=cast.at)
    assert {name: look(name) for name in barred} == before
    assert "反映局长的" in look("mayor")


def test_what_is_sealed_stays_sealed(cast: Cast, look: Look) -> None:
    cast.seal_keys("registrar", "office_approver")
    look("registrar")
    cast.later(hours=1)
    web_filing_register(
        kind=Kind.SUGGESTION, text="有人借发放补助收好处费。", requests=["查清"], identity=WHO, token=new_token(),
        at=cast.at, secrecy=Secrecy.SEALED,
    )  # fmt: skip
    main = look("registrar")
    assert "密封事项" in main and "补助" not in main and "查清" not in main


def test_a_part_is_one_registration(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "_PARTS", dict(parts._PARTS))
    today_part_register(
        TodayPart(
            code="lamps",
            title="要换的灯",
            order=190,
            opens=lambda actor: actor.holds(Role.HANDLER),
            load=lambda seen: TodayRows.first([TodayRow("/lamps/1/", "桥头的灯", due=seen.at.date().isoformat())]),
            address=lambda _actor: "/lamps/",
        )
    )
    assert "桥头的灯" in look("handler") and "2026-03-02" in look("handler")
    assert "要换的灯" not in look("registrar")


def test_a_great_box_is_looked_through_from_its_beginning(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        cast.file()
    actor, since = cast.actor("registrar"), cast.at - timedelta(hours=1)
    assert matters_in_list_since(actor=actor, work_list=WorkList.ARRIVALS, since=since).count() == 3
    monkeypatch.setattr("huiyin.matters.lists.selectors.lists._LOOKED_THROUGH", 2)
    assert _LOOKED_THROUGH > 2 == matters_in_list_since(actor=actor, work_list=WorkList.ARRIVALS, since=since).count()
