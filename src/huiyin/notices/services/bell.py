"""How far an officer has looked through their bell. No entry in the ledger: it is nobody else's business."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from huiyin.notices.bell import BELL_KEPT, BellNotice, opened_of
from huiyin.notices.models import Bell


def bell_open(*, officer_id: int, notice: BellNotice) -> None:
    """The officer has opened one notice; it isn't new to them any more."""
    with transaction.atomic():
        known = _locked(officer_id, notice.at)
        if known.has_seen(notice.id, notice.at):
            return
        known.opened = opened_of(known.opened, notice.id)
        _keep(known, notice.at)


def bell_seen(*, officer_id: int, until: datetime) -> None:
    """Nothing that came until then is new to the officer any more; `until` is when the newest that they saw came."""
    with transaction.atomic():
        known = _locked(officer_id, until)
        known.seen_until = max(until, known.seen_until or until)
        known.opened = []
        _keep(known, until)


def bells_sweep(*, at: datetime) -> int:
    """Take away what says nothing any more: every notice that it spoke of has left the bell. Gives how many rows."""
    gone, _ = Bell.objects.filter(newest_at__lte=at - BELL_KEPT).delete()
    return gone


def _locked(officer_id: int, newest_at: datetime) -> Bell:
    Bell.objects.bulk_create([Bell(pk=officer_id, newest_at=newest_at)], ignore_conflicts=True)
    return Bell.objects.select_for_update().get(pk=officer_id)


def _keep(known: Bell, at: datetime) -> None:
    known.newest_at = max(at, known.newest_at)
    Bell.objects.filter(pk=known.pk).update(
        seen_until=known.seen_until, opened=known.opened, newest_at=known.newest_at, turns=F("turns") + 1
    )
