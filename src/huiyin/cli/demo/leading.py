"""What leaders do in person, a handler who stands aside, and somebody who is away."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from huiyin.cli.demo.county import County
from huiyin.cli.demo.scenes import Scene, Verb
from huiyin.cli.demo.source import voices
from huiyin.cli.demo.storyline import Storyline
from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.time import office_day
from huiyin.matters.recommendation.rules import RecommendationKind
from huiyin.matters.recommendation.services import RecommendationDraft, recommendation_reply, recommendation_send
from huiyin.matters.recusal.services import matter_recuse
from huiyin.matters.sponsor.services.sponsor import MilestoneDraft, matter_sponsor, milestone_reach
from huiyin.orgs.selectors import actor_for
from huiyin.orgs.services import leave_set

_RECOMMENDED_TO = "housing"
_AWAY, _STANDING_IN = "housing.handler2", "housing.handler"
_WAITING_DAYS = 26
_AWAY_DAYS = 9


def sponsored(line: Storyline) -> None:
    """A leader's plan, with its first step done."""
    texts = voices()["leading"]
    leader = line.first(line.lead, Role.LEADER)
    line.to_handler()
    line.note(1)
    line.step(Verb.SPONSOR, leader, 1, {"plan": texts["plan"], "milestones": texts["milestones"]})
    line.step(Verb.REACH_MILESTONE, leader, 5, {"position": 1, "note": texts["reached"]})


def recused(line: Storyline) -> None:
    """The handler knows the people, and somebody else works on it."""
    line.to_handler()
    line.step(Verb.RECUSE, line.handler, 0, {"officer": line.handler, "reason": voices()["leading"]["near"]})
    line.to_somebody_else()
    line.note(1)


def leading_arrange(county: County, *, at: datetime) -> None:
    """A recommendation that was adopted and one that waits for its answer; somebody away, and who stands in."""
    texts = voices()["leading"]
    signs = actor_for(officer_id=county.officers[county.roll.first("office", Role.LEADER)])
    for number, advice in enumerate(texts["recommendations"]):
        draft = RecommendationDraft(
            kind=RecommendationKind(advice["kind"]).value, to_unit_id=county.units[_RECOMMENDED_TO],
            problem=advice["problem"], evidence=advice["evidence"], proposal=advice["proposal"],
        )  # fmt: skip
        # The one that waits is due in some days: its unit has been reminded.
        ago = timedelta(hours=2 - number) if advice.get("reply") else timedelta(days=_WAITING_DAYS)
        sent = recommendation_send(actor=signs, draft=draft, at=at - ago)
        if advice.get("reply"):
            answers = actor_for(officer_id=county.officers[county.roll.first(_RECOMMENDED_TO, Role.LEADER)])
            recommendation_reply(actor=answers, recommendation_id=sent, adopted=True, reply=advice["reply"], at=at)
    away = county.officers[_AWAY]
    leave_set(
        officer_id=away, deputy_id=county.officers[_STANDING_IN], starts_on=office_day(at),
        ends_on=office_day(at) + timedelta(days=_AWAY_DAYS), actor=actor_for(officer_id=away), at=at,
    )  # fmt: skip


def _sponsor(actor: Actor, matter_id: UUID, scene: Scene) -> None:
    steps = [
        MilestoneDraft(text, office_day(scene.at) + timedelta(days=days)) for text, days in scene.words["milestones"]
    ]
    matter_sponsor(actor=actor, matter_id=matter_id, plan=scene.words["plan"], milestones=steps, at=scene.at)


def _reach(actor: Actor, matter_id: UUID, scene: Scene) -> None:
    milestone_reach(actor=actor, matter_id=matter_id, at=scene.at, **scene.words)


def _recuse(actor: Actor, matter_id: UUID, scene: Scene) -> None:
    matter_recuse(
        actor=actor, matter_id=matter_id, officer_id=actor.officer_id or 0, reason=scene.words["reason"], at=scene.at
    )


LEADING_DOERS: dict[Verb, Callable[[Actor, UUID, Scene], None]] = {
    Verb.SPONSOR: _sponsor,
    Verb.REACH_MILESTONE: _reach,
    Verb.RECUSE: _recuse,
}
