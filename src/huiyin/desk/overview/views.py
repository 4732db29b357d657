"""One page for those in charge: late, due this week, to approve, demands to answer, reception, the units below."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.desk.places import is_in_charge, may_sponsor
from huiyin.desk.work.rows import WorkRow, work_rows
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.time import now
from huiyin.matters.selectors import (
    Box,
    Cursor,
    MatterFilter,
    boxes_of,
    matter_list_for,
    recommendations_for,
    supervisions_open,
)
from huiyin.matters.selectors.overview import units_standing
from huiyin.matters.selectors.sponsor import milestones_open
from huiyin.reception.selectors.days import DayView, days_for

_SHOWN = 5
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Part:
    """The first lines of a list and the way to all of it; `empty` is said when there are none."""

    title: str
    rows: tuple[WorkRow, ...]
    more: bool
    href: str
    empty: str


@require_safe
@desk_view
def page(request: DeskRequest) -> HttpResponse:
    """The page. Raises NotAllowed for whoever is in charge of nothing."""
    actor, at = request.actor, now()
    if not is_in_charge(actor):
        raise NotAllowed
    standing = units_standing(actor=actor, at=at)
    context = {
        "parts": _parts(actor, at),
        "demands": [one for one in supervisions_open(actor=actor, at=at) if one.answered_at is None][:_SHOWN],
        "owed": [one for one in recommendations_for(actor=actor, at=at) if one.may_reply][:_SHOWN],
        "milestones": milestones_open(actor=actor, at=at)[:_SHOWN] if may_sponsor(actor) else [],
        "days": _days(actor, at),
        "standing": standing if len(standing) > 1 else [],
    }
    return render(request, "desk/overview/page.html", context)


def _parts(actor: Actor, at: datetime) -> list[Part]:
    boxes = boxes_of(actor)
    whole = Box.UNIT if Box.UNIT in boxes else Box.BELOW
    late = MatterFilter(due_before=at)
    parts = [_part(_("已超期"), actor, whole, at, only=late, query="?overdue=1", empty=_("没有超期的事项。"))]
    parts.append(_due_this_week(actor, whole, at))
    if Box.APPROVALS in boxes:
        parts.append(_part(_("等我审批"), actor, Box.APPROVALS, at, empty=_("没有等您审批的答复。")))
    return parts


def _part(
    title: str, actor: Actor, box: Box, at: datetime, *, empty: str, only: MatterFilter | None = None, query: str = ""
) -> Part:
    found = matter_list_for(actor=actor, box=box, only=only, limit=_SHOWN)
    href = reverse("desk:box", args=[box.value]) + query
    return Part(title, work_rows(rows=found.rows, at=at), found.after is not None, href, empty)


def _due_this_week(actor: Actor, box: Box, at: datetime) -> Part:
    """What is late stands above already; a long row of late ones must not hide what can still be in time."""
    found = matter_list_for(
        actor=actor, box=box, only=MatterFilter(due_before=at + _WEEK), after=Cursor(at, UUID(int=0)), limit=_SHOWN
    )
    href = reverse("desk:box", args=[box.value])
    rows = work_rows(rows=found.rows, at=at)
    return Part(_("七天内到期"), rows, found.after is not None, href, _("七天内没有到期的事项。"))


def _days(actor: Actor, at: datetime) -> list[DayView]:
    """The reception days of the coming week."""
    coming = [day for day in days_for(actor=actor, at=at) if at <= day.ends_at and day.starts_at < at + _WEEK]
    return [day for day in coming if day.cancelled_at is None]
