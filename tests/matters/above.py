"""Who decides above: reviewers for the cast, and the road of a matter to each state of review.

The housing bureau has a station below it, so that a review there and a recheck in the county are both in the house.
"""

from collections.abc import Sequence
from datetime import timedelta

from tests.cast import AT, SEED, Cast

from huiyin.kernel.actor import Actor, Role
from huiyin.matters.assignment.services import matter_assign_handler, matter_assign_unit
from huiyin.matters.carrying_out.services import StepDraft
from huiyin.matters.delivery.services import reply_serve
from huiyin.matters.models import Review
from huiyin.matters.register.services.register import Registered
from huiyin.matters.reply.services.reply import reply_approve, reply_draft
from huiyin.matters.review.rules import ReviewLevel, ReviewOutcome
from huiyin.matters.review.services.review import (
    DecisionDraft,
    review_ask,
    review_decide,
    review_draft,
    review_send_back,
    review_take,
)
from huiyin.orgs.rules import UnitKind
from huiyin.orgs.services import OfficerPlan, PostPlan, UnitPlan, officer_create, post_create, units_create

DECISION = DecisionDraft(
    facts="调取了两次检测报告。", basis="《物业管理条例》第六条", opinion="原答复认定清楚，予以维持。"
)
# Who approves what each of the reviewers drafts: who leads the unit that decides.
APPROVERS = {"reviewer": "mayor", "reviewer_two": "mayor", "bureau_reviewer": "housing_leader"}
GROUNDS = "答复没有说明收费为什么不公示。"

# username: (name, unit, roles)
_PEOPLE = {
    "reviewer": ("柏舟", "county", (Role.REVIEWER,)),
    "reviewer_two": ("景行", "county", (Role.REVIEWER,)),
    "bureau_reviewer": ("简兮", "housing", (Role.REVIEWER,)),
    "station_registrar": ("甘棠", "station", (Role.REGISTRAR,)),
    "station_handler": ("采薇", "station", (Role.HANDLER,)),
    "station_approver": ("子衿", "station", (Role.APPROVER,)),
}


def staff_above(cast: Cast) -> None:
    """Give the house its reviewers and the bureau its station, once."""
    if "station" in cast.units:
        return
    plan = UnitPlan("云渡县物业管理站", UnitKind.STATION)
    cast.units["station"] = units_create(plans=[plan], parent_id=cast.units["housing"], actor=SEED, at=AT)[0].pk
    for username, (name, unit, roles) in _PEOPLE.items():
        if username in cast.officers:
            continue
        officer = officer_create(plan=OfficerPlan(username, name), actor=SEED, at=AT)
        cast.officers[username] = officer.pk
        for role in roles:
            post_create(plan=PostPlan(cast.units[unit], role, str(role), officer.pk), actor=SEED, at=AT)


def answer_at_station(cast: Cast, filed: Registered, steps: Sequence[StepDraft] = ()) -> None:
    """The whole road to a reply that the station served."""
    to_station(cast, filed, steps)
    reply_serve(actor=cast.actor("station_handler"), matter_id=filed.matter_id, at=cast.at)


def to_station(cast: Cast, filed: Registered, steps: Sequence[StepDraft] = ()) -> None:
    """The whole road to a reply that the station may serve."""
    cast.accept(filed)
    pk, at = filed.matter_id, cast.at
    matter_assign_unit(actor=cast.actor("registrar"), matter_id=pk, unit_id=cast.units["station"], at=at)
    handler = cast.officers["station_handler"]
    matter_assign_handler(actor=cast.actor("station_registrar"), matter_id=pk, officer_id=handler, at=at)
    _approved(cast, filed, "station_handler", "station_approver", steps)


def answer_again(cast: Cast, filed: Registered, *, handler: str = "handler", approver: str = "approver") -> None:
    """Draft, approve and serve by whoever handles it."""
    _approved(cast, filed, handler, approver)
    reply_serve(actor=cast.actor(handler), matter_id=filed.matter_id, at=cast.at)


def _approved(cast: Cast, filed: Registered, handler: str, approver: str, steps: Sequence[StepDraft] = ()) -> None:
    pk, at = filed.matter_id, cast.at
    reply_draft(
        actor=cast.actor(handler), matter_id=pk, facts="重新查看，情况属实。", opinions=cast.opinions(filed),
        basis="《物业管理条例》第六条", steps=steps, at=at,
    )  # fmt: skip
    reply_approve(actor=cast.actor(approver), matter_id=pk, at=at)


def ask(
    cast: Cast, filed: Registered, level: ReviewLevel = ReviewLevel.REVIEW, actor: Actor | None = None, late: str = ""
) -> None:
    """The petitioner asks."""
    review_ask(
        actor=actor or cast.petitioner(filed), matter_id=filed.matter_id, level=level, grounds=GROUNDS,
        late_reason=late, at=cast.at,
    )  # fmt: skip


def decide(
    cast: Cast,
    filed: Registered,
    by: str = "reviewer",
    level: ReviewLevel = ReviewLevel.REVIEW,
    outcome: str = ReviewOutcome.UPHELD,
    approver: str = "",
) -> None:
    """A reviewer takes it and drafts, and somebody else of the unit, or who leads it, approves."""
    review_take(actor=cast.actor(by), matter_id=filed.matter_id, level=level, at=cast.at)
    draft_opinion(cast, filed, by, outcome)
    approve_opinion(cast, filed, approver or APPROVERS[by])


def draft_opinion(cast: Cast, filed: Registered, by: str, outcome: str = ReviewOutcome.UPHELD) -> None:
    """By the reviewer who has taken it."""
    review_draft(actor=cast.actor(by), matter_id=filed.matter_id, decision=DECISION, outcome=outcome, at=cast.at)


def approve_opinion(cast: Cast, filed: Registered, by: str) -> None:
    """Whatever it comes to."""
    review = Review.objects.get(matter=filed.matter_id, decided_at=None)
    actor, pk, at = cast.actor(by), filed.matter_id, cast.at
    if review.drafted_outcome == ReviewOutcome.SENT_BACK:
        review_send_back(actor=actor, matter_id=pk, at=at)
    else:
        review_decide(actor=actor, matter_id=pk, level=ReviewLevel(review.level), at=at)


def to_recheck(cast: Cast, filed: Registered, steps: Sequence[StepDraft] = ()) -> None:
    """Answered by the station, reviewed by the bureau, asked to be rechecked by the county."""
    answer_at_station(cast, filed, steps)
    ask(cast, filed)
    decide(cast, filed, "bureau_reviewer")
    cast.at += timedelta(days=1)
    ask(cast, filed, ReviewLevel.RECHECK)
