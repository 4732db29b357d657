"""What matters hand down has a task that follows it, and whoever the matter is about learns of none."""

from datetime import timedelta
from typing import Any

import pytest

from huiyin.kernel.refs import Ref
from huiyin.kernel.time import office_day
from huiyin.matters.carrying_out.services import StepDraft, step_done
from huiyin.matters.delivery.services import reply_serve
from huiyin.matters.handed_down.services.begin import handed_down_begin
from huiyin.matters.models import Matter, Milestone, PromisedStep, Recommendation
from huiyin.matters.recommendation.services import RecommendationDraft, recommendation_reply, recommendation_send
from huiyin.matters.reply.services.reply import reply_approve, reply_draft
from huiyin.matters.sponsor.services.sponsor import MilestoneDraft, matter_sponsor, milestone_reach, sponsor_hand_on
from huiyin.matters.withdrawal.services import matter_withdraw
from huiyin.orgs.rules import Respondents
from huiyin.supervision.models import Supervision
from huiyin.supervision.services import demands_begin, matter_supervise, supervision_answer, supervision_end
from huiyin.tasks.models import Task, TaskStep
from huiyin.tasks.rules.errors import TaskElsewhereConflict, TaskNotFound
from huiyin.tasks.rules.states import TaskState
from huiyin.tasks.selectors.gate import visible_to
from huiyin.tasks.selectors.lists import TaskFilter, TaskList, TaskOrder, TaskRow, task_page
from huiyin.tasks.services import task_take
from tests.cast import Cast
from tests.tasks.conftest import Give


def _rows(cast: Cast, username: str, which: TaskList) -> tuple[TaskRow, ...]:
    page = task_page(actor=cast.actor(username), which=which, order=TaskOrder.DUE, only=TaskFilter.OPEN, at=cast.at)
    return page.rows


def _seen(cast: Cast) -> set[str]:
    return {name for name in cast.officers if visible_to(cast.actor(name)).exists()}


def test_a_demand_is_a_task_of_the_unit_until_it_is_ended(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    day = office_day(cast.at) + timedelta(days=5)
    matter_supervise(
        actor=cast.actor("office_leader"), matter_id=filed.matter_id, demand="请说明进展。", due_on=day, at=cast.at
    )
    (row,) = _rows(cast, "approver", TaskList.MINE)
    assert (row.text, row.origin_label, office_day(row.due_at)) == ("请说明进展。", "督办", day)
    assert row.path == f"/desk/matters/{filed.number}/?move=answer_supervision#move-answer_supervision"
    assert [row.text for row in _rows(cast, "office_leader", TaskList.GIVEN)] == ["请说明进展。"]
    with pytest.raises(TaskElsewhereConflict):
        task_take(actor=cast.actor("handler"), task_id=row.id, at=cast.at)
    known: dict[str, Any] = {"matter_id": filed.matter_id, "position": 1, "at": cast.at}
    supervision_answer(actor=cast.actor("approver"), answer="明天上门。", **known)
    task = Task.objects.get()
    assert (task.state, task.done_note) == (TaskState.DONE, "明天上门。")
    supervision_end(actor=cast.actor("office_leader"), reason="已经说明。", **known)
    assert Task.objects.get().state == TaskState.CHECKED
    assert [step.kind for step in TaskStep.objects.order_by("version")] == [
        "tasks.task.given",
        "tasks.task.origin_done",
        "tasks.task.origin_done",
    ]


def test_a_demand_that_is_ended_unanswered_falls_away(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    day = office_day(cast.at) + timedelta(days=5)
    office = cast.actor("office_leader")
    matter_supervise(actor=office, matter_id=filed.matter_id, demand="请说明。", due_on=day, at=cast.at)
    supervision_end(actor=office, matter_id=filed.matter_id, position=1, reason="已在会上说明。", at=cast.at)
    assert Task.objects.get().state == TaskState.DROPPED


def test_the_steps_of_a_leaders_plan_are_theirs_and_go_along_with_it(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    drafts = [MilestoneDraft(f"第{days}天前见面", office_day(cast.at) + timedelta(days=days)) for days in (3, 6, 9)]
    leader = cast.actor("housing_leader")
    matter_sponsor(actor=leader, matter_id=filed.matter_id, plan="每周过问。", milestones=drafts, at=cast.at)
    assert [row.text for row in _rows(cast, "housing_leader", TaskList.MINE)] == [draft.text for draft in drafts]
    milestone_reach(actor=leader, matter_id=filed.matter_id, position=1, note="见了。", at=cast.at)
    sponsor_hand_on(
        actor=leader, matter_id=filed.matter_id, officer_id=cast.officers["mayor"], reason="调离。", at=cast.at
    )
    assert _rows(cast, "housing_leader", TaskList.MINE) == ()
    assert [row.text for row in _rows(cast, "mayor", TaskList.MINE)] == [drafts[1].text, drafts[2].text]
    matter_withdraw(actor=cast.petitioner(filed), matter_id=filed.matter_id, at=cast.at)
    states = list(Task.objects.order_by("due_at").values_list("state", flat=True))
    assert states == [TaskState.CHECKED, TaskState.DROPPED, TaskState.DROPPED]


def test_what_an_answer_promises_is_a_task_from_the_day_it_is_served(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    day = office_day(cast.at) + timedelta(days=10)
    reply_draft(
        actor=cast.actor("handler"), matter_id=filed.matter_id, facts="属实。", opinions=cast.opinions(filed),
        basis="《物业管理条例》第六条", steps=[StepDraft("公示收支", day)], at=cast.at,
    )  # fmt: skip
    reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    assert not Task.objects.exists()
    reply_serve(actor=cast.actor("handler"), matter_id=filed.matter_id, at=cast.at)
    (row,) = _rows(cast, "housing_registrar", TaskList.MINE)
    assert (row.text, row.origin_label) == ("公示收支", "答复承诺")
    # The petitioner's word is enough.
    step_done(actor=cast.petitioner(filed), matter_id=filed.matter_id, position=1, at=cast.at)
    task = Task.objects.get()
    assert (task.state, task.done_by) == (TaskState.CHECKED, cast.petitioner(filed).ref)


def test_a_recommendation_is_a_task_of_the_unit_that_got_it(cast: Cast) -> None:
    draft = RecommendationDraft("improvement", cast.units["housing"], "多次停运。", "建立台账。")
    pk = recommendation_send(actor=cast.actor("office_leader"), draft=draft, at=cast.at)
    (row,) = _rows(cast, "housing_leader", TaskList.MINE)
    assert (row.text, row.path) == ("建立台账。", f"/desk/supervision/recommendations/{pk}/")
    # Only who signs for a unit reads recommendations, also here.
    assert _seen(cast) == {
        "approver",
        "drafting_approver",
        "housing_leader",
        "office_approver",
        "office_leader",
        "mayor",
    }
    recommendation_reply(
        actor=cast.actor("housing_leader"), recommendation_id=pk, adopted=True, reply="已建。", at=cast.at
    )
    assert Task.objects.get().state == TaskState.CHECKED


def test_respondents_find_no_task_of_their_matter(cast: Cast, give: Give) -> None:
    filed = cast.file(kind="accusation", respondents=Respondents.of([cast.units["housing"]]))
    cast.accept(filed)

    origin = Ref("matter", filed.matter_id)
    pk = give(by="office_leader", unit_id=cast.units["office"], assisting_ids=[cast.units["housing"]], origin=origin)
    assert _seen(cast) == {"mayor", "registrar", "office_approver", "office_leader"}
    with pytest.raises(TaskNotFound):
        task_take(actor=cast.actor("housing_leader"), task_id=pk, at=cast.at)
    # Nor is a task made of a matter that its giver may not know of.
    with pytest.raises(TaskNotFound):
        give(by="housing_leader", origin=origin)


def test_what_was_handed_down_before_there_were_tasks_gets_them_once(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    day, office = office_day(cast.at) + timedelta(days=9), cast.actor("office_leader")
    matter_supervise(actor=office, matter_id=filed.matter_id, demand="请说明。", due_on=day, at=cast.at)
    matter_sponsor(
        actor=cast.actor("housing_leader"), matter_id=filed.matter_id, plan="过问。",
        milestones=[MilestoneDraft("见面", day)], at=cast.at,
    )  # fmt: skip
    recommendation_send(
        actor=office, draft=RecommendationDraft("improvement", cast.units["housing"], "停运。", "台账。"), at=cast.at
    )
    before = sorted(Task.objects.values_list("origin_kind", "unit_id", "officer_id", "due_at", "state"))
    TaskStep.objects.all().delete()
    Task.objects.all().delete()
    assert handed_down_begin(at=cast.at) + demands_begin(at=cast.at) == 3
    assert sorted(Task.objects.values_list("origin_kind", "unit_id", "officer_id", "due_at", "state")) == before
    assert handed_down_begin(at=cast.at) + demands_begin(at=cast.at) == 0
    assert not PromisedStep.objects.exists()
    assert (Milestone.objects.count(), Supervision.objects.count(), Recommendation.objects.count()) == (1, 1, 1)
    assert Matter.objects.get().parts
