"""The team of an owned matter: asked, agreed, seen for it, left; never somebody whom the matter bars."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.cast import SEED, Cast

from huiyin.clocks.models import Clock
from huiyin.kernel.actor import Role, petitioner
from huiyin.kernel.refs import Ref
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.core.errors import MatterNotFound, MoveNotAllowed
from huiyin.matters.core.selectors.gate import matter_get_for, visible_to
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.recusal.services import matter_recuse
from huiyin.matters.register.services.register import Registered
from huiyin.matters.respondents.services.naming import matter_name_respondent
from huiyin.matters.sponsor.errors import NotTheSponsor
from huiyin.matters.sponsor.services.sponsor import matter_sponsor
from huiyin.matters.team.errors import (
    MemberBarred,
    MemberDayInvalid,
    MemberGone,
    MemberPartMissing,
    MemberReasonMissing,
    MemberThere,
    MemberUnknown,
    NotTheirMember,
    TeamFull,
)
from huiyin.matters.team.rules import MEMBERS_MOST
from huiyin.matters.team.selectors import MemberView
from huiyin.matters.team.services import member_agree, member_end, member_name
from huiyin.matters.withdrawal.services import matter_withdraw
from huiyin.notices.models import Notice
from huiyin.orgs.services import OfficerPlan, PostPlan, officer_create, post_create
from huiyin.tasks.models import Task
from huiyin.tasks.selectors.gate import visible_to as tasks_visible_to
from huiyin.tasks.services import TaskDraft, task_check, task_finish, task_give

pytestmark = pytest.mark.django_db


def _owned(cast: Cast, by: str = "mayor", **given: Any) -> Registered:
    filed = cast.file(**given)
    cast.to_handler(filed)
    matter_sponsor(actor=cast.actor(by), matter_id=filed.matter_id, plan="一月内拿方案", at=cast.at)
    return filed


def _name(
    cast: Cast, filed: Registered, officer: str, unit: str, *, by: str = "mayor", part: str = "查收费", days: int = 14
) -> None:
    member_name(
        actor=cast.actor(by), matter_id=filed.matter_id, officer_id=cast.officers[officer],
        unit_id=cast.units[unit], part=part, due_on=office_day(cast.at) + timedelta(days=days), at=cast.at,
    )  # fmt: skip


def _sees(cast: Cast, username: str, matter_id: UUID) -> bool:
    return visible_to(cast.actor(username)).filter(pk=matter_id).exists()


def test_a_team_member_of_a_commanded_unit_sees_the_matter(cast: Cast) -> None:
    filed = _owned(cast)
    assert not _sees(cast, "education_handler", filed.matter_id)
    _name(cast, filed, "education_handler", "education")
    assert _sees(cast, "education_handler", filed.matter_id)
    # The unit doesn't: one of its people is on the team.
    assert not _sees(cast, "education_registrar", filed.matter_id)
    page = matter_page_for(actor=cast.actor("education_handler"), number=filed.number, at=cast.at)
    [member] = page.rows_of(MemberView)
    assert (member.name, member.unit, member.part, member.is_asked) == ("白露生", "云渡县教育局", "查收费", False)
    assert matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at).rows_of(MemberView) == ()
    with pytest.raises(MoveNotAllowed):
        _name(cast, filed, "town_registrar", "town", by="education_handler")
    with pytest.raises(NotTheSponsor):
        _name(cast, filed, "town_registrar", "town", by="housing_leader")
    with pytest.raises(MemberThere):
        _name(cast, filed, "education_handler", "education")
    with pytest.raises(MemberUnknown):
        _name(cast, filed, "education_handler", "town")
    with pytest.raises(MemberPartMissing):
        _name(cast, filed, "town_registrar", "town", part=" ")
    for days in (0, 4000):
        with pytest.raises(MemberDayInvalid):
            _name(cast, filed, "town_registrar", "town", days=days)
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_a_member_has_the_tasks_of_the_matter_and_others_of_the_unit_dont(cast: Cast) -> None:
    filed = _owned(cast)
    _name(cast, filed, "education_handler", "education")
    draft = TaskDraft(
        text="核对收费标准", unit_id=cast.units["education"], due_on=office_day(cast.later(days=0)).replace(day=20),
        officer_id=cast.officers["education_handler"], origin=Ref("matter", filed.matter_id),
    )  # fmt: skip
    task_id = task_give(actor=cast.actor("mayor"), draft=draft, at=cast.at)
    seen = {
        username: tasks_visible_to(cast.actor(username)).filter(pk=task_id).exists()
        for username in ("education_handler", "education_registrar")
    }
    assert seen == {"education_handler": True, "education_registrar": False}


def test_of_another_unit_its_leader_agrees_first(cast: Cast) -> None:
    filed = _owned(cast, by="housing_leader")
    _name(cast, filed, "town_registrar", "town", by="housing_leader")
    # Whoever is asked reads what for; who is to come doesn't yet.
    assert (_sees(cast, "town_leader", filed.matter_id), _sees(cast, "town_registrar", filed.matter_id)) == (
        True, False,
    )  # fmt: skip
    pk = filed.matter_id
    with pytest.raises(NotTheirMember):
        member_agree(actor=cast.actor("housing_leader"), matter_id=pk, position=1, at=cast.at)
    member_agree(actor=cast.actor("town_leader"), matter_id=pk, position=1, at=cast.at)
    assert (_sees(cast, "town_leader", pk), _sees(cast, "town_registrar", pk)) == (False, True)
    # Two at once: the second press finds that it was agreed.
    with pytest.raises(MatterNotFound):
        member_agree(actor=cast.actor("town_leader"), matter_id=pk, position=1, at=cast.at)


def _tasks(cast: Cast, username: str) -> list[Task]:
    return list(tasks_visible_to(cast.actor(username)).filter(origin_kind="team_part").order_by("given_at", "pk"))


def test_a_part_is_a_task_also_in_a_unit_that_the_leader_does_not_command(cast: Cast) -> None:
    filed = _owned(cast, by="housing_leader")
    _name(cast, filed, "town_registrar", "town", by="housing_leader")
    pk, due_on = filed.matter_id, office_day(cast.at) + timedelta(days=14)
    # Nothing is owed before the unit's leader agrees.
    assert not Task.objects.filter(origin_kind="team_part").exists()
    member_agree(actor=cast.actor("town_leader"), matter_id=pk, position=1, at=cast.at)
    [task] = _tasks(cast, "town_registrar")
    assert (task.text, task.unit_id, task.officer_id, task.from_unit_id, office_day(task.due_at), task.state) == (
        "查收费", cast.units["town"], cast.officers["town_registrar"], cast.units["housing"], due_on, "taken",
    )  # fmt: skip
    assert Notice.objects.filter(template="task_given", officer_id=cast.officers["town_registrar"]).exists()
    # The leader who asked for it sees it and checks it; others of the member's unit don't see it.
    assert [row.pk for row in _tasks(cast, "housing_leader")] == [task.pk]
    assert _tasks(cast, "town_leader") == []
    task_finish(actor=cast.actor("town_registrar"), task_id=task.pk, note="三年收费已核对。", at=cast.at)
    task_check(actor=cast.actor("housing_leader"), task_id=task.pk, at=cast.at)
    task.refresh_from_db()
    assert task.state == "checked"
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_agreed_to_when_the_day_had_come_it_is_due_tomorrow(cast: Cast) -> None:
    filed = _owned(cast, by="housing_leader")
    _name(cast, filed, "town_registrar", "town", by="housing_leader", days=2)
    cast.later(days=5)
    member_agree(actor=cast.actor("town_leader"), matter_id=filed.matter_id, position=1, at=cast.at)
    assert office_day(Task.objects.get(origin_kind="team_part").due_at) == office_day(cast.at) + timedelta(days=1)


def test_who_leaves_the_team_owes_its_task_no_more(cast: Cast) -> None:
    first, second = _owned(cast), _owned(cast)
    for filed in (first, second):
        _name(cast, filed, "education_handler", "education")
    assert len(_tasks(cast, "education_handler")) == 2
    member = cast.actor("education_handler")
    member_end(actor=member, matter_id=first.matter_id, position=1, reason="工作调动", at=cast.at)
    matter_withdraw(actor=petitioner(second.matter_id), matter_id=second.matter_id, at=cast.at)
    tasks = Task.objects.filter(origin_kind="team_part")
    assert [task.state for task in tasks] == ["dropped", "dropped"]
    assert not Clock.objects.filter(subject_id__in=tasks.values("pk"), stopped_at__isnull=True).exists()
    # Somebody who comes back has the part anew.
    _name(cast, first, "education_handler", "education")
    assert [task.state for task in _tasks(cast, "education_handler")] == ["dropped", "taken"]


def test_whom_the_matter_bars_later_sees_no_task_of_it(cast: Cast) -> None:
    filed = _owned(cast)
    _name(cast, filed, "education_handler", "education")
    assert _tasks(cast, "education_handler")
    matter_name_respondent(
        actor=cast.actor("approver"), matter_id=filed.matter_id, unit_id=cast.units["education"], officer_id=None,
        text="", at=cast.at,
    )  # fmt: skip
    assert _tasks(cast, "education_handler") == []


def test_leaving_a_team_ends_seeing_the_matter(cast: Cast) -> None:
    filed = _owned(cast)
    _name(cast, filed, "education_handler", "education")
    pk, member = filed.matter_id, cast.actor("education_handler")
    with pytest.raises(MemberReasonMissing):
        member_end(actor=member, matter_id=pk, position=1, reason=" ", at=cast.at)
    with pytest.raises(NotTheirMember):
        member_end(actor=cast.actor("handler"), matter_id=pk, position=1, reason="不用", at=cast.at)
    member_end(actor=member, matter_id=pk, position=1, reason="工作调动", at=cast.at)
    assert not _sees(cast, "education_handler", pk)
    with pytest.raises(MemberGone):
        member_end(actor=cast.actor("mayor"), matter_id=pk, position=1, reason="再退", at=cast.at)
    _name(cast, filed, "education_handler", "education")
    assert _sees(cast, "education_handler", pk)
    matter_withdraw(actor=petitioner(pk), matter_id=pk, at=cast.at)
    assert not _sees(cast, "education_handler", pk)


def test_a_barred_officer_is_never_in_a_team(cast: Cast) -> None:
    filed = _owned(cast, respondent_officer_id=cast.officers["town_leader"])
    for officer in ("town_leader", "town_registrar"):
        with pytest.raises(MemberBarred):
            _name(cast, filed, officer, "town")
    other = _owned(cast)
    matter_recuse(
        actor=cast.actor("approver"), matter_id=other.matter_id, officer_id=cast.officers["handler_two"],
        reason="有利害关系", at=cast.at,
    )  # fmt: skip
    with pytest.raises(MemberBarred):
        _name(cast, other, "handler_two", "housing")
    _name(cast, other, "education_handler", "education")
    assert _sees(cast, "education_handler", other.matter_id)
    matter_name_respondent(
        actor=cast.actor("approver"), matter_id=other.matter_id, unit_id=cast.units["education"], officer_id=None,
        text="", at=cast.at,
    )  # fmt: skip
    assert not _sees(cast, "education_handler", other.matter_id)
    with pytest.raises(MatterNotFound):
        matter_get_for(actor=cast.actor("education_handler"), number=other.number)


def test_a_team_has_room_for_so_many(cast: Cast) -> None:
    filed = _owned(cast)
    for place in range(MEMBERS_MOST + 1):
        officer = officer_create(plan=OfficerPlan(f"extra{place}", f"帮办{place}"), actor=SEED, at=cast.at)
        post_create(plan=PostPlan(cast.units["education"], Role.HANDLER, "干事", officer.pk), actor=SEED, at=cast.at)
        cast.officers[f"extra{place}"] = officer.pk
    for place in range(MEMBERS_MOST):
        _name(cast, filed, f"extra{place}", "education")
    with pytest.raises(TeamFull):
        _name(cast, filed, f"extra{MEMBERS_MOST}", "education")
