"""What waits for a unit. Ungated: for who closes it."""

from datetime import date

from django.db.models import Q

from huiyin.returns.models import Scheme


def unit_receives_returns(*, unit_id: int, today: date) -> bool:
    """Whether other units go on reporting to it."""
    running = Q(ends_on=None) | Q(ends_on__gte=today)
    return Scheme.objects.filter(running, receiving_unit=unit_id).exists()
