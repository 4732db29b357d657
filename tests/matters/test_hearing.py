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
def staffed(cast: Cast) -> Cast:
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


def test_in_the_units_own_work_no_clock_waits_for_it(staffed: Cast) -> None:
    filed = staffed.file()
    staffed.to_handler(filed)
    before = _due(staffed, filed, "answer")
    _announce(staffed, filed, "handler", "approver")
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=staffed.at)
    assert [(hearing.place, hearing.chair, hearing.members) for hearing in page.hearings] == [
        ("县政府二楼听证室", "", "")
    ]
    with pytest.raises(HearingPending):
        _announce(staffed, filed, "handler", "approver")
    staffed.later(days=7)
    hearing_record(actor=staffed.actor("handler"), matter_id=filed.matter_id, record=_record(staffed), at=staffed.at)
    assert _due(staffed, filed, "answer") == before
    assert Hearing.objects.get().excluded_days == 0
    entries_sequence(at=staffed.at)
    assert ledger_verify().problems == []


def test_in_a_recheck_its_days_do_not_count_and_both_sides_see_that(staffed: Cast) -> None:
    filed = staffed.file()
    to_recheck(staffed, filed)
    actor, pk = staffed.actor("reviewer"), filed.matter_id
    review_take(actor=actor, matter_id=pk, level=ReviewLevel.RECHECK, at=staffed.at)
    before = _due(staffed, filed, "recheck")
    _announce(staffed, filed, "reviewer", "reviewer_two", days=10)
    assert _due(staffed, filed, "recheck") == before
    staffed.later(days=11)
    with pytest.raises(HearingPending):
        draft_opinion(staffed, filed, "reviewer")
    hearing_record(actor=actor, matter_id=pk, record=_record(staffed), at=staffed.at)
    assert Hearing.objects.get().excluded_days == 2
    after = _due(staffed, filed, "recheck")
    assert office_day(after) >= office_day(before) + timedelta(days=2)
    assert staffed.matter(filed).next_due_at == after
    page = matter_page_of_petitioner(matter_id=pk, at=staffed.at)
    assert [clock.extensions[0].days for clock in page.clocks if clock.extensions] == [2]
    draft_opinion(staffed, filed, "reviewer")
    approve_opinion(staffed, filed, "mayor")
    assert stuck_matters() == []
    entries_sequence(at=staffed.at)
    assert ledger_verify().problems == []


def test_in_a_review_its_days_count(staffed: Cast) -> None:
    filed = staffed.file()
    staffed.answer(filed)
    ask(staffed, filed)
    actor, pk = staffed.actor("reviewer"), filed.matter_id
    review_take(actor=actor, matter_id=pk, level=ReviewLevel.REVIEW, at=staffed.at)
    before = _due(staffed, filed, "review")
    _announce(staffed, filed, "reviewer", "reviewer_two")
    staffed.later(days=8)
    hearing_record(actor=actor, matter_id=pk, record=_record(staffed), at=staffed.at)
    assert _due(staffed, filed, "review") == before


def test_only_who_decides_announces_and_who_investigates_never_chairs(staffed: Cast) -> None:
    filed = staffed.file()
    staffed.to_handler(filed)
    with pytest.raises(MoveNotAllowed):
        _announce(staffed, filed, "approver", "housing_leader")
    for chair in ("handler", "education_handler"):
        with pytest.raises(ChairUnknown):
            _announce(staffed, filed, "handler", chair)
    answered = staffed.file()
    staffed.answer(answered)
    ask(staffed, answered)
    review_take(
        actor=staffed.actor("reviewer"), matter_id=answered.matter_id, level=ReviewLevel.REVIEW, at=staffed.at
    )
    for chair in ("reviewer", "approver"):
        with pytest.raises(ChairUnknown):
            _announce(staffed, answered, "reviewer", chair)
    with pytest.raises(MoveNotAllowed):
        _announce(staffed, answered, "handler", "approver")


def test_each_thing_that_is_missing_has_its_name(staffed: Cast) -> None:
    filed = staffed.file()
    staffed.to_handler(filed)
    actor, pk = staffed.actor("handler"), filed.matter_id
    whole = _draft(staffed, "approver")
    wrong = {
        HearingTooSoon: replace(whole, held_at=staffed.at + timedelta(days=6)),
        HearingPlaceMissing: replace(whole, place=" "),
        HearingAboutMissing: replace(whole, about=""),
    }
    for refusal, draft in wrong.items():
        with pytest.raises(refusal):
            hearing_announce(actor=actor, matter_id=pk, hearing=draft, at=staffed.at)
    with pytest.raises(HearingNotThere):
        hearing_cancel(actor=actor, matter_id=pk, reason="生病", at=staffed.at)
    hearing_announce(actor=actor, matter_id=pk, hearing=whole, at=staffed.at)
    with pytest.raises(HearingEndWrong):
        hearing_record(actor=actor, matter_id=pk, record=_record(staffed), at=staffed.at)
    staffed.later(days=7)
    done = _record(staffed)
    late = replace(done, ended_on=done.ended_on + timedelta(days=1))
    for refused, record in (
        (HearingEndWrong, late),
        (MinutesMissing, replace(done, minutes="")),
        (HearingOpinionMissing, replace(done, opinion=" ")),
    ):
        with pytest.raises(refused):
            hearing_record(actor=actor, matter_id=pk, record=record, at=staffed.at)


def test_a_cancelled_one_says_why_and_makes_room_for_another(staffed: Cast) -> None:
    filed = staffed.file()
    staffed.to_handler(filed)
    _announce(staffed, filed, "handler", "approver")
    actor, pk = staffed.actor("handler"), filed.matter_id
    with pytest.raises(CancelReasonMissing):
        hearing_cancel(actor=actor, matter_id=pk, reason="", at=staffed.at)
    hearing_cancel(actor=actor, matter_id=pk, reason="场地停电", at=staffed.at)
    page = matter_page_of_petitioner(matter_id=pk, at=staffed.at)
    assert "场地停电" in page.events[-1].sentence
    _announce(staffed, filed, "handler", "approver")
    assert Hearing.objects.filter(cancelled_at=None).count() == 1


def test_how_long_ahead_is_for_the_rulebook_to_say(staffed: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The law as shipped says 7 days, which a house makes 10."""
    filed = staffed.file()
    staffed.to_handler(filed)
    law = rulebook(office_day(staffed.at))
    assert law.hearing is not None
    stricter = replace(law, hearing=replace(law.hearing, notice_days=10))
    monkeypatch.setattr("huiyin.matters.review.selectors.review.rulebook", lambda _day=None: stricter)
    with pytest.raises(HearingTooSoon, match="10"):
        _announce(staffed, filed, "handler", "approver", days=9)
    _announce(staffed, filed, "handler", "approver", days=10)
