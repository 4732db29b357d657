"""Two people, or one who presses twice, in the same instant: plan periods, batches and teams hold everything once.

On PostgreSQL with real connections. On SQLite a write transaction is alone by construction (`BEGIN IMMEDIATE`), so
there the second of two comes after the first: that is tried here as well.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from tests.cast import Cast, make_cast
from tests.matters.moves_leading import begin_period

from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.time import office_day
from huiyin.ledger.models import Entry
from huiyin.matters.batch.services import BatchMade, batch_make
from huiyin.matters.models import (
    BatchMatter,
    PlannedMatter,
    PlanPeriod,
    PlanPeriodRevision,
    SponsorBatch,
    TeamMember,
    WeekLine,
)
from huiyin.matters.plan_period.services import periods
from huiyin.matters.plan_period.services.changing import PeriodValues, period_end, period_revise
from huiyin.matters.plan_period.services.periods import PeriodDraft, matter_plan, period_begin
from huiyin.matters.plan_period.services.writing import result_write, week_write
from huiyin.matters.register.services.register import Registered
from huiyin.matters.sponsor.services.sponsor import matter_sponsor
from huiyin.matters.team.services import member_agree, member_end, member_name
from huiyin.notices.models import Notice
from huiyin.tasks.models import Task

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
_IS_POSTGRESQL = connection.vendor == "postgresql"


@pytest.fixture
def live() -> Cast:
    """The county, committed."""
    return make_cast()


def _refused(doing: Callable[[], object]) -> str:
    """ "" when it was done, else the name of the refusal."""
    try:
        doing()
    except HuiyinError as refusal:
        return type(refusal).__name__
    return ""


def _at_once(*doings: Callable[[], object]) -> list[str]:
    """All in the same instant, or on SQLite one after the other: the refusals, "" for what was done; sorted."""
    if not _IS_POSTGRESQL:
        return sorted(_refused(doing) for doing in doings)
    start = Barrier(len(doings))

    def run(doing: Callable[[], object]) -> str:
        start.wait()
        try:
            return _refused(doing)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(doings)) as pool:
        return sorted(pool.map(run, doings))


def _owned(cast: Cast) -> Registered:
    filed = cast.file()
    cast.to_handler(filed)
    matter_sponsor(actor=cast.actor("mayor"), matter_id=filed.matter_id, plan="办好", at=cast.at)
    return filed


def _entries(kind: str) -> int:
    return Entry.objects.filter(kind=kind).count()


def test_a_period_that_two_people_begin_is_begun_once(live: Cast) -> None:
    today, mayor = office_day(live.at), live.actor("mayor")
    draft = PeriodDraft(
        live.units["county"], "百日攻坚", today, today + timedelta(days=99), 4, (live.units["housing"],),
        leader_id=live.officers["mayor"],
    )  # fmt: skip
    refusals = _at_once(*[lambda: period_begin(actor=mayor, draft=draft, at=live.at)] * 3)
    assert refusals == ["", "PeriodThere", "PeriodThere"]
    assert (PlanPeriod.objects.count(), _entries("matters.plan.begun")) == (1, 1)


def test_a_matter_joins_one_of_two_periods_once(live: Cast) -> None:
    first, second, filed = begin_period(live), begin_period(live), _owned(live)
    mayor = live.actor("mayor")
    doings = [
        lambda period=period: matter_plan(actor=mayor, matter_id=filed.matter_id, period_id=period, at=live.at)
        for period in (first, first, second)
    ]
    assert _at_once(*doings) == ["", "PlannedElsewhere", "PlannedElsewhere"]
    assert PlannedMatter.objects.count() == _entries("matters.plan.added") == 1


def test_the_last_place_of_a_period_is_filled_once(live: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(periods, "PLANNED_MOST", 1)
    period, matters = begin_period(live), [_owned(live) for _ in range(2)]
    mayor = live.actor("mayor")
    doings = [
        lambda filed=filed: matter_plan(actor=mayor, matter_id=filed.matter_id, period_id=period, at=live.at)
        for filed in matters
    ]
    assert _at_once(*doings) == ["", "PeriodFull"]
    assert PlannedMatter.objects.count() == 1


def test_a_revision_pressed_twice_is_made_once_and_of_two_others_one(live: Cast) -> None:
    period, mayor = begin_period(live), live.actor("mayor")
    row = PlanPeriod.objects.get()

    def revise(**given: Any) -> None:
        values = PeriodValues(row.begins_on, row.ends_on, row.weekday, **given)
        period_revise(actor=mayor, period_id=period, values=values, reason="县里定的", seen=0, at=live.at)

    leader = live.officers["mayor"]
    assert _at_once(*[lambda: revise(plan="快办", leader_id=leader)] * 2) == ["", "PeriodUnchanged"]
    # Two people made theirs on the same page: the first one stays.
    assert _at_once(lambda: revise(plan="慢办")) == ["PeriodRevisedMeanwhile"]
    assert (PlanPeriodRevision.objects.count(), _entries("matters.plan.revised")) == (1, 1)


def test_ending_a_period_and_adding_a_matter_undo_nothing(live: Cast) -> None:
    period, filed, mayor = begin_period(live), _owned(live), live.actor("mayor")

    def end() -> None:
        period_end(actor=mayor, period_id=period, result="已化解大半", reason="并入全年", at=live.at)

    def take_in() -> None:
        matter_plan(actor=mayor, matter_id=filed.matter_id, period_id=period, at=live.at)

    refusals = _at_once(end, end, take_in)
    assert refusals in (["", "", "PeriodOver"], ["", "PeriodOver", "PeriodOver"])
    assert _entries("matters.plan.ended") == 1
    assert PlannedMatter.objects.count() == refusals.count("") - 1


def test_a_line_and_a_result_written_by_two_at_once(live: Cast) -> None:
    """Each line is kept, the last one counts; the result is written once."""
    period, filed = begin_period(live), _owned(live)
    pk, writers = filed.matter_id, [live.actor(name) for name in ("mayor", "handler")]
    matter_plan(actor=live.actor("mayor"), matter_id=pk, period_id=period, at=live.at)
    lines = [
        lambda actor=actor: week_write(actor=actor, matter_id=pk, next_step="开会", at=live.at) for actor in writers
    ]
    assert _at_once(*lines) == ["", ""]
    assert list(WeekLine.objects.order_by("position").values_list("position", flat=True)) == [1, 2]
    results = [
        lambda actor=actor: result_write(
            actor=actor, matter_id=pk, result="not_settled", reason="意见不一", next_step="再谈", at=live.at
        )
        for actor in writers
    ]
    assert _at_once(*results) == ["", "NotPlanned"]
    assert _entries("matters.plan.result_written") == 1


def test_a_batch_is_made_once_and_a_matter_is_in_one_batch(live: Cast) -> None:
    filed, mayor = _owned(live), live.actor("mayor")
    made: list[BatchMade] = []

    def make(number: int) -> None:
        made.append(
            batch_make(
                actor=mayor, unit_id=live.units["county"], number=number, given_on=office_day(live.at),
                numbers=[filed.number], at=live.at,
            )
        )  # fmt: skip

    assert _at_once(*[lambda: make(1)] * 2) == ["", "BatchNumberTaken"]
    assert (SponsorBatch.objects.count(), BatchMatter.objects.count(), len(made)) == (1, 1, 1)
    # The matter is in the first one: another number finds nothing that could be in it, and leaves nothing behind.
    other = _owned(live)
    filed = other
    assert _at_once(*[lambda number=number: make(number) for number in (2, 3)]) == ["", "BatchEmpty"]
    assert BatchMatter.objects.filter(matter=other.matter_id).count() == 1
    assert SponsorBatch.objects.count() == _entries("matters.batch.made") == 2


def test_a_member_is_named_agreed_to_and_leaves_once(live: Cast) -> None:
    filed = live.file()
    live.to_handler(filed)
    pk, leader, town = filed.matter_id, live.actor("housing_leader"), live.actor("town_leader")
    matter_sponsor(actor=leader, matter_id=pk, plan="办好", at=live.at)

    def name() -> None:
        member_name(
            actor=leader, matter_id=pk, officer_id=live.officers["town_registrar"], unit_id=live.units["town"],
            part="查收费", due_on=office_day(live.at) + timedelta(days=9), at=live.at,
        )  # fmt: skip

    assert _at_once(name, name) == ["", "MemberThere"]
    agreed = _at_once(*[lambda: member_agree(actor=town, matter_id=pk, position=1, at=live.at)] * 2)
    # Once it is agreed to, who was asked doesn't see the matter any more.
    assert agreed in (["", "MatterNotFound"], ["", "MemberGone"])
    assert TeamMember.objects.count() == Task.objects.filter(origin_kind="team_part").count() == 1
    assert Notice.objects.filter(template="team_joined").count() == 1
    ended = _at_once(*[lambda: member_end(actor=leader, matter_id=pk, position=1, reason="工作调动", at=live.at)] * 2)
    assert ended == ["", "MemberGone"]
    assert [task.state for task in Task.objects.filter(origin_kind="team_part")] == ["dropped"]
