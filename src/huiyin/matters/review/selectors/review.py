"""Review, recheck and hearings of a matter: what can be asked for now, who may decide, what both sides read."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext

from huiyin.clocks.selectors import ClockView, clock_views, remedy_text, rulebook
from huiyin.kernel.actor import Actor, ActorKind, Role
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import REVIEW_STATES, Action, State
from huiyin.matters.core.selectors.views import HearingView, ReviewView
from huiyin.matters.linking.selectors.split import whole_of
from huiyin.matters.models import Event, Hearing, Matter, Recusal, Reply, Review
from huiyin.matters.respondents.selectors.bars import officers_unbarred, unit_is_barred
from huiyin.matters.respondents.selectors.respondents import respondents_of, with_respondents
from huiyin.matters.review.rules import (
    ANSWERED_BY,
    APPROVED_KINDS,
    ASKED_KINDS,
    BARRED_LEFT,
    HEARING_NEEDLESS,
    LEVEL_LABELS,
    REVIEW_OUTCOME_LABELS,
    ReviewLevel,
    ReviewOutcome,
)
from huiyin.matters.review.selectors.windows import may_be_reviewed
from huiyin.orgs.selectors import ReviewingUnit, leaders_of, officer_names, officers_of_unit, reviewing_units

_WINDOWS = {ReviewLevel.REVIEW: "review_window", ReviewLevel.RECHECK: "recheck_window"}
_ASKS = {Action.ASK_REVIEW: ReviewLevel.REVIEW, Action.ASK_RECHECK: ReviewLevel.RECHECK}
_APPROVES = frozenset({Action.DECIDE_REVIEW, Action.DECIDE_RECHECK, Action.SEND_BACK, Action.RETURN_OPINION})
_TAKES = frozenset({Action.TAKE_REVIEW, Action.TAKE_RECHECK})
_ENDS_HEARING = frozenset({Action.CANCEL_HEARING, Action.RECORD_HEARING})


def review_views(matter: Matter, *, inside: bool) -> tuple[ReviewView, ...]:
    """The oldest first; no statement for a matter that has none."""
    if not matter.parts & Part.REVIEWS:
        return ()
    rows = Review.objects.filter(matter=matter).select_related("unit", "reviewer").order_by("position")
    return tuple(_review(row, matter.kind, inside) for row in rows)


def hearing_views(matter: Matter, *, inside: bool) -> tuple[HearingView, ...]:
    """The oldest first; no statement for a matter that has none."""
    if not matter.parts & Part.HEARINGS:
        return ()
    rows = Hearing.objects.filter(matter=matter).select_related("chair").order_by("position")
    return tuple(_hearing(row, inside) for row in rows)


def next_level(*, matter: Matter, last: ReviewView | Review | None) -> ReviewLevel | None:
    """What can be asked for now; `last` is the latest review. None: nothing."""
    if not may_be_reviewed(matter.kind):
        return None
    if matter.state in {State.SERVED, State.RATED}:
        return ReviewLevel.REVIEW
    if matter.state == State.REVIEWED:
        return ReviewLevel.RECHECK
    if matter.state != State.CLOSED:
        return None
    if last is None and matter.served_at is None:
        return None  # over before it came here, and no answer is kept that could be looked at again
    # Against an answer that was given after a review the first level is open again.
    decided_at = last.decided_at if last is not None else None
    is_new = decided_at is None or (matter.served_at is not None and matter.served_at > decided_at)
    return ReviewLevel.REVIEW if is_new else ReviewLevel.RECHECK


def window_end(clocks: Sequence[ClockView], level: ReviewLevel) -> datetime | None:
    """When the latest window for asking ends or ended; None where none was ever started."""
    # One for each round: a matter that was sent back has been answered more than once.
    windows = [clock for clock in clocks if clock.code == _WINDOWS[level]]
    return max(windows, key=lambda clock: clock.started_at).due_at if windows else None


def asked_late(*, matter_id: UUID, level: ReviewLevel, at: datetime) -> date | None:
    """The last day of the window, if it has passed."""
    end = window_end(clock_views(subject_id=matter_id, at=at), level)
    return office_day(end) if end is not None and at > end else None


def review_is_shown(action: Action, matter: Matter, actor: Actor, reviews: Sequence[ReviewView]) -> bool:
    """Whether a move of this path that the table allows is one that can succeed now, for all that a page knows."""
    # Never a button: it is what is written down when asking for a review finds nobody in the house.
    if action is Action.POINT_OUTSIDE:
        return False
    if action in _ASKS:
        last = reviews[-1] if reviews else None
        return next_level(matter=matter, last=last) is _ASKS[action]
    if action is Action.DRAFT_OPINION:
        return not (reviews and reviews[-1].is_drafted)
    if action in _APPROVES:
        return _may_approve(action, matter, actor, reviews)
    if action not in _TAKES or actor.officer_id is None:
        return True
    return matter.reviewer_id != actor.officer_id and not took_part(matter=matter, officer_id=actor.officer_id)


def _may_approve(action: Action, matter: Matter, actor: Actor, reviews: Sequence[ReviewView]) -> bool:
    """Whether an opinion that says just that waits, drafted by somebody else, and the officer had no part before."""
    waiting = reviews[-1] if reviews and reviews[-1].is_drafted else None
    if waiting is None or actor.officer_id is None or waiting.drafter_id == actor.officer_id:
        return False
    is_meant = (waiting.drafted_outcome == ReviewOutcome.SENT_BACK) == (action is Action.SEND_BACK)
    fits = action is Action.RETURN_OPINION or is_meant
    if not fits:
        return False
    review = Review.objects.filter(matter=matter, decided_at__isnull=True).first()
    return review is not None and actor.officer_id not in handling_takers(matter=matter, exclude=review)


@dataclass(frozen=True, slots=True)
class HearingNotice:
    """How many days ahead a hearing has to be announced, and the first day on which it can be held."""

    days: int
    first: date


def hearing_notice(*, at: datetime) -> HearingNotice:
    """What the rulebook in force says; without a rule any day will do."""
    today = office_day(at)
    rule = rulebook(today).hearing
    days = rule.notice_days if rule else 0
    return HearingNotice(days, today + timedelta(days=days))


def hearing_is_shown(action: Action, hearings: Sequence[HearingView]) -> bool:
    """Whether announcing, cancelling or recording a hearing is possible: one at a time."""
    pending = any(hearing.is_pending for hearing in hearings)
    if action is Action.ANNOUNCE_HEARING:
        return not pending
    return pending or action not in _ENDS_HEARING


def deciding_unit(*, matter: Matter, level: ReviewLevel, asking: Actor) -> ReviewingUnit | None:
    """The nearest unit above with a reviewer who isn't barred and has had no part; None: nobody in this house."""
    last = Review.objects.filter(matter=matter, decided_at__isnull=False).order_by("-position").first()
    # The recheck is for the unit above the one that decided the review (条例 Art 36).
    after = last.unit_id if last is not None and level is ReviewLevel.RECHECK else None
    # Who writes it down at the counter is a participant from this very step, which no row says yet.
    involved = previous_participants(matter=matter) | ({asking.officer_id} if asking.officer_id else set())
    for unit in reviewing_units(unit_id=_answering_unit(matter), after_unit_id=after):
        free = officers_unbarred(
            officer_ids=[officer_id for officer_id in unit.reviewer_ids if officer_id not in involved],
            respondents=respondents_of(matter),
        )
        if free:
            return ReviewingUnit(unit.unit_id, unit.acts_for_id, tuple(free))
    return None


def review_is_barred(matter: Matter) -> bool:
    """Whether whom the matter is about commands the unit that decides on it."""
    return matter.review_unit_id is not None and unit_is_barred(
        unit_id=matter.review_unit_id, respondents=respondents_of(matter)
    )


def reviews_with_barred_unit() -> list[UUID]:
    """Matters that are being reviewed by a unit that is barred from them."""
    under_review = Matter.objects.filter(is_open=True, state__in=REVIEW_STATES)
    about = with_respondents(under_review).order_by("pk")
    return [matter.pk for matter in about if review_is_barred(matter)]


def _answering_unit(matter: Matter) -> int:
    """Whose answer it is: the unit that has the matter, or the one that had it when it was answered."""
    left = Event.objects.filter(matter=matter, kind=BARRED_LEFT, facts_text__contains=f'"{ANSWERED_BY}"')
    if not left:
        return matter.lead_unit_id
    answered_at = Reply.objects.filter(matter=matter).aggregate(latest=Max("served_at"))["latest"]
    # Left more than once since: who answered is who had it first.
    # Of an earlier answer that was sent back nothing counts any more: another one has taken its place.
    step = left.filter(at__gte=answered_at).order_by("version").first()
    return int(json.loads(step.facts_text)[ANSWERED_BY]) if step else matter.lead_unit_id


def handling_takers(*, matter: Matter, exclude: Review) -> frozenset[int]:
    """Who can't approve an opinion: the previous participants, but not who only approved opinions of the same unit.

    A unit has few who lead it: who looked at its first review may look at its next, but not at the recheck of it.
    """
    elsewhere = Review.objects.filter(matter=matter, decided_by__isnull=False).exclude(unit=exclude.unit_id)
    found = previous_participants(matter=matter, exclude=exclude, exclude_kinds=APPROVED_KINDS)
    return found | {officer_id for officer_id in elsewhere.values_list("decided_by", flat=True) if officer_id}


def previous_participants(
    *, matter: Matter, exclude: Review | None = None, exclude_kinds: Collection[str] = ()
) -> frozenset[int]:
    """The officers who had a part in a matter, or stand aside from it.

    That is any step of it (of a part also one of its whole before the split), its handler, who drafted, approved or
    signed a reply, who chaired a hearing.

    `exclude` leaves out what was done in that review, after it was asked for, `exclude_kinds` steps of these kinds.
    """
    steps = Event.objects.filter(matter=matter, actor__startswith=f"{ActorKind.OFFICER}:")
    steps = steps.exclude(kind__in=exclude_kinds)
    hearings = Hearing.objects.filter(matter=matter)
    if exclude is not None:
        asked = Event.objects.filter(matter=matter, kind__in=ASKED_KINDS).aggregate(version=Max("version"))
        steps = steps.filter(version__lte=asked["version"] or 0)
        hearings = hearings.exclude(review=exclude)
    actors = set(steps.values_list("actor", flat=True)) | _worked_before_split(matter)
    found = {int(actor.partition(":")[2]) for actor in actors}
    found |= set(hearings.values_list("chair_id", flat=True))
    found |= set(Recusal.objects.filter(matter=matter).values_list("officer_id", flat=True))
    # Of a reply that was made together with another matter's, the steps are on that one's timeline.
    for had in Reply.objects.filter(matter=matter).values_list("drafter_id", "approver_id", "signer_id"):
        found |= set(had) - {None}
    return frozenset(found | ({matter.handler_id} if matter.handler_id else set()))


def _worked_before_split(matter: Matter) -> set[str]:
    """Whoever worked on the whole while it was one, by their refs; nobody for what isn't a part."""
    link = whole_of(matter)
    if link is None:
        return set()
    # The instant itself too: whoever split it has had a part.
    before = Event.objects.filter(matter=link.into_id, at__lte=link.at, actor__startswith=f"{ActorKind.OFFICER}:")
    return set(before.values_list("actor", flat=True))


def took_part(*, matter: Matter, officer_id: int) -> bool:
    """Whether the officer had a part in it before the review that is being decided."""
    review = Review.objects.filter(matter=matter, decided_at__isnull=True).first()
    return officer_id in previous_participants(matter=matter, exclude=review)


def reviewers_waited_for(*, matter_id: UUID) -> list[int]:
    """Who is to be reminded of a review: its reviewer, or while there is none all of the unit who may take it.

    Of an opinion that is drafted, those who can approve it.
    """
    matter = Matter.objects.get(pk=matter_id)
    review = Review.objects.filter(matter=matter, decided_at__isnull=True).first()
    if review is not None and review.is_drafted:
        return opinion_approvers(matter=matter, review=review)
    return [matter.reviewer_id] if matter.reviewer_id is not None else reviewers_free(matter=matter)


def reviewers_free(*, matter: Matter) -> list[int]:
    """All of the unit that decides a review who could take it: nobody who had a part before."""
    if matter.review_unit_id is None:
        return []
    review = Review.objects.filter(matter=matter, decided_at__isnull=True).first()
    involved = previous_participants(matter=matter, exclude=review)
    reviewers = officers_of_unit(unit_id=matter.review_unit_id, roles=(Role.REVIEWER,))
    return [reviewer.id for reviewer in reviewers if reviewer.id not in involved]


def opinion_approvers(*, matter: Matter, review: Review) -> list[int]:
    """Who is asked to approve an opinion: who approves or leads in the unit that decides.

    Where it has none of them, its other reviewers, who may approve in any case but can't decide on this matter again
    then; else who leads above. Nobody who drafted it, had a part in the matter before, is barred or stands aside.
    """
    if matter.review_unit_id is None:
        return []
    barred: set[int | None] = {review.drafted_by, *handling_takers(matter=matter, exclude=review)}
    for roles in ((Role.APPROVER, Role.LEADER), (Role.REVIEWER,)):
        own = officers_of_unit(unit_id=matter.review_unit_id, roles=roles)
        if free := _free(matter, [officer.id for officer in own], barred):
            return free
    return _free(matter, leaders_of(unit_id=matter.review_unit_id), barred)


def chairs_for(*, matter: Matter) -> dict[int, str]:
    """Who may chair a hearing now, by id with the name: of the deciding unit or its leaders, never who investigates.

    In a review that is nobody who had a part before, nor the reviewer; in the unit's own work not the handler and
    nobody who drafted. Leaders above are asked for only where the unit has nobody else.
    """
    if matter.state in REVIEW_STATES and matter.review_unit_id is not None:
        review = Review.objects.filter(matter=matter, decided_at__isnull=True).first()
        unit_id = matter.review_unit_id
        barred: set[int | None] = {matter.reviewer_id, *previous_participants(matter=matter, exclude=review)}
    else:
        unit_id = matter.lead_unit_id
        barred = {matter.handler_id, *Reply.objects.filter(matter=matter).values_list("drafter_id", flat=True)}
    names = {officer.id: officer.display_name for officer in officers_of_unit(unit_id=unit_id)}
    free = _free(matter, names, barred)
    if not free:
        names = officer_names(officer_ids=leaders_of(unit_id=unit_id))
        free = _free(matter, names, barred)
    return {officer_id: names[officer_id] for officer_id in free}


def _free(matter: Matter, officer_ids: Iterable[int], barred: set[int | None]) -> list[int]:
    return officers_unbarred(
        officer_ids=[officer_id for officer_id in officer_ids if officer_id not in barred],
        respondents=respondents_of(matter),
    )


def chairs_for_page(*, matter_id: UUID) -> tuple[tuple[int, str], ...]:
    """The same for a form of a page that has passed the gate."""
    return tuple(chairs_for(matter=Matter.objects.get(pk=matter_id)).items())


def _review(row: Review, kind: str, inside: bool) -> ReviewView:
    book = rulebook()
    letter = book.letter(code=row.level, kind=kind)
    is_decided = row.outcome in {ReviewOutcome.UPHELD, ReviewOutcome.CHANGED}
    # A draft is the house's own business.
    shown = inside or row.decided_at is not None
    drafters = officer_names(officer_ids=[row.drafted_by]) if inside and row.is_drafted and row.drafted_by else {}
    drafted_outcome = row.drafted_outcome if inside else ""
    return ReviewView(
        position=row.position,
        level=row.level,
        level_label=gettext(LEVEL_LABELS[ReviewLevel(row.level)]),
        unit=row.unit.name,
        asked_at=row.asked_at,
        grounds=row.grounds,
        late_reason=row.late_reason,
        reviewer=row.reviewer.display_name if row.reviewer and inside else "",
        facts=row.facts if shown else "",
        basis=row.basis if shown else "",
        opinion=row.opinion if shown else "",
        outcome=row.outcome,
        outcome_label=_outcome_label(row.outcome),
        decided_at=row.decided_at,
        remedy=remedy_text(letter, book=book, kind=kind) if is_decided else "",
        is_drafted=inside and row.is_drafted,
        drafter_id=row.drafted_by if inside else None,
        drafter=drafters.get(row.drafted_by or 0, ""),
        drafted_outcome=drafted_outcome,
        drafted_label=_outcome_label(drafted_outcome),
        return_reason=row.return_reason if inside and row.decided_at is None else "",
    )


def _outcome_label(outcome: str) -> str:
    return gettext(REVIEW_OUTCOME_LABELS[ReviewOutcome(outcome)]) if outcome else ""


def _hearing(row: Hearing, inside: bool) -> HearingView:
    return HearingView(
        held_at=row.held_at,
        place=row.place,
        about=row.about,
        chair=row.chair.display_name if inside else "",
        members=row.members if inside else "",
        ended_at=row.ended_at,
        participants=row.participants if inside else "",
        minutes=row.minutes if inside else "",
        opinion=row.opinion,
        cancelled_at=row.cancelled_at,
        # The house's own sentence stands in the row in the source language; an officer's words are shown as typed.
        cancel_reason=gettext(HEARING_NEEDLESS) if row.cancel_reason == HEARING_NEEDLESS else row.cancel_reason,
        excluded_days=row.excluded_days,
    )
