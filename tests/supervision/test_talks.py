"""Talks with the head of a unit: on which grounds, who calls whom, what is promised, and what nobody learns by it."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from tests.cast import Cast

from huiyin.documents.models import Letter
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.time import office_day
from huiyin.matters.delivery.services import reply_serve
from huiyin.matters.models import Matter
from huiyin.matters.recommendation.services import RecommendationDraft, recommendation_send
from huiyin.matters.register.services.register import Registered
from huiyin.matters.reply.services.reply import reply_approve
from huiyin.notices.models import Notice
from huiyin.supervision.services import matter_supervise
from huiyin.supervision.talks.errors import (
    MeasureRequired,
    MinutesRequired,
    TalkAnswerRequired,
    TalkDayInvalid,
    TalkDaysInvalid,
    TalkGone,
    TalkGroundRequired,
    TalkHeldDayInvalid,
    TalkNotAllowed,
    TalkNotFound,
    TalkReasonRequired,
)
from huiyin.supervision.talks.figures import ground_figures
from huiyin.supervision.talks.models import Talk, TalkGround
from huiyin.supervision.talks.rules import GROUND_LABELS, TalkGroundCode
from huiyin.supervision.talks.selectors import talk_view, talks_called, talks_list
from huiyin.supervision.talks.services import (
    MeasureDraft,
    TalkDraft,
    talk_answer,
    talk_call,
    talk_cancel,
    talk_hold,
)
from huiyin.tasks.models import Task
from huiyin.tasks.selectors.gate import visible_to as tasks_visible_to
from huiyin.tasks.services import task_check, task_finish


def figures(cast: Cast, name: str = "mayor", unit: str = "housing", days: int = 90) -> dict[str, int]:
    found = ground_figures(actor=cast.actor(name), unit_id=cast.units[unit], days=days, at=cast.at)
    return {figure.code.value: figure.count for figure in found}


def late_at_housing(cast: Cast) -> Registered:
    """A matter that housing hasn't answered by its day, with the day after that day as now."""
    filed = cast.file()
    cast.to_handler(filed)
    cast.later(days=61)
    return filed


def call(cast: Cast, name: str = "mayor", **given: Any) -> UUID:
    values: dict[str, Any] = {
        "unit_id": cast.units["housing"], "grounds": ["unanswered"], "days": 90, "meet_on": office_day(cast.at),
        "place": "县政府会议室", "words": "请带上台账。", **given,
    }  # fmt: skip
    return talk_call(actor=cast.actor(name), draft=TalkDraft(**values), at=cast.at)


def hold(cast: Cast, talk_id: UUID, name: str = "mayor", **given: Any) -> None:
    values: dict[str, Any] = {
        "held_on": office_day(cast.at), "attended": "县长、住建局局长", "minutes": "局长说明了原因。",
        "measures": [MeasureDraft("一周内答复全部逾期事项", office_day(cast.at) + timedelta(days=7))], **given,
    }  # fmt: skip
    talk_hold(actor=cast.actor(name), talk_id=talk_id, at=cast.at, **values)


def notified(template: str) -> set[int | None]:
    return set(Notice.objects.filter(template=template).values_list("officer_id", flat=True))


def test_the_grounds_are_a_fixed_list_about_the_unit() -> None:
    assert {ground.value for ground in TalkGroundCode} == {
        "unanswered", "late", "not_carried_out", "demands", "recommendations",
    }  # fmt: skip
    assert not [label for label in GROUND_LABELS.values() if "人" in label or "上访" in label or "越级" in label]


def test_the_figures_worked_out_by_hand(cast: Cast) -> None:
    """Two unanswered past due, one answered late, one unanswered demand, one recommendation; one matter in time."""
    filed = [cast.file() for _ in range(3)]
    for registered in filed:
        cast.to_handler(registered)
    matter_supervise(
        actor=cast.actor("registrar"), matter_id=filed[0].matter_id, demand="请说明。",
        due_on=office_day(cast.at) + timedelta(days=5), at=cast.at,
    )  # fmt: skip
    draft = RecommendationDraft("improvement", cast.units["housing"], "答复常常迟。", "请每周清理。")
    recommendation_send(actor=cast.actor("office_approver"), draft=draft, at=cast.at)
    cast.later(days=61)
    fresh = cast.file()
    cast.to_handler(fresh)
    assert figures(cast) == {
        "unanswered": 3, "late": 0, "not_carried_out": 0, "demands": 1, "recommendations": 1,
    }  # fmt: skip
    cast.draft(filed[2])
    reply_approve(actor=cast.actor("approver"), matter_id=filed[2].matter_id, at=cast.at)
    reply_serve(actor=cast.actor("handler"), matter_id=filed[2].matter_id, at=cast.at)
    assert figures(cast) == {
        "unanswered": 2, "late": 1, "not_carried_out": 0, "demands": 1, "recommendations": 1,
    }  # fmt: skip
    assert figures(cast, unit="education") == dict.fromkeys(figures(cast), 0)
    # Only what fell due within the days that are asked for: the fresh one has by now, the two did long ago.
    cast.later(days=40)
    assert figures(cast, days=30)["unanswered"] == 1 and figures(cast, days=90)["unanswered"] == 3


def test_from_the_call_to_what_was_promised(cast: Cast) -> None:
    filed = late_at_housing(cast)
    talk_id = call(cast)
    letter = Letter.objects.get(code="talk_notice")
    assert letter.unit_id == cast.units["county"]
    for words in ("云渡县住房和城乡建设局", "超过期限没有受理或者答复：1件", "县政府会议室", "第三十九条"):
        assert words in letter.content
    assert filed.number not in letter.content
    heads = {cast.officers[name] for name in ("approver", "drafting_approver", "housing_leader")}
    assert notified("talk_called") == heads
    assert [row.pk for row in talks_called(cast.actor("housing_leader"), most=5)] == [talk_id]
    talk_answer(actor=cast.actor("housing_leader"), talk_id=talk_id, text="维修资金刚刚到账。", at=cast.at)
    assert notified("talk_answered") == {cast.officers["mayor"]}
    hold(cast, talk_id)
    view = talk_view(actor=cast.actor("housing_registrar"), talk_id=talk_id)
    assert view.minutes == "局长说明了原因。" and [text for _time, text in view.answers] == ["维修资金刚刚到账。"]
    task = Task.objects.get()
    assert (task.unit_id, task.from_unit_id, task.text) == (
        cast.units["housing"], cast.units["county"], "一周内答复全部逾期事项",
    )  # fmt: skip
    assert tasks_visible_to(cast.actor("handler")).filter(pk=task.pk).exists()
    assert not tasks_visible_to(cast.actor("education_registrar")).exists()
    task_finish(actor=cast.actor("approver"), task_id=task.pk, note="已全部答复。", at=cast.at)
    task_check(actor=cast.actor("mayor"), task_id=task.pk, at=cast.at)
    (measure,) = talk_view(actor=cast.actor("mayor"), talk_id=talk_id).measures
    assert (measure.state_label, measure.report) == ("已销号", "已全部答复。")
    # The unit may go on answering, and nothing is held twice.
    talk_answer(actor=cast.actor("approver"), talk_id=talk_id, text="另附台账。", at=cast.at)
    with pytest.raises(TalkGone):
        hold(cast, talk_id)
    with pytest.raises(TalkGone):
        talk_cancel(actor=cast.actor("mayor"), talk_id=talk_id, reason="改期", at=cast.at)


def test_who_may_call_a_talk_with_which_unit(cast: Cast) -> None:
    late_at_housing(cast)
    for name in ("office_leader", "registrar", "housing_leader", "approver", "town_leader"):
        with pytest.raises(TalkNotAllowed):
            call(cast, name)
    # A unit that stands apart is called by nobody.
    with pytest.raises(TalkNotAllowed):
        call(cast, unit_id=cast.units["commission"])
    talk_id = call(cast)
    for name in ("office_leader", "town_leader", "education_registrar", "handler", "auditor"):
        assert talks_list(actor=cast.actor(name)) == []
        with pytest.raises(TalkNotFound):
            talk_view(actor=cast.actor(name), talk_id=talk_id)
    for name in ("housing_leader", "approver"):
        with pytest.raises(TalkNotAllowed):
            hold(cast, talk_id, name)
    with pytest.raises(TalkNotAllowed):
        talk_answer(actor=cast.actor("mayor"), talk_id=talk_id, text="好。", at=cast.at)
    with pytest.raises(TalkNotAllowed):
        talk_answer(actor=cast.actor("housing_registrar"), talk_id=talk_id, text="好。", at=cast.at)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"grounds": []}, TalkGroundRequired),
        ({"grounds": ["late"]}, TalkGroundRequired),
        ({"grounds": ["unanswered", "demands"]}, TalkGroundRequired),
        ({"grounds": ["complaints"]}, TalkGroundRequired),
        ({"days": 0}, TalkDaysInvalid),
        ({"days": 367}, TalkDaysInvalid),
        ({"meet_on": date(2026, 3, 2)}, TalkDayInvalid),
    ],
)
def test_what_a_call_lacks(cast: Cast, given: dict[str, Any], refusal: type[HuiyinError]) -> None:
    late_at_housing(cast)
    with pytest.raises(refusal):
        call(cast, **given)
    assert not Talk.objects.exists() and not Letter.objects.filter(code="talk_notice").exists()


def test_what_its_record_lacks(cast: Cast) -> None:
    late_at_housing(cast)
    talk_id = call(cast, meet_on=office_day(cast.at) + timedelta(days=3))
    day = office_day(cast.at)
    for given, refusal in (
        ({"held_on": day - timedelta(days=1)}, TalkHeldDayInvalid),
        ({"held_on": day + timedelta(days=1)}, TalkHeldDayInvalid),
        ({"minutes": " "}, MinutesRequired),
        ({"measures": []}, MeasureRequired),
        ({"measures": [MeasureDraft("做", day + timedelta(days=2))] * 6}, MeasureRequired),
    ):
        with pytest.raises(refusal):
            hold(cast, talk_id, **given)
    assert not Task.objects.exists()
    with pytest.raises(TalkAnswerRequired):
        talk_answer(actor=cast.actor("approver"), talk_id=talk_id, text="\u200b", at=cast.at)
    with pytest.raises(TalkReasonRequired):
        talk_cancel(actor=cast.actor("mayor"), talk_id=talk_id, reason="", at=cast.at)
    talk_cancel(actor=cast.actor("mayor"), talk_id=talk_id, reason="已全部答复。", at=cast.at)
    assert notified("talk_cancelled") >= {cast.officers["housing_leader"]}
    with pytest.raises(IntegrityError), transaction.atomic():
        TalkGround.objects.update(count=0)


def test_a_matter_about_the_unit_is_no_ground_and_is_hidden_from_whom_it_bars(cast: Cast) -> None:
    filed = late_at_housing(cast)
    other = cast.file()
    cast.to_handler(other)
    cast.later(days=61)
    assert figures(cast)["unanswered"] == 2
    talk_id = call(cast, days=120)
    Matter.objects.filter(pk=filed.matter_id).update(respondent_officer=cast.officers["housing_leader"])
    # The figure of a talk to come leaves it out, and the talk that there is lists and counts it no more for them.
    assert figures(cast, days=120)["unanswered"] == 1
    for name in ("housing_leader", "approver"):
        view = talk_view(actor=cast.actor(name), talk_id=talk_id)
        (ground,) = view.row.grounds
        assert ([matter.number for matter in ground.matters], ground.count) == ([other.number], 1)
        assert [row.grounds[0].count for row in talks_list(actor=cast.actor(name))] == [1]
    (ground,) = talk_view(actor=cast.actor("mayor"), talk_id=talk_id).row.grounds
    assert ground.count == 2
    Matter.objects.filter(pk=other.matter_id).update(respondent_officer=cast.officers["housing_leader"])
    assert figures(cast, days=120)["unanswered"] == 0
    with pytest.raises(TalkGroundRequired):
        call(cast, days=120)
