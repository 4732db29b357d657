"""Whether a unit receives people as often as it promises: weeks without a day, and how many days each post has.

It measures the office. Posts stand in the order in which they were made, nothing ranks them, and there is no score.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext

from huiyin.clocks.selectors import rulebook
from huiyin.kernel.actor import Actor
from huiyin.kernel.time import begin_of_day, begin_of_next_day, office_day
from huiyin.ledger.beginning import ledger_began_at
from huiyin.orgs.selectors import PostView, leaves_of, unit_names
from huiyin.reception.errors import DayNotYours
from huiyin.reception.models import ReceptionDay
from huiyin.reception.rules import VISIT_FORMS, Form, slot_begins
from huiyin.reception.rules.plans import OBSTACLES, Obstacle, weeks_without
from huiyin.reception.selectors.days import units_received_for
from huiyin.reception.selectors.leaders import leaders_for


@dataclass(frozen=True, slots=True)
class PostCount:
    """How many days a post has in the year, held and to come, and of both those out among people or by appointment.

    Several receptions on one day are one day.
    """

    title: str
    unit: str
    held: int
    coming: int
    visits_held: int
    visits_coming: int


@dataclass(frozen=True, slots=True)
class StuckDay:
    """A day to come whose leader can't hold it any more, and why."""

    id: UUID
    starts_at: datetime
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class ReceptionCheck:
    """A unit's year: `promise` in the reader's language, "" where no rulebook has one; `gaps` are Mondays."""

    unit: str
    year: int
    promise: str
    days_promised: int
    visits_promised: int
    posts: tuple[PostCount, ...]
    gaps: tuple[date, ...]
    stuck: tuple[StuckDay, ...]


def reception_check(*, actor: Actor, unit_id: int, year: int, at: datetime) -> ReceptionCheck:
    """The check of a unit's year. Raises DayNotYours."""
    if unit_id not in units_received_for(actor):
        raise DayNotYours
    first, last = date(year, 1, 1), date(year, 12, 31)
    posts = leaders_for(unit_id=unit_id)
    rows = list(
        ReceptionDay.objects.filter(
            unit=unit_id,
            cancelled_at__isnull=True,
            starts_at__gte=begin_of_day(first),
            starts_at__lt=begin_of_next_day(last),
        ).order_by("starts_at", "id")
    )
    rule = rulebook(office_day(at)).reception
    promised = {"days": rule.days, "visits": rule.visits} if rule else {"days": 0, "visits": 0}
    return ReceptionCheck(
        unit=unit_names(unit_ids=[unit_id])[unit_id],
        year=year,
        promise=gettext(rule.sentence) % promised if rule else "",
        days_promised=promised["days"],
        visits_promised=promised["visits"],
        posts=tuple(_count(post, rows, at) for post in posts),
        gaps=tuple(weeks_without(_counted_from(first), last, [office_day(row.starts_at) for row in rows])),
        stuck=tuple(_stuck(rows, posts, at)),
    )


def _counted_from(first: date) -> date:
    """The house's first day with the program, if that is later: of weeks before it nothing could be known."""
    began = ledger_began_at()
    return max(first, office_day(began)) if began else first


def _count(post: PostView, rows: Iterable[ReceptionDay], at: datetime) -> PostCount:
    days: dict[tuple[bool, bool], set[date]] = {}
    for row in rows:
        if row.officer_id == post.officer_id:
            is_held = slot_begins(row.starts_at, row.minutes, row.slots + 1) <= at
            days.setdefault((is_held, Form(row.form) in VISIT_FORMS), set()).add(office_day(row.starts_at))
    found = Counter({key: len(value) for key, value in days.items()})
    held = days.get((True, True), set()) | days.get((True, False), set())
    coming = (days.get((False, True), set()) | days.get((False, False), set())) - held
    return PostCount(
        title=post.title,
        unit=post.unit_name,
        held=len(held),
        coming=len(coming),
        visits_held=found[True, True],
        visits_coming=found[False, True],
    )


def _stuck(rows: Iterable[ReceptionDay], posts: Iterable[PostView], at: datetime) -> Iterable[StuckDay]:
    leaders = {post.officer_id for post in posts}
    coming = [row for row in rows if row.starts_at > at]
    leaves = leaves_of(officer_ids={row.officer_id for row in coming}, on=office_day(at))
    for row in coming:
        on = office_day(row.starts_at)
        if row.officer_id not in leaders:
            yield StuckDay(row.pk, row.starts_at, row.title, gettext(OBSTACLES[Obstacle.NO_POST]))
        elif any(leave.officer_id == row.officer_id and leave.starts_on <= on <= leave.ends_on for leave in leaves):
            yield StuckDay(row.pk, row.starts_at, row.title, gettext(OBSTACLES[Obstacle.AWAY]))
