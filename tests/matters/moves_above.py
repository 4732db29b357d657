"""The moves of review, recheck and hearing for the table of every state × action × actor."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from tests.cast import Cast
from tests.matters.above import DECISION, GROUNDS, answer_at_station, ask, decide, draft_opinion, to_recheck

from huiyin.kernel.actor import Actor
from huiyin.matters.carrying_out.services import StepDraft
from huiyin.matters.core.rules.states import REVIEW_STATES, Action, State
from huiyin.matters.models import Matter
from huiyin.matters.register.services.register import Registered
from huiyin.matters.review.rules import ReviewLevel
from huiyin.matters.review.services.hearing import (
    HearingDraft,
    HearingRecord,
    hearing_announce,
    hearing_cancel,
    hearing_record,
)
from huiyin.matters.review.services.review import (
    review_ask,
    review_decide,
    review_draft,
    review_leave_barred,
    review_point_outside,
    review_return,
    review_send_back,
    review_take,
)

REVIEW, RECHECK = ReviewLevel.REVIEW, ReviewLevel.RECHECK


def _take(cast: Cast, filed: Registered, level: ReviewLevel) -> None:
    review_take(actor=cast.actor("reviewer"), matter_id=filed.matter_id, level=level, at=cast.at)


# Under review the housing bureau has answered and the county decides; the others were answered by its station.
ROADS: dict[State, tuple[Callable[[Cast, Registered], None], ...]] = {
    # There an opinion waits for a second person, under recheck none is drafted yet.
    State.UNDER_REVIEW: (
        Cast.answer,
        ask,
        lambda cast, filed: _take(cast, filed, REVIEW),
        lambda cast, filed: draft_opinion(cast, filed, "reviewer"),
    ),
    State.REVIEWED: (answer_at_station, ask, lambda cast, filed: decide(cast, filed, "bureau_reviewer")),
    State.UNDER_RECHECK: (to_recheck, lambda cast, filed: _take(cast, filed, RECHECK)),
    State.CARRYING_OUT: (
        lambda cast, filed: to_recheck(cast, filed, [StepDraft("公示收支", cast.at.date() + timedelta(days=30))]),
        lambda cast, filed: decide(cast, filed, "reviewer", RECHECK),
    ),
    State.FINALISED: (to_recheck, lambda cast, filed: decide(cast, filed, "reviewer", RECHECK)),
}


def _ask(cast: Cast, actor: Actor, pk: UUID, level: ReviewLevel) -> None:
    review_ask(actor=actor, matter_id=pk, level=level, grounds=GROUNDS, via="visit", at=cast.at)


def _decide(cast: Cast, actor: Actor, pk: UUID, level: ReviewLevel) -> None:
    review_decide(actor=actor, matter_id=pk, level=level, at=cast.at)


def _announce(cast: Cast, actor: Actor, pk: UUID) -> None:
    chair = "reviewer_two" if Matter.objects.get(pk=pk).state in REVIEW_STATES else "approver"
    held_at = cast.at + timedelta(days=8)
    hearing = HearingDraft(held_at, "二楼", cast.officers[chair], members="", about="收费依据")
    hearing_announce(actor=actor, matter_id=pk, hearing=hearing, at=cast.at)


DOINGS: dict[Action, Callable[[Cast, Actor, UUID], object]] = {
    Action.ASK_REVIEW: lambda cast, actor, pk: _ask(cast, actor, pk, REVIEW),
    Action.ASK_RECHECK: lambda cast, actor, pk: _ask(cast, actor, pk, RECHECK),
    Action.POINT_OUTSIDE: lambda cast, actor, pk: review_point_outside(
        actor=actor, matter_id=pk, level=REVIEW, at=cast.at
    ),
    Action.TAKE_REVIEW: lambda cast, actor, pk: review_take(actor=actor, matter_id=pk, level=REVIEW, at=cast.at),
    Action.TAKE_RECHECK: lambda cast, actor, pk: review_take(actor=actor, matter_id=pk, level=RECHECK, at=cast.at),
    Action.DECIDE_REVIEW: lambda cast, actor, pk: _decide(cast, actor, pk, REVIEW),
    Action.DECIDE_RECHECK: lambda cast, actor, pk: _decide(cast, actor, pk, RECHECK),
    # Of a matter about nobody; with a respondent: tests/flows/test_barred_round.py.
    Action.REVIEW_LEAVE_BARRED: lambda cast, actor, pk: review_leave_barred(actor=actor, matter_id=pk, at=cast.at),
    Action.SEND_BACK: lambda cast, actor, pk: review_send_back(actor=actor, matter_id=pk, at=cast.at),
    Action.DRAFT_OPINION: lambda cast, actor, pk: review_draft(
        actor=actor, matter_id=pk, decision=DECISION, outcome="upheld", at=cast.at
    ),
    Action.RETURN_OPINION: lambda cast, actor, pk: review_return(
        actor=actor, matter_id=pk, reason="写明依据", at=cast.at
    ),
    Action.ANNOUNCE_HEARING: _announce,
    Action.CANCEL_HEARING: lambda cast, actor, pk: hearing_cancel(
        actor=actor, matter_id=pk, reason="停电", at=cast.at
    ),
    Action.RECORD_HEARING: lambda cast, actor, pk: hearing_record(
        actor=actor, matter_id=pk, record=HearingRecord(cast.at.date(), "", "陈述", "意见"), at=cast.at
    ),
}

_ASKING = {"petitioner", "registrar"}
_REVIEWER = {"reviewer"}
EXPECTED: dict[Action, dict[State, set[str]]] = {
    Action.ASK_REVIEW: {
        state: _ASKING | {"housing_registrar"} for state in (State.SERVED, State.RATED, State.CLOSED)
    },
    Action.ASK_RECHECK: {State.REVIEWED: _ASKING},
    # Only where nobody in the house stands above, and after a hearing was announced: test_review, test_hearing.
    Action.POINT_OUTSIDE: {},
    Action.CANCEL_HEARING: {},
    Action.RECORD_HEARING: {},
    Action.TAKE_REVIEW: {State.UNDER_REVIEW: _REVIEWER},
    Action.TAKE_RECHECK: {State.UNDER_RECHECK: _REVIEWER},
    Action.DRAFT_OPINION: {State.UNDER_RECHECK: _REVIEWER},
    # Nobody approves their own; a recheck's, and one that sends the matter back: test_review.
    Action.RETURN_OPINION: {State.UNDER_REVIEW: {"mayor"}},
    Action.DECIDE_REVIEW: {State.UNDER_REVIEW: {"mayor"}},
    Action.DECIDE_RECHECK: {},
    Action.REVIEW_LEAVE_BARRED: {},
    Action.SEND_BACK: {},
    Action.ANNOUNCE_HEARING: {State.INVESTIGATING: {"handler"}, **dict.fromkeys(REVIEW_STATES, _REVIEWER)},
}
# Who works on it while it is above, and afterwards.
STAFF: dict[State, set[str]] = {
    State.UNDER_REVIEW: {"housing_registrar", "approver", "handler", "mayor", "reviewer"},
    State.REVIEWED: {"mayor"},
    State.CARRYING_OUT: {"mayor"},
    State.UNDER_RECHECK: {"mayor", "reviewer"},
}
