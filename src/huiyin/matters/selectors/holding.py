"""What a unit still holds: ungated, for whoever wants to close it."""

from django.db.models import Q

from huiyin.matters.models import Assist, Handover, Hearing, Matter, Supervision
from huiyin.matters.rules.states import REVIEW_STATES


def unit_has_hearings(*, unit_id: int) -> bool:
    """Whether a hearing is announced that this unit decides on or answers at."""
    pending = Hearing.objects.filter(ended_at__isnull=True, cancelled_at__isnull=True)
    return pending.filter(Q(matter__lead_unit=unit_id) | Q(review__unit=unit_id)).exists()


def unit_has_matters(*, unit_id: int) -> bool:
    """Whether a matter waits for this unit: to be answered, reviewed, helped with, decided on or supervised."""
    # A matter keeps the unit that has decided a review of it: only while it decides, it waits for that unit.
    deciding = Q(review_unit=unit_id, state__in=REVIEW_STATES)
    if Matter.objects.filter(Q(lead_unit=unit_id) | deciding, is_open=True).exists():
        return True
    waiting = (
        Assist.objects.filter(unit=unit_id, ended_at__isnull=True, contributed_at__isnull=True),
        Handover.objects.filter(dispute_unit=unit_id, settled_at__isnull=True),
        Supervision.objects.filter(Q(unit=unit_id) | Q(by_unit=unit_id), ended_at__isnull=True),
    )
    return any(rows.filter(matter__is_open=True).exists() for rows in waiting)
