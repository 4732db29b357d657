"""A plan period is revised and ended early: by whom, with what kept, and what is owed from then on."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import Cast
from tests.matters.moves_leading import begin_period

from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.models import Matter, PlanPeriod, PlanPeriodRevision
from huiyin.matters.plan_period.errors import (
    PeriodBegun,
    PeriodDaysInvalid,
    PeriodLeaderInvalid,
    PeriodNotAllowed,
    PeriodNotFound,
    PeriodOver,
    PeriodReasonMissing,
    PeriodResultMissing,
    PeriodRevisedMeanwhile,
    PeriodThere,
    PeriodUnchanged,
    WeekNotOwed,
)
from huiyin.matters.plan_period.rules import WeekState
from huiyin.matters.plan_period.selectors.candidates import period_candidates
from huiyin.matters.plan_period.selectors.gate import beginning_units
from huiyin.matters.plan_period.selectors.owed import lines_owed
from huiyin.matters.plan_period.selectors.page import period_page
from huiyin.matters.plan_period.services.changing import PeriodValues, period_end, period_revise
from huiyin.matters.plan_period.services.periods import PeriodDraft, matter_plan, period_begin
from huiyin.matters.plan_period.services.round import weeks_remind
from huiyin.matters.plan_period.services.writing import result_write, week_write
from huiyin.matters.register.services.register import Registered
from huiyin.matters.sponsor.services.sponsor import matter_sponsor
from huiyin.notices.models import Notice

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
TEXTS = {"result": "三十件里二十件已化解", "reason": "并入全年计划"}


def _planned(cast: Cast, period: UUID, **given: Any) -> Registered:
    filed = cast.file(**given)
    cast.to_handler(filed)
    matter_plan(actor=cast.actor("mayor"), matter_id=filed.matter_id, period_id=period, at=cast.at)
    return filed


def _values(period: UUID, **given: Any) -> PeriodValues:
    row = PlanPeriod.objects.get(pk=period)
    return replace(PeriodValues(row.begins_on, row.ends_on, row.weekday, row.plan, row.leader_id), **given)


def _revise(cast: Cast, period: UUID, by: str = "mayor", reason: str = "县里另有安排", **given: Any) -> None:
    seen = given.pop("seen", None)
    values = _values(period, **given)
    period_revise(actor=cast.actor(by), period_id=period, values=values, reason=reason, seen=seen, at=cast.at)


def _end(cast: Cast, period: UUID, by: str = "mayor", **given: str) -> None:
    period_end(actor=cast.actor(by), period_id=period, at=cast.at, **{**TEXTS, **given})


def test_a_revision_keeps_what_was_before_and_why(cast: Cast) -> None:
    period, mayor = begin_period(cast), cast.officers["mayor"]
    before = PlanPeriod.objects.get()
    later = before.ends_on + timedelta(days=20)
    _revise(cast, period, ends_on=later)
    cast.later(days=1)
    _revise(cast, period, reason="江县长负责", plan="逐件定人定期限", leader_id=mayor)
    page = period_page(actor=cast.actor("handler"), period_id=period, at=cast.at)
    assert (page.period.ends_on, page.period.leader, page.period.plan) == (later, "江望舒", "逐件定人定期限")
    assert [(line.reason, line.ends_on, line.leader, line.plan) for line in page.revisions] == [
        ("江县长负责", later, "", ""), ("县里另有安排", before.ends_on, "", ""),
    ]  # fmt: skip
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"reason": " ", "plan": "快办"}, PeriodReasonMissing),
        ({}, PeriodUnchanged),
        ({"plan": "快办", "seen": 3}, PeriodRevisedMeanwhile),
        ({"weekday": 1}, PeriodBegun),
    ],
)
def test_what_a_revision_lacks(cast: Cast, given: dict[str, Any], refusal: type[HuiyinError]) -> None:
    period = begin_period(cast)
    with pytest.raises(refusal):
        _revise(cast, period, **given)
    assert not PlanPeriodRevision.objects.exists()


def test_days_and_leader_are_checked_as_at_the_beginning(cast: Cast) -> None:
    period, today = begin_period(cast), office_day(cast.at)
    cast.later(days=3)
    for given, refusal in (
        ({"ends_on": today + timedelta(days=2)}, PeriodDaysInvalid),
        ({"ends_on": today + timedelta(days=500)}, PeriodDaysInvalid),
        ({"begins_on": today + timedelta(days=1)}, PeriodBegun),
        ({"leader_id": cast.officers["housing_leader"]}, PeriodLeaderInvalid),
        ({"leader_id": cast.officers["registrar"]}, PeriodLeaderInvalid),
    ):
        with pytest.raises(refusal):
            _revise(cast, period, **given)


def test_what_has_not_begun_may_begin_on_another_day(cast: Cast) -> None:
    today = office_day(cast.at)
    units = beginning_units(cast.actor("mayor"))[cast.units["county"]]
    draft = PeriodDraft(
        cast.units["county"], "百日攻坚", today + timedelta(days=5), today + timedelta(days=50), 4, tuple(units)
    )
    period = period_begin(actor=cast.actor("mayor"), draft=draft, at=cast.at)
    _revise(cast, period, begins_on=today + timedelta(days=9), weekday=2)
    assert PlanPeriod.objects.get().weekday == 2
    # The same one isn't begun a second time while it isn't over.
    with pytest.raises(PeriodThere):
        period_begin(actor=cast.actor("mayor"), draft=draft, at=cast.at)
    _end(cast, period)
    assert period_begin(actor=cast.actor("mayor"), draft=draft, at=cast.at) != period


def test_who_revises_and_ends(cast: Cast) -> None:
    period = begin_period(cast)
    for username in ("handler", "housing_leader", "registrar", "office_approver"):
        with pytest.raises(PeriodNotAllowed):
            _revise(cast, period, by=username, plan="快办")
        with pytest.raises(PeriodNotAllowed):
            _end(cast, period, by=username)
    town = begin_period(cast, by="town_leader", unit="town")
    with pytest.raises(PeriodNotFound):
        _end(cast, town, by="housing_leader")
    # A petition office works for the unit above: whoever answers for its period may, too.
    of_office = begin_period(cast, by="registrar", unit="office", leader="mayor")
    _revise(cast, of_office, plan="逐件定人")
    _end(cast, of_office)


def test_a_new_leader_is_notified_once(cast: Cast) -> None:
    period = begin_period(cast, by="registrar", unit="office", leader="mayor")

    def notified() -> list[int | None]:
        return list(Notice.objects.filter(template="plan_period_led").values_list("officer_id", flat=True))

    assert notified() == [cast.officers["mayor"]]
    _revise(cast, period, by="registrar", plan="逐件定人")
    assert len(notified()) == 1
    _revise(cast, period, by="registrar", leader_id=cast.officers["office_leader"])
    assert set(notified()) == {cast.officers[name] for name in ("mayor", "office_leader")}


def test_after_an_early_end_no_line_is_owed_and_no_matter_added(cast: Cast) -> None:
    period = begin_period(cast)
    filed, friday = _planned(cast, period), office_day(cast.at) + timedelta(days=4)
    cast.later(days=8)
    wanting: list[tuple[dict[str, str], type[HuiyinError]]] = [
        ({"result": " "}, PeriodResultMissing), ({"reason": ""}, PeriodReasonMissing),
    ]  # fmt: skip
    for given, refusal in wanting:
        with pytest.raises(refusal):
            _end(cast, period, **given)
    _end(cast, period)
    ended_on = office_day(cast.at)
    with pytest.raises(PeriodOver):
        _end(cast, period)
    with pytest.raises(PeriodOver):
        _revise(cast, period, plan="快办")
    other = cast.file()
    cast.to_handler(other)
    with pytest.raises(PeriodOver):
        matter_plan(actor=cast.actor("mayor"), matter_id=other.matter_id, period_id=period, at=cast.at)
    page = period_page(actor=cast.actor("mayor"), period_id=period, at=cast.at)
    assert (page.period.ended_on, page.period.result, page.period.end_reason) == (
        ended_on, TEXTS["result"], TEXTS["reason"],
    )  # fmt: skip
    assert (page.may_choose, page.may_change, page.week) == (False, False, friday + WEEK)
    assert page.rows[0].week is WeekState.NOT_OWED
    cast.later(days=3)
    assert weeks_remind(at=cast.at) == 0
    handler = cast.actor("handler")
    with pytest.raises(WeekNotOwed):
        week_write(actor=handler, matter_id=filed.matter_id, next_step="开会", week=friday + WEEK, at=cast.at)
    # The week that was missed before the end can be caught up with.
    week_write(actor=handler, matter_id=filed.matter_id, next_step="补填", week=friday, at=cast.at)
    assert period_page(actor=handler, period_id=period, week=friday, at=cast.at).rows[0].week is WeekState.LATE
    # What is in no running period any more may be taken into the next one.
    following, mayor = begin_period(cast), cast.actor("mayor")
    rows = period_candidates(actor=mayor, period_id=following, days=1, at=cast.at)
    assert filed.number in {row.number for row in rows}
    matter_plan(actor=mayor, matter_id=filed.matter_id, period_id=following, at=cast.at)
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_a_line_of_the_week_that_was_cut_short_is_kept_when_the_end_moves(cast: Cast) -> None:
    """Nine days from Monday end on a Tuesday: the last week is due then, until the end is put off."""
    period = begin_period(cast, days=9)
    filed, last = _planned(cast, period), office_day(cast.at) + timedelta(days=8)
    cast.later(days=7)
    week_write(actor=cast.actor("handler"), matter_id=filed.matter_id, next_step="开会", at=cast.at)
    assert PlanPeriod.objects.get().days.weeks()[-1] == last
    _revise(cast, period, ends_on=last + timedelta(days=30))
    page = period_page(actor=cast.actor("handler"), period_id=period, at=cast.at)
    assert (page.week, page.rows[0].week, page.rows[0].next_step) == (
        last + timedelta(days=3), WeekState.WRITTEN, "开会",
    )  # fmt: skip
    week = page.week
    assert week not in {row.due_on for row in lines_owed(actor=cast.actor("handler"), at=cast.at).matters}
    weeks_remind(at=cast.later(days=3))
    assert not Notice.objects.filter(template="plan_week_due").exists()


def test_the_lines_that_are_owed_now(cast: Cast) -> None:
    """The handler and the sponsor owe of each matter one line; the leader of the period hears how many are owed."""
    period = begin_period(cast, leader="mayor")
    first, second = _planned(cast, period), _planned(cast, period)
    mayor, handler = cast.actor("mayor"), cast.actor("handler")
    matter_sponsor(actor=mayor, matter_id=second.matter_id, plan="办好", at=cast.at)
    friday = office_day(cast.at) + timedelta(days=4)

    def owed(name: str) -> tuple[list[tuple[str, bool]], list[tuple[int, Any]]]:
        found = lines_owed(actor=cast.actor(name), at=cast.at)
        return (
            [(row.number, row.is_late) for row in found.matters],
            [(row.count, row.due_on) for row in found.periods],
        )

    assert owed("handler") == ([(first.number, False), (second.number, False)], [])
    assert owed("mayor") == ([(second.number, False)], [(2, friday)])
    assert owed("housing_leader") == ([], [])
    week_write(actor=handler, matter_id=second.matter_id, next_step="开会", at=cast.at)
    assert owed("mayor") == ([], [(1, friday)])
    cast.later(days=7)
    # The week before is missing of the first, and is named before this one.
    assert owed("handler") == ([(first.number, True), (second.number, False)], [])
    result_write(
        actor=handler,
        matter_id=first.matter_id,
        result="not_settled",
        reason="意见不一",
        next_step="再谈",
        at=cast.at,
    )
    assert owed("handler") == ([(second.number, False)], [])
    _end(cast, period)
    assert owed("handler") == owed("mayor") == ([], [])


def test_whom_a_matter_bars_is_owed_nothing_of_it(cast: Cast) -> None:
    """Whoever answers for the period is the one whom it is about: neither line nor count."""
    period = begin_period(cast, by="registrar", unit="office", leader="mayor")
    filed = cast.file()
    matter_plan(actor=cast.actor("registrar"), matter_id=filed.matter_id, period_id=period, at=cast.at)
    assert lines_owed(actor=cast.actor("mayor"), at=cast.at).periods
    Matter.objects.filter(pk=filed.matter_id).update(respondent_officer=cast.officers["mayor"])
    found = lines_owed(actor=cast.actor("mayor"), at=cast.at)
    assert (found.periods, found.matters) == ((), ())


def test_statements_dont_grow(cast: Cast) -> None:
    period, mayor = begin_period(cast, leader="mayor"), cast.actor("mayor")

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            lines_owed(actor=mayor, at=cast.at)
        return len(asked)

    assert statements() == 1
    _planned(cast, period)
    assert statements() == 2
    for _count in range(3):
        filed = _planned(cast, period)
        matter_sponsor(actor=mayor, matter_id=filed.matter_id, plan="办好", at=cast.at)
    assert statements() == 2
