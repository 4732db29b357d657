"""Instructions whose letter came when its day had passed: the day that the body set counts."""

from datetime import date, timedelta
from typing import Any

import pytest
from tests.cast import Cast
from tests.matters.test_instruction import (
    approve,
    at_housing,
    extend,
    instruct,
    notified,
    officers,
    report,
    send,
    write,
)

from huiyin.clocks.models import Clock
from huiyin.flows.clock_round import clock_round
from huiyin.kernel.time import office_day
from huiyin.ledger.models import Entry
from huiyin.matters.delivery.selectors.late_steps import steps_late
from huiyin.matters.instruction.selectors.lists import report_counts, reports_owed
from huiyin.matters.models import Instruction, InstructionReport, Matter
from huiyin.matters.register.services.register import Registered
from huiyin.workflow.errors import LateReasonRequired


def test_a_letter_that_comes_late_is_late_from_the_beginning(cast: Cast) -> None:
    filed = at_housing(cast)
    today = office_day(cast.at)
    set_on = today - timedelta(days=12)
    instruct(cast, filed, days=-2, instructed_on=set_on)
    row, clock = Instruction.objects.get(), Clock.objects.get(subject_id=filed.matter_id, code="instruction_day")
    assert (row.due_on, office_day(clock.due_at), office_day(clock.started_at)) == (
        today - timedelta(days=2), today - timedelta(days=2), set_on,
    )  # fmt: skip
    (owed,) = reports_owed(actor=cast.actor("registrar"), at=cast.at)
    assert owed.is_late
    # It is said at once that it is late, to the unit's leader too, and not what came and went before.
    clock_round(at=cast.at)
    assert notified("matter_late") >= officers(cast, "registrar", "handler", "housing_leader")
    assert not notified("matter_due_soon")
    # However fast the unit is now: the day that the body set is the one that counts.
    report(cast, filed)
    clock.refresh_from_db()
    assert clock.outcome == "late"
    (line,) = report_counts(
        actor=cast.actor("mayor"), since=today - timedelta(days=5), until=today + timedelta(days=5), at=cast.at
    )
    assert (line.count.due, line.count.late, line.count.rate) == (1, 1, "0.0%")


def test_what_is_due_today_can_be_reported_in_time(cast: Cast) -> None:
    filed = at_housing(cast)
    instruct(cast, filed, days=0)
    report(cast, filed)
    assert Clock.objects.get(subject_id=filed.matter_id, code="instruction_day").outcome == "met"


def _entry_names(day: date) -> bool:
    """Whether an entry says that day, beside when it was written."""
    found = Entry.objects.filter(content__contains=f'"late_on":"{day.isoformat()}"')
    return found.filter(written_at__isnull=False).count() == 1


def _approved(cast: Cast, *, days: int) -> tuple[Registered, date]:
    """A matter whose report may go from that day on; it is owed within so many days."""
    filed = at_housing(cast)
    instruct(cast, filed, days=days)
    write(cast, filed)
    approve(cast, filed)
    return filed, office_day(cast.at)


def test_an_extension_agreed_to_long_ago_needs_its_reason_and_counts_from_now(cast: Cast) -> None:
    filed = at_housing(cast)
    today = office_day(cast.at)
    instruct(cast, filed, days=-20, instructed_on=today - timedelta(days=40))
    given: dict[str, Any] = {"agreed_on": today - timedelta(days=25), "due_on": today - timedelta(days=3)}
    with pytest.raises(LateReasonRequired):
        extend(cast, filed, **given)
    extend(cast, filed, **given, late_reason="来文昨天才转到")
    clocks = Clock.objects.filter(subject_id=filed.matter_id, code="instruction_day").order_by("round")
    assert [(clock.round, clock.outcome) for clock in clocks] == [(1, "late"), (2, "")]
    report(cast, filed)
    assert [clock.outcome for clock in clocks.all()] == ["late", "late"]
    (step,) = steps_late(actor=cast.actor("auditor"))
    assert (step.number, step.on, step.reason) == (filed.number, given["agreed_on"], "来文昨天才转到")
    assert (step.at, step.officer_id) == (cast.at, cast.officers["registrar"])
    assert _entry_names(given["agreed_on"])


def test_a_report_dated_back_by_weeks_is_late(cast: Cast) -> None:
    filed, approved = _approved(cast, days=10)
    cast.later(days=60)
    with pytest.raises(LateReasonRequired):
        send(cast, filed, on=approved)
    send(cast, filed, on=approved, late_reason="登记簿补录")
    assert Clock.objects.get(subject_id=filed.matter_id, code="instruction_day").outcome == "late"
    row, sent = Instruction.objects.get(), InstructionReport.objects.get()
    assert (row.reported_on, sent.sent_on) == (office_day(cast.at), approved)
    (step,) = steps_late(actor=cast.actor("auditor"))
    assert (step.on, step.at, step.reason) == (approved, cast.at, "登记簿补录")
    assert _entry_names(approved)


def test_whom_a_matter_is_about_finds_none_of_its_late_steps(cast: Cast) -> None:
    filed, approved = _approved(cast, days=10)
    cast.later(days=60)
    send(cast, filed, on=approved, late_reason="登记簿补录")
    Matter.objects.filter(pk=filed.matter_id).update(respondent_officer=cast.officers["auditor"])
    assert steps_late(actor=cast.actor("auditor")) == []


def test_what_was_sent_last_week_counts_by_its_day(cast: Cast) -> None:
    filed, approved = _approved(cast, days=1)
    cast.later(days=3)
    send(cast, filed, on=approved)
    assert Clock.objects.get(subject_id=filed.matter_id, code="instruction_day").outcome == "met"
    assert steps_late(actor=cast.actor("auditor")) == []
