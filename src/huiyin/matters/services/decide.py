"""The first answer: accept, decline, redirect — each with its article and a notice (条例 Arts 22, 23, 31)."""

from datetime import datetime
from uuid import UUID

from huiyin.clocks.rules.rulebook import Outcome as GroundOutcome
from huiyin.clocks.selectors import rulebook
from huiyin.kernel.actor import Actor
from huiyin.kernel.time import office_day
from huiyin.matters.rules.errors import GroundUnknown, RouteMissing
from huiyin.matters.rules.registration import MESSAGE_MAX, checked_text
from huiyin.matters.rules.states import Action, Procedure
from huiyin.matters.services._engine import Step, step
from huiyin.matters.services.procedure import simple_begin


def matter_accept(
    *,
    actor: Actor,
    matter_id: UUID,
    procedure: Procedure = Procedure.ORDINARY,
    reason: str = "",
    at: datetime,
    seen: int | None = None,
) -> None:
    """Accept: from now the answer is owed in time (条例 Art 23; the 60 days of Art 34 start).

    `reason` says why it can be handled simply. Raises SimpleNotPossible, SimpleReasonMissing, TextTooLong.
    """
    with step(actor=actor, matter_id=matter_id, action=Action.ACCEPT, at=at, seen=seen) as taken:
        taken.matter.accepted_at = at
        if procedure is Procedure.SIMPLE:
            simple_begin(taken, reason)
        taken.tell_petitioner()


def matter_decline(
    *, actor: Actor, matter_id: UUID, ground: str, explanation: str, at: datetime, seen: int | None = None
) -> None:
    """Decline on a ground of the rulebook, explained in words. Raises GroundUnknown."""
    with step(actor=actor, matter_id=matter_id, action=Action.DECLINE, at=at, seen=seen) as taken:
        _give_ground(taken, (GroundOutcome.DECLINE, GroundOutcome.FINAL), ground)
        taken.facts["explanation"] = checked_text(explanation, field="explanation", most=MESSAGE_MAX)
        taken.tell_petitioner()


def matter_redirect(
    *, actor: Actor, matter_id: UUID, ground: str, route: str, at: datetime, seen: int | None = None
) -> None:
    """Tell where to go instead: the body, how, by when. Raises GroundUnknown, RouteMissing."""
    with step(actor=actor, matter_id=matter_id, action=Action.REDIRECT, at=at, seen=seen) as taken:
        _give_ground(taken, (GroundOutcome.REDIRECT,), ground)
        taken.facts["route"] = checked_text(route, field="route", most=MESSAGE_MAX)
        if not taken.facts["route"]:
            raise RouteMissing
        taken.tell_petitioner()


def _give_ground(taken: Step, outcomes: tuple[GroundOutcome, ...], code: str) -> None:
    ground = rulebook(office_day(taken.at)).ground(code)
    if ground is None or ground.outcome not in outcomes or taken.matter.kind not in ground.kinds:
        raise GroundUnknown
    taken.article = ground.article
    taken.facts["ground_code"] = ground.code
    taken.facts["ground"] = ground.sentence
