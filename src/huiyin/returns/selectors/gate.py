"""Who sees which returns and schemes: the unit that owes, the unit that receives, and whoever commands the unit."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.kernel.actor import Actor, ActorKind, Role
from huiyin.returns.models import Return, Scheme, SchemeUnit

# A unit reports and receives by them.
STAFF_ROLES = (Role.REGISTRAR, Role.HANDLER, Role.APPROVER, Role.LEADER)
UNIT_MANAGERS = (Role.REGISTRAR, Role.APPROVER, Role.LEADER)


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


def managed_units(actor: Actor) -> frozenset[int]:
    """The units for which the actor begins and ends schemes."""
    return actor.units_as(*UNIT_MANAGERS)
