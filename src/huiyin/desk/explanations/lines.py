"""Explanation meetings as the list and the start page show them."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kernel.actor import Actor
from huiyin.kernel.ids import format_matter_number
from huiyin.matters.core.rules.states import Action
from huiyin.matters.explanation.selectors.waiting import (
    WAITING_LABELS,
    Waiting,
    WaitingMeeting,
    meetings_waiting,
)
from huiyin.web.templatetags.huiyin import day_table, office_stamp

_MOVES = {
    Waiting.DAY: Action.FIX_EXPLANATION, Waiting.INVITATION: Action.ANSWER_INVITATION,
    Waiting.MINUTES: Action.HOLD_EXPLANATION,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """One meeting: `href` opens the form that is due, `state` says which, `when` the day named or promised."""

    href: str
    title: str
    hint: str
    state: str
    when: str
    is_late: bool
    since: datetime


def meeting_lines(*, actor: Actor, at: datetime) -> list[MeetingLine]:
    """Those that wait for the officer, the oldest wish first."""
    return [_line(row) for row in meetings_waiting(actor=actor, at=at)]


def _line(row: WaitingMeeting) -> MeetingLine:
    page, move = reverse("desk:matter", args=[row.number]), _MOVES.get(row.waiting)
    if row.starts_at is not None:
        when = office_stamp(row.starts_at)
    else:
        when = _("%(day)s 前开") % {"day": day_table(row.due_on)} if row.due_on else ""
    return MeetingLine(
        href=f"{page}?move={move}#move-{move}" if move else page,
        title=row.title,
        hint=format_matter_number(row.number),
        state=_(WAITING_LABELS[row.waiting]),
        when=when,
        # What has its day isn't late any more, whatever the promise was.
        is_late=row.is_late and row.starts_at is None,
        since=row.since,
    )
