"""How the units that somebody answers for stand: open, late, soon due, not yet taken. Units and deadlines only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from huiyin.kernel.actor import Actor, Role
from huiyin.matters.core.rules.states import State
from huiyin.matters.core.selectors.gate import Visibility, visible_to
from huiyin.matters.models import Matter

SOON = timedelta(days=7)
# The page is where leaders start: however much is open, so many are counted, in the order of their days.
COUNTED_MOST = 20_000


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """One unit's open matters: how many in all, late, due within a week, and without a handler.

    `is_commanded`: the reader leads it, or a unit above it.
    """

    unit_id: int
    unit: str
    open: int
    late: int
    soon: int
    unowned: int
    is_commanded: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """The units, and what they have together. `is_whole`: everything that is open was counted."""

    units: tuple[UnitStanding, ...]
    open: int
    late: int
    soon: int
    unowned: int
    is_whole: bool

    @classmethod
    def of(cls, units: Sequence[UnitStanding]) -> "Standing":
        """The sum of some units."""
        whole = sum(unit.open for unit in units)
        return cls(
            units=tuple(units),
            open=whole,
            late=sum(unit.late for unit in units),
            soon=sum(unit.soon for unit in units),
            unowned=sum(unit.unowned for unit in units),
            is_whole=whole < COUNTED_MOST,
        )


def units_standing(*, actor: Actor, at: datetime) -> Standing:
    """The units that the actor is in charge of or commands, those with most that is late first. One statement.

    A unit with nothing open isn't listed. Fewer matters are neither better nor worse: the sum says what has to be
    done, and nobody is compared by it. Where more than COUNTED_MOST are open, those due first are counted.
    """
    own = actor.units_as(Role.REGISTRAR, Role.APPROVER, Role.LEADER) | actor.command_unit_ids
    first = (
        visible_to(actor, Visibility.ALL)
        .filter(is_open=True, lead_unit__in=sorted(own))
        .order_by("next_due_at", "pk")[:COUNTED_MOST]
    )
    rows = (
        # Grouped directly, the limit would be one of units and not of matters.
        Matter.objects.filter(pk__in=first.values("pk"))
        .values("lead_unit_id", "lead_unit__name")
        .annotate(
            open=Count("pk"),
            late=Count("pk", filter=Q(next_due_at__lt=at)),
            soon=Count("pk", filter=Q(next_due_at__gte=at, next_due_at__lt=at + SOON)),
            unowned=Count("pk", filter=Q(handler__isnull=True, state__in=[State.REGISTERED, State.ACCEPTED])),
        )
        .order_by("-late", "lead_unit__path")
    )
    return Standing.of(
        [
            UnitStanding(
                unit_id=row["lead_unit_id"],
                unit=row["lead_unit__name"],
                open=row["open"],
                late=row["late"],
                soon=row["soon"],
                unowned=row["unowned"],
                is_commanded=row["lead_unit_id"] in actor.command_unit_ids,
            )
            for row in rows
        ]
    )
