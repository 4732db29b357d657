"""A task from its giving to its check: what is written, whom it reaches, what is refused."""

from datetime import time, timedelta
from typing import Any
from uuid import UUID

import pytest

from huiyin.clocks.models import Clock
from huiyin.clocks.services import ClockDayPast, ClockInstantPast
from huiyin.kernel.time import office_day
from huiyin.ledger.models import Entry
from huiyin.notices.models import Notice
from huiyin.tasks.models import Task, TaskAssistance, TaskStep
from huiyin.tasks.rules.errors import (
    AssistingUnitInvalid,
    ExtensionLateConflict,
    ExtensionUsedConflict,
    GivingNotAllowed,
    LaterDayRequired,
    OwnWorkNotAllowed,
    ReturnPeriodConflict,
    TaskChangedConflict,
    TaskNoteRequired,
    TaskNotFound,
    TaskOfficerRequired,
    TaskReasonRequired,
    TaskReferenceConflict,
    TaskTextRequired,
    TaskUnitRequired,
)
from huiyin.tasks.rules.states import TaskState
from huiyin.tasks.selectors.gate import visible_to
from huiyin.tasks.services import (
    task_ask_time,
    task_assign,
    task_check,
    task_drop,
    task_finish,
    task_give_again,
    task_grant_time,
    task_refuse_time,
    task_return,
    task_send_back,
    task_take,
)
from tests.cast import Cast
from tests.tasks.conftest import Give


def _running(pk: UUID, code: str = "task") -> Clock:
    return Clock.objects.get(subject_id=pk, code=code, stopped_at__isnull=True)


def _notified(template: str) -> set[int | None]:
    return set(Notice.objects.filter(template=template).values_list("officer_id", flat=True))


def test_a_task_is_given_accepted_done_and_checked_with_an_entry_and_a_step_each(cast: Cast, give: Give) -> None:
    pk = give(assisting_ids=[cast.units["town"]], reference="督〔2026〕1号")
    assert _notified("task_given") == {
        cast.officers[name] for name in ("housing_registrar", "approver", "drafting_approver", "housing_leader")
    }
    assert _running(pk).due_at == Task.objects.get(pk=pk).due_at
    task_take(actor=cast.actor("handler"), task_id=pk, at=cast.at)
    with pytest.raises(TaskNoteRequired):
        task_finish(actor=cast.actor("handler"), task_id=pk, note=" ", at=cast.at)
    task_finish(actor=cast.actor("handler"), task_id=pk, note="已排查 12 部。", at=cast.at)
    assert _notified("task_done") == {cast.officers["mayor"]}
    assert not Clock.objects.filter(subject_id=pk, stopped_at__isnull=True).exists()
    task_check(actor=cast.actor("mayor"), task_id=pk, note="清单齐全。", at=cast.at)
    task = Task.objects.get(pk=pk)
    assert (task.state, task.version, task.officer_id) == (TaskState.CHECKED, 4, cast.officers["handler"])
    kinds = ["tasks.task.given", "tasks.task.taken", "tasks.task.done", "tasks.task.checked"]
    assert list(TaskStep.objects.order_by("version").values_list("kind", flat=True)) == kinds
    assert (
        list(Entry.objects.filter(subject=f"task:{pk}").order_by("at", "id").values_list("kind", flat=True)) == kinds
    )
    assert _notified("task_checked") == {cast.officers["handler"]}
    assert TaskAssistance.objects.get().unit_id == cast.units["town"]


def test_what_cannot_be_given_is_refused_with_its_reason(cast: Cast, give: Give) -> None:
    give(reference="1")
    day = office_day(cast.at)
    for refusal, given in (
        (TaskTextRequired, {"text": "  "}),
        (TaskUnitRequired, {"unit_id": None}),
        (TaskUnitRequired, {"by": "town_leader"}),
        (TaskUnitRequired, {"unit_id": cast.units["commission"]}),
        (GivingNotAllowed, {"by": "handler"}),
        (GivingNotAllowed, {"by": "auditor"}),
        (GivingNotAllowed, {"from_unit_id": cast.units["office"]}),
        (TaskOfficerRequired, {"officer_id": cast.officers["town_leader"]}),
        (AssistingUnitInvalid, {"assisting_ids": [cast.units["housing"]]}),
        (AssistingUnitInvalid, {"assisting_ids": [cast.units["town"]] * 2}),
        (TaskReferenceConflict, {"reference": "1"}),
        (ClockDayPast, {"due_on": day}),
        (ClockInstantPast, {"due_on": day, "due_time": time(8, 59)}),
    ):
        with pytest.raises(refusal):
            give(**given)
    assert Task.objects.count() == 1
    give(due_on=day, due_time=time(17, 30))
    assert Task.objects.count() == 2


def test_a_unit_returns_what_is_not_its_own_within_two_working_days(cast: Cast, give: Give) -> None:
    first, second = give(), give()
    cast.later(days=2)
    with pytest.raises(TaskReasonRequired):
        task_return(actor=cast.actor("housing_leader"), task_id=first, reason="", at=cast.at)
    task_return(actor=cast.actor("housing_leader"), task_id=first, reason="是市场监管的事。", at=cast.at)
    assert _notified("task_returned") == {cast.officers["mayor"]}
    assert _running(first, "task_answer").due_at > cast.at
    cast.later(days=1)
    with pytest.raises(ReturnPeriodConflict):
        task_return(actor=cast.actor("housing_leader"), task_id=second, reason="也不是。", at=cast.at)
    day = office_day(cast.at) + timedelta(days=5)
    task_give_again(
        actor=cast.actor("mayor"), task_id=first, reason="由教育局办。", due_on=day,
        unit_id=cast.units["education"], at=cast.at,
    )  # fmt: skip
    task = Task.objects.get(pk=first)
    assert (task.state, task.unit_id, task.round) == (TaskState.GIVEN, cast.units["education"], 2)
    assert office_day(_running(first).due_at) == day
    assert not Clock.objects.filter(subject_id=first, code="task_answer", stopped_at__isnull=True).exists()
    with pytest.raises(TaskNotFound):
        task_take(actor=cast.actor("handler"), task_id=first, at=cast.at)
    task_return(actor=cast.actor("education_registrar"), task_id=first, reason="也不归我们。", at=cast.at)
    task_drop(actor=cast.actor("mayor"), task_id=first, reason="并入专项行动。", at=cast.at)
    assert not Clock.objects.filter(subject_id=first, stopped_at__isnull=True).exists()


def test_what_is_not_done_is_sent_back_and_its_day_runs_on(cast: Cast, give: Give) -> None:
    pk = give(days=3)
    task_finish(actor=cast.actor("handler"), task_id=pk, note="做了一半。", at=cast.at)
    task_send_back(actor=cast.actor("mayor"), task_id=pk, reason="还有两个小区没有查。", at=cast.at)
    task = Task.objects.get(pk=pk)
    assert (task.state, task.done_at, task.done_note) == (TaskState.TAKEN, None, "")
    assert _running(pk).due_at == task.due_at
    assert _notified("task_sent_back") == {cast.officers["handler"]}
    task_finish(actor=cast.actor("handler"), task_id=pk, note="都查了。", at=cast.at)
    cast.later(days=5)
    with pytest.raises(LaterDayRequired):
        task_send_back(actor=cast.actor("mayor"), task_id=pk, reason="清单不对。", at=cast.at)
    day = office_day(cast.at) + timedelta(days=2)
    task_send_back(actor=cast.actor("mayor"), task_id=pk, reason="清单不对。", due_on=day, at=cast.at)
    assert office_day(_running(pk).due_at) == day


def test_an_extension_is_asked_once_before_the_due_day_and_decided_by_another_officer(cast: Cast, give: Give) -> None:
    pk, other = give(), give(days=1)
    day = office_day(cast.at)
    ask: dict[str, Any] = {"due_on": day + timedelta(days=20), "reason": "要请检验机构。", "at": cast.at}
    with pytest.raises(LaterDayRequired):
        task_ask_time(actor=cast.actor("handler"), task_id=pk, **{**ask, "due_on": day + timedelta(days=10)})
    task_ask_time(actor=cast.actor("handler"), task_id=pk, **ask)
    assert _notified("task_time_asked") == {cast.officers["mayor"]}
    task_refuse_time(actor=cast.actor("mayor"), task_id=pk, reason="抓紧。", at=cast.at)
    assert office_day(_running(pk).due_at) == day + timedelta(days=10)
    task_ask_time(actor=cast.actor("handler"), task_id=pk, **ask)
    task_grant_time(actor=cast.actor("mayor"), task_id=pk, at=cast.at)
    assert office_day(_running(pk).due_at) == day + timedelta(days=20)
    with pytest.raises(ExtensionUsedConflict):
        task_ask_time(actor=cast.actor("handler"), task_id=pk, **{**ask, "due_on": day + timedelta(days=40)})
    cast.later(days=2)
    with pytest.raises(ExtensionLateConflict):
        task_ask_time(actor=cast.actor("handler"), task_id=other, **{**ask, "at": cast.at})


def test_own_work_is_not_checked_and_own_extensions_are_not_decided(cast: Cast, give: Give) -> None:
    leader = cast.actor("housing_leader")
    pk = give(by="housing_leader", officer_id=cast.officers["housing_leader"])
    later = office_day(cast.at) + timedelta(days=20)
    task_ask_time(actor=leader, task_id=pk, due_on=later, reason="忙。", at=cast.at)
    with pytest.raises(OwnWorkNotAllowed):
        task_grant_time(actor=leader, task_id=pk, at=cast.at)
    with pytest.raises(OwnWorkNotAllowed):
        task_refuse_time(actor=leader, task_id=pk, reason="不用了。", at=cast.at)
    task_grant_time(actor=cast.actor("approver"), task_id=pk, at=cast.at)
    task_finish(actor=leader, task_id=pk, note="好了。", at=cast.at)
    with pytest.raises(OwnWorkNotAllowed):
        task_check(actor=leader, task_id=pk, at=cast.at)
    with pytest.raises(OwnWorkNotAllowed):
        task_send_back(actor=leader, task_id=pk, reason="再看看。", at=cast.at)
    task_check(actor=cast.actor("approver"), task_id=pk, at=cast.at)


def test_the_second_of_two_changes_is_refused_with_what_has_changed(cast: Cast, give: Give) -> None:
    pk = give()
    task_assign(
        actor=cast.actor("housing_leader"), task_id=pk, officer_id=cast.officers["handler"], at=cast.at, seen=1
    )
    with pytest.raises(TaskChangedConflict) as refused:
        task_drop(actor=cast.actor("mayor"), task_id=pk, reason="不用了。", at=cast.at, seen=1)
    assert "安排人办任务" in str(refused.value)


def test_the_gate_shows_a_task_to_its_units_and_who_commands_them(cast: Cast, give: Give) -> None:
    pk = give(by="office_leader", unit_id=cast.units["office"], assisting_ids=[cast.units["town"]])
    seen = {name for name in cast.officers if visible_to(cast.actor(name)).filter(pk=pk).exists()}
    assert seen == {"mayor", "registrar", "office_approver", "office_leader", "town_registrar", "town_leader"}
