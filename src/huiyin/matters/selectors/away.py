"""Matters whose handler can't work on them any more. Ungated: for the system's own round."""

from uuid import UUID

from django.db.models import F

from huiyin.kernel.actor import Role
from huiyin.matters.models import Matter
from huiyin.matters.rules.states import State

_WORKED_ON = [State.INVESTIGATING, State.DRAFTED, State.APPROVED]


def matters_left_behind(*, officer_id: int | None = None, limit: int = 200) -> list[UUID]:
    """Open matters whose handler holds no handler's post in the unit that has them; of one officer, or of anybody."""
    worked_on = Matter.objects.filter(is_open=True, state__in=_WORKED_ON, handler__isnull=False)
    if officer_id is not None:
        worked_on = worked_on.filter(handler_id=officer_id)
    held = worked_on.filter(
        handler__is_active=True, handler__posts__unit=F("lead_unit"), handler__posts__role=Role.HANDLER.value
    )
    return list(worked_on.exclude(pk__in=held.values("pk")).order_by("pk").values_list("pk", flat=True)[:limit])
