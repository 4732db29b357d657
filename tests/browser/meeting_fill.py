"""A matter with visits on the spot, minutes of one explanation meeting, and another one that is to come."""

from datetime import timedelta

from huiyin.kernel.time import office_day
from huiyin.matters.explanation.services.arrange import (
    ExplanationDay,
    ExplanationMinutes,
    PointDraft,
    explanation_fix,
    explanation_hold,
)
from huiyin.matters.explanation.services.wish import ExplanationWish, explanation_ask
from huiyin.matters.field_visit.services import FieldVisitDraft, field_visit_record
from huiyin.matters.register.services.register import Registered
from tests.cast import Cast

_FAR = timedelta(days=90)


def explained(cast: Cast) -> Registered:
    """Twice: once held, once still to come."""
    filed = cast.file(text="楼下的配电房夜里响，想知道是谁批的。")
    cast.to_handler(filed)
    handler, pk = cast.actor("handler"), filed.matter_id
    for was_met in (False, True):
        visit = FieldVisitDraft(
            cast.at, "云水小区配电房", [cast.officers["handler"]], met_petitioner=was_met, findings="夜间声音明显。",
            proposal="加隔音门。", wishes="先停夜里那台" if was_met else "", was_read_out=was_met,
        )  # fmt: skip
        field_visit_record(actor=handler, matter_id=pk, visit=visit, at=cast.at)
    _wish(cast, filed, timedelta(days=1))
    cast.later(days=2)
    minutes = ExplanationMinutes(
        office_day(cast.at), "谁批的，依据是什么", "逐条看了批文", "承办科室，律师",
        [PointDraft("贴出批文", office_day(cast.at) + _FAR)],
    )  # fmt: skip
    explanation_hold(actor=handler, matter_id=pk, minutes=minutes, at=cast.at)
    _wish(cast, filed, _FAR)
    return filed


def _wish(cast: Cast, filed: Registered, ahead: timedelta) -> None:
    wish = ExplanationWish("为什么装在楼下", wants_lawyer=True, wants_above=True, brings_companion=True)
    # Before there is an answer the office writes down what was spoken.
    explanation_ask(actor=cast.actor("handler"), matter_id=filed.matter_id, wish=wish, way="visit", at=cast.at)
    day = ExplanationDay(cast.at + ahead, "局二楼会议室", [cast.officers["handler"]], "方律师", invite_above=True)
    explanation_fix(actor=cast.actor("handler"), matter_id=filed.matter_id, day=day, at=cast.at)
