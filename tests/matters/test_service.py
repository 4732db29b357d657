"""How an answer is served, and from which day the petitioner's own time runs (条例 Arts 34, 35)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from tests.cast import Cast
from tests.matters.above import ask, decide, staff_above, to_station

from huiyin.clocks.models import Clock
from huiyin.flows.clock_round import clock_round
from huiyin.kernel.actor import petitioner, system
from huiyin.kernel.time import end_of_day, office_day
from huiyin.ledger.models import Entry
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.closing.errors import NotServedYet
from huiyin.matters.closing.services import matter_close
from huiyin.matters.core.errors import MoveNotAllowed
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import State
from huiyin.matters.core.selectors.page import matter_page_of_petitioner
from huiyin.matters.core.selectors.sweep import stuck_matters
from huiyin.matters.delivery.errors import (
    DayOutOfRange,
    MethodNotHere,
    ReceiptUnsaid,
    WebDayUnneeded,
)
from huiyin.matters.delivery.rules import ServiceMethod
from huiyin.matters.delivery.selectors.late_steps import steps_late
from huiyin.matters.delivery.selectors.service import ServiceView
from huiyin.matters.delivery.services import reply_acknowledge, reply_post, reply_serve
from huiyin.matters.models import Service
from huiyin.matters.register.services.register import Registered
from huiyin.matters.reply.services.reply import reply_approve
from huiyin.workflow.errors import LateReasonRequired


@pytest.fixture
def filed(cast: Cast) -> Registered:
    """Approved on 2 March 2026, not yet served."""
    found = cast.file()
    cast.to_handler(found)
    cast.draft(found)
    reply_approve(actor=cast.actor("approver"), matter_id=found.matter_id, at=cast.at)
    return found


def _clock(filed: Registered, code: str) -> Clock:
    return Clock.objects.get(subject_id=filed.matter_id, code=code)


def _running(filed: Registered) -> set[str]:
    """Of the clocks between the office and the petitioner."""
    running = Clock.objects.filter(subject_id=filed.matter_id, stopped_at=None).values_list("code", flat=True)
    return set(running) & {"answer", "answer_promise", "simple_answer", "ack", "review_window"}


def _post(cast: Cast, filed: Registered, on: date | None = None) -> None:
    reply_post(
        actor=cast.actor("handler"), matter_id=filed.matter_id, posted_on=on or office_day(cast.at),
        note="挂号 XA123", at=cast.at,
    )  # fmt: skip


def _acknowledge(cast: Cast, filed: Registered, on: date, words: str = "本人签收") -> None:
    reply_acknowledge(
        actor=cast.actor("handler"), matter_id=filed.matter_id, acknowledged_on=on, words=words, at=cast.at
    )


def _shown(cast: Cast, filed: Registered) -> ServiceView:
    reply = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at).reply
    assert reply and reply.service
    return reply.service


def test_on_the_web_the_window_starts_now(cast: Cast, filed: Registered) -> None:
    reply_serve(actor=cast.actor("handler"), matter_id=filed.matter_id, at=cast.at)
    service = Service.objects.get()
    assert (service.method, service.served_on, service.reply_id is None) == ("web", office_day(cast.at), False)
    assert _clock(filed, "review_window").started_at == cast.at
    assert cast.matter(filed).parts & Part.SERVICES
    assert _shown(cast, filed).label == "网上送达"


def test_handed_over_earlier_the_window_starts_on_that_day(cast: Cast, filed: Registered) -> None:
    handed = office_day(cast.at)
    cast.later(days=4)
    reply_serve(
        actor=cast.actor("handler"), matter_id=filed.matter_id, method=ServiceMethod.IN_PERSON, served_on=handed,
        note="在接待室当面交给本人", at=cast.at,
    )  # fmt: skip
    window = _clock(filed, "review_window")
    assert window.started_at == end_of_day(handed)
    assert office_day(window.due_at) >= handed + timedelta(days=30)
    assert _clock(filed, "answer").stopped_at == end_of_day(handed)
    assert (_shown(cast, filed).served_on, _shown(cast, filed).note) == (handed, "在接待室当面交给本人")


def test_serving_on_the_web_refuses_any_day_but_today(cast: Cast, filed: Registered) -> None:
    handler, handed = cast.actor("handler"), office_day(cast.at)
    cast.later(days=1)
    with pytest.raises(WebDayUnneeded):
        reply_serve(actor=handler, matter_id=filed.matter_id, served_on=handed, at=cast.at)
    reply_serve(actor=handler, matter_id=filed.matter_id, served_on=office_day(cast.at), at=cast.at)


@pytest.mark.parametrize("days", [-1, 1])
def test_no_day_before_the_approval_nor_after_today(cast: Cast, filed: Registered, days: int) -> None:
    day = office_day(cast.at) + timedelta(days=days)
    with pytest.raises(DayOutOfRange) as refused:
        reply_serve(
            actor=cast.actor("handler"), matter_id=filed.matter_id, method=ServiceMethod.IN_PERSON, served_on=day,
            at=cast.at,
        )  # fmt: skip
    assert refused.value.field == "served_on"
    with pytest.raises(DayOutOfRange):
        _post(cast, filed, day)


@pytest.mark.parametrize("method", [ServiceMethod.PHONE, ServiceMethod.SMS, ServiceMethod.POST])
def test_a_formal_answer_is_not_given_by_phone(cast: Cast, filed: Registered, method: ServiceMethod) -> None:
    with pytest.raises(MethodNotHere):
        reply_serve(actor=cast.actor("handler"), matter_id=filed.matter_id, method=method, at=cast.at)


def test_posted_the_office_has_done_its_part_and_the_window_waits(cast: Cast, filed: Registered) -> None:
    cast.later(days=1)
    _post(cast, filed)
    assert _running(filed) == {"ack"}
    assert (_clock(filed, "answer").outcome, cast.matter(filed).served_at) == ("met", None)
    assert stuck_matters() == []
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert page.reply and page.reply.facts and _shown(cast, filed).is_on_its_way
    assert "寄给您" in page.events[-1].sentence
    received = office_day(cast.later(days=6)) - timedelta(days=2)
    _acknowledge(cast, filed, received)
    assert _running(filed) == {"review_window"}
    window = _clock(filed, "review_window")
    assert (window.started_at, cast.matter(filed).served_at) == (end_of_day(received), end_of_day(received))
    shown = _shown(cast, filed)
    assert (shown.acknowledged_on, shown.acknowledgement, shown.is_on_its_way) == (received, "本人签收", False)
    with pytest.raises(MoveNotAllowed):
        _acknowledge(cast, filed, received)
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_an_acknowledgement_says_who_took_it_and_not_before_it_was_posted(cast: Cast, filed: Registered) -> None:
    posted = office_day(cast.later(days=2))
    _post(cast, filed)
    with pytest.raises(ReceiptUnsaid):
        _acknowledge(cast, filed, posted, words=" ")
    for day in (posted - timedelta(days=1), posted + timedelta(days=1)):
        with pytest.raises(DayOutOfRange):
            _acknowledge(cast, filed, day)


def test_the_petitioner_may_say_that_it_came(cast: Cast, filed: Registered) -> None:
    _post(cast, filed)
    today = office_day(cast.later(days=3))
    reply_acknowledge(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, acknowledged_on=today, at=cast.at)
    assert _shown(cast, filed).acknowledgement == "信访人在网上确认"
    assert _clock(filed, "review_window").started_at == cast.at


def test_no_round_closes_what_is_on_its_way(cast: Cast, filed: Registered) -> None:
    """However late the receipt is: the petitioner's thirty days haven't begun."""
    _post(cast, filed)
    cast.later(days=90)
    report = clock_round(at=cast.at)
    assert (report.closed, report.failed) == (0, 0)
    with pytest.raises(NotServedYet):
        matter_close(actor=system("tick"), matter_id=filed.matter_id, at=cast.at)
    assert cast.matter(filed).is_open
    _acknowledge(cast, filed, office_day(cast.at))
    assert clock_round(at=cast.later(days=5)).closed == 0
    assert clock_round(at=cast.later(days=30)).closed == 1


def test_what_was_asked_about_above_can_still_be_acknowledged(cast: Cast, filed: Registered) -> None:
    """The petitioner reads the answer here and asks for a review before the letter has come."""
    staff_above(cast)
    _post(cast, filed)
    asked_at = cast.later(days=2)
    ask(cast, filed)
    assert "ack" not in _running(filed)
    cast.later(days=2)
    before = _running(filed)
    _acknowledge(cast, filed, office_day(cast.at))
    assert _running(filed) == before, "no window starts while it is above"
    assert (_shown(cast, filed).is_on_its_way, cast.matter(filed).served_at) == (False, asked_at)
    with pytest.raises(MoveNotAllowed):
        _acknowledge(cast, filed, office_day(cast.at))


def test_a_letter_that_never_came_keeps_nothing_open_that_was_decided_above(cast: Cast) -> None:
    staff_above(cast)
    found = cast.file()
    to_station(cast, found)
    reply_post(actor=cast.actor("station_handler"), matter_id=found.matter_id, posted_on=office_day(cast.at),
               at=cast.at)  # fmt: skip
    ask(cast, found)
    decide(cast, found, "bureau_reviewer")
    assert (cast.matter(found).state, cast.matter(found).served_at) == (State.REVIEWED, None)
    undone = transaction.savepoint()
    cast.later(days=3)
    reply_acknowledge(actor=petitioner(found.matter_id), matter_id=found.matter_id,
                      acknowledged_on=office_day(cast.at), at=cast.at)  # fmt: skip
    assert cast.matter(found).served_at is not None
    transaction.savepoint_rollback(undone)
    cast.later(days=40)
    assert clock_round(at=cast.at).closed == 1


def test_a_simple_answer_may_be_given_by_phone(cast: Cast) -> None:
    filed = cast.approved_simply()
    reply_serve(
        actor=cast.actor("handler"), matter_id=filed.matter_id, method=ServiceMethod.PHONE, note="11 月 3 日通话",
        at=cast.at,
    )  # fmt: skip
    assert _shown(cast, filed).label == "电话答复"


def test_dated_further_back_than_the_rules_allow_it_needs_a_reason_and_counts_from_now(
    cast: Cast, filed: Registered
) -> None:
    """A step entered with a day of weeks ago turned a late clock into one that was met."""
    handed = office_day(cast.at)
    cast.later(days=80)
    given: Any = {"method": ServiceMethod.IN_PERSON, "served_on": handed, "at": cast.at}
    with pytest.raises(LateReasonRequired) as refused:
        reply_serve(actor=cast.actor("handler"), matter_id=filed.matter_id, **given)
    assert refused.value.field == "late_reason"
    reply_serve(actor=cast.actor("handler"), matter_id=filed.matter_id, late_reason="回执上周才找到", **given)
    assert _clock(filed, "answer").stopped_at == cast.at
    assert _clock(filed, "answer").outcome == "late"
    assert cast.matter(filed).served_at == cast.at
    (step,) = steps_late(actor=cast.actor("auditor"))
    assert (step.number, step.on, step.at, step.reason) == (filed.number, handed, cast.at, "回执上周才找到")
    # The ledger says both: for which day, and when it was written.
    entry = Entry.objects.get(kind="matters.reply.served")
    assert entry.at == cast.at and entry.written_at and f'"late_on":"{handed.isoformat()}"' in (entry.content or "")
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_a_posted_answer_is_dated_back_no_further_either(cast: Cast, filed: Registered) -> None:
    approved = office_day(cast.at)
    cast.later(days=8)
    with pytest.raises(LateReasonRequired):
        _post(cast, filed, approved)
    _post(cast, filed, approved + timedelta(days=1))
    cast.later(days=20)
    with pytest.raises(LateReasonRequired):
        _acknowledge(cast, filed, approved + timedelta(days=2))
    # Whoever filed may say so themselves, whenever it came.
    reply_acknowledge(
        actor=cast.petitioner(filed), matter_id=filed.matter_id, acknowledged_on=approved + timedelta(days=2),
        at=cast.at,
    )  # fmt: skip
    assert steps_late(actor=cast.actor("auditor")) == []
