"""One page for those in charge: how all they command stands, to approve, late, due this week, demands, reception."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode
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
    waiting_words,
)
from huiyin.matters.selectors.overview import COUNTED_MOST, UnitStanding, units_standing
from huiyin.matters.selectors.sponsor import milestones_open
from huiyin.orgs.selectors.grants import grants_to_decide
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


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit and the address of its list, narrowed to it."""

    unit: UnitStanding
    href: str


@require_safe
@desk_view
def page(request: DeskRequest) -> HttpResponse:
    """The page. Raises NotAllowed for whoever is in charge of nothing."""
    actor, at = request.actor, now()
    if not is_in_charge(actor):
        raise NotAllowed
    standing = units_standing(actor=actor, at=at)
    leads = bool(actor.command_unit_ids)
    context = {
        "grants": grants_to_decide(officer_id=actor.officer_id or 0, at=at),
        "parts": _parts(actor, at),
        "demands": [one for one in supervisions_open(actor=actor, at=at) if one.answered_at is None][:_SHOWN],
        "owed": [one for one in recommendations_for(actor=actor, at=at) if one.may_reply][:_SHOWN],
        "milestones": milestones_open(actor=actor, at=at)[:_SHOWN] if may_sponsor(actor) else [],
        "days": _days(actor, at),
        "standing": standing if leads or len(standing.units) > 1 else None,
        "leads": leads,
        "whole_address": reverse("desk:box", args=[_whole(actor).value]),
        "unit_lines": [_unit_line(one) for one in standing.units],
        "counted_most": COUNTED_MOST,
    }
    return render(request, "desk/overview/page.html", context)


def _whole(actor: Actor) -> Box:
    """The list of all that somebody answers for: what they command, else their unit's."""
    return Box.BELOW if actor.command_unit_ids else Box.UNIT


def _unit_line(unit: UnitStanding) -> UnitLine:
    address = reverse("desk:box", args=[(Box.BELOW if unit.is_commanded else Box.UNIT).value])
    return UnitLine(unit, f"{address}?{urlencode({'unit': unit.unit_id})}")


def _parts(actor: Actor, at: datetime) -> list[Part]:
    whole, boxes = _whole(actor), boxes_of(actor)
    parts = [_approvals(actor, at)] if Box.APPROVALS in boxes else []
    late = MatterFilter(due_before=at)
    parts.append(_part(_("已超期"), actor, whole, at, only=late, query="?overdue=1", empty=_("没有超期的事项。")))
    parts.append(_due_this_week(actor, whole, at))
    return parts


def _approvals(actor: Actor, at: datetime) -> Part:
    found = matter_list_for(actor=actor, box=Box.APPROVALS, limit=_SHOWN)
    waiting = waiting_words(matter_ids=[row.id for row in found.rows]) if found.rows else {}
    rows = work_rows(rows=found.rows, at=at, waiting=waiting)
    href = reverse("desk:box", args=[Box.APPROVALS.value])
    return Part(_("等我审批"), rows, found.after is not None, href, _("没有等您审批的事项。"))


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
    href = f"{reverse('desk:box', args=[box.value])}?soon=1"
    rows = work_rows(rows=found.rows, at=at)
    return Part(_("七天内到期"), rows, found.after is not None, href, _("七天内没有到期的事项。"))


def _days(actor: Actor, at: datetime) -> list[DayView]:
    """The reception days of the coming week."""
    coming = [day for day in days_for(actor=actor, at=at) if at <= day.ends_at and day.starts_at < at + _WEEK]
    return [day for day in coming if day.cancelled_at is None]
