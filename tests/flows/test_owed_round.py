"""What units owe each other and what leaders plan: told, reminded, escalated, like any other time limit."""

import logging
import re
from datetime import datetime, timedelta
from importlib import import_module
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection
from django.urls import resolve

from huiyin.clocks.models import Clock
from huiyin.clocks.services import Subject, clocks_on_event
from huiyin.flows.clock_round import RoundReport, clock_round
from huiyin.flows.worker_round import Agenda, worker_round
from huiyin.kernel.ids import new_id
from huiyin.kernel.time import office_day
from huiyin.kernel.worker_parts import worker_parts
from huiyin.ledger.models import Entry
from huiyin.ledger.services import ledger_verify
from huiyin.matters.delivery.services import reply_serve
from huiyin.matters.models import Milestone
from huiyin.matters.recommendation.services import RecommendationDraft, recommendation_reply, recommendation_send
from huiyin.matters.recusal.services import matter_recuse
from huiyin.matters.register.services.register import Registered
from huiyin.matters.reply.services.reply import reply_approve
from huiyin.matters.respondents.services.naming import matter_name_respondent
from huiyin.matters.sponsor.services.sponsor import (
    MilestoneDraft,
    matter_sponsor,
    milestone_reach,
    milestones_start_clocks,
    sponsor_hand_on,
)
from huiyin.matters.withdrawal.services import matter_withdraw
from huiyin.notices.models import Notice
from huiyin.supervision.services import matter_supervise
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def _notified(cast: Cast, template: str) -> set[str]:
    """Who has a notice of this template, by account."""
    names = {pk: name for name, pk in cast.officers.items()}
    return {names[pk] for pk in Notice.objects.filter(template=template).values_list("officer_id", flat=True) if pk}


def _through(cast: Cast, until: datetime) -> None:
    while cast.at < until:
        clock_round(at=cast.later(hours=3))


def _recommend(cast: Cast, number: str = "") -> UUID:
    draft = RecommendationDraft("improvement", cast.units["housing"], "电梯常停运", "建立台账", number=number)
    return recommendation_send(actor=cast.actor("office_leader"), draft=draft, at=cast.at)


def test_a_recommendation_is_notified_reminded_and_escalated(cast: Cast) -> None:
    pk = _recommend(cast)
    answering = {"approver", "drafting_approver", "housing_leader"}
    assert _notified(cast, "recommendation_received") == answering
    sent = cast.at
    _through(cast, sent + timedelta(days=22))
    assert _notified(cast, "recommendation_due_soon") == set()
    _through(cast, sent + timedelta(days=24))
    assert _notified(cast, "recommendation_due_soon") == answering
    assert _notified(cast, "recommendation_late") == set()
    _through(cast, sent + timedelta(days=32))
    above = {"mayor", "office_leader", "office_approver"}
    assert _notified(cast, "recommendation_late") == answering | above
    late = Notice.objects.filter(template="recommendation_late")
    assert {notice.params["path"] for notice in late} == {f"/desk/supervision/recommendations/{pk}/"}
    assert all("number" not in notice.params for notice in late)
    assert resolve(late[0].params["path"]).view_name == "desk:recommendation"
    assert ledger_verify().problems == []


def test_an_answer_is_notified_to_the_office_and_no_one_is_reminded(cast: Cast) -> None:
    pk = _recommend(cast)
    recommendation_reply(
        actor=cast.actor("housing_leader"), recommendation_id=pk, adopted=True, reply="下月起。", at=cast.at
    )
    assert _notified(cast, "recommendation_answered") == {"office_leader", "office_approver"}
    _through(cast, cast.at + timedelta(days=40))
    assert _notified(cast, "recommendation_due_soon") | _notified(cast, "recommendation_late") == set()


def test_whom_the_matter_bars_by_then_hears_of_no_recommendation(cast: Cast) -> None:
    filed = cast.file()
    _recommend(cast, number=filed.number)
    matter_recuse(
        actor=cast.actor("office_leader"), matter_id=filed.matter_id, officer_id=cast.officers["approver"],
        reason="和信访人是亲戚", at=cast.at,
    )  # fmt: skip
    matter_name_respondent(
        actor=cast.actor("registrar"), matter_id=filed.matter_id, unit_id=None,
        officer_id=cast.officers["housing_leader"], text="", at=cast.at,
    )  # fmt: skip
    Notice.objects.all().delete()
    _through(cast, cast.at + timedelta(days=40))
    # Whoever stands aside, and all whom the respondent leads, are told nothing; those above are.
    assert _notified(cast, "recommendation_due_soon") == set()
    assert _notified(cast, "recommendation_late") == {"mayor", "office_leader", "office_approver"}


def _sponsored(cast: Cast, by: str = "housing_leader") -> Registered:
    filed = cast.file()
    cast.to_handler(filed)
    step = MilestoneDraft("到小区现场", office_day(cast.at) + timedelta(days=10))
    matter_sponsor(
        actor=cast.actor(by), matter_id=filed.matter_id, plan="一周内到现场", milestones=[step], at=cast.at
    )
    return filed


def test_a_step_of_a_plan_is_reminded_and_goes_to_the_leader_above(cast: Cast) -> None:
    _sponsored(cast)
    taken_at = cast.at
    _through(cast, taken_at + timedelta(days=8))
    assert _notified(cast, "milestone_due_soon") == {"housing_leader"}
    assert _notified(cast, "milestone_late") == set()
    _through(cast, taken_at + timedelta(days=12))
    assert _notified(cast, "milestone_late") == {"housing_leader", "mayor"}


def test_above_the_top_the_office_that_received_it_hears(cast: Cast) -> None:
    _sponsored(cast, by="mayor")
    _through(cast, cast.at + timedelta(days=12))
    assert _notified(cast, "milestone_late") == {"mayor", "office_leader"}


def test_after_a_hand_over_the_new_leader_hears_and_a_step_done_in_time_tells_no_one(cast: Cast) -> None:
    filed = _sponsored(cast)
    sponsor_hand_on(
        actor=cast.actor("housing_leader"), matter_id=filed.matter_id, officer_id=cast.officers["mayor"],
        reason="工作调动", at=cast.at,
    )  # fmt: skip
    _through(cast, cast.at + timedelta(days=8))
    assert _notified(cast, "milestone_due_soon") == {"mayor"}
    milestone_reach(actor=cast.actor("mayor"), matter_id=filed.matter_id, position=1, note="看过", at=cast.at)
    assert Clock.objects.get(subject_id=filed.matter_id, code="milestone").outcome == "met"
    _through(cast, cast.at + timedelta(days=12))
    assert _notified(cast, "milestone_late") == set()


def _planned_before_steps_had_clocks(cast: Cast, *days: int) -> Registered:
    """A plan whose steps, due so many days from now, have no clocks, as all had that were made before."""
    filed = cast.file()
    cast.to_handler(filed)
    matter_sponsor(actor=cast.actor("housing_leader"), matter_id=filed.matter_id, plan="到现场", at=cast.at)
    cast.later(days=30)
    for position, after in enumerate(days, 1):
        due_on = office_day(cast.at) + timedelta(days=after)
        Milestone.objects.create(matter_id=filed.matter_id, position=position, text="到现场", due_on=due_on)
    return filed


def test_open_steps_of_older_plans_get_their_clocks_once(cast: Cast) -> None:
    filed = _planned_before_steps_had_clocks(cast, 10, 10, -10)
    Milestone.objects.filter(position=2).update(done_at=cast.at)
    worker_round(at=cast.at, agenda=Agenda(), parts=[part for part in worker_parts() if part.name == "plans"])
    clocks = Clock.objects.filter(subject_id=filed.matter_id, code="milestone", stopped_at__isnull=True)
    assert sorted(clocks.values_list("round", flat=True)) == [1, 3]
    assert Entry.objects.filter(kind="clocks.clock.started").count() == 2
    assert milestones_start_clocks(at=cast.at) == 0
    # The one whose day has passed is said once, and to whoever leads above; the other one before its day.
    clock_round(at=cast.at)
    assert _notified(cast, "milestone_late") == {"housing_leader", "mayor"}
    assert Notice.objects.filter(template="milestone_late").count() == 2
    Notice.objects.all().delete()
    _through(cast, cast.at + timedelta(days=9))
    assert _notified(cast, "milestone_late") == set()
    assert _notified(cast, "milestone_due_soon") == {"housing_leader"}
    milestone_reach(actor=cast.actor("housing_leader"), matter_id=filed.matter_id, position=1, note="", at=cast.at)
    assert clocks.get().round == 3
    # The steps themselves were put there past the services, and notices taken away.
    others = [
        problem for problem in ledger_verify().problems if not re.search(r"Milestone|notices\.Notice", problem.what)
    ]
    assert others == []


def test_a_plan_of_a_matter_that_is_over_gets_no_clock(cast: Cast) -> None:
    filed = _planned_before_steps_had_clocks(cast, 10)
    matter_withdraw(actor=cast.petitioner(filed), matter_id=filed.matter_id, at=cast.at)
    assert milestones_start_clocks(at=cast.at) == 0


def test_a_plan_ends_with_its_matter(cast: Cast) -> None:
    filed = _sponsored(cast)
    matter_withdraw(actor=cast.petitioner(filed), matter_id=filed.matter_id, at=cast.at)
    assert Clock.objects.get(subject_id=filed.matter_id, code="milestone").stopped_at is not None


def test_a_demand_is_reminded_of_by_its_own_name_and_outlives_the_matter(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    matter_supervise(
        actor=cast.actor("mayor"), matter_id=filed.matter_id, demand="说明进度",
        due_on=office_day(cast.at) + timedelta(days=40), at=cast.at,
    )  # fmt: skip
    assert _notified(cast, "supervision_raised") == {"approver", "drafting_approver", "housing_leader"}
    cast.draft(filed)
    reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    reply_serve(actor=cast.actor("handler"), matter_id=filed.matter_id, at=cast.at)
    Notice.objects.all().delete()
    _through(cast, cast.at + timedelta(days=44))
    assert cast.matter(filed).state == "closed"
    assert {"approver", "housing_leader"} <= _notified(cast, "matter_late")


def test_a_clock_of_something_unknown_fails_loudly_and_is_not_dropped(cast: Cast) -> None:
    subject = Subject(id=new_id(), kind="recommendation", at=cast.at)
    clocks_on_event(subject=subject, event="recommended")
    cast.later(days=24)
    logging.disable(logging.CRITICAL)
    reports = [clock_round(at=cast.at), clock_round(at=cast.at)]
    logging.disable(logging.NOTSET)
    assert [(report.failed, report.idle) for report in reports] == [(1, 0), (1, 0)]
    assert RoundReport(failed=1) in reports


def test_one_sent_before_reminders_existed_is_reminded_of_too(cast: Cast) -> None:
    pk = _recommend(cast)
    Clock.objects.filter(subject_id=pk).update(next_signal_at=None)
    wake = import_module("huiyin.clocks.migrations.0004_recommendations_speak").wake
    wake(apps, connection.schema_editor())
    _through(cast, cast.at + timedelta(days=24))
    assert _notified(cast, "recommendation_due_soon") == {"approver", "drafting_approver", "housing_leader"}
    _through(cast, cast.at + timedelta(days=9))
    assert "mayor" in _notified(cast, "recommendation_late")
