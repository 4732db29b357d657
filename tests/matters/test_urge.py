"""A late matter's petitioner reminds whoever leads: once a week, on record, and no clock moves."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.cast import Cast

from huiyin.clocks.models import Clock
from huiyin.clocks.selectors import rulebook
from huiyin.flows.clock_round import clock_round
from huiyin.kernel.actor import petitioner
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.ids import new_id
from huiyin.kernel.time import office_day
from huiyin.ledger.models import Entry
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.core.rules.states import OPEN_STATES, Action, State
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.late.errors import NotLate, UrgedLately
from huiyin.matters.late.rules import URGED_KIND
from huiyin.matters.late.selectors import LateView
from huiyin.matters.late.services import matter_urge
from huiyin.matters.messages.services.work import matter_ask
from huiyin.matters.models import Event, LateNotice
from huiyin.matters.moves import MOVES
from huiyin.matters.register.services.register import Registered
from huiyin.matters.respondents.services.naming import matter_name_respondent
from huiyin.matters.withdrawal.services import matter_withdraw
from huiyin.notices.models import Notice
from huiyin.orgs.models import Post
from huiyin.portal.status.late import late_section


def urge(cast: Cast, filed: Registered) -> None:
    matter_urge(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, at=cast.at)


def urged(cast: Cast) -> set[int]:
    """Which officers have a reminder; and they are forgotten."""
    found = set(Notice.objects.filter(template="matter_urged").values_list("officer_id", flat=True))
    Notice.objects.filter(template="matter_urged").delete()
    return {pk for pk in found if pk is not None}


def officers(cast: Cast, *names: str) -> set[int]:
    return {cast.officers[name] for name in names}


def late(cast: Cast, filed: Registered) -> LateView:
    found = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at).late
    assert found is not None
    return found


@pytest.fixture
def overdue(cast: Cast) -> Registered:
    """With its handler since Monday, 2 March 2026; the promise of fifteen days ended on Tuesday the 17th."""
    filed = cast.file()
    cast.to_handler(filed)
    cast.later(days=16)
    return filed


def test_the_leader_hears_of_it_and_it_is_on_record(cast: Cast, overdue: Registered) -> None:
    before = list(Clock.objects.order_by("pk").values())
    urge(cast, overdue)
    event = Event.objects.get(matter_id=overdue.matter_id, kind=URGED_KIND)
    assert event.is_public and event.actor == petitioner(overdue.matter_id).ref
    assert Entry.objects.filter(kind=URGED_KIND).count() == 1
    page = matter_page_of_petitioner(matter_id=overdue.matter_id, at=cast.at)
    assert page.events[-1].sentence == "您催办了，已经告诉云渡县住房和城乡建设局。"
    inside = matter_page_for(actor=cast.actor("handler"), number=overdue.number, at=cast.at)
    assert inside.events[-1].name == "信访人催办" and inside.late and inside.late.urged_on == office_day(cast.at)
    assert list(Clock.objects.order_by("pk").values()) == before
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []
    assert urged(cast) == officers(cast, "housing_leader")


def test_once_in_seven_days_and_the_page_says_from_when(cast: Cast, overdue: Registered) -> None:
    urge(cast, overdue)
    again = office_day(cast.at) + timedelta(days=7)
    assert late(cast, overdue).urge_again_on == again
    cast.later(days=6)
    with pytest.raises(UrgedLately) as refused:
        urge(cast, overdue)
    assert refused.value.params == {"day": f"{again:%Y}年{again.month}月{again.day}日"}
    cast.later(days=1)
    assert office_day(cast.at) == again and late(cast, overdue).urge_again_on is None
    urge(cast, overdue)
    assert Event.objects.filter(kind=URGED_KIND).count() == 2


@pytest.mark.parametrize("days", [3, 0])
def test_how_often_is_for_the_rulebook_to_say(
    cast: Cast, overdue: Registered, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    law = rulebook(office_day(cast.at))
    assert law.urge is not None and law.urge.days == 7
    ours = replace(law, urge=replace(law.urge, days=days) if days else None)
    monkeypatch.setattr("huiyin.matters.late.selectors.rulebook", lambda _day=None: ours)
    urge(cast, overdue)
    view = matter_page_of_petitioner(matter_id=overdue.matter_id, at=cast.at)
    section = late_section(view)
    assert section and section.how_often.startswith("每 3 天可以催一次" if days else "随时可以催")
    if days:
        with pytest.raises(UrgedLately):
            urge(cast, overdue)
        cast.later(days=3)
    urge(cast, overdue)


def test_a_leader_who_knew_before_brings_in_the_one_above(cast: Cast, overdue: Registered) -> None:
    urge(cast, overdue)
    assert urged(cast) == officers(cast, "housing_leader")
    cast.later(days=7)
    urge(cast, overdue)
    assert urged(cast) == officers(cast, "housing_leader", "mayor")
    (*_, event) = matter_page_of_petitioner(matter_id=overdue.matter_id, at=cast.at).events
    assert "云渡县住房和城乡建设局、云渡县人民政府" in event.sentence


def test_an_escalation_by_rule_counts_as_known(cast: Cast) -> None:
    filed = cast.file()  # nobody takes it: the office's leader is told
    for _ in range(24 * 3):
        clock_round(at=cast.later(hours=1))
    assert LateNotice.objects.filter(role="leader").exists()
    urge(cast, filed)
    assert urged(cast) == officers(cast, "office_leader", "mayor")


def test_what_is_in_time_isnt_urged(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    with pytest.raises(NotLate):
        urge(cast, filed)
    assert matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at).late is None


def test_it_is_the_petitioners_alone_in_every_open_state(cast: Cast, overdue: Registered) -> None:
    assert {state for state, action in MOVES if action is Action.URGE} == OPEN_STATES
    for actor in (*map(cast.actor, ("handler", "mayor", "registrar", "auditor")), petitioner(new_id())):
        with pytest.raises(HuiyinError):
            matter_urge(actor=actor, matter_id=overdue.matter_id, at=cast.at)
    matter_withdraw(actor=petitioner(overdue.matter_id), matter_id=overdue.matter_id, at=cast.at)
    assert cast.matter(overdue).state == State.WITHDRAWN
    with pytest.raises(HuiyinError):
        urge(cast, overdue)


def test_whom_it_is_about_hears_nothing(cast: Cast, overdue: Registered) -> None:
    leader = cast.officers["housing_leader"]
    matter_name_respondent(
        actor=cast.actor("mayor"), matter_id=overdue.matter_id, unit_id=None, officer_id=leader, text="", at=cast.at
    )
    urge(cast, overdue)
    notified = urged(cast)
    assert leader not in notified and notified


def test_without_a_leader_anywhere_the_office_where_it_came_in_hears(cast: Cast, overdue: Registered) -> None:
    Post.objects.filter(role="leader").update(officer=None, held_since=None)
    urge(cast, overdue)
    assert urged(cast) == officers(cast, "registrar", "office_approver")
    assert late(cast, overdue).notified[0].who == "云渡县信访局的承办人员"


def test_an_officers_open_page_isnt_outdated_by_it(cast: Cast, overdue: Registered) -> None:
    seen = cast.matter(overdue).version
    urge(cast, overdue)
    matter_ask(actor=cast.actor("handler"), matter_id=overdue.matter_id, body="请补充合同", at=cast.at, seen=seen)


def test_the_page_says_since_when_who_knows_and_what_comes_next(cast: Cast, overdue: Registered) -> None:
    view = late(cast, overdue)
    assert [clock.code for clock in view.clocks] == ["answer_promise"]
    assert view.clocks[0].due_on == date(2026, 3, 17) and view.notified == ()
    assert view.limit and (view.limit.code, view.limit.due_on) == ("answer_limit", date(2026, 4, 1))
    clock_round(at=cast.later(hours=1))
    assert [(step.who, step.on) for step in late(cast, overdue).notified] == [
        ("云渡县住房和城乡建设局的承办人员", date(2026, 3, 18))
    ]
    cast.later(days=15)  # the month is over too: whoever leads is told, and once more a week after the day
    clock_round(at=cast.at)
    view = late(cast, overdue)
    assert {step.who for step in view.notified} == {
        "云渡县住房和城乡建设局的承办人员", "云渡县住房和城乡建设局负责人",
    }  # fmt: skip
    assert view.report_on == date(2026, 4, 8)
    assert view.limit and view.limit.code == "answer"


def test_no_name_and_no_number_of_reminders_is_kept(cast: Cast, overdue: Registered) -> None:
    for _ in range(3):
        urge(cast, overdue)
        cast.later(days=7)
    fields = {field.name for field in LateNotice._meta.get_fields()}
    assert fields == {"id", "matter", "clock", "round", "unit", "role", "at"}
    page = matter_page_of_petitioner(matter_id=overdue.matter_id, at=cast.at)
    assert not any("共" in event.name for event in page.events)
