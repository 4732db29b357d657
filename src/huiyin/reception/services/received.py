"""Keeping who received a matter, and letting them know when it is late and when it is closed."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q

from huiyin.kernel.actor import Actor, system
from huiyin.kernel.refs import Ref
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entry_append
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.models import Matter
from huiyin.matters.recusal.selectors import officers_to_notify
from huiyin.matters.respondents.selectors.respondents import respondents_of
from huiyin.notices.services import NoticeDraft, notices_enqueue
from huiyin.orgs.selectors import leaders_upwards
from huiyin.reception.errors import DayNotFound, NotBegun
from huiyin.reception.models import ReceivedMatter, ReceptionDay
from huiyin.reception.rules import is_that_day
from huiyin.reception.selectors import units_received_for

_BATCH = 200
# The round has let a leader know, or lets them know anew of a matter that was opened again.
MARKED = "reception.received.marked"
_REOPENED = Q(closed_notified_at__isnull=False, matter__is_open=True)


def walk_in_begin(*, actor: Actor, day_id: UUID, at: datetime) -> int:
    """The unit whose day it is, for whoever registers somebody that came without a booking.

    From the day itself on. Raises DayNotFound, for strangers too, NotBegun before the day or when it is cancelled.
    """
    day = ReceptionDay.objects.filter(pk=day_id, unit__in=sorted(units_received_for(actor))).first()
    if day is None:
        raise DayNotFound
    if day.cancelled_at is not None or not (day.starts_at <= at or is_that_day(day.starts_at, at)):
        raise NotBegun
    return day.unit_id


@transaction.atomic
def walk_in_record(*, actor: Actor, day_id: UUID, matter_id: UUID, at: datetime) -> None:
    """A matter was brought to a day without a booking; the caller has been through walk_in_begin.

    The registration stands in the same transaction.
    """
    rows = received_rows_new(matter_id=matter_id, day_id=day_id, appointment_id=None, at=at)
    entry_append(
        kind="reception.walk_in.received",
        # Under the matter, so that it is withheld where the matter is.
        subject=Ref("matter", matter_id),
        at=at,
        actor=actor.ref,
        facts={"day": str(day_id)},
        rows=rows,
    )


def received_rows_new(
    *, matter_id: UUID, day_id: UUID, appointment_id: UUID | None, at: datetime
) -> list[models.Model]:
    """Write down that a matter was received on a day; gives the rows for the caller's entry. Once a day."""
    matter = Matter.objects.select_for_update(of=("self",)).get(pk=matter_id)
    if ReceivedMatter.objects.filter(matter=matter_id, day=day_id).exists():
        return []
    row = ReceivedMatter(matter=matter, day_id=day_id, appointment_id=appointment_id, received_at=at)
    row.save(force_insert=True)
    matter.parts |= Part.RECEPTIONS
    matter.save(update_fields=["parts"])
    return [row, matter]


def received_notify(*, at: datetime) -> int:
    """Let leaders know once that what they received is late, and once that it is closed; gives how many notices.

    Any number of workers may do this at once: a row is claimed by a conditional UPDATE in the transaction of its
    notices.
    """
    # Closed and opened again: its next end is news again.
    for pk in ReceivedMatter.objects.filter(_REOPENED).order_by("pk").values_list("pk", flat=True):
        _unmark(pk, at)
    waiting = ReceivedMatter.objects.filter(closed_notified_at__isnull=True).select_related("matter", "day")
    closed = waiting.filter(matter__is_open=False).order_by("pk")[:_BATCH]
    late = waiting.filter(late_notified_at__isnull=True, matter__is_open=True, matter__next_due_at__lt=at)
    return _notify(closed, "received_closed", "closed_notified_at", at) + _notify(
        late.order_by("pk")[:_BATCH], "received_late", "late_notified_at", at
    )


def _notify(rows: Iterable[ReceivedMatter], template: str, mark: str, at: datetime) -> int:
    count = 0
    for row in rows:
        # One transaction for each: on SQLite it holds the only write lock.
        with transaction.atomic():
            unmarked = ReceivedMatter.objects.filter(Q(pk=row.pk), **{f"{mark}__isnull": True})
            if unmarked.update(**{mark: at}):
                _mark_record(row.pk, at)
                drafts = _drafts(row, template, at)
                if drafts:
                    notices_enqueue(drafts)
                count += len(drafts)
    return count


@transaction.atomic
def _unmark(pk: UUID, at: datetime) -> None:
    if ReceivedMatter.objects.filter(_REOPENED, pk=pk).update(closed_notified_at=None):
        _mark_record(pk, at)


def _mark_record(pk: UUID, at: datetime) -> None:
    """Commit to a row whose marks were changed in this transaction: as it stands now, both of them."""
    row = ReceivedMatter.objects.get(pk=pk)
    subject = Ref("matter", row.matter_id)
    entry_append(kind=MARKED, subject=subject, at=at, actor=system("reception").ref, rows=[row])


def _drafts(row: ReceivedMatter, template: str, at: datetime) -> list[NoticeDraft]:
    matter = row.matter
    recipients = officers_to_notify(
        matter_id=matter.pk,
        officer_ids=_answering(row.day),
        respondents=respondents_of(matter),
        read_in=matter.read_in,
        on=office_day(at),
    )
    due = matter.next_due_at
    params = {"number": matter.number} | ({"due_on": office_day(due).isoformat()} if due and matter.is_open else {})
    return [
        NoticeDraft(
            template=template,
            dedupe=f"{template}:{row.pk}:{officer_id}:{at.date().isoformat()}",
            at=at,
            officer_id=officer_id,
            params=params,
        )
        for officer_id in recipients
    ]


def _answering(day: ReceptionDay) -> list[int]:
    """The leader of the day while they lead there; whoever went elsewhere reads the matter no more."""
    leaders = {officer_id for _unit_id, led_by in leaders_upwards(unit_id=day.unit_id) for officer_id in led_by}
    return [day.officer_id] if day.officer_id in leaders else []
