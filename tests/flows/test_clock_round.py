"""Whoever has to know of a time limit is told, once; a crash in between loses nothing."""

import logging
import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection

from huiyin.clocks.models import Clock
from huiyin.clocks.selectors import ClockSignal
from huiyin.flows import clock_round as flow
from huiyin.flows.clock_round import clock_round
from huiyin.kernel.time import office_day
from huiyin.ledger.models import Entry
from huiyin.ledger.services import ledger_verify
from huiyin.matters.core.selectors.rounds import RoundView
from huiyin.matters.extension.services import extension_ask, extension_grant
from huiyin.matters.models import Event
from huiyin.matters.recusal.services import matter_recuse
from huiyin.matters.register.services.register import Registered
from huiyin.notices.models import Notice
from huiyin.orgs.services import leave_set
from huiyin.workflow import reminders
from huiyin.workflow.reminders import ReminderOutcome
from tests.cast import Cast, make_cast


def _notice_counts(template: str) -> dict[str, int]:
    """How many notices of a template each officer has; "" is the petitioner."""
    counts: dict[str, int] = {}
    for username in Notice.objects.filter(template=template).values_list("officer_id", flat=True):
        key = str(username or "")
        counts[key] = counts.get(key, 0) + 1
    return counts


def _ids(cast: Cast, *usernames: str) -> set[str]:
    return {str(cast.officers[username]) for username in usernames}


def _through(cast: Cast, until: datetime) -> None:
    """Rounds as the worker would make them, one an hour."""
    while cast.at < until:
        clock_round(at=cast.later(hours=1))


def test_nothing_due_does_nothing(cast: Cast) -> None:
    cast.file()
    assert clock_round(at=cast.at) == flow.RoundReport()


def test_a_matter_that_no_one_takes_is_reported_to_the_leader_every_working_day(cast: Cast) -> None:
    filed = cast.file()
    _through(cast, cast.at + timedelta(days=4))
    kinds = list(Event.objects.filter(matter_id=filed.matter_id).order_by("at").values_list("kind", flat=True))
    # Monday filed, due by the end of Tuesday: then, and on Wednesday, Thursday and Friday morning.
    assert kinds == ["matters.matter.registered", *["matters.matter.escalated"] * 4]
    assert _notice_counts("matter_unowned").keys() == _ids(cast, "office_leader")


def test_before_the_day_the_handler_is_notified_and_after_it_the_leader_and_the_petitioner_too(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    Notice.objects.all().delete()
    _through(cast, cast.at + timedelta(days=29))
    assert _notice_counts("matter_due_soon").keys() == _ids(cast, "handler")
    assert _notice_counts("matter_news") == {}
    _through(cast, cast.at + timedelta(days=8))
    assert _notice_counts("matter_late").keys() == _ids(cast, "handler", "housing_leader")
    assert _notice_counts("matter_news").keys() == {""}


def test_warnings_repeat_after_an_extension(cast: Cast) -> None:
    """The clock is the same row, and three days before the new day is as far from it as from the old one."""
    filed = cast.file()
    cast.to_handler(filed)
    clock, handler = Clock.objects.get(subject_id=filed.matter_id, code="answer"), cast.officers["handler"]
    warnings = Notice.objects.filter(dedupe__startswith=f"signal:{clock.pk}:", officer_id=handler)
    _through(cast, clock.due_at - timedelta(hours=6))
    first = {name.split(":")[-2] for name in warnings.values_list("dedupe", flat=True)}
    seen = set(warnings.values_list("pk", flat=True))
    matter_id = filed.matter_id
    extension_ask(actor=cast.actor("handler"), matter_id=matter_id, days=20, reason="要等第三方检测", at=cast.at)
    extension_grant(actor=cast.actor("approver"), matter_id=matter_id, at=cast.at)
    clock.refresh_from_db()
    _through(cast, clock.due_at - timedelta(hours=6))
    again = {name.split(":")[-2] for name in warnings.exclude(pk__in=seen).values_list("dedupe", flat=True)}
    assert first and first <= again


def test_while_no_one_works_on_it_those_who_assign_it_are_notified(cast: Cast) -> None:
    cast.file()
    _through(cast, cast.at + timedelta(days=9))
    assert _notice_counts("matter_due_soon").keys() == _ids(cast, "registrar", "office_approver")


def test_whom_the_matter_is_about_learns_nothing(cast: Cast) -> None:
    cast.file(respondent_officer_id=cast.officers["registrar"])
    _through(cast, cast.at + timedelta(days=20))
    assert str(cast.officers["registrar"]) not in {
        **_notice_counts("matter_due_soon"),
        **_notice_counts("matter_late"),
    }
    assert _notice_counts("matter_late").keys() >= _ids(cast, "office_approver")


def test_who_is_recused_is_reminded_of_nothing_and_some_officer_always_is(cast: Cast) -> None:
    filed = cast.file()
    for username in ("registrar", "office_approver"):
        matter_recuse(
            actor=cast.actor("office_leader"), matter_id=filed.matter_id, officer_id=cast.officers[username],
            reason="和信访人是亲戚", at=cast.at,
        )  # fmt: skip
    Notice.objects.all().delete()
    _through(cast, cast.at + timedelta(days=9))
    assert _notice_counts("matter_due_soon").keys() == _ids(cast, "office_leader")


def test_anyone_who_stands_in_is_reminded_too(cast: Cast) -> None:
    filed, today = cast.file(), office_day(cast.at)
    cast.to_handler(filed)
    leave_set(
        officer_id=cast.officers["handler"], deputy_id=cast.officers["handler_two"], starts_on=today,
        ends_on=today + timedelta(days=90), actor=cast.actor("handler"), at=cast.at,
    )  # fmt: skip
    Notice.objects.all().delete()
    _through(cast, cast.at + timedelta(days=59))
    assert _notice_counts("matter_due_soon").keys() == _ids(cast, "handler", "handler_two")


def test_a_round_after_a_standstill_says_only_the_latest(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    Notice.objects.all().delete()
    clock_round(at=cast.later(days=75))
    late = _notice_counts("matter_late")
    assert late.keys() == _ids(cast, "handler", "housing_leader")
    assert clock_round(at=cast.at) == flow.RoundReport()
    assert _notice_counts("matter_late") == late


def test_an_answered_matter_closes_when_its_window_has_passed(cast: Cast) -> None:
    filed = cast.file()
    cast.answer(filed)
    assert clock_round(at=cast.later(days=29)).closed == 0
    assert cast.matter(filed).state == "served"
    report = clock_round(at=cast.later(days=5))
    assert report.closed == 1
    assert (cast.matter(filed).state, cast.matter(filed).is_open) == ("closed", False)
    assert ledger_verify().problems == []


def test_a_crash_between_claim_and_notice_loses_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    filed, other = cast.file(), cast.file()
    cast.to_handler(filed)
    cast.to_handler(other, handler="handler_two")
    Notice.objects.all().delete()
    cast.later(days=55)
    entries = Entry.objects.count()
    with monkeypatch.context() as patch:
        patch.setattr(reminders, "notices_insert", _crash)
        logging.disable(logging.CRITICAL)
        report = clock_round(at=cast.at)
        logging.disable(logging.NOTSET)
    assert report.failed > 0
    assert (Notice.objects.count(), Entry.objects.count()) == (0, entries)
    again = clock_round(at=cast.at)
    assert (again.soon + again.late, again.failed) == (report.failed, 0)
    assert _notice_counts("matter_late").keys() >= _ids(cast, "handler", "handler_two")


def test_one_that_fails_holds_no_other_one_up(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = cast.file(), cast.file()
    real = reminders._give

    def fail_for_first(signal: ClockSignal, matter: RoundView | None, at: datetime) -> ReminderOutcome:
        if signal.subject_id == first.matter_id:
            raise RuntimeError("boom")
        return real(signal, matter, at)

    monkeypatch.setattr(reminders, "_give", fail_for_first)
    monkeypatch.setattr(reminders, "_PAGE", 1)
    logging.disable(logging.CRITICAL)
    report = clock_round(at=cast.later(days=2))
    logging.disable(logging.NOTSET)
    assert report.failed >= 1
    assert report.escalated == 1
    assert _escalated(second) == 1
    assert _escalated(first) == 0


def _escalated(filed: Registered) -> int:
    return Event.objects.filter(matter_id=filed.matter_id, kind="matters.matter.escalated").count()


def test_a_round_that_stops_at_its_limit_says_so_and_the_next_goes_on(cast: Cast) -> None:
    for _ in range(3):
        cast.file()
    at = cast.later(days=2)
    reports = [clock_round(at=at, most=4)]
    while reports[-1].more:
        reports.append(clock_round(at=at, most=4))
    assert len(reports) > 1
    assert sum(report.escalated for report in reports) == 3


@pytest.mark.django_db(transaction=True)
def test_two_rounds_at_once_never_say_a_thing_twice() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("threads share one connection to a database in memory; processes do this in tests/cli")
    cast = make_cast()
    filed = [cast.file() for _ in range(30)]
    at = cast.later(days=2)
    start = threading.Barrier(3)
    reports: list[flow.RoundReport] = []

    def run() -> None:
        start.wait()
        reports.append(clock_round(at=at))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(report.failed for report in reports) == 0
    assert sum(report.escalated for report in reports) == 30
    assert [_escalated(registered) for registered in filed] == [1] * 30


def _crash(_drafts: object) -> None:
    raise RuntimeError("killed here")
