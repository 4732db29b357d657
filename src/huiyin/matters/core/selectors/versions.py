"""Which version a step gave a matter, for who acts on what that step left and has no page that shows it."""

from uuid import UUID

from huiyin.kernel.actor import Actor
from huiyin.matters.core.selectors.gate import visible_to
from huiyin.matters.models import Event


def version_after_step(*, actor: Actor, matter_id: UUID, kind: str) -> int:
    """The version after the last step of this kind.

    0, which no matter has: there was no such step, or the matter isn't there for this actor.
    """
    found = Event.objects.filter(matter__in=visible_to(actor).filter(pk=matter_id).values("pk"), kind=kind)
    return found.order_by("-version").values_list("version", flat=True).first() or 0
