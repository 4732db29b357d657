"""Who is on a team, and which matters are seen for it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from huiyin.kernel.actor import UNIT_STAFF, Actor, ActorKind, Role
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.models import Matter, TeamMember


@dataclass(frozen=True, slots=True)
class MemberView:
    """Somebody on the team, or asked: for staff alone. `is_asked`: their unit hasn't agreed yet."""

    position: int
    officer_id: int
    name: str
    unit_id: int
    unit: str
    part: str
    due_on: date | None
    asked_at: datetime
    is_asked: bool


def team_of(matter: Matter, actor: Actor) -> tuple[MemberView, ...]:
    """Those who are on it now, in their order."""
    if not matter.parts & Part.TEAMS or actor.kind is ActorKind.PETITIONER:
        return ()
    rows = TeamMember.objects.filter(matter=matter, ended_at__isnull=True).select_related("officer", "unit")
    return tuple(
        MemberView(
            position=row.position,
            officer_id=row.officer_id,
            name=row.officer.display_name,
            unit_id=row.unit_id,
            unit=row.unit.name,
            part=row.part,
            due_on=row.due_on,
            asked_at=row.asked_at,
            is_asked=row.agreed_at is None,
        )
        for row in rows.order_by("position")
    )


def seen_by_team(actor: Actor) -> Q:
    """What the officer is on the team of, while it is open and they work there; what their unit is asked about.

    Bars and recusals hold all the same: the gate asks them beside this.
    """
    staffed = sorted(actor.units_as(*UNIT_STAFF))
    if not staffed:
        return Q(pk__in=())
    theirs = Q(officer=actor.officer_id, unit__in=staffed, agreed_at__isnull=False)
    led = sorted(actor.units_as(Role.LEADER))
    if led:
        theirs |= Q(unit__in=led, agreed_at__isnull=True)
    rows = TeamMember.objects.filter(theirs, ended_at__isnull=True)
    return Q(pk__in=rows.values("matter_id"), is_open=True)
