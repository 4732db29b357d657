"""Hearings: a week's notice, a chair who didn't investigate, minutes, and the days that a recheck doesn't count."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from tests.cast import Cast
from tests.matters.above import approve_opinion, ask, draft_opinion, staff_above, to_recheck

from huiyin.clocks.selectors import clock_views, rulebook
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.core.errors import MoveNotAllowed
from huiyin.matters.core.selectors.page import matter_page_of_petitioner
from huiyin.matters.core.selectors.sweep import stuck_matters
from huiyin.matters.models import Hearing
from huiyin.matters.register.services.register import Registered
from huiyin.matters.review.errors import (
    CancelReasonMissing,
    ChairUnknown,
    HearingAboutMissing,
    HearingEndWrong,
    HearingNotThere,
    HearingOpinionMissing,
    HearingPending,
    HearingPlaceMissing,
    HearingTooSoon,
    MinutesMissing,
)
from huiyin.matters.review.rules import ReviewLevel
from huiyin.matters.review.services.hearing import (
    HearingDraft,
    HearingRecord,
    hearing_announce,
    hearing_cancel,
    hearing_record,
)
from huiyin.matters.review.services.review import review_take


@pytest.fixture
def house(cast: Cast) -> Cast:
    staff_above(cast)
    return cast


def _draft(cast: Cast, chair: str, *, days: int = 7) -> HearingDraft:
    return HearingDraft(
        held_at=cast.at + timedelta(days=days), place="县政府二楼听证室", chair_id=cast.officers[chair],
        members="人大代表一人，律师一人", about="收费是否经过业主同意",
    )  # fmt: skip


def _record(cast: Cast, ended_on: datetime | None = None) -> HearingRecord:
    return HearingRecord(
        ended_on=office_day(ended_on or cast.at), participants="信访人，物业公司", minutes="双方各自陈述。",
        opinion="物业公司没有征求业主意见。",
    )  # fmt: skip


def _announce(cast: Cast, filed: Registered, by: str, chair: str, days: int = 7) -> None:
    hearing = _draft(cast, chair, days=days)
    hearing_announce(actor=cast.actor(by), matter_id=filed.matter_id, hearing=hearing, at=cast.at)


def _due(cast: Cast, filed: Registered, code: str) -> datetime:
    views = clock_views(subject_id=filed.matter_id, at=cast.at)
    return next(clock.due_at for clock in views if clock.code == code and clock.stopped_at is None)


def test_in_the_units_own_work_no_clock_waits_for_it(house: Cast) -> None:
    filed = house.file()
    house.to_handler(filed)
    before = _due(house, filed, "answer")
    _announce(house, filed, "handler", "approver")
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=house.at)
    assert [(one.place, one.chair, one.members) for one in page.hearings] == [("县政府二楼听证室", "", "")]
    with pytest.raises(HearingPending):
        _announce(house, filed, "handler", "approver")
    house.later(days=7)
    hearing_record(actor=house.actor("handler"), matter_id=filed.matter_id, record=_record(house), at=house.at)
    assert _due(house, filed, "answer") == before
    assert Hearing.objects.get().excluded_days == 0
    entries_sequence(at=house.at)
    assert ledger_verify().problems == []


def test_in_a_recheck_its_days_do_not_count_and_both_sides_see_that(house: Cast) -> None:
    filed = house.file()
    to_recheck(house, filed)
    actor, pk = house.actor("reviewer"), filed.matter_id
    review_take(actor=actor, matter_id=pk, level=ReviewLevel.RECHECK, at=house.at)
    before = _due(house, filed, "recheck")
    _announce(house, filed, "reviewer", "reviewer_two", days=10)
    assert _due(house, filed, "recheck") == before
    house.later(days=11)
    with pytest.raises(HearingPending):
        draft_opinion(house, filed, "reviewer")
    hearing_record(actor=actor, matter_id=pk, record=_record(house), at=house.at)
    assert Hearing.objects.get().excluded_days == 2
    after = _due(house, filed, "recheck")
    assert office_day(after) >= office_day(before) + timedelta(days=2)
    assert house.matter(filed).next_due_at == after
    page = matter_page_of_petitioner(matter_id=pk, at=house.at)
    assert [clock.extensions[0].days for clock in page.clocks if clock.extensions] == [2]
    draft_opinion(house, filed, "reviewer")
    approve_opinion(house, filed, "mayor")
    assert stuck_matters() == []
    entries_sequence(at=house.at)
    assert ledger_verify().problems == []


def test_in_a_review_its_days_count(house: Cast) -> None:
    filed = house.file()
    house.answer(filed)
    ask(house, filed)
    actor, pk = house.actor("reviewer"), filed.matter_id
    review_take(actor=actor, matter_id=pk, level=ReviewLevel.REVIEW, at=house.at)
    before = _due(house, filed, "review")
    _announce(house, filed, "reviewer", "reviewer_two")
    house.later(days=8)
    hearing_record(actor=actor, matter_id=pk, record=_record(house), at=house.at)
    assert _due(house, filed, "review") == before


def test_only_who_decides_announces_and_who_investigates_never_chairs(house: Cast) -> None:
    filed = house.file()
    house.to_handler(filed)
    with pytest.raises(MoveNotAllowed):
        _announce(house, filed, "approver", "housing_leader")
    for chair in ("handler", "education_handler"):
        with pytest.raises(ChairUnknown):
            _announce(house, filed, "handler", chair)
    answered = house.file()
    house.answer(answered)
    ask(house, answered)
    review_take(actor=house.actor("reviewer"), matter_id=answered.matter_id, level=ReviewLevel.REVIEW, at=house.at)
    for chair in ("reviewer", "approver"):
        with pytest.raises(ChairUnknown):
            _announce(house, answered, "reviewer", chair)
    with pytest.raises(MoveNotAllowed):
        _announce(house, answered, "handler", "approver")


def test_each_thing_that_is_missing_has_its_name(house: Cast) -> None:
    filed = house.file()
    house.to_handler(filed)
    actor, pk = house.actor("handler"), filed.matter_id
    whole = _draft(house, "approver")
    wrong = {
        HearingTooSoon: replace(whole, held_at=house.at + timedelta(days=6)),
        HearingPlaceMissing: replace(whole, place=" "),
        HearingAboutMissing: replace(whole, about=""),
    }
    for refusal, draft in wrong.items():
        with pytest.raises(refusal):
            hearing_announce(actor=actor, matter_id=pk, hearing=draft, at=house.at)
    with pytest.raises(HearingNotThere):
        hearing_cancel(actor=actor, matter_id=pk, reason="生病", at=house.at)
    hearing_announce(actor=actor, matter_id=pk, hearing=whole, at=house.at)
    with pytest.raises(HearingEndWrong):
        hearing_record(actor=actor, matter_id=pk, record=_record(house), at=house.at)
    house.later(days=7)
    done = _record(house)
    late = replace(done, ended_on=done.ended_on + timedelta(days=1))
    for refused, record in (
        (HearingEndWrong, late),
        (MinutesMissing, replace(done, minutes="")),
        (HearingOpinionMissing, replace(done, opinion=" ")),
    ):
        with pytest.raises(refused):
            hearing_record(actor=actor, matter_id=pk, record=record, at=house.at)


def test_a_cancelled_one_says_why_and_makes_room_for_another(house: Cast) -> None:
    filed = house.file()
    house.to_handler(filed)
    _announce(house, filed, "handler", "approver")
    actor, pk = house.actor("handler"), filed.matter_id
    with pytest.raises(CancelReasonMissing):
        hearing_cancel(actor=actor, matter_id=pk, reason="", at=house.at)
    hearing_cancel(actor=actor, matter_id=pk, reason="场地停电", at=house.at)
    page = matter_page_of_petitioner(matter_id=pk, at=house.at)
    assert "场地停电" in page.events[-1].sentence
    _announce(house, filed, "handler", "approver")
    assert Hearing.objects.filter(cancelled_at=None).count() == 1


def test_how_long_ahead_is_for_the_rulebook_to_say(house: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The law as shipped says 7 days, which a house makes 10."""
    filed = house.file()
    house.to_handler(filed)
    law = rulebook(office_day(house.at))
    assert law.hearing is not None
    stricter = replace(law, hearing=replace(law.hearing, notice_days=10))
    monkeypatch.setattr("huiyin.matters.review.selectors.review.rulebook", lambda _day=None: stricter)
    with pytest.raises(HearingTooSoon, match="10"):
        _announce(house, filed, "handler", "approver", days=9)
    _announce(house, filed, "handler", "approver", days=10)
