"""Making a hall's roster at once, and taking a line out of it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiyin.clocks.selectors import calendar
from huiyin.kernel.actor import Actor
from huiyin.kernel.refs import Ref
from huiyin.kernel.text import clean_line
from huiyin.kernel.text_limits import checked_text
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entry_append
from huiyin.orgs.models import Post, Unit
from huiyin.reception.errors import PlaceMissing, RosterEmpty, RosterNotYours, RosterPeriodWrong, SittingNotFound
from huiyin.reception.models import HallSitting
from huiyin.reception.rules import PLACE_MAX
from huiyin.reception.rules.rosters import RosterRule, sittings
from huiyin.reception.selectors import units_received_for


def hall_roster_make(*, actor: Actor, rule: RosterRule, at: datetime) -> int:
    """Put all lines of a rule into the roster of a hall; gives how many are new. What is there already stays once.

    Raises RosterNotYours, RosterPeriodWrong, RosterEmpty, PlaceMissing, TextTooLong.
    """
    if rule.hall_unit_id not in units_received_for(actor):
        raise RosterNotYours
    place = checked_text(clean_line(rule.place), field="place", most=PLACE_MAX)
    if not place:
        raise PlaceMissing
    rule.check()
    if rule.first < office_day(at):
        raise RosterPeriodWrong
    with transaction.atomic():
        # The hall's row is the lock: two rosters of one hall are written one after the other.
        Unit.objects.select_for_update(no_key=True).filter(pk=rule.hall_unit_id).values_list("pk").first()
        _check_known(rule)
        rows = _rows(rule, place, at)
        if not rows:
            raise RosterEmpty
        HallSitting.objects.bulk_create(rows)
        entry_append(
            kind="reception.roster.made",
            subject=Ref("unit", rule.hall_unit_id),
            at=at,
            actor=actor.ref,
            facts={"kind": rule.kind.value, "lines": len(rows)},
            rows=rows,
        )
    return len(rows)


@transaction.atomic
def hall_sitting_remove(*, actor: Actor, sitting_id: UUID, at: datetime) -> None:
    """Take a line out that is still to come, or of today. Raises SittingNotFound, for strangers too."""
    coming = HallSitting.objects.select_for_update(of=("self",)).filter(
        removed_at__isnull=True, on__gte=office_day(at), hall_unit__in=sorted(units_received_for(actor))
    )
    row = coming.filter(pk=sitting_id).first()
    if row is None:
        raise SittingNotFound
    row.removed_at = at
    row.save(force_update=True)
    entry_append(
        kind="reception.roster.removed",
        subject=Ref("unit", row.hall_unit_id),
        at=at,
        actor=actor.ref,
        facts={"kind": row.kind, "on": row.on.isoformat()},
        rows=[row],
    )


def _check_known(rule: RosterRule) -> None:
    """Raises RosterEmpty where a unit or a post isn't there any more."""
    units = Unit.objects.filter(pk__in=rule.unit_ids, is_active=True).count()
    posts = Post.objects.filter(pk__in=rule.post_ids, unit__is_active=True).count()
    if units != len(set(rule.unit_ids)) or posts != len(set(rule.post_ids)):
        raise RosterEmpty


def _rows(rule: RosterRule, place: str, at: datetime) -> list[HallSitting]:
    there = HallSitting.objects.filter(
        hall_unit=rule.hall_unit_id, removed_at__isnull=True, half=rule.half.value, on__range=(rule.first, rule.last)
    )
    known = set(there.values_list("on", "unit_id", "post_id"))
    return [
        HallSitting(
            hall_unit_id=rule.hall_unit_id,
            kind=rule.kind.value,
            on=sitting.on,
            half=rule.half.value,
            unit_id=sitting.unit_id,
            post_id=sitting.post_id,
            place=place,
            made_at=at,
        )
        for sitting in sittings(rule, calendar())
        if (sitting.on, sitting.unit_id, sitting.post_id) not in known
    ]
