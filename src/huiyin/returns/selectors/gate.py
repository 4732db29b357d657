"""Who sees which returns and schemes: the unit that owes, the unit that receives, and whoever commands the unit."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.kernel.actor import UNIT_MANAGERS, Actor, ActorKind, Role
from huiyin.kernel.time import office_day
from huiyin.returns.models import Return, Scheme, SchemeUnit
from huiyin.returns.rules.errors import SchemeEndedConflict, SchemeNotAllowed

# A unit reports and receives by them.
STAFF_ROLES = (Role.REGISTRAR, Role.HANDLER, Role.APPROVER, Role.LEADER)


def visible_to(actor: Actor) -> QuerySet[Return]:
    """The returns that this actor may see; the system sees all."""
    if actor.kind is ActorKind.SYSTEM:
        return Return.objects.all()
    own = sorted(actor.units_as(*STAFF_ROLES))
    seen = sorted({*own, *actor.command_unit_ids})
    return Return.objects.filter(Q(unit__in=seen) | Q(scheme__receiving_unit__in=own))


def schemes_visible_to(actor: Actor) -> QuerySet[Scheme]:
    """The schemes that they owe, receive, or that a unit owes which they command."""
    if actor.kind is ActorKind.SYSTEM:
        return Scheme.objects.all()
    own = sorted(actor.units_as(*STAFF_ROLES))
    seen = sorted({*own, *actor.command_unit_ids})
    owed = SchemeUnit.objects.filter(scheme=OuterRef("pk"), unit__in=seen)
    return Scheme.objects.filter(Q(receiving_unit__in=own) | Exists(owed))


def check_scheme_change(actor: Actor, scheme: Scheme, *, at: datetime) -> None:
    """Whether the actor may revise or end it. Raises SchemeNotAllowed, SchemeEndedConflict."""
    if scheme.receiving_unit_id not in managed_units(actor):
        raise SchemeNotAllowed
    if scheme.ended_at is not None or (scheme.ends_on is not None and scheme.ends_on < office_day(at)):
        raise SchemeEndedConflict(day=scheme.ends_on)


def managed_units(actor: Actor) -> frozenset[int]:
    """The units for which the actor begins and ends schemes."""
    return actor.units_as(*UNIT_MANAGERS)
