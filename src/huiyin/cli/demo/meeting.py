"""Matters in which somebody went there, and answers that are explained face to face."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from uuid import UUID

from huiyin.cli.demo.scenes import Scene, Verb
from huiyin.cli.demo.source import voices
from huiyin.cli.demo.storyline import Storyline
from huiyin.kernel.actor import Actor
from huiyin.kernel.time import OFFICE_ZONE, office_day
from huiyin.matters.explanation.services.arrange import (
    ExplanationDay,
    ExplanationMinutes,
    PointDraft,
    explanation_fix,
    explanation_hold,
)
from huiyin.matters.explanation.services.wish import ExplanationWish, explanation_ask, explanation_remark
from huiyin.matters.field_visit.services import FieldVisitDraft, field_visit_correct, field_visit_record

_FIRST = 1
_MORNING = time(9, 30)
# What was agreed is to be done so long after the meeting.
_TIME_TO_DO = timedelta(days=30)


def visited(line: Storyline) -> None:
    """Twice on the spot; the first record is corrected, the second one was read to the petitioner."""
    texts = voices()["on_the_spot"]
    line.to_handler()
    line.step(Verb.RECORD_FIELD_VISIT, line.handler, 1, texts["first"])
    line.step(Verb.CORRECT_FIELD_VISIT, line.handler, 0, {**texts["first"], **texts["corrected"]})
    line.step(Verb.RECORD_FIELD_VISIT, line.handler, 2, texts["second"])


def to_be_explained(line: Storyline) -> None:
    """A day is fixed; the unit above was asked and hasn't answered."""
    _wished(line)
    line.step(Verb.FIX_EXPLANATION, line.handler, 1, {**voices()["explanation"]["fixed"], "days": 21})


def explained(line: Storyline) -> None:
    """It was held: with minutes, what was agreed, and a remark."""
    texts = voices()["explanation"]
    _wished(line)
    line.step(Verb.FIX_EXPLANATION, line.handler, 1, {**texts["fixed"], "days": 4})
    line.step(Verb.HOLD_EXPLANATION, line.handler, 7, texts["minutes"])
    line.petitioner_move(Verb.REMARK_EXPLANATION, 2, {"remark": texts["remark"]})


def _wished(line: Storyline) -> None:
    line.to_handler()
    line.note(1)
    line.draft()
    line.approve()
    line.serve()
    line.petitioner_move(Verb.ASK_EXPLANATION, 2, voices()["explanation"]["wish"])


def _visit(actor: Actor, scene: Scene) -> FieldVisitDraft:
    words = {key: value for key, value in scene.words.items() if key not in {"position", "reason"}}
    went = [actor.officer_id] if actor.officer_id is not None else []
    return FieldVisitDraft(visited_at=scene.at - timedelta(minutes=40), officer_ids=went, **words)


def _record(actor: Actor, matter_id: UUID, scene: Scene) -> None:
    field_visit_record(actor=actor, matter_id=matter_id, visit=_visit(actor, scene), at=scene.at)


def _correct(actor: Actor, matter_id: UUID, scene: Scene) -> None:
    field_visit_correct(
        actor=actor, matter_id=matter_id, position=_FIRST, reason=scene.words["reason"], visit=_visit(actor, scene),
        at=scene.at,
    )  # fmt: skip


def _ask(actor: Actor, matter_id: UUID, scene: Scene) -> None:
    explanation_ask(actor=actor, matter_id=matter_id, wish=ExplanationWish(**scene.words), at=scene.at)


def _fix(actor: Actor, matter_id: UUID, scene: Scene) -> None:
    on = office_day(scene.at) + timedelta(days=scene.words["days"])
    day = ExplanationDay(
        starts_at=datetime.combine(on, _MORNING, OFFICE_ZONE), place=scene.words["place"],
        officer_ids=[actor.officer_id] if actor.officer_id is not None else [], lawyer=scene.words["lawyer"],
        invite_above=True,
    )  # fmt: skip
    explanation_fix(actor=actor, matter_id=matter_id, day=day, at=scene.at)


def _hold(actor: Actor, matter_id: UUID, scene: Scene) -> None:
    today = office_day(scene.at)
    points = [PointDraft(text, today + _TIME_TO_DO) for text in scene.words["points"]]
    minutes = ExplanationMinutes(
        held_on=today, asked=scene.words["asked"], explained=scene.words["explained"],
        present=scene.words["present"], points=points,
    )  # fmt: skip
    explanation_hold(actor=actor, matter_id=matter_id, minutes=minutes, at=scene.at)


def _remark(actor: Actor, matter_id: UUID, scene: Scene) -> None:
    explanation_remark(actor=actor, matter_id=matter_id, at=scene.at, **scene.words)


MEETING_DOERS: dict[Verb, Callable[[Actor, UUID, Scene], None]] = {
    Verb.RECORD_FIELD_VISIT: _record,
    Verb.CORRECT_FIELD_VISIT: _correct,
    Verb.ASK_EXPLANATION: _ask,
    Verb.FIX_EXPLANATION: _fix,
    Verb.HOLD_EXPLANATION: _hold,
    Verb.REMARK_EXPLANATION: _remark,
}
