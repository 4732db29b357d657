"""Being away: a deputy does the work meanwhile, so that nothing waits for somebody who isn't there."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.refs import Ref
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entry_append
from huiyin.orgs.errors import DeputyUnfit, LeaveNotThere, LeaveOverlaps, LeaveTooLong, OfficerNotThere
from huiyin.orgs.models import Leave, Officer, Post
from huiyin.orgs.rules import LEAVE_LONGEST, path_ids


@transaction.atomic
def leave_set(
    *, officer_id: int, deputy_id: int, starts_on: date, ends_on: date, actor: Actor, at: datetime
) -> Leave:
    """Somebody is away from one day to another; the deputy holds their posts on these days.

    By the officer, or by who leads one of their units; never by an administrator, who would give away with it what
    those posts read. The deputy works in one of the officer's units or above them, and isn't away on any of these
    days. Raises NotAllowed, OfficerNotThere, DeputyUnfit,
    LeaveOverlaps, LeaveTooLong.
    """
    units = _units_of(officer_id)
    _demand_may(actor, officer_id, {unit_id for unit_id, _path in units})
    if ends_on < starts_on or ends_on < office_day(at) or (ends_on - starts_on).days >= LEAVE_LONGEST:
        raise LeaveTooLong(most=LEAVE_LONGEST)
    # Both are locked in the order of their ids, so that two leaves that name each other never wait for each other.
    list(Officer.objects.select_for_update().filter(pk__in=[officer_id, deputy_id]).order_by("pk").values_list("pk"))
    # One deputy at a time: whoever asks who stands in (`leaves_running`) is given one.
    if _away(officer_id, starts_on, ends_on).exists():
        raise LeaveOverlaps
    above = {unit_id for _unit_id, path in units for unit_id in path_ids(path)}
    fit = Post.objects.filter(officer_id=deputy_id, officer__is_active=True, unit_id__in=above).exists()
    if deputy_id == officer_id or not fit or _away(deputy_id, starts_on, ends_on).exists():
        raise DeputyUnfit
    leave = Leave.objects.create(
        officer_id=officer_id,
        deputy_id=deputy_id,
        starts_on=starts_on,
        ends_on=ends_on,
        set_by=actor.officer_id or 0,
        set_at=at,
    )
    entry_append(
        kind="orgs.leave.set",
        subject=Ref("officer", officer_id),
        at=at,
        actor=actor.ref,
        facts={"deputy": deputy_id, "from": starts_on.isoformat(), "to": ends_on.isoformat()},
        rows=[leave],
    )
    return leave


@transaction.atomic
def leave_end(*, leave_id: int, actor: Actor, at: datetime) -> Leave:
    """The officer is back before the time; from today on the deputy holds nothing of theirs.

    Raises NotAllowed, LeaveNotThere when it is over or was ended.
    """
    leave = Leave.objects.select_for_update().filter(pk=leave_id, ended_on__isnull=True).first()
    today = office_day(at)
    if leave is None or leave.ends_on < today:
        raise LeaveNotThere
    _demand_may(actor, leave.officer_id, {unit_id for unit_id, _path in _units_of(leave.officer_id)})
    leave.ended_on = today
    leave.save(update_fields=["ended_on"])
    entry_append(
        kind="orgs.leave.ended", subject=Ref("officer", leave.officer_id), at=at, actor=actor.ref, rows=[leave]
    )
    return leave


def _units_of(officer_id: int) -> list[tuple[int, str]]:
    posts = Post.objects.filter(officer_id=officer_id, officer__is_active=True)
    found = list(posts.values_list("unit_id", "unit__path").distinct())
    if not found:
        raise OfficerNotThere
    return found


def _demand_may(actor: Actor, officer_id: int, unit_ids: set[int]) -> None:
    leads = actor.command_unit_ids & unit_ids
    if actor.officer_id != officer_id and not leads:
        raise NotAllowed


def _away(officer_id: int, starts_on: date, ends_on: date) -> QuerySet[Leave]:
    """Leaves of an officer that touch these days."""
    found = Leave.objects.filter(officer_id=officer_id, starts_on__lte=ends_on, ends_on__gte=starts_on)
    return found.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=starts_on))
