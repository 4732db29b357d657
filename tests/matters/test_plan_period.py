"""Plan periods: begun, filled from old matters, a line a week, a result; whom a matter bars learns nothing of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import Cast
from tests.matters.above import staff_above
from tests.matters.moves_leading import begin_period

from huiyin.kernel.actor import petitioner, system
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.closing.services import matter_close
from huiyin.matters.core.errors import MatterNotFound
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.delivery.services import reply_serve
from huiyin.matters.models import PlannedMatter
from huiyin.matters.plan_period.errors import (
    NotAnsweredYet,
    NotPlanned,
    NotPlanWriter,
    NotSettledYet,
    PeriodDaysInvalid,
    PeriodNameMissing,
    PeriodNotAllowed,
    PeriodNotFound,
    PeriodOver,
    PeriodUnitsMissing,
    PlannedElsewhere,
    PlanUnitOutside,
    ResultReasonMissing,
    WeekLineMissing,
    WeekNotOwed,
)
from huiyin.matters.plan_period.rules import WeekState
from huiyin.matters.plan_period.selectors.candidates import period_candidates
from huiyin.matters.plan_period.selectors.gate import beginning_units
from huiyin.matters.plan_period.selectors.page import PlannedView, period_page, periods_for
from huiyin.matters.plan_period.services.periods import PeriodDraft, matter_plan, period_begin
from huiyin.matters.plan_period.services.round import weeks_remind
from huiyin.matters.plan_period.services.writing import result_write, week_write
from huiyin.matters.register.services.register import Registered
from huiyin.matters.reply.services.reply import reply_approve
from huiyin.matters.review.rules import ReviewLevel
from huiyin.matters.review.services.review import review_ask
from huiyin.matters.sponsor.services.sponsor import MilestoneDraft, matter_sponsor
from huiyin.notices.models import Notice

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def _planned(cast: Cast, period: UUID, **given: Any) -> Registered:
    filed = cast.file(**given)
    cast.to_handler(filed)
    matter_plan(actor=cast.actor("mayor"), matter_id=filed.matter_id, period_id=period, at=cast.at)
    return filed


def _numbers(cast: Cast, username: str, period: UUID) -> set[str]:
    return {row.number for row in period_page(actor=cast.actor(username), period_id=period, at=cast.at).rows}


def test_who_may_begin_a_plan_period_for_which_units(cast: Cast) -> None:
    today = office_day(cast.at)
    good = PeriodDraft(
        unit_id=cast.units["county"], name="百日攻坚", begins_on=today, ends_on=today + timedelta(days=99), weekday=4,
        unit_ids=(cast.units["housing"],),
    )  # fmt: skip
    mayor = cast.actor("mayor")
    for wrong, refusal in (
        (replace(good, name=" "), PeriodNameMissing),
        (replace(good, ends_on=today - timedelta(days=1)), PeriodDaysInvalid),
        (replace(good, ends_on=today + timedelta(days=500)), PeriodDaysInvalid),
        (replace(good, unit_ids=()), PeriodUnitsMissing),
        # An independent unit is commanded by nobody.
        (replace(good, unit_ids=(cast.units["commission"],)), PeriodUnitsMissing),
    ):
        with pytest.raises(refusal):
            period_begin(actor=mayor, draft=wrong, at=cast.at)
    for username in ("handler", "housing_leader", "office_approver", "auditor"):
        with pytest.raises(PeriodNotAllowed):
            period_begin(actor=cast.actor(username), draft=good, at=cast.at)
    assert set(beginning_units(cast.actor("town_leader"))) == {cast.units["town"]}
    # The petition office works for the unit above it.
    assert cast.units["housing"] in beginning_units(cast.actor("registrar"))[cast.units["office"]]
    period_begin(actor=mayor, draft=good, at=cast.at)
    for username, count in (("mayor", 1), ("handler", 1), ("housing_leader", 1), ("education_handler", 0)):
        assert len(periods_for(actor=cast.actor(username), at=cast.at)) == count, username


def test_only_what_is_open_for_so_long_is_proposed(cast: Cast) -> None:
    old, young = cast.file(), None
    cast.to_handler(old)
    cast.later(days=80)
    young = cast.file()
    cast.to_handler(young)
    cast.later(days=20)
    period, mayor = begin_period(cast), cast.actor("mayor")

    def proposed(days: int) -> set[str]:
        return {row.number for row in period_candidates(actor=mayor, period_id=period, days=days, at=cast.at)}

    assert (proposed(90), proposed(10)) == ({old.number}, {old.number, young.number})
    # "More than" is what the row says, whatever the hour is, and what the list with the same days has.
    assert (proposed(99), proposed(100)) == ({old.number}, set())
    [row] = period_candidates(actor=mayor, period_id=period, days=90, at=cast.at)
    assert (row.age, row.leader) == (100, "")
    matter_plan(actor=mayor, matter_id=old.matter_id, period_id=period, at=cast.at)
    assert proposed(10) == {young.number}


def test_a_matter_is_added_to_a_period_once_and_only_by_its_owner(cast: Cast) -> None:
    period = begin_period(cast)
    filed = _planned(cast, period)
    mayor = cast.actor("mayor")
    with pytest.raises(PlannedElsewhere):
        matter_plan(actor=mayor, matter_id=filed.matter_id, period_id=period, at=cast.at)
    another = begin_period(cast)
    with pytest.raises(PlannedElsewhere):
        matter_plan(actor=mayor, matter_id=filed.matter_id, period_id=another, at=cast.at)
    other = cast.file()
    cast.to_handler(other)
    with pytest.raises(PeriodNotAllowed):
        matter_plan(actor=cast.actor("housing_leader"), matter_id=other.matter_id, period_id=period, at=cast.at)
    town = begin_period(cast, by="town_leader", unit="town")
    with pytest.raises(PeriodNotFound):
        matter_plan(actor=cast.actor("housing_leader"), matter_id=other.matter_id, period_id=town, at=cast.at)
    outside = period_begin(
        actor=mayor, at=cast.at,
        draft=PeriodDraft(
            cast.units["county"], "教育", office_day(cast.at), office_day(cast.at), 4, (cast.units["education"],)
        ),
    )  # fmt: skip
    with pytest.raises(PlanUnitOutside):
        matter_plan(actor=mayor, matter_id=other.matter_id, period_id=outside, at=cast.at)
    cast.later(days=120)
    with pytest.raises(PeriodOver):
        matter_plan(actor=mayor, matter_id=other.matter_id, period_id=period, at=cast.at)
    # Once the first one is over, it may be taken into the next.
    matter_plan(actor=mayor, matter_id=filed.matter_id, period_id=begin_period(cast), at=cast.at)


def test_a_line_a_week_by_the_handler_or_the_leader(cast: Cast) -> None:
    period = begin_period(cast)
    filed = _planned(cast, period)
    pk, handler = filed.matter_id, cast.actor("handler")
    friday = office_day(cast.at) + timedelta(days=4)
    with pytest.raises(NotPlanWriter):
        week_write(actor=cast.actor("mayor"), matter_id=pk, next_step="开会", at=cast.at)
    with pytest.raises(WeekLineMissing):
        week_write(actor=handler, matter_id=pk, next_step=" ", at=cast.at)
    with pytest.raises(WeekNotOwed):
        week_write(actor=handler, matter_id=pk, next_step="开会", week=friday + WEEK, at=cast.at)
    week_write(actor=handler, matter_id=pk, did="看了现场", next_step="开会", hinders="账目不全", at=cast.at)
    matter_sponsor(actor=cast.actor("mayor"), matter_id=pk, plan="一月内拿方案", at=cast.at)
    week_write(actor=cast.actor("mayor"), matter_id=pk, next_step="由我约谈", at=cast.at)
    page = period_page(actor=cast.actor("mayor"), period_id=period, at=cast.at)
    [row] = page.rows
    # The last one counts.
    assert (page.week, row.week, row.next_step, row.did) == (friday, WeekState.WRITTEN, "由我约谈", "")
    assert (row.leader, row.plan) == ("云渡县人民政府leader 江望舒", "一月内拿方案")
    cast.later(days=8)
    assert period_page(actor=handler, period_id=period, at=cast.at).rows[0].week is WeekState.DUE
    cast.later(days=7)
    late = period_page(actor=handler, period_id=period, week=friday + WEEK, at=cast.at)
    assert [row.number for row in late.missing] == [filed.number]
    week_write(actor=handler, matter_id=pk, next_step="补填", week=friday + WEEK, at=cast.at)
    late = period_page(actor=handler, period_id=period, week=friday + WEEK, at=cast.at)
    assert (late.rows[0].week, late.missing) == (WeekState.LATE, ())
    inside = matter_page_for(actor=handler, number=filed.number, at=cast.at)
    assert any("看了现场" in event.detail for event in inside.events)
    outside = matter_page_of_petitioner(matter_id=pk, at=cast.at)
    assert outside.rows_of(PlannedView) == ()
    assert not any("看了现场" in f"{event.detail}{event.sentence}" for event in outside.events)
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_the_result_says_settled_only_where_the_matter_does(cast: Cast) -> None:
    period = begin_period(cast)
    filed = _planned(cast, period)
    pk, handler = filed.matter_id, cast.actor("handler")

    def write(result: str, reason: str = "", next_step: str = "") -> None:
        result_write(actor=handler, matter_id=pk, result=result, reason=reason, next_step=next_step, at=cast.at)

    for result, refusal in (("settled", NotSettledYet), ("answered", NotAnsweredYet)):
        with pytest.raises(refusal):
            write(result)
    with pytest.raises(ResultReasonMissing):
        write("not_settled", "各方意见不一")
    cast.draft(filed)
    reply_approve(actor=cast.actor("approver"), matter_id=pk, at=cast.at)
    reply_serve(actor=handler, matter_id=pk, at=cast.at)
    with pytest.raises(NotSettledYet):
        write("settled")
    matter_close(actor=system("tick"), matter_id=pk, at=cast.later(days=40))
    mayor = cast.actor("mayor")
    tally = period_page(actor=mayor, period_id=period, at=cast.at).tally
    assert (tally.done, tally.counted, tally.rate) == (1, 1, "100%")
    write("settled", "业主委员会已看过账目")
    with pytest.raises(NotPlanned):
        write("settled")
    row = period_page(actor=mayor, period_id=period, at=cast.at).rows[0]
    assert (row.result, row.result_reason, row.week) == ("settled", "业主委员会已看过账目", WeekState.NOT_OWED)


def test_a_review_that_is_asked_for_is_counted_on_neither_side(cast: Cast) -> None:
    period = begin_period(cast)
    staff_above(cast)
    _planned(cast, period)
    filed = cast.file()
    cast.answer(filed)
    matter_plan(actor=cast.actor("mayor"), matter_id=filed.matter_id, period_id=period, at=cast.at)
    review_ask(
        actor=petitioner(filed.matter_id), matter_id=filed.matter_id, level=ReviewLevel.REVIEW,
        grounds="没有回答第二条", at=cast.at,
    )  # fmt: skip
    tally = period_page(actor=cast.actor("mayor"), period_id=period, at=cast.at).tally
    assert (tally.counted, tally.in_review, tally.done) == (1, 1, 0)


def test_whom_a_matter_bars_has_neither_line_nor_count_nor_reminder(cast: Cast) -> None:
    """The bureau's leader is meant; the office has the matter, and one of the bureau's is in the same period."""
    period = begin_period(cast)
    other = _planned(cast, period)
    about = cast.file(respondent_officer_id=cast.officers["housing_leader"])
    cast.accept(about)
    matter_plan(actor=cast.actor("mayor"), matter_id=about.matter_id, period_id=period, at=cast.at)
    assert _numbers(cast, "mayor", period) == {other.number, about.number}
    for username in ("housing_leader", "handler", "approver"):
        page = period_page(actor=cast.actor(username), period_id=period, at=cast.at)
        assert (about.number in {row.number for row in page.rows}, page.tally.counted) == (
            False, 1,
        )  # fmt: skip
        assert about.number not in {row.number for row in page.missing}
    with pytest.raises(MatterNotFound):
        week_write(actor=cast.actor("housing_leader"), matter_id=about.matter_id, next_step="看", at=cast.at)
    cast.later(days=3)
    weeks_remind(at=cast.at)
    cast.later(days=3)
    weeks_remind(at=cast.at)
    barred = {cast.officers[name] for name in ("housing_leader", "handler", "handler_two", "approver")}
    notified = Notice.objects.filter(template__startswith="plan_week", params__number=about.number)
    assert notified.exists()
    assert not barred & set(notified.values_list("officer_id", flat=True))


def test_a_weekly_line_is_reminded_before_and_when_missing(cast: Cast) -> None:
    period = begin_period(cast)
    filed = _planned(cast, period)
    matter_sponsor(actor=cast.actor("mayor"), matter_id=filed.matter_id, plan="办好", at=cast.at)

    def notified(template: str) -> set[int | None]:
        return set(Notice.objects.filter(template=template).values_list("officer_id", flat=True))

    weeks_remind(at=cast.at)
    assert notified("plan_week_due") == set()
    cast.later(days=3)
    assert weeks_remind(at=cast.at) == 2
    assert weeks_remind(at=cast.at) == 0
    handler, mayor, leader = (cast.officers[name] for name in ("handler", "mayor", "housing_leader"))
    assert notified("plan_week_due") == {handler, mayor}
    cast.later(days=2)
    weeks_remind(at=cast.at)
    assert notified("plan_week_missing") == {handler, mayor, leader}
    # Of the next week nobody is reminded once its line is there.
    week_write(actor=cast.actor("handler"), matter_id=filed.matter_id, next_step="开会", at=cast.at)
    before = Notice.objects.count()
    cast.later(days=5)
    weeks_remind(at=cast.at)
    assert Notice.objects.count() == before


def test_two_periods_cannot_both_hold_a_matter(cast: Cast) -> None:
    """As the matter is locked, the second one finds the first one's row."""
    filed = cast.file()
    cast.to_handler(filed)
    mayor = cast.actor("mayor")
    version = cast.matter(filed).version
    for period, refused in ((begin_period(cast), False), (begin_period(cast), True)):
        if refused:
            with pytest.raises(PlannedElsewhere):
                matter_plan(actor=mayor, matter_id=filed.matter_id, period_id=period, at=cast.at)
        else:
            matter_plan(actor=mayor, matter_id=filed.matter_id, period_id=period, at=cast.at, seen=version)
    assert PlannedMatter.objects.filter(matter=filed.matter_id).count() == 1


def test_statements_dont_grow_with_rows(cast: Cast) -> None:
    period, mayor = begin_period(cast), cast.actor("mayor")

    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            period_page(actor=mayor, period_id=period, at=cast.at)
        return len(asked)

    first = _planned(cast, period)
    matter_sponsor(
        actor=mayor, matter_id=first.matter_id, plan="办好", at=cast.at,
        milestones=[MilestoneDraft("开会", office_day(cast.at) + WEEK)],
    )  # fmt: skip
    week_write(actor=mayor, matter_id=first.matter_id, next_step="开会", at=cast.at)
    few = statements()
    for _count in range(3):
        another = _planned(cast, period)
        matter_sponsor(actor=mayor, matter_id=another.matter_id, plan="办好", at=cast.at)
        week_write(actor=mayor, matter_id=another.matter_id, next_step="开会", at=cast.at)
    assert statements() == few
