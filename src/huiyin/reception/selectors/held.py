"""How often a unit's leaders received people: for its returns."""

from datetime import datetime

from huiyin.kernel.text import N_
from huiyin.kernel.time import office_day
from huiyin.reception.models import ReceptionDay
from huiyin.returns.rules.fields import About, Field


def reception_days_held(unit_id: int, since: datetime, until: datetime) -> int:
    """The days on which leaders of the unit received people, each once; what was cancelled isn't counted."""
    held = ReceptionDay.objects.filter(
        unit=unit_id, cancelled_at__isnull=True, starts_at__gte=since, starts_at__lt=until
    )
    return len({office_day(starts_at) for starts_at in held.values_list("starts_at", flat=True)})


DAYS_HELD = Field("reception_days_held", N_("领导接访"), N_("天"), About.WORK, reception_days_held)
