"""Which matters a unit above sees because it is asked to come to a meeting. For the gate."""

from django.db.models import Q

from huiyin.kernel.actor import UNIT_MANAGERS, Actor
from huiyin.matters.models import ExplanationMeeting


def invited_to(actor: Actor) -> Q:
    """Matters with a meeting to which one of the officer's units was asked, until it says no or there is none."""
    units = sorted(actor.units_as(*UNIT_MANAGERS))
    if not units:
        return Q(pk__in=())
    asked = ExplanationMeeting.objects.filter(above_unit__in=units, ended_at__isnull=True)
    return Q(pk__in=asked.exclude(above_comes=False).values("matter_id"))
