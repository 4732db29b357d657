"""The first answer: accept, decline, redirect — each with its article and a notice (条例 Arts 22, 23, 31)."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from huiyin.clocks.rules.rulebook import GroundOutcome as GroundOutcome
from huiyin.clocks.selectors import rulebook
from huiyin.kernel.actor import Actor
from huiyin.kernel.text_limits import checked_text
from huiyin.kernel.time import office_day
from huiyin.matters.acceptance.errors import (
    BodyMissing,
    DeadlineMissing,
    GroundUnknown,
    RemedyMissing,
    RouteMissing,
    RouteUnknown,
)
from huiyin.matters.acceptance.rules import HERE, Route
from huiyin.matters.core.rules.limits import MESSAGE_MAX
from huiyin.matters.core.rules.states import Action, Kind, Procedure
from huiyin.matters.core.services.engine import MatterChange, move
from huiyin.matters.linking.selectors.split import owed_since
from huiyin.matters.procedure.errors import SimpleNotPossible
from huiyin.matters.procedure.services import simple_begin


def matter_accept(
    *,
    actor: Actor,
    matter_id: UUID,
    procedure: Procedure = Procedure.ORDINARY,
    reason: str = "",
    route: Route | None = None,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Accept: from now the answer is owed in time (条例 Art 23; the 60 days of Art 34 start).

    `reason` says why it can be handled simply. A claim goes on by `route`: as a duty to act, or else with an opinion
    (条例 Art 31). A part of a matter that was accepted before is owed since then.

    Raises SimpleNotPossible, SimpleReasonMissing, TextTooLong, RouteUnknown.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.ACCEPT, at=at, seen=seen) as change:
        change.matter.accepted_at = at
        # A part's clocks count from the acceptance of the whole: by a split nobody gains time.
        change.event_at = owed_since(change.matter, at=at)
        if procedure is Procedure.SIMPLE:
            if route is Route.DUTY:  # a duty to act has a procedure of its own
                raise SimpleNotPossible
            simple_begin(change, reason)
        _give_route(change, route)
        change.notify_petitioner()


def matter_decline(
    *, actor: Actor, matter_id: UUID, ground: str, explanation: str, at: datetime, seen: int | None = None
) -> None:
    """Decline on a ground of the rulebook, explained in words. Raises GroundUnknown."""
    with move(actor=actor, matter_id=matter_id, action=Action.DECLINE, at=at, seen=seen) as change:
        # 不再受理 after a recheck (条例 Art 36) is a refusal as well, with grounds of its own.
        _give_ground(change, (GroundOutcome.DECLINE, GroundOutcome.FINAL), ground)
        change.facts["explanation"] = checked_text(explanation, field="explanation", most=MESSAGE_MAX)
        change.notify_petitioner()


def matter_redirect(
    *,
    actor: Actor,
    matter_id: UUID,
    ground: str,
    route: str,
    body: str = "",
    deadline: str = "",
    remedy: str = "",
    at: datetime,
    seen: int | None = None,
) -> None:
    """Tell where to go instead: how, and for a claim on one of the routes to another body also which, by when, and
    what can be done against its decision (条例 Arts 23, 31).

    Raises GroundUnknown, RouteMissing, BodyMissing, DeadlineMissing, RemedyMissing.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.REDIRECT, at=at, seen=seen) as change:
        _give_ground(change, (GroundOutcome.REDIRECT,), ground)
        change.facts["route"] = checked_text(route, field="route", most=MESSAGE_MAX)
        if not change.facts["route"]:
            raise RouteMissing
        _name_body(change, ground, {"body": body, "deadline": deadline, "remedy": remedy})
        change.notify_petitioner()


def _give_route(change: MatterChange, route: Route | None) -> None:
    """Write down on which of the six routes a claim goes on here."""
    if change.matter.kind != Kind.CLAIM:
        if route is not None:
            raise RouteUnknown
        return
    rule = rulebook(office_day(change.at)).route(route or Route.OPINION)
    # The routes that lead to another body are no acceptance: they go by `matter_redirect`.
    if route is not None and (route not in HERE or rule is None):
        raise RouteUnknown
    change.facts["route_code"] = route or Route.OPINION
    if rule is not None and route is Route.DUTY:
        change.article = rule.article
        change.facts["way"] = rule.sentence


def _name_body(change: MatterChange, ground: str, given: Mapping[str, str]) -> None:
    """Name body, deadline and remedy; on a route of a claim all three have to be said."""
    texts = {key: checked_text(text, field=key, most=MESSAGE_MAX) for key, text in given.items()}
    rule = rulebook(office_day(change.at)).route_of_ground(ground) if change.matter.kind == Kind.CLAIM else None
    # Only a claim has routes (条例 Art 31); other kinds are led elsewhere without body, deadline and remedy.
    if rule is not None:
        for key, missing in (("body", BodyMissing), ("deadline", DeadlineMissing), ("remedy", RemedyMissing)):
            if not texts[key]:
                raise missing
        change.facts["route_code"], change.facts["way"] = rule.code, rule.sentence
    change.facts |= {key: text for key, text in texts.items() if text}


def _give_ground(change: MatterChange, outcomes: tuple[GroundOutcome, ...], code: str) -> None:
    ground = rulebook(office_day(change.at)).ground(code)
    if ground is None or ground.outcome not in outcomes or change.matter.kind not in ground.kinds:
        raise GroundUnknown
    # In place of the move's own article: the petitioner reads on what this very refusal rests.
    change.article = ground.article
    change.facts["ground_code"] = ground.code
    change.facts["ground"] = ground.sentence
