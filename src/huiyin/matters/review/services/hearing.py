"""Hearings: announced in time, chaired by who isn't the investigator, recorded (条例 Arts 31, 36)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext

from huiyin.clocks.services import clock_exclude
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_, clean_line
from huiyin.kernel.text_limits import checked_text
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.limits import MESSAGE_MAX, PLACE_MAX, TEXT_MAX
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import REVIEW_STATES, Action
from huiyin.matters.core.services.engine import MatterChange, move, office_of
from huiyin.matters.due.services import matter_due_at
from huiyin.matters.models import Hearing, Review
from huiyin.matters.review.errors import (
    CancelReasonMissing,
    ChairUnknown,
    HearingAboutMissing,
    HearingEndWrong,
    HearingNotThere,
    HearingOpinionMissing,
    HearingPending,
    HearingPlaceMissing,
    HearingTooSoon,
    MinutesMissing,
)
from huiyin.matters.review.rules import ReviewLevel
from huiyin.matters.review.selectors.review import chairs_for, hearing_notice

_EXCLUDED = N_("听证所用的时间不计入复核期限。")
_EXCLUDED_ARTICLE = N_("《信访工作条例》第三十六条")


@dataclass(frozen=True, slots=True)
class HearingDraft:
    """What is announced; `held_at` an instant, `members` as free text."""

    held_at: datetime
    place: str
    chair_id: int
    members: str
    about: str


@dataclass(frozen=True, slots=True)
class HearingRecord:
    """What is written down afterwards; `ended_on` the last day at the office."""

    ended_on: date
    participants: str
    minutes: str
    opinion: str


def hearing_announce(
    *, actor: Actor, matter_id: UUID, hearing: HearingDraft, at: datetime, seen: int | None = None
) -> None:
    """Announce a hearing; the petitioner is told. No clock stops by it.

    Raises HearingPending, HearingTooSoon, HearingPlaceMissing, HearingAboutMissing, ChairUnknown, TextTooLong.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.ANNOUNCE_HEARING, at=at, seen=seen) as change:
        matter = change.matter
        if _pending(change) is not None:
            raise HearingPending
        notice = hearing_notice(at=at)
        # In whole days, whatever the hour: the rulebook promises days.
        if office_day(hearing.held_at) < notice.first:
            raise HearingTooSoon(days=notice.days, first=notice.first.isoformat())
        place = checked_text(clean_line(hearing.place), field="place", most=PLACE_MAX)
        about = checked_text(hearing.about, field="about_what", most=MESSAGE_MAX)
        if not place:
            raise HearingPlaceMissing
        if not about:
            raise HearingAboutMissing
        if hearing.chair_id not in chairs_for(matter=matter):
            raise ChairUnknown
        change.save(
            Hearing(
                matter=matter,
                # The matter is locked by the move and no row is ever deleted: a count can't give a place twice.
                position=matter.hearings.count() + 1,
                review=_review(change),
                announced_at=at,
                announced_by=actor.officer_id or 0,
                held_at=hearing.held_at,
                place=place,
                chair_id=hearing.chair_id,
                members=checked_text(hearing.members, field="members", most=MESSAGE_MAX),
                about=about,
            )
        )
        matter.parts |= Part.HEARINGS
        change.notify_petitioner()
        change.notify_officers("hearing_announced", [hearing.chair_id])


def hearing_cancel(*, actor: Actor, matter_id: UUID, reason: str, at: datetime, seen: int | None = None) -> None:
    """Cancel the announced hearing; the petitioner reads why. Raises HearingNotThere, CancelReasonMissing."""
    with move(actor=actor, matter_id=matter_id, action=Action.CANCEL_HEARING, at=at, seen=seen) as change:
        hearing = _announced(change)
        hearing.cancel_reason = checked_text(reason, field="reason", most=MESSAGE_MAX)
        if not hearing.cancel_reason:
            raise CancelReasonMissing
        hearing.cancelled_at = at
        change.facts["words"] = hearing.cancel_reason
        change.changed(hearing)
        change.notify_petitioner()


def hearing_record(
    *, actor: Actor, matter_id: UUID, record: HearingRecord, at: datetime, seen: int | None = None
) -> None:
    """Record what was heard. In a recheck the days it took don't count, and only there (条例 Art 36).

    Raises HearingNotThere, HearingEndWrong, MinutesMissing, HearingOpinionMissing.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.RECORD_HEARING, at=at, seen=seen) as change:
        hearing = _announced(change)
        held_on = office_day(hearing.held_at)
        # By the instant as well: on its own day it may not have begun yet.
        if at < hearing.held_at or not held_on <= record.ended_on <= office_day(at):
            raise HearingEndWrong
        hearing.participants = checked_text(record.participants, field="participants", most=MESSAGE_MAX)
        hearing.minutes = checked_text(record.minutes, field="minutes", most=TEXT_MAX)
        hearing.opinion = checked_text(record.opinion, field="opinion", most=TEXT_MAX)
        if not hearing.minutes:
            raise MinutesMissing
        if not hearing.opinion:
            raise HearingOpinionMissing
        # The instant of the record, by which its letter is found; the day it ended stands on the timeline.
        hearing.ended_at = at
        change.facts["ended_on"] = record.ended_on.isoformat()
        hearing.recorded_by = actor.officer_id
        # From the day it was held to the day it ended, both of them: a hearing of one day takes one.
        hearing.excluded_days = _exclude(change, hearing, (record.ended_on - held_on).days + 1)
        change.changed(hearing)
        change.notify_petitioner()


def _exclude(change: MatterChange, hearing: Hearing, days: int) -> int:
    """Take the days of the hearing out of the recheck's time; gives how many went out."""
    review = hearing.review
    if review is None or review.decided_at is not None or review.level != ReviewLevel.RECHECK:
        return 0
    matter = change.matter
    moved = clock_exclude(
        subject_id=matter.pk,
        code="recheck",
        days=days,
        reason=gettext(_EXCLUDED),
        approver=office_of(change.actor, matter),
        article=_EXCLUDED_ARTICLE,
        at=change.at,
    )
    # Moved once already, or late: being late can't be undone, and the record is written all the same.
    if moved is None:
        return 0
    change.rows += [moved.clock, moved.extension]
    # Recording is no event of the clocks, so the engine doesn't bring the row's copy along.
    matter.next_due_at = matter_due_at(matter_id=matter.pk, at=change.at) or matter.next_due_at
    return days


def _review(change: MatterChange) -> Review | None:
    """The review in which the hearing is held; None in the unit's own work."""
    if change.matter.state not in REVIEW_STATES:
        return None
    return change.matter.reviews.filter(decided_at__isnull=True).first()


def _pending(change: MatterChange) -> Hearing | None:
    return change.matter.hearings.filter(ended_at__isnull=True, cancelled_at__isnull=True).first()


def _announced(change: MatterChange) -> Hearing:
    hearing = _pending(change)
    if hearing is None:
        raise HearingNotThere
    return hearing
