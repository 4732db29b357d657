"""Who hears of a task before its day and after it, and what happens when people or units go."""

from collections.abc import Iterable

import pytest

from huiyin.flows.clock_round import clock_round
from huiyin.flows.digest_round import digest_round
from huiyin.flows.officer_away import officer_offboard
from huiyin.flows.records import ledger_page, notices_page
from huiyin.flows.unit_closing import UnitHasTasks, unit_shut
from huiyin.kernel.refs import Ref
from huiyin.ledger.services import entries_sequence
from huiyin.matters.respondents.services.naming import bar_add
from huiyin.notices.models import Notice
from huiyin.notices.rules import NoticeState
from huiyin.orgs.rules import Respondents
from huiyin.tasks.models import Task
from huiyin.tasks.rules.states import TaskState
from huiyin.tasks.services import task_drop, task_return, task_take
from tests.cast import Cast
from tests.tasks.conftest import Give


def _officers(cast: Cast, names: Iterable[str]) -> set[int]:
    return {cast.officers[name] for name in names}


def _new(template: str) -> set[int | None]:
    rows = Notice.objects.filter(template=template)
    found = set(rows.values_list("officer_id", flat=True))
    Notice.objects.all().delete()
    return found


def test_a_late_task_goes_to_the_units_leader_and_a_week_later_to_its_giver(cast: Cast, give: Give) -> None:
    # Given on Monday, due on Thursday of the week after.
    pk = give(days=10)
    task_take(actor=cast.actor("handler"), task_id=pk, at=cast.at)
    heard = []
    for days, template in ((7, "task_due_soon"), (2, "task_due_soon"), (2, "task_late"), (6, "task_late")):
        Notice.objects.all().delete()
        clock_round(at=cast.later(days=days))
        heard.append(_new(template))
    assert heard == [
        _officers(cast, ["handler"]),
        _officers(cast, ["handler"]),
        _officers(cast, ["handler", "housing_leader"]),
        _officers(cast, ["handler", "housing_leader", "mayor"]),
    ]


def test_an_unanswered_return_goes_to_the_leader_of_the_giving_unit(cast: Cast, give: Give) -> None:
    pk = give(by="office_approver", unit_id=cast.units["office"])
    task_return(actor=cast.actor("registrar"), task_id=pk, reason="不归接访办。", at=cast.at)
    Notice.objects.all().delete()
    clock_round(at=cast.later(days=3))
    assert _new("task_return_waits") == _officers(cast, ["office_approver"])
    clock_round(at=cast.later(days=4))
    assert _new("task_return_waits") == _officers(cast, ["office_approver", "office_leader"])


def test_the_task_of_an_officer_who_leaves_goes_back_to_the_unit(cast: Cast, give: Give) -> None:
    pk = give()
    task_take(actor=cast.actor("handler"), task_id=pk, at=cast.at)
    Notice.objects.all().delete()
    officer_offboard(officer_id=cast.officers["handler"], actor=cast.actor("administrator"), at=cast.at)
    task = Task.objects.get(pk=pk)
    assert (task.state, task.officer_id) == (TaskState.GIVEN, None)
    rows = Notice.objects.filter(template="task_given").values_list("officer_id", flat=True)
    managers = ("housing_registrar", "approver", "drafting_approver", "housing_leader")
    assert set(rows) == _officers(cast, managers)


def test_a_unit_that_owes_a_task_is_not_closed(cast: Cast, give: Give) -> None:
    pk = give(unit_id=cast.units["village"])
    with pytest.raises(UnitHasTasks):
        unit_shut(unit_id=cast.units["village"], actor=cast.actor("administrator"), at=cast.at)
    task_drop(actor=cast.actor("mayor"), task_id=pk, reason="村里合并。", at=cast.at)
    unit_shut(unit_id=cast.units["village"], actor=cast.actor("administrator"), at=cast.at)


def test_records_and_digests_hide_a_task_from_the_respondents_of_its_matter(cast: Cast, give: Give) -> None:
    filed = cast.file(kind="accusation", respondents=Respondents.of([cast.units["education"]]))
    cast.accept(filed)
    origin = Ref("matter", filed.matter_id)
    pk = give(by="office_leader", unit_id=cast.units["office"], origin=origin)
    other = give()
    entries_sequence(at=cast.at, limit=1000)
    shown = {entry.subject for entry in ledger_page(actor=cast.actor("auditor"), before=None, limit=500)}
    assert {f"task:{pk}", f"task:{other}"} <= shown
    # The office is named as well: its auditor reads nothing of it any more, and no digest counts it.
    bar_add(actor=cast.petitioner(filed), matter_id=filed.matter_id, text="云渡县信访局", at=cast.at)
    shown = {entry.subject for entry in ledger_page(actor=cast.actor("auditor"), before=None, limit=500)}
    assert f"task:{other}" in shown and f"task:{pk}" not in shown
    listed = {line.id for line in notices_page(actor=cast.actor("auditor"), after=None, limit=200)}
    given = Notice.objects.filter(template="task_given")
    assert listed == set(given.filter(params__path=f"/desk/tasks/{other}/").values_list("pk", flat=True))
    digest_round(at=cast.later(days=1))
    left_out = Notice.objects.filter(state=NoticeState.LEFT_OUT, params__path=f"/desk/tasks/{pk}/")
    assert left_out.exists() and not Notice.objects.filter(state=NoticeState.GATHERED).exists()
