"""How the units that somebody answers for stand: open, late, soon due, not yet taken. Units and deadlines only."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from huiyin.kernel.actor import Actor, Role
from huiyin.matters.rules.states import State
from huiyin.matters.selectors.gate import Visibility, visible_to

_SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """One unit's open matters: how many in all, late, due within a week, and without a handler."""

    unit_id: int
    unit: str
    open: int
    late: int
    soon: int
    unowned: int


def units_standing(*, actor: Actor, at: datetime) -> list[UnitStanding]:
    """The units that the actor is in charge of or commands, those with most that is late first. One statement.

    A unit with nothing open isn't listed: fewer matters are neither better nor worse, so there is no sum and no rank.
    """
    own = actor.units_as(Role.REGISTRAR, Role.APPROVER, Role.LEADER) | actor.command_unit_ids
    rows = (
        visible_to(actor, Visibility.ALL)
        .filter(is_open=True, lead_unit__in=sorted(own))
        .values("lead_unit_id", "lead_unit__name")
        .annotate(
            open=Count("pk"),
            late=Count("pk", filter=Q(next_due_at__lt=at)),
            soon=Count("pk", filter=Q(next_due_at__gte=at, next_due_at__lt=at + _SOON)),
            unowned=Count("pk", filter=Q(handler__isnull=True, state__in=[State.REGISTERED, State.ACCEPTED])),
        )
        .order_by("-late", "lead_unit__path")
    )
    return [
        UnitStanding(
            row["lead_unit_id"], row["lead_unit__name"], row["open"], row["late"], row["soon"], row["unowned"]
        )
        for row in rows
    ]
