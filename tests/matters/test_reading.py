"""Leaders read what came in and write on it: who has it in the tray, what comes of it, and who learns nothing."""

from datetime import timedelta
from typing import Any

import pytest
from tests.cast import Cast
from tests.desk.test_seal import sealed  # noqa: F401

from huiyin.clocks.models import Clock
from huiyin.clocks.services import ClockDayPast
from huiyin.flows.leader_counts import leader_csv
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.time import office_day
from huiyin.matters.core.errors import MatterNotFound, MoveNotAllowed, UnitBarred
from huiyin.matters.core.rules.states import Channel, Kind
from huiyin.matters.core.selectors.gate import matter_ids_visible
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.models import LeaderReading, Matter, Remark
from huiyin.matters.reading.errors import ReadAlready, RemarkDayRequired, RemarkRequired, RemarkUnitInvalid
from huiyin.matters.reading.rules import TRAY_FOR
from huiyin.matters.reading.selectors import (
    ReadingView,
    RemarkView,
    leader_counts,
    letters_counted,
    letters_old,
    letters_to_read,
    place_in_tray,
    remarks_reported,
    remarks_running,
    reported_tasks,
)
from huiyin.matters.reading.services import leader_read, remark_make
from huiyin.matters.recusal.services import matter_recuse
from huiyin.matters.register.services.register import Registered
from huiyin.notices.models import Notice
from huiyin.tasks.models import Task
from huiyin.tasks.rules.errors import TaskOfficerRequired, TaskUnitRequired
from huiyin.tasks.selectors.gate import visible_to as tasks_visible_to
from huiyin.tasks.services import task_check, task_finish, task_send_back

WORDS = "请住建局上门看一看，把结果告诉我。"


def _tray(cast: Cast, name: str, **given: Any) -> list[str]:
    return [row.number for row in letters_to_read(actor=cast.actor(name), at=cast.at, **given)]


def _remark(cast: Cast, filed: Registered, name: str = "mayor", *, days: int = 5, **given: Any) -> None:
    values: dict[str, Any] = {"words": WORDS, "due_on": office_day(cast.at) + timedelta(days=days)} | given
    remark_make(actor=cast.actor(name), matter_id=filed.matter_id, at=cast.at, **values)


def _at_housing(cast: Cast, **given: Any) -> Registered:
    filed = cast.file(**given)
    cast.to_handler(filed)
    return filed


def _sees(cast: Cast, filed: Registered, name: str) -> bool:
    return bool(matter_ids_visible(actor=cast.actor(name), matter_ids=[filed.matter_id]))


def test_a_tray_has_what_is_new_below_its_leader(cast: Cast) -> None:
    web, letter = cast.file(), cast.file(channel=Channel.LETTER)
    housing = _at_housing(cast)
    assert _tray(cast, "mayor") == [housing.number, letter.number, web.number]
    assert _tray(cast, "mayor", channel="letter") == [letter.number]
    assert _tray(cast, "office_leader") == [letter.number, web.number]
    assert _tray(cast, "housing_leader") == [housing.number]
    for name in ("registrar", "approver", "handler", "town_leader", "auditor"):
        assert _tray(cast, name) == []
    leader_read(actor=cast.actor("mayor"), matter_id=letter.matter_id, at=cast.at)
    assert _tray(cast, "mayor") == [housing.number, web.number] and letter.number in _tray(cast, "office_leader")
    with pytest.raises(ReadAlready):
        leader_read(actor=cast.actor("mayor"), matter_id=letter.matter_id, at=cast.at)


def test_those_with_which_an_office_is_late_come_first_and_again(cast: Cast) -> None:
    first, second, third = (cast.file() for _ in range(3))
    day = timedelta(days=1)

    def due(filed: Registered, days: int) -> None:
        Matter.objects.filter(pk=filed.matter_id).update(next_due_at=cast.at + days * day)

    due(first, -1)
    due(second, 9)
    due(third, 99)
    assert _tray(cast, "mayor") == [first.number, third.number, second.number]
    assert letters_counted(actor=cast.actor("mayor"), at=cast.at, most=9) == (3, 0)
    cast.at += TRAY_FOR
    # Of the two the one whose office has become late meanwhile is still there; none is in both, and none in neither.
    assert _tray(cast, "mayor") == [second.number]
    old, has_more = letters_old(actor=cast.actor("mayor"), at=cast.at)
    assert [row.number for row in old] == [first.number, third.number] and not has_more
    assert [row.is_late for row in old] == [True, False]
    assert letters_counted(actor=cast.actor("mayor"), at=cast.at, most=9) == (1, 2)
    place = place_in_tray(actor=cast.actor("mayor"), number=third.number, at=cast.at)
    assert (place.before, place.behind, place.left, place.is_old) == (first.number, "", 2, True)
    leader_read(actor=cast.actor("mayor"), matter_id=third.matter_id, at=cast.at)
    assert letters_counted(actor=cast.actor("mayor"), at=cast.at, most=9) == (1, 1)
    assert place_in_tray(actor=cast.actor("mayor"), number=third.number, at=cast.at).behind == second.number
    # Whoever it is about has it nowhere, and in no count.
    about = {"respondent_officer": cast.officers["office_leader"]}
    before = letters_counted(actor=cast.actor("office_leader"), at=cast.at, most=9)
    Matter.objects.filter(pk=first.matter_id).update(**about)
    assert letters_counted(actor=cast.actor("office_leader"), at=cast.at, most=9) == (before[0], before[1] - 1)


def test_what_bars_a_leader_or_is_sealed_is_in_no_tray(cast: Cast, sealed: Registered) -> None:  # noqa: F811
    about_office = cast.file(respondent_officer_id=cast.officers["office_leader"], unit_id=cast.units["county"])
    recused = cast.file()
    matter_recuse(
        actor=cast.actor("office_leader"), matter_id=recused.matter_id, officer_id=cast.officers["office_leader"],
        reason="亲属", at=cast.at,
    )  # fmt: skip
    unsettled = cast.file(kind=Kind.ACCUSATION, respondent_text="某领导", respondents_settled=False)
    # While nobody knows whom it is about, it might be about whoever leads there.
    assert _tray(cast, "office_leader") == [] and cast.matter(unsettled).lead_unit_id == cast.units["office"]
    assert _tray(cast, "mayor") == [recused.number, about_office.number]
    with pytest.raises(MatterNotFound):
        leader_read(actor=cast.actor("office_leader"), matter_id=about_office.matter_id, at=cast.at)
    with pytest.raises((MoveNotAllowed, MatterNotFound)):
        leader_read(actor=cast.actor("mayor"), matter_id=sealed.matter_id, at=cast.at)
    with pytest.raises((MoveNotAllowed, MatterNotFound)):
        _remark(cast, sealed)


def test_a_remark_becomes_a_task_whose_report_comes_back(cast: Cast) -> None:
    filed = _at_housing(cast)
    before = cast.matter(filed)
    clocks = set(Clock.objects.filter(subject_id=filed.matter_id).values_list("code", "due_at", "stopped_at"))
    _remark(cast, filed)
    after = cast.matter(filed)
    # It decides nothing: state, unit, handler and time limits are as they were.
    assert (after.state, after.lead_unit_id, after.handler_id, after.next_due_at) == (
        before.state, before.lead_unit_id, before.handler_id, before.next_due_at,
    )  # fmt: skip
    assert clocks == set(Clock.objects.filter(subject_id=filed.matter_id).values_list("code", "due_at", "stopped_at"))
    task = Task.objects.get()
    assert (task.text, task.unit_id, task.from_unit_id, task.given_by) == (
        WORDS, cast.units["housing"], cast.units["county"], cast.officers["mayor"],
    )  # fmt: skip
    assert set(Notice.objects.filter(template="task_given").values_list("officer_id", flat=True)) >= {
        cast.officers["approver"]
    }
    # Whoever writes on it has read it.
    assert LeaderReading.objects.filter(officer=cast.officers["mayor"]).exists() and _tray(cast, "mayor") == []
    (running,) = remarks_running(actor=cast.actor("mayor"), at=cast.at)
    assert (running.words, running.number, running.is_late) == (WORDS, filed.number, False)
    assert remarks_running(actor=cast.actor("mayor"), at=cast.at + timedelta(days=9))[0].is_late
    task_finish(actor=cast.actor("approver"), task_id=task.pk, note="已上门，电梯周五修好。", at=cast.at)
    mayor = cast.actor("mayor")
    (reported,) = remarks_reported(actor=mayor, at=cast.at)
    assert (reported.report, reported.is_done) == ("已上门，电梯周五修好。", True)
    assert reported_tasks(mayor).count() == 1 and not remarks_running(actor=mayor, at=cast.at)
    task_send_back(actor=mayor, task_id=task.pk, reason="请写明哪天。", at=cast.at)
    assert not remarks_reported(actor=mayor, at=cast.at)
    task_finish(actor=cast.actor("approver"), task_id=task.pk, note="三月六日。", at=cast.at)
    task_check(actor=mayor, task_id=task.pk, at=cast.at)
    assert not remarks_reported(actor=mayor, at=cast.at) and not reported_tasks(mayor).exists()


def test_staff_read_a_remark_and_the_petitioner_does_not(cast: Cast) -> None:
    filed = _at_housing(cast)
    plain = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    notices = Notice.objects.filter(identity_id__isnull=False).count()
    _remark(cast, filed)
    page = matter_page_for(actor=cast.actor("handler"), number=filed.number, at=cast.at)
    (view,), (reading,) = page.rows_of(RemarkView), page.rows_of(ReadingView)
    assert view.words == WORDS and "云渡县人民政府" in view.office and reading.office == view.office
    step = next(event for event in page.events if event.kind == "matters.remark.made")
    # As the printed file of the case has it (flows/matter_file.py).
    assert WORDS in step.detail and "住房和城乡建设局" in step.detail
    own = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert not own.rows_of(RemarkView) and not own.rows_of(ReadingView)
    assert [event.kind for event in own.events] == [event.kind for event in plain.events]
    assert Notice.objects.filter(identity_id__isnull=False).count() == notices


def test_reading_makes_no_page_outdated(cast: Cast) -> None:
    filed = _at_housing(cast)
    seen = cast.matter(filed).version
    leader_read(actor=cast.actor("mayor"), matter_id=filed.matter_id, at=cast.at)
    remark_make(
        actor=cast.actor("housing_leader"), matter_id=filed.matter_id, words=WORDS,
        due_on=office_day(cast.at) + timedelta(days=3), at=cast.at, seen=seen,
    )  # fmt: skip


def test_another_unit_sees_the_matter_until_its_report_is_read(cast: Cast) -> None:
    filed = _at_housing(cast)
    assert not _sees(cast, filed, "education_registrar")
    _remark(cast, filed, unit_id=cast.units["education"])
    assert _sees(cast, filed, "education_registrar") and not _sees(cast, filed, "education_handler")
    assert not _sees(cast, filed, "town_registrar")
    page = matter_page_for(actor=cast.actor("education_registrar"), number=filed.number, at=cast.at)
    assert not {"open_identity", "draft", "accept", "close"} & {move.action for move in page.moves}
    task = Task.objects.get()
    task_finish(actor=cast.actor("education_registrar"), task_id=task.pk, note="与学区无关。", at=cast.at)
    assert _sees(cast, filed, "education_registrar")
    task_check(actor=cast.actor("mayor"), task_id=task.pk, at=cast.at)
    assert not _sees(cast, filed, "education_registrar")


def test_whom_the_matter_is_about_learns_nothing_of_a_remark(cast: Cast) -> None:
    filed = cast.file(unit_id=cast.units["county"], respondent_unit_id=cast.units["housing"])
    with pytest.raises(UnitBarred):
        _remark(cast, filed, unit_id=cast.units["housing"])
    assert not Remark.objects.exists() and not Task.objects.exists()
    later = _at_housing(cast)
    _remark(cast, later)
    Matter.objects.filter(pk=later.matter_id).update(respondent_officer=cast.officers["housing_leader"])
    for name in ("housing_leader", "approver", "housing_registrar"):
        assert not tasks_visible_to(cast.actor(name)).exists()
        assert leader_counts(actor=cast.actor(name), year=2026, at=cast.at) == []
        assert _tray(cast, name) == []
    assert [row.remarks for row in leader_counts(actor=cast.actor("mayor"), year=2026, at=cast.at)] == [1]


def test_a_remark_sends_no_accusation_to_another_unit(cast: Cast) -> None:
    filed = cast.file(kind=Kind.ACCUSATION, respondent_text="外县的人", respondents_settled=True)
    with pytest.raises(RemarkUnitInvalid):
        _remark(cast, filed, unit_id=cast.units["education"])
    _remark(cast, filed)
    assert Remark.objects.get().unit_id == cast.units["office"]


def test_a_unit_that_the_words_name_gets_no_remark(cast: Cast) -> None:
    filed = cast.file(text="教育局的人说归他们管，又推了回来。")
    with pytest.raises(RemarkUnitInvalid):
        _remark(cast, filed, unit_id=cast.units["education"])


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"words": " "}, RemarkRequired),
        ({"due_on": None}, RemarkDayRequired),
        ({"days": 0}, ClockDayPast),
        ({"officer_id": 10**6}, TaskOfficerRequired),
    ],
)
def test_what_a_remark_lacks(cast: Cast, given: dict[str, Any], refusal: type[HuiyinError]) -> None:
    filed = _at_housing(cast)
    with pytest.raises(refusal):
        _remark(cast, filed, **given)
    assert not Remark.objects.exists() and not LeaderReading.objects.exists()


def test_who_may_remark_and_to_which_unit(cast: Cast) -> None:
    filed = _at_housing(cast)
    for name in ("registrar", "approver", "handler"):
        with pytest.raises(MoveNotAllowed):
            _remark(cast, filed, name)
    with pytest.raises(TaskUnitRequired):
        _remark(cast, filed, "housing_leader", unit_id=cast.units["education"])
    _remark(cast, filed, "housing_leader", officer_id=cast.officers["handler"])
    row = Remark.objects.get()
    assert (row.from_unit_id, row.to_officer_id) == (cast.units["housing"], cast.officers["handler"])
    assert Task.objects.get().officer_id == cast.officers["handler"]


def test_the_count_of_a_leader_worked_out_by_hand(cast: Cast) -> None:
    """The mayor: four read, three remarks; of two that are due one in time. The bureau's leader: one read."""
    first, second, third, fourth = (_at_housing(cast) for _ in range(4))
    _remark(cast, first, days=2)
    _remark(cast, second, days=3)
    _remark(cast, third, days=60)
    leader_read(actor=cast.actor("mayor"), matter_id=fourth.matter_id, at=cast.at)
    leader_read(actor=cast.actor("housing_leader"), matter_id=fourth.matter_id, at=cast.at)
    tasks = list(Task.objects.order_by("due_at"))
    task_finish(actor=cast.actor("approver"), task_id=tasks[0].pk, note="办好了。", at=cast.later(days=1))
    task_finish(actor=cast.actor("approver"), task_id=tasks[1].pk, note="办好了。", at=cast.later(days=4))
    rows = leader_counts(actor=cast.actor("mayor"), year=2026, at=cast.at)
    assert [(row.name, row.read, row.remarks, row.due, row.in_time, row.rate) for row in rows] == [
        ("江望舒", 4, 3, 2, 1, "50.0%"), ("楚天阔", 1, 0, 0, 0, ""),
    ]  # fmt: skip
    assert [row.name for row in leader_counts(actor=cast.actor("housing_registrar"), year=2026, at=cast.at)] == [
        "楚天阔"
    ]
    assert leader_counts(actor=cast.actor("mayor"), year=2025, at=cast.at) == []
    assert "云渡县人民政府,江望舒,4,3,2,1,50.0%" in leader_csv(rows)
