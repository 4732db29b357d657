"""Explanation meetings that wait for an officer's units: a day to name, an invitation to answer, minutes to write."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Q, QuerySet

from huiyin.clocks.selectors import DueView, due_first
from huiyin.kernel.actor import UNIT_MANAGERS, Actor, Role
from huiyin.kernel.text import N_
from huiyin.matters.core.rules.limits import LIST_MOST
from huiyin.matters.core.selectors.gate import visible_through
from huiyin.matters.models import ExplanationMeeting


class Waiting(StrEnum):
    """What a meeting waits for. The petitioner's answer to an offer is in no list: that is theirs."""

    DAY = "day"
    INVITATION = "invitation"
    MEETING = "meeting"
    MINUTES = "minutes"


WAITING_LABELS = {
    Waiting.DAY: N_("要定时间"), Waiting.INVITATION: N_("等您单位答复"), Waiting.MEETING: N_("已定时间"),
    Waiting.MINUTES: N_("要记记录"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class WaitingMeeting:
    """One of them. `due_on` is by when the house promises to have held it; `since` is when it came to wait."""

    number: str
    title: str
    waiting: Waiting
    starts_at: datetime | None
    place: str
    since: datetime
    due_on: date | None
    is_late: bool


def may_arrange(actor: Actor) -> bool:
    """Whether meetings may wait for this officer."""
    return actor.holds(Role.HANDLER, *UNIT_MANAGERS)


def meetings_waiting(*, actor: Actor, at: datetime) -> list[WaitingMeeting]:
    """Those of the officer's matters and units, and those to which their units are asked. Two statements."""
    rows = list(meetings_open(actor=actor).select_related("matter").order_by("asked_at", "id")[:LIST_MOST])
    due = due_first(subject_ids={row.matter.pk for row in rows}, at=at, code="explanation") if rows else {}
    return [_waiting(row, actor, due.get(row.matter.pk), at) for row in rows]


def meetings_open(*, actor: Actor, since: datetime | None = None) -> QuerySet[ExplanationMeeting]:
    """The rows, or those wished for or fixed since; to be counted with others in one statement."""
    own = Q(lead_unit__in=sorted(actor.units_as(*UNIT_MANAGERS)))
    handlers = [officer_id for officer_id in {actor.officer_id, *actor.stands_for} if officer_id is not None]
    own |= Q(handler__in=handlers, lead_unit__in=sorted(actor.units_as(Role.HANDLER)))
    asked = Q(above_unit__in=sorted(actor.units_as(*UNIT_MANAGERS)), above_comes__isnull=True)
    rows = ExplanationMeeting.objects.filter(
        visible_through(actor, own) | (asked & Q(visible_through(actor))),
        asked_at__isnull=False, recorded_at__isnull=True, ended_at__isnull=True,
    )  # fmt: skip
    return rows if since is None else rows.filter(Q(asked_at__gt=since) | Q(above_asked_at__gt=since))


def _waiting(row: ExplanationMeeting, actor: Actor, due: DueView | None, at: datetime) -> WaitingMeeting:
    waiting = _for_what(row, actor, at)
    since = row.above_asked_at if waiting is Waiting.INVITATION else row.other_day_at or row.asked_at
    return WaitingMeeting(
        number=row.matter.number,
        title=row.matter.title,
        waiting=waiting,
        starts_at=row.starts_at if waiting is not Waiting.DAY else None,
        place=row.place,
        since=since or at,
        due_on=due.due_on if due else None,
        is_late=due is not None and due.days_left < 0,
    )


def _for_what(row: ExplanationMeeting, actor: Actor, at: datetime) -> Waiting:
    is_invited = row.above_unit_id in actor.units_as(*UNIT_MANAGERS) and row.above_comes is None
    if is_invited:
        return Waiting.INVITATION
    if row.fixed_at is None or row.other_day_at is not None:
        return Waiting.DAY
    return Waiting.MINUTES if row.starts_at is not None and row.starts_at <= at else Waiting.MEETING
