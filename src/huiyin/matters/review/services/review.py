"""Review and recheck: asked for by the petitioner, decided one level above by nobody who took part (条例 35, 36)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from huiyin.kernel.actor import Actor, ActorKind, Role
from huiyin.kernel.text_limits import checked_text
from huiyin.matters.carrying_out.services import steps_left
from huiyin.matters.core.errors import MoveNotOpen, NotBarred
from huiyin.matters.core.rules.labels import ACTION_LABELS, STATE_LABELS
from huiyin.matters.core.rules.limits import MESSAGE_MAX, TEXT_MAX
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import Action, Channel, MessageKind, State
from huiyin.matters.core.services.engine import MatterChange, move
from huiyin.matters.messages.services.work import message_add
from huiyin.matters.models import Hearing, Matter, Reply, Review
from huiyin.matters.reply.errors import BasisMissing, FactsMissing
from huiyin.matters.respondents.selectors.bars import officers_unbarred
from huiyin.matters.respondents.selectors.respondents import respondents_of
from huiyin.matters.review.errors import (
    GroundsMissing,
    HearingPending,
    LateReasonMissing,
    NotItsTurn,
    NotReviewable,
    OpinionNotWaiting,
    OpinionReturnUnexplained,
    OpinionWaits,
    OwnOpinion,
    ReviewInside,
    ReviewOpinionMissing,
    ReviewOutcomeMissing,
    ReviewOutside,
    TookPart,
    ViaUnknown,
)
from huiyin.matters.review.rules import LEVEL_LABELS, ReviewLevel, ReviewOutcome
from huiyin.matters.review.selectors.review import (
    asked_late,
    deciding_unit,
    handling_takers,
    next_level,
    opinion_approvers,
    previous_participants,
    review_is_barred,
)
from huiyin.matters.review.selectors.windows import may_be_reviewed
from huiyin.matters.seal.rules import SEALED_TEXT
from huiyin.matters.search.services.index import index_add
from huiyin.matters.search.services.written import review_text
from huiyin.orgs.selectors import officer_names, officers_of_unit, unit_name

# At a counter: in writing or in person.
COUNTER_CHANNELS = (Channel.VISIT, Channel.LETTER)
_ASK = {ReviewLevel.REVIEW: Action.ASK_REVIEW, ReviewLevel.RECHECK: Action.ASK_RECHECK}
_TAKE = {ReviewLevel.REVIEW: Action.TAKE_REVIEW, ReviewLevel.RECHECK: Action.TAKE_RECHECK}
_DECIDE = {ReviewLevel.REVIEW: Action.DECIDE_REVIEW, ReviewLevel.RECHECK: Action.DECIDE_RECHECK}


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """What a review found and says, as typed."""

    facts: str
    basis: str
    opinion: str


def review_ask(
    *,
    actor: Actor,
    matter_id: UUID,
    level: ReviewLevel,
    grounds: str,
    late_reason: str = "",
    via: str = Channel.WEB,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Ask the unit above to look at the answer again; 30 days for it start.

    By the petitioner, or by a registrar for whoever came or wrote (`via`). Raises NotReviewable, NotItsTurn,
    GroundsMissing, LateReasonMissing, ViaUnknown, TextTooLong, ReviewOutside (see review_point_outside).
    """
    with move(actor=actor, matter_id=matter_id, action=_ASK[level], at=at, seen=seen) as change:
        matter = change.matter
        _check_turn(matter, level)
        review = _asked(change, level, grounds, late_reason)
        review.asked_via = _via(actor, via)
        above = deciding_unit(matter=matter, level=level, asking=actor)
        if above is None:
            raise ReviewOutside(level=gettext(LEVEL_LABELS[level]))
        review.unit_id = above.unit_id
        if matter.is_sealed:
            # What the petitioner says of a sealed matter goes under the seal; its readers find it among the messages.
            message_add(change, MessageKind.WRITTEN, "\n".join(filter(None, (review.grounds, review.late_reason))))
            review.grounds, review.late_reason = SEALED_TEXT, review.late_reason and SEALED_TEXT
        else:
            index_add(matter.pk, review_text(review))
        change.save(review)
        matter.review_unit_id = above.unit_id
        # Who decided the review before has had a part, and can't take the recheck.
        matter.reviewer_id = None
        matter.closed_at = None
        matter.parts |= Part.REVIEWS
        change.round = review.position
        change.facts["unit"] = unit_name(unit_id=above.unit_id)
        change.notify_petitioner()
        change.notify_officers("review_waiting", list(above.reviewer_ids))


def review_point_outside(*, actor: Actor, matter_id: UUID, level: ReviewLevel, at: datetime) -> None:
    """Keep on record that the petitioner asked, and was told that a body outside decides.

    Raises NotReviewable, NotItsTurn, ReviewInside.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.POINT_OUTSIDE, at=at) as change:
        _check_turn(change.matter, level)
        if deciding_unit(matter=change.matter, level=level, asking=actor) is not None:
            raise ReviewInside
        change.facts["level"] = level.value


def review_take(*, actor: Actor, matter_id: UUID, level: ReviewLevel, at: datetime, seen: int | None = None) -> None:
    """A reviewer of the unit above takes it, also over from a colleague. Raises TookPart."""
    with move(actor=actor, matter_id=matter_id, action=_TAKE[level], at=at, seen=seen) as change:
        review = _current(change)
        _check_no_part(change, review)
        change.matter.reviewer_id = review.reviewer_id = actor.officer_id
        change.changed(review)


def review_draft(
    *, actor: Actor, matter_id: UUID, decision: DecisionDraft, outcome: str, at: datetime, seen: int | None = None
) -> None:
    """Draft the opinion: uphold the answer, give another one, or have the unit answer anew.

    Nobody outside reads it before somebody else has approved it; the review's time runs on until then.
    Raises TookPart, HearingPending, OpinionWaits, ReviewOutcomeMissing, FactsMissing, BasisMissing,
    ReviewOpinionMissing, TextTooLong.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.DRAFT_OPINION, at=at, seen=seen) as change:
        review = _current(change)
        _check_no_part(change, review)
        if review.is_drafted:
            raise OpinionWaits
        _check_heard(change)
        if outcome not in {ReviewOutcome.UPHELD, ReviewOutcome.CHANGED, ReviewOutcome.SENT_BACK}:
            raise ReviewOutcomeMissing
        _write(review, decision)
        review.drafted_outcome = ReviewOutcome(outcome)
        review.drafted_at, review.drafted_by = at, actor.officer_id
        review.returned_at, review.return_reason = None, ""
        change.changed(review)
        change.notify_officers("approval_waiting", opinion_approvers(matter=change.matter, review=review))


def review_return(*, actor: Actor, matter_id: UUID, reason: str, at: datetime, seen: int | None = None) -> None:
    """Send the draft back with what to change.

    Raises OpinionNotWaiting, OwnOpinion, TookPart, OpinionReturnUnexplained, TextTooLong.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.RETURN_OPINION, at=at, seen=seen) as change:
        review = _waiting(change)
        review.return_reason = checked_text(reason, field="reason", most=MESSAGE_MAX)
        if not review.return_reason:
            raise OpinionReturnUnexplained
        # What was drafted stays in the row: the form begins with it when it is drafted anew.
        review.returned_at = at
        change.facts["reason"] = review.return_reason
        change.changed(review)
        # Nobody has it when the reviewer stands aside meanwhile.
        if change.matter.reviewer_id is not None:
            change.notify_officers("opinion_returned", [change.matter.reviewer_id])


def review_decide(
    *, actor: Actor, matter_id: UUID, level: ReviewLevel, at: datetime, seen: int | None = None
) -> None:
    """Approve an opinion that somebody else has drafted; the petitioner reads it at once. A recheck makes it final.

    What the answer promises is waited for all the same: until that is done, the matter stays open.

    Raises OpinionNotWaiting, OwnOpinion, TookPart, HearingPending.
    """
    with move(actor=actor, matter_id=matter_id, action=_DECIDE[level], at=at, seen=seen) as change:
        review = _approved(change, {ReviewOutcome.UPHELD, ReviewOutcome.CHANGED})
        change.round = review.position
        if change.target is State.FINALISED and steps_left(change.matter):
            change.target = State.CARRYING_OUT


def review_send_back(*, actor: Actor, matter_id: UUID, at: datetime, seen: int | None = None) -> None:
    """Approve that the unit has to answer anew, in a round of its own with a new clock.

    `matter.round - 1` is how often that has happened. Raises as review_decide.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.SEND_BACK, at=at, seen=seen) as change:
        matter = change.matter
        _approved(change, {ReviewOutcome.SENT_BACK})
        # Before the clocks hear of it: a code that has been in a round isn't started a second time in it.
        matter.round += 1
        matter.served_at = None
        change.facts["unit"] = matter.lead_unit.name
        # Who worked on it may have left the unit, or be barred, since the answer went out.
        handlers = _officers(matter, Role.HANDLER)
        if matter.handler_id in handlers:
            change.notify_officers("matter_reopened", [matter.handler_id])
        else:
            matter.handler_id = None
            change.target = State.ACCEPTED
            change.notify_officers("matter_reopened", _officers(matter, Role.REGISTRAR, Role.APPROVER))


def review_leave_barred(*, actor: Actor, matter_id: UUID, at: datetime) -> None:
    """The respondent commands who decides by now: the nearest unit with a free reviewer decides, by the same day.

    Raises NotBarred, also where nobody else in the house could decide.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.REVIEW_LEAVE_BARRED, at=at) as change:
        matter, review = change.matter, _current(change)
        level = ReviewLevel(review.level)
        # The round found it without a lock: it is looked at once more under it.
        above = deciding_unit(matter=matter, level=level, asking=actor) if review_is_barred(matter) else None
        if above is None:
            raise NotBarred
        matter.review_unit_id = review.unit_id = above.unit_id
        matter.reviewer_id = review.reviewer_id = None
        _forget_draft(review)
        change.changed(review)
        change.facts["unit"] = unit_name(unit_id=above.unit_id)
        change.notify_petitioner()
        change.notify_officers("review_waiting", list(above.reviewer_ids))


def _check_turn(matter: Matter, level: ReviewLevel) -> None:
    if not may_be_reviewed(matter.kind):
        raise NotReviewable
    last = matter.reviews.order_by("-position").first()
    turn = next_level(matter=matter, last=last)
    if turn is None:
        raise MoveNotOpen(
            state=gettext(STATE_LABELS[State(matter.state)]), action=gettext(ACTION_LABELS[_ASK[level]])
        )
    if turn is not level:
        raise NotItsTurn(level=gettext(LEVEL_LABELS[turn]))


def _asked(change: MatterChange, level: ReviewLevel, grounds: str, late_reason: str) -> Review:
    """The request as far as the petitioner gives it."""
    matter = change.matter
    text = checked_text(grounds, field="grounds", most=MESSAGE_MAX)
    if not text:
        raise GroundsMissing
    ended_on = asked_late(matter_id=matter.pk, level=level, at=change.at)
    # In time no reason is kept: by the row, one that was asked for late is one with a reason.
    reason = checked_text(late_reason, field="late_reason", most=MESSAGE_MAX) if ended_on else ""
    if ended_on and not reason:
        raise LateReasonMissing(due=ended_on.isoformat())
    return Review(
        matter=matter,
        position=matter.reviews.count() + 1,
        level=level,
        reply=Reply.objects.filter(matter=matter, served_at__isnull=False).order_by("-round")[0],
        asked_at=change.at,
        grounds=text,
        late_reason=reason,
    )


def _via(actor: Actor, via: str) -> str:
    """How it was asked for: over the web by the petitioner, at a counter through a registrar."""
    if actor.kind is ActorKind.PETITIONER:
        return Channel.WEB
    if via not in COUNTER_CHANNELS:
        raise ViaUnknown
    return via


def _current(change: MatterChange) -> Review:
    """The review that is being decided: the states guarantee that there is one."""
    return change.matter.reviews.filter(decided_at__isnull=True)[0]


def _check_no_part(change: MatterChange, review: Review) -> None:
    if change.actor.officer_id in previous_participants(matter=change.matter, exclude=review):
        raise TookPart


def _check_heard(change: MatterChange) -> None:
    if Hearing.objects.filter(matter=change.matter, ended_at__isnull=True, cancelled_at__isnull=True).exists():
        raise HearingPending


def _write(review: Review, decision: DecisionDraft) -> None:
    review.facts = checked_text(decision.facts, field="facts", most=TEXT_MAX)
    review.basis = checked_text(decision.basis, field="basis", most=TEXT_MAX)
    review.opinion = checked_text(decision.opinion, field="opinion", most=TEXT_MAX)
    if not review.facts:
        raise FactsMissing
    if not review.basis:
        raise BasisMissing
    if not review.opinion:
        raise ReviewOpinionMissing


def _waiting(change: MatterChange) -> Review:
    """The opinion that waits for this officer. Raises OpinionNotWaiting, OwnOpinion, TookPart."""
    review = _current(change)
    if not review.is_drafted:
        raise OpinionNotWaiting
    if review.drafted_by == change.actor.officer_id:
        raise OwnOpinion(who=_who_can(change.matter, review))
    # Others than for the draft: who only approved opinions of this unit may approve again.
    if change.actor.officer_id in handling_takers(matter=change.matter, exclude=review):
        raise TookPart
    return review


def _who_can(matter: Matter, review: Review) -> str:
    """Who could approve it, for whoever can't."""
    names = officer_names(officer_ids=opinion_approvers(matter=matter, review=review))
    if not names:
        return gettext("现在还没有这样的人，请管理员给决定的单位安排审批人或者负责人。")
    return gettext("可以请：%(names)s。") % {"names": gettext("、").join(names.values())}


def _approved(change: MatterChange, outcomes: set[ReviewOutcome]) -> Review:
    review = _waiting(change)
    if review.drafted_outcome not in outcomes:
        raise OpinionNotWaiting
    # Once more: a hearing can be announced while the draft waits.
    _check_heard(change)
    review.outcome = review.drafted_outcome
    review.decided_at = review.served_at = change.at
    review.decided_by = change.actor.officer_id
    if not change.matter.is_sealed:
        index_add(change.matter.pk, review_text(review))
    # Who approves may only lead it from above: the opinion is the deciding unit's.
    change.office = unit_name(unit_id=review.unit_id)
    change.changed(review)
    change.notify_petitioner()
    return review


def _forget_draft(review: Review) -> None:
    """Another unit decides: what this one has drafted is nothing to it."""
    review.facts = review.basis = review.opinion = review.drafted_outcome = ""
    review.drafted_at = review.drafted_by = review.returned_at = None
    review.return_reason = ""


def _officers(matter: Matter, *roles: Role) -> list[int]:
    """Officers of the lead unit in these roles whom it isn't about."""
    return officers_unbarred(
        officer_ids=[officer.id for officer in officers_of_unit(unit_id=matter.lead_unit_id, roles=roles)],
        respondents=respondents_of(matter),
    )
