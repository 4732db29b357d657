"""Lists of tasks as offices write them: a title above, everyday names of units and people, days without a year."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from huiyin.flows.task_import import TaskImportReport, tasks_import
from huiyin.intake.importing.errors import ColumnTwice
from huiyin.kernel.actor import Role
from huiyin.kernel.time import office_day
from huiyin.orgs.errors import UnitNameAmbiguous, UnitNameUnknown
from huiyin.orgs.models import Officer
from huiyin.orgs.rules import UnitKind
from huiyin.orgs.selectors import unit_by_name
from huiyin.orgs.services import OfficerPlan, PostPlan, UnitPlan, officer_create, post_create, unit_close, unit_create
from huiyin.tasks.models import Task
from huiyin.tasks.rules.errors import TaskGivenConflict, TaskOfficerRequired
from huiyin.tasks.services import TaskDraft, task_drop, task_give
from tests.cast import SEED, Cast

Import = Callable[..., TaskImportReport]


@pytest.fixture
def bring_in(cast: Cast, tmp_path: Path) -> Import:
    """The mayor gives what stands in these lines of a CSV file."""

    def make(*lines: str) -> TaskImportReport:
        path = tmp_path / "list.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        return tasks_import(actor=cast.actor("mayor"), path=path, at=cast.at)

    return make


def test_everyday_names_and_days_in_a_list_are_understood(cast: Cast, bring_in: Import) -> None:
    handler = Officer.objects.get(pk=cast.officers["handler"])
    report = bring_in(
        "云渡县安全排查任务清单,,,,",
        "序号,任务内容,责任单位,责任人,完成时限",
        f"1,排查电梯。,县住建局,{handler.display_name},12月31日前",
        "2,排查校车。,云渡教育局,,2026年5月1日",
        "3,排查渡口。,柳荫镇政府,,1月15日之前",
        "1,排查农房。,镇政府,,5月2日",
    )
    assert (report.given, report.before, report.refused) == (4, 0, ())
    found = {
        task.text: (task.unit_id, task.officer_id, office_day(task.due_at), task.reference)
        for task in Task.objects.all()
    }
    assert found == {
        "排查电梯。": (cast.units["housing"], handler.pk, date(2026, 12, 31), ""),
        "排查校车。": (cast.units["education"], None, date(2026, 5, 1), ""),
        # The list was given on the second of March: the fifteenth of January is the next one.
        "排查渡口。": (cast.units["town"], None, date(2027, 1, 15), ""),
        "排查农房。": (cast.units["town"], None, date(2026, 5, 2), ""),
    }


def test_a_list_without_numbers_gives_no_open_task_twice(cast: Cast, bring_in: Import) -> None:
    lines = ("任务,承办单位,期限", "排查电梯。,住建局,2026-05-01", "排查电梯。,教育局,2026-05-01")
    assert bring_in(*lines).given == 2
    again = bring_in(*lines, "排查电梯。,住建局,2026-06-01")
    assert (again.given, again.before, again.refused) == (1, 2, ())
    first = Task.objects.filter(unit=cast.units["education"]).get()
    task_drop(actor=cast.actor("mayor"), task_id=first.pk, reason="已由省里统一做。", at=cast.at)
    assert (bring_in(*lines).given, Task.objects.count()) == (1, 4)


def test_the_same_task_is_given_twice_only_with_a_number(cast: Cast) -> None:
    mayor, day = cast.actor("mayor"), date(2026, 5, 1)

    def give(reference: str = "", text: str = "排查电梯。") -> None:
        draft = TaskDraft(text=text, unit_id=cast.units["housing"], due_on=day, reference=reference)
        task_give(actor=mayor, draft=draft, at=cast.at)

    give()
    for again in ("排查电梯。", "排查 电梯。\n"):
        with pytest.raises(TaskGivenConflict):
            give(text=again)
    give("督2")
    give("督3")
    assert Task.objects.count() == 3


@pytest.mark.parametrize("due", ["12.1", "2月30日", "下周五", "12月", ""])
def test_an_ambiguous_or_invalid_day_is_refused(cast: Cast, bring_in: Import, due: str) -> None:
    report = bring_in("任务,承办单位,期限", f"排查电梯。,住建局,{due}")
    assert report.given == 0
    assert [type(row.refusal).__name__ for row in report.refused] == ["TaskDayUnreadable"]


def test_a_day_without_anything_to_do_is_refused_and_not_left_out(bring_in: Import) -> None:
    report = bring_in("任务,承办单位,期限", ",,2026-05-01", ",住建局,2026-05-01", ",,")
    assert (report.given, [row.number for row in report.refused]) == (0, [2, 3])


def test_a_row_due_too_far_ahead_is_refused_alone(cast: Cast, bring_in: Import) -> None:
    report = bring_in("任务,承办单位,期限", "排查电梯。,住建局,9999-12-31", "排查校车。,教育局,2026-05-01")
    assert report.given == 1
    assert [(row.number, type(row.refusal).__name__) for row in report.refused] == [(2, "ClockDayTooFar")]


def test_an_ambiguous_officer_name_is_refused(cast: Cast, bring_in: Import) -> None:
    name = Officer.objects.get(pk=cast.officers["handler"]).display_name
    other = officer_create(plan=OfficerPlan("namesake", name), actor=SEED, at=cast.at).pk
    post_create(plan=PostPlan(cast.units["housing"], Role.HANDLER, "职位", other), actor=SEED, at=cast.at)
    report = bring_in("任务,承办单位,承办人,期限", f"排查电梯。,住建局,{name},2026-05-01")
    assert report.given == 0 and isinstance(report.refused[0].refusal, TaskOfficerRequired)
    assert bring_in("任务,承办单位,承办人,期限", "排查电梯。,住建局,namesake,2026-05-01").given == 1


def test_two_columns_of_one_name_are_refused_and_of_two_usual_names_the_first_counts(
    cast: Cast, bring_in: Import
) -> None:
    with pytest.raises(ColumnTwice):
        bring_in("任务,承办单位,期限,期限", "排查电梯。,住建局,2026-05-01,2026-06-01")
    assert bring_in("任务,单位,承办单位,期限", "排查电梯。,交通局,住建局,2026-05-01").given == 1
    assert Task.objects.get().unit_id == cast.units["housing"]


def test_units_are_found_by_full_short_and_colloquial_names(cast: Cast) -> None:
    for text in ("云渡县住房和城乡建设局", "住建局", "县住建局", " 云渡县 住建局 "):
        assert unit_by_name(text=text).id == cast.units["housing"]
    # A person, a unit among other words, and two units are no name of a unit.
    person = Officer.objects.get(pk=cast.officers["handler"]).display_name
    for text in ("水利局", "", f"住建局{person}", "住建局的电梯"):
        with pytest.raises(UnitNameUnknown):
            unit_by_name(text=text)
    with pytest.raises(UnitNameAmbiguous):
        unit_by_name(text="县住建局和县教育局")
    water = unit_create(
        plan=UnitPlan("云渡县水利局", UnitKind.BUREAU), parent_id=cast.units["county"], actor=SEED, at=cast.at
    )
    assert unit_by_name(text="县水利局").id == water.pk
    unit_close(unit_id=water.pk, actor=SEED, at=cast.at)
    with pytest.raises(UnitNameUnknown):
        unit_by_name(text="县水利局")
