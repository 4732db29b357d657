"""Owned matters by leader and batch, the rate worked out by hand, and the four questions of the end."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import Cast
from tests.matters.moves_leading import FOUR

from huiyin.flows.matter_file import matter_file_pdf
from huiyin.kernel.actor import petitioner, system
from huiyin.kernel.time import now, office_day
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.batch.errors import (
    BatchDayInvalid,
    BatchedAlready,
    BatchEmpty,
    BatchNotAllowed,
    BatchNotFound,
    BatchNumberInvalid,
    BatchNumberTaken,
    NotOwned,
)
from huiyin.matters.batch.selectors import batch_page, batches_for, owned_page, owned_to_batch
from huiyin.matters.batch.services import BatchMade, batch_make
from huiyin.matters.closing.services import matter_close
from huiyin.matters.core.errors import MatterNotFound, MoveNotOpen
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.models import Event, TeamMember
from huiyin.matters.register.services.register import Registered
from huiyin.matters.sponsor.errors import (
    EvidenceUnknown,
    FourPointMissing,
    LeaderUnknown,
    NotTheSponsor,
    PlanStepsMissing,
    PlanStepsTooMany,
)
from huiyin.matters.sponsor.rules import MILESTONES_MOST, FourPoint
from huiyin.matters.sponsor.selectors.ending import SponsorEndView
from huiyin.matters.sponsor.services.ending import FourAnswer, sponsor_end
from huiyin.matters.sponsor.services.sponsor import (
    MilestoneDraft,
    matter_sponsor,
    milestone_reach,
    milestones_add,
    sponsor_hand_on,
)
from huiyin.matters.team.services import member_name
from huiyin.matters.withdrawal.services import matter_withdraw
from huiyin.orgs.services import leave_set

pytestmark = pytest.mark.django_db


def _owned(cast: Cast, by: str = "mayor") -> Registered:
    filed = cast.file()
    cast.to_handler(filed)
    matter_sponsor(actor=cast.actor(by), matter_id=filed.matter_id, plan="一月内拿方案", at=cast.at)
    return filed


def _closed(cast: Cast, by: str = "mayor") -> Registered:
    filed = cast.file()
    cast.answer(filed)
    matter_sponsor(actor=cast.actor(by), matter_id=filed.matter_id, plan="盯到落实", at=cast.at)
    matter_close(actor=system("tick"), matter_id=filed.matter_id, at=cast.at)
    return filed


def _end(cast: Cast, filed: Registered, by: str = "mayor") -> None:
    sponsor_end(actor=cast.actor(by), matter_id=filed.matter_id, answers=FOUR, at=cast.at)


def _batch(cast: Cast, *filed: Registered, number: int = 1, by: str = "mayor", unit: str = "county") -> BatchMade:
    return batch_make(
        actor=cast.actor(by), unit_id=cast.units[unit], number=number, given_on=office_day(cast.at),
        numbers=[registered.number for registered in filed], at=cast.at,
    )  # fmt: skip


def _rate(cast: Cast, batch_id: UUID, by: str = "mayor") -> tuple[int, int, int, str]:
    tally = batch_page(actor=cast.actor(by), batch_id=batch_id, at=cast.at).batch.tally
    return tally.done, tally.counted, tally.in_review, tally.rate


def test_only_the_leader_ends_an_ownership_with_four_answers(cast: Cast) -> None:
    filed = _owned(cast)
    with pytest.raises(MoveNotOpen):
        _end(cast, filed)
    filed = cast.file()
    cast.answer(filed)
    pk, leader = filed.matter_id, cast.actor("housing_leader")
    matter_sponsor(actor=leader, matter_id=pk, plan="盯到落实", at=cast.at)
    member_name(
        actor=leader, matter_id=pk, officer_id=cast.officers["handler_two"], unit_id=cast.units["housing"],
        part="查账", due_on=office_day(cast.at) + timedelta(days=7), at=cast.at,
    )  # fmt: skip
    matter_close(actor=system("tick"), matter_id=pk, at=cast.at)
    step = Event.objects.filter(matter=pk, kind="matters.reply.served").get().pk
    for point in FourPoint:
        with pytest.raises(FourPointMissing) as missing:
            sponsor_end(actor=leader, matter_id=pk, at=cast.at, answers={**FOUR, point: FourAnswer(" ")})
        assert missing.value.field == point
    elsewhere = Event.objects.exclude(matter=pk).values_list("pk", flat=True)[0]
    for shown in (f"step:{elsewhere}", f"letter:{step}", "step:x", "other:1"):
        with pytest.raises(EvidenceUnknown):
            sponsor_end(
                actor=leader, matter_id=pk, at=cast.at, answers={**FOUR, FourPoint.WORK: FourAnswer("做了", shown)}
            )
    answers = {**FOUR, FourPoint.PROBLEM: FourAnswer("收支已公示", f"step:{step}")}
    # Not even whoever stands in for the leader.
    today = office_day(now())
    leave_set(
        officer_id=leader.officer_id or 0, deputy_id=cast.officers["mayor"], starts_on=today,
        ends_on=today + timedelta(days=3), actor=leader, at=now(),
    )  # fmt: skip
    assert leader.officer_id in cast.actor("mayor").stands_for
    with pytest.raises(NotTheSponsor):
        sponsor_end(actor=cast.actor("mayor"), matter_id=pk, answers=answers, at=cast.at)
    sponsor_end(actor=leader, matter_id=pk, answers=answers, at=cast.at)
    with pytest.raises(NotTheSponsor):
        sponsor_end(actor=leader, matter_id=pk, answers=answers, at=cast.at)
    assert not TeamMember.objects.filter(ended_at=None).exists()
    page = matter_page_for(actor=cast.actor("handler"), number=filed.number, at=cast.at)
    [end] = page.rows_of(SponsorEndView)
    assert [question for question, _text, _shown in end.answers] == [
        "责任落实了没有", "工作做到位了没有", "隐患排除了没有", "问题解决了没有",
    ]  # fmt: skip
    assert end.answers[3][1:] == ("收支已公示", "送达答复")
    assert matter_page_of_petitioner(matter_id=pk, at=cast.at).rows_of(SponsorEndView) == ()
    assert matter_file_pdf(actor=cast.actor("handler"), number=filed.number, at=cast.at).startswith(b"%PDF")
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_the_rate_of_a_batch_by_hand(cast: Cast) -> None:
    """Five in the batch: 2 ended, 1 closed and not ended yet, 1 withdrawn, 1 open: 2 ÷ 5 = 40 %."""
    ended = [_closed(cast), _closed(cast)]
    waiting, withdrawn, open_one = _closed(cast), _owned(cast), _owned(cast)
    # Closed ones are put in as well while their leader answers for them.
    made = _batch(cast, *ended, waiting, withdrawn, open_one)
    assert (made.count, made.refused, _rate(cast, made.id)) == (5, {}, (0, 5, 0, "0%"))
    for filed in ended:
        _end(cast, filed)
    matter_withdraw(actor=petitioner(withdrawn.matter_id), matter_id=withdrawn.matter_id, at=cast.at)
    _end(cast, withdrawn)
    # What was withdrawn has been ended too, and doesn't count as done.
    assert _rate(cast, made.id) == (2, 5, 0, "40%")
    page = batch_page(actor=cast.actor("mayor"), batch_id=made.id, at=cast.at)
    assert {row.number for row in page.owned.rows if row.is_ended} == {filed.number for filed in ended}
    assert {row.number for row in page.owned.rows if row.may_be_ended} == {waiting.number}


def test_what_a_batch_takes_and_why_not(cast: Cast) -> None:
    owned, alone = _owned(cast), cast.file()
    cast.to_handler(alone)
    mayor = cast.actor("mayor")
    unseen = cast.file(respondent_officer_id=cast.officers["mayor"])
    made = _batch(cast, owned, alone, unseen)
    assert (made.count, {number: type(why) for number, why in made.refused.items()}) == (
        1, {alone.number: NotOwned, unseen.number: MatterNotFound},
    )  # fmt: skip
    with pytest.raises(BatchEmpty):
        _batch(cast, owned, number=2)
    other = _owned(cast)
    again = _batch(cast, owned, other, number=2)
    assert {number: type(why) for number, why in again.refused.items()} == {owned.number: BatchedAlready}
    # Handed on it stays in its batch.
    sponsor_hand_on(
        actor=mayor, matter_id=owned.matter_id, officer_id=cast.officers["housing_leader"], reason="工作调整",
        at=cast.at,
    )  # fmt: skip
    third = _batch(cast, owned, _owned(cast), number=3)
    assert {number: type(why) for number, why in third.refused.items()} == {owned.number: BatchedAlready}
    [row] = batch_page(actor=mayor, batch_id=made.id, at=cast.at).owned.rows
    assert row.leader == "云渡县住房和城乡建设局leader 楚天阔"
    fresh = _owned(cast)
    for given, refusal in (
        ({"number": 0}, BatchNumberInvalid),
        # Two at once: one number, one batch.
        ({"number": 1}, BatchNumberTaken),
        ({"number": 9, "by": "handler", "unit": "housing"}, BatchNotAllowed),
        ({"number": 9, "by": "housing_leader"}, BatchNotAllowed),
    ):
        with pytest.raises(refusal):
            _batch(cast, fresh, **given)
    with pytest.raises(BatchDayInvalid):
        batch_make(
            actor=mayor, unit_id=cast.units["county"], number=9, given_on=office_day(cast.at) + timedelta(days=1),
            numbers=[fresh.number], at=cast.at,
        )  # fmt: skip


def test_whom_a_matter_bars_has_neither_line_nor_count(cast: Cast) -> None:
    """One of the three is about the leader of the bureau: the bureau has two, in lists, batches and rates."""
    both = [_owned(cast), _closed(cast)]
    about = cast.file(respondent_officer_id=cast.officers["housing_leader"])
    cast.accept(about)
    matter_sponsor(actor=cast.actor("mayor"), matter_id=about.matter_id, plan="查清", at=cast.at)
    made = _batch(cast, *both, about)
    _end(cast, both[1])
    assert _rate(cast, made.id) == (1, 3, 0, "33%")
    leader = cast.actor("housing_leader")
    assert _rate(cast, made.id, by="housing_leader") == (1, 2, 0, "50%")
    assert [(row.size, row.tally.counted) for row in batches_for(actor=leader)] == [(2, 2)]
    everything = owned_page(actor=leader, mine=False, at=cast.at)
    assert {row.number for row in everything.rows} == {filed.number for filed in both}
    assert [len(group.rows) for group in everything.leaders] == [2]
    # Of a batch with nothing else in it the bureau doesn't know that there is one.
    more = cast.file(respondent_officer_id=cast.officers["housing_leader"])
    cast.accept(more)
    matter_sponsor(actor=cast.actor("mayor"), matter_id=more.matter_id, plan="查清", at=cast.at)
    alone = _batch(cast, more, number=2)
    with pytest.raises(BatchNotFound):
        batch_page(actor=leader, batch_id=alone.id, at=cast.at)
    assert len(batches_for(actor=leader)) == 1


def test_mine_and_those_of_all_leaders(cast: Cast) -> None:
    mine, theirs = _owned(cast), _owned(cast, by="housing_leader")
    handed = _owned(cast, by="housing_leader")
    sponsor_hand_on(
        actor=cast.actor("housing_leader"), matter_id=handed.matter_id, officer_id=cast.officers["mayor"],
        reason="工作调整", at=cast.at,
    )  # fmt: skip

    def numbers(username: str, *, mine: bool) -> set[str]:
        return {row.number for row in owned_page(actor=cast.actor(username), mine=mine, at=cast.at).rows}

    assert numbers("mayor", mine=True) == {mine.number, handed.number}
    assert numbers("housing_leader", mine=True) == {theirs.number}
    assert numbers("mayor", mine=False) == numbers("registrar", mine=False) == {
        mine.number, handed.number, theirs.number,
    }  # fmt: skip
    assert numbers("education_registrar", mine=False) == set()
    assert {row.number for row in owned_to_batch(actor=cast.actor("mayor"), at=cast.at).rows} == {
        mine.number, handed.number, theirs.number,
    }  # fmt: skip


def test_a_leader_gives_a_matter_to_a_leader_below(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    pk = filed.matter_id

    def give(by: str, to: str) -> None:
        matter_sponsor(
            actor=cast.actor(by), matter_id=pk, plan="一月内拿方案", officer_id=cast.officers[to], at=cast.at
        )

    for by, to in (("mayor", "handler"), ("mayor", "town_leader"), ("housing_leader", "mayor")):
        with pytest.raises(LeaderUnknown):
            give(by, to)
    give("mayor", "housing_leader")
    page = matter_page_for(actor=cast.actor("handler"), number=filed.number, at=cast.at)
    assert page.sponsor and page.sponsor.officer_id == cast.officers["housing_leader"]


def test_steps_are_added_up_to_a_cap(cast: Cast) -> None:
    filed = _owned(cast)
    pk, mayor, day = filed.matter_id, cast.actor("mayor"), office_day(cast.at) + timedelta(days=7)

    def add(count: int, by: str = "mayor") -> None:
        drafts = [MilestoneDraft(f"第{place}次协调", day) for place in range(count)]
        milestones_add(actor=cast.actor(by), matter_id=pk, milestones=drafts, at=cast.at)

    with pytest.raises(NotTheSponsor):
        add(1, by="housing_leader")
    with pytest.raises(PlanStepsMissing):
        add(0)
    add(6)
    add(MILESTONES_MOST - 6)
    with pytest.raises(PlanStepsTooMany):
        add(1)
    milestone_reach(actor=mayor, matter_id=pk, position=MILESTONES_MOST, note="", at=cast.at)
    [row] = owned_page(actor=mayor, mine=True, at=cast.at).rows
    assert (row.steps, row.steps_done, row.late_on) == (MILESTONES_MOST, 1, None)
    [row] = owned_page(actor=mayor, mine=True, at=cast.later(days=8)).rows
    assert row.late_on == day


def test_statements_dont_grow_with_rows(cast: Cast) -> None:
    made = [_batch(cast, _owned(cast), _closed(cast)).id]
    mayor = cast.actor("mayor")

    def statements() -> list[int]:
        counts = []
        for ask in (
            lambda: owned_page(actor=mayor, mine=False, at=cast.at),
            lambda: batches_for(actor=mayor),
            lambda: batch_page(actor=mayor, batch_id=made[-1], at=cast.at),
        ):
            with CaptureQueriesContext(connection) as asked:
                ask()
            counts.append(len(asked))
        return counts

    few = statements()
    made.append(_batch(cast, *(_owned(cast) for _count in range(3)), _closed(cast), number=2).id)
    assert statements() == few
