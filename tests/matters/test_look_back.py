"""Looking back: proposed by its ground, once for each, by a unit above; the post may say something to it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import Cast
from tests.matters.above import ask, decide, staff_above

from huiyin.kernel.ids import new_id
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.carrying_out.services import StepDraft
from huiyin.matters.core.errors import MatterNotFound, MoveNotAllowed
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.delivery.services import reply_serve
from huiyin.matters.look_back.errors import (
    FailedStepMissing,
    GroundChosenMissing,
    LookBackGroundless,
    LookBackWordsMissing,
    NotTheirPost,
    OwnStep,
    StatementEmpty,
)
from huiyin.matters.look_back.rules import GroundFound, LookBackGround, answered_late, not_carried_out, overturned
from huiyin.matters.look_back.selectors.grounds import grounds_on, grounds_open
from huiyin.matters.look_back.selectors.lists import look_back_page
from huiyin.matters.look_back.selectors.views import LookBackView
from huiyin.matters.look_back.services import LookBackDraft, look_back_explain, look_back_write
from huiyin.matters.models import Event
from huiyin.matters.register.services.register import Registered
from huiyin.matters.reply.services.reply import reply_approve, reply_draft
from huiyin.matters.respondents.services.naming import bar_add
from huiyin.matters.review.rules import ReviewOutcome
from huiyin.tasks.models import Task
from huiyin.tasks.selectors.gate import visible_to as tasks_visible_to

pytestmark = pytest.mark.django_db


def _late(cast: Cast) -> Registered:
    """Answered by the bureau long after its day."""
    filed = cast.file()
    cast.to_handler(filed)
    cast.later(days=100)
    cast.draft(filed)
    reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    reply_serve(actor=cast.actor("handler"), matter_id=filed.matter_id, at=cast.at)
    return filed


def _overturned(cast: Cast) -> Registered:
    staff_above(cast)
    filed = cast.file()
    cast.answer(filed)
    ask(cast, filed)
    decide(cast, filed, outcome=ReviewOutcome.SENT_BACK)
    return filed


def _promised(cast: Cast) -> Registered:
    filed = cast.file()
    cast.to_handler(filed)
    pk, day = filed.matter_id, office_day(cast.at) + timedelta(days=5)
    reply_draft(
        actor=cast.actor("handler"), matter_id=pk, facts="属实", opinions=cast.opinions(filed), basis="条例",
        steps=[StepDraft("修好电梯", day)], at=cast.at,
    )  # fmt: skip
    reply_approve(actor=cast.actor("approver"), matter_id=pk, at=cast.at)
    reply_serve(actor=cast.actor("handler"), matter_id=pk, at=cast.at)
    return filed


def _step(filed: Registered, kind: str = "matters.reply.drafted") -> UUID:
    return Event.objects.filter(matter=filed.matter_id, kind=kind).order_by("version")[0].pk


def _draft(cast: Cast, filed: Registered, **given: Any) -> LookBackDraft:
    [ground] = grounds_open(cast.matter(filed), at=cast.at)[:1] or [GroundFound(LookBackGround.LATE, "none")]
    draft = LookBackDraft(
        ground_key=ground.key, step_id=_step(filed), codes=["inactive"], why="两个月没有去现场",
        change="收到十天内先去现场", due_on=office_day(cast.at) + timedelta(days=20), conclusion="已约谈单位负责人",
    )  # fmt: skip
    return replace(draft, **given)


def _write(cast: Cast, filed: Registered, by: str = "mayor", **given: Any) -> None:
    look_back_write(actor=cast.actor(by), matter_id=filed.matter_id, draft=_draft(cast, filed, **given), at=cast.at)


def test_what_is_a_ground() -> None:
    day, at = office_day(Cast().at), Cast().at
    assert [ground.key for ground in overturned([(1, "upheld", at), (2, "changed", at), (3, "sent_back", at)])] == [
        "review:2", "review:3",
    ]  # fmt: skip
    assert [ground.key for ground in overturned([(1, "withdrawn", at), (2, "", None)])] == []
    late = [("answer", 1), ("answer_limit", 1), ("tell", 1), ("recheck", 1)]
    clocks = [*((code, place, "late", at) for code, place in late), ("answer", 2, "met", at)]
    # Two time limits of one answer are one ground.
    assert [ground.key for ground in answered_late(clocks)] == ["late:answer:1", "late:recheck:1"]
    found = list(not_carried_out([(1, day, True), (2, day, False)], [(at, "done"), (at, "not_done")]))
    assert [ground.key[:5] for ground in found] == ["step:", "call:"]
    assert {ground.ground for ground in found} == {LookBackGround.NOT_CARRIED_OUT}


@pytest.mark.parametrize(
    ("bring", "ground"), [(_late, "late"), (_overturned, "overturned"), (_promised, "not_carried_out")]
)
def test_each_ground_is_proposed_and_looked_back_at_once(cast: Cast, bring: object, ground: str) -> None:
    assert callable(bring)
    filed = bring(cast)
    if ground == "not_carried_out":
        assert look_back_page(actor=cast.actor("mayor"), at=cast.at).proposals == ()
        cast.later(days=6)
    mayor = cast.actor("mayor")
    [row] = look_back_page(actor=mayor, at=cast.at).proposals
    assert (row.number, row.ground) == (filed.number, ground)
    # The bureau alone isn't asked about itself, and neither are others.
    for username in ("housing_leader", "office_leader", "town_leader"):
        assert look_back_page(actor=cast.actor(username), at=cast.at).proposals == (), username
    page = matter_page_for(actor=mayor, number=filed.number, at=cast.at)
    assert [found.key for found in grounds_on(page)] == [row.key]
    _write(cast, filed)
    assert look_back_page(actor=mayor, at=cast.at).proposals == ()
    with pytest.raises(LookBackGroundless):
        _write(cast, filed)


def test_step_unit_and_post_are_named_and_the_change_is_a_task(cast: Cast) -> None:
    filed = _late(cast)
    with pytest.raises(MoveNotAllowed):
        _write(cast, filed, by="housing_leader")
    with pytest.raises(GroundChosenMissing):
        _write(cast, filed, ground_key="review:1")
    # Neither of another matter, nor what the petitioner did.
    own = _step(filed, "matters.matter.registered")
    for step in (None, new_id(), _step(cast.file(), "matters.matter.registered"), own):
        with pytest.raises(FailedStepMissing):
            _write(cast, filed, step_id=step)
    for field in ("why", "change", "conclusion"):
        with pytest.raises(LookBackWordsMissing):
            _write(cast, filed, **{field: " "})
    _write(cast, filed)
    page = matter_page_for(actor=cast.actor("handler"), number=filed.number, at=cast.at)
    [row] = page.rows_of(LookBackView)
    assert (row.step, row.unit, row.post, row.causes, row.is_own) == (
        "起草答复", "云渡县住房和城乡建设局", "handler", ("该办的没有办，或者拖得太久",), True,
    )  # fmt: skip
    assert row.task_id
    task = Task.objects.get(pk=row.task_id)
    assert (task.unit_id, task.from_unit_id, task.text) == (
        cast.units["housing"], cast.units["county"], "收到十天内先去现场",
    )  # fmt: skip
    assert matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at).rows_of(LookBackView) == ()
    figures = look_back_page(actor=cast.actor("mayor"), at=cast.at).figures
    assert [(figure.step, figure.unit, figure.count) for figure in figures] == [
        ("起草答复", "云渡县住房和城乡建设局", 1)
    ]
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_an_own_step_is_looked_back_at_by_another(cast: Cast) -> None:
    filed = _overturned(cast)
    approved = Event.objects.filter(matter=filed.matter_id, actor=cast.actor("mayor").ref).order_by("version")[0]
    with pytest.raises(OwnStep):
        _write(cast, filed, step_id=approved.pk)


def test_who_was_at_the_post_may_say_something_to_it(cast: Cast) -> None:
    filed = _late(cast)
    _write(cast, filed)
    pk = filed.matter_id

    def explain(by: str, text: str = "当时等物业提供账目") -> None:
        look_back_explain(actor=cast.actor(by), matter_id=pk, position=1, text=text, at=cast.at)

    for username in ("approver", "housing_leader", "mayor"):
        with pytest.raises(NotTheirPost):
            explain(username)
    with pytest.raises(StatementEmpty):
        explain("handler", " ")
    explain("handler")
    explain("handler", "账目上周才到")
    [row] = matter_page_for(actor=cast.actor("mayor"), number=filed.number, at=cast.at).rows_of(LookBackView)
    assert [text for _at, text in row.statements] == ["当时等物业提供账目", "账目上周才到"]


def test_whom_a_matter_bars_learns_nothing_of_a_look_back(cast: Cast) -> None:
    """The bureau's leader is meant by one of two matters that were late; named when it had been answered."""
    about, other = _late(cast), _late(cast)
    _write(cast, other)
    _write(cast, about)
    bar_add(actor=cast.petitioner(about), matter_id=about.matter_id, text="住建局的楚天阔局长", at=cast.at)
    leader = cast.actor("housing_leader")
    page = look_back_page(actor=leader, at=cast.at)
    assert [row.number for row in page.rows] == [other.number]
    assert [figure.count for figure in page.figures] == [1]
    assert [figure.count for figure in look_back_page(actor=cast.actor("mayor"), at=cast.at).figures] == [2]
    given = set(Task.objects.filter(case_id=about.matter_id).values_list("pk", flat=True))
    assert given
    assert not tasks_visible_to(leader).filter(pk__in=given).exists()
    with pytest.raises(MatterNotFound):
        look_back_explain(actor=leader, matter_id=about.matter_id, position=1, text="不是", at=cast.at)


def test_statements_dont_grow_with_rows(cast: Cast) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            look_back_page(actor=cast.actor("mayor"), at=cast.at)
        return len(asked)

    _write(cast, _late(cast))
    _late(cast)
    few = statements()
    _write(cast, _late(cast))
    _late(cast)
    _late(cast)
    assert statements() == few
