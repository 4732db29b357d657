"""Which matters are worked on together now. Asks only where matters were ever linked."""

from uuid import UUID

from django.db.models import F, Q

from huiyin.kernel.actor import Actor, Role
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.linking.rules import LED_NOWHERE, MERGED_STATES, LinkKind
from huiyin.matters.models import Link, Matter, Recusal
from huiyin.matters.respondents.selectors.respondents import respondents_of

_MERGED = Q(kind=LinkKind.MERGE, answered_at__isnull=True, undone_at__isnull=True)


def merge_of(matter: Matter) -> Link | None:
    """By what the matter is led now, with the one that leads it; None while it is on its own."""
    if not matter.parts & Part.LINKS:
        return None
    return Link.objects.filter(_MERGED, matter=matter).select_related("into").first()


def leading_ids(matter_id: UUID) -> list[UUID]:
    """By which matter it is led now: one at most."""
    return list(Link.objects.filter(_MERGED, matter=matter_id).values_list("into_id", flat=True))


def merges_into(matter: Matter) -> list[Link]:
    """What the matter leads now, the first one first."""
    if not matter.parts & Part.LINKS:
        return []
    return list(Link.objects.filter(_MERGED, into=matter).select_related("matter").order_by("at", "id"))


def merge_holds(link: Link, *, matter: Matter, into: Matter, state: str) -> bool:
    """Whether the two can still be worked on together; `state` is where the merged one stands.

    Not when one of them goes another way: to another unit, about somebody else, withdrawn; nor when who works on the
    leading one stands aside from the other.
    """
    return (
        state in MERGED_STATES
        and into.state not in LED_NOWHERE
        and matter.lead_unit_id == into.lead_unit_id
        and respondents_of(matter) == respondents_of(into)
        and not is_recused_from(into.handler_id, matter)
    )


def is_recused_from(officer_id: int | None, matter: Matter) -> bool:
    """Whether an officer stands aside from a matter (条例 Art 28)."""
    return officer_id is not None and Recusal.objects.filter(matter=matter, officer=officer_id).exists()


def led_by_handler(actor: Actor) -> Q:
    """Matters that the officer answers along with one they handle: read, and nothing more.

    Like that one, only while the officer holds a handler's post in the unit that has both.
    """
    units = actor.units_as(Role.HANDLER)
    if not units:
        return Q(pk__in=())
    handlers = [actor.officer_id, *sorted(actor.stands_for)]
    own = Link.objects.filter(
        _MERGED,
        into__handler__in=handlers,
        into__lead_unit__in=sorted(units),
        into__lead_unit=F("matter__lead_unit"),
    )
    return Q(pk__in=own.values("matter_id"))
