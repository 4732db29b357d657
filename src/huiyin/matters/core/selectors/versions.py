"""Versions of a matter: which one a step gave it, which one it has now, and what was done since."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext

from huiyin.kernel.actor import Actor, ActorKind
from huiyin.matters.core.selectors.gate import visible_to
from huiyin.matters.models import Event, Matter
from huiyin.matters.moves import CHANGES_NOTHING
from huiyin.matters.sentences import STEP, event_name


@dataclass(frozen=True, slots=True)
class StepSince:
    """A step as the timeline says it: its name, and the office that it is shown under; `is_own`: the actor's."""

    at: datetime
    name: str
    who: str
    is_own: bool


def version_after_step(*, actor: Actor, matter_id: UUID, kind: str) -> int:
    """The version after the last step of this kind.

    0, which no matter has: there was no such step, or the matter isn't there for this actor.
    """
    found = Event.objects.filter(matter__in=visible_to(actor).filter(pk=matter_id).values("pk"), kind=kind)
    return found.order_by("-version").values_list("version", flat=True).first() or 0


def version_of(*, actor: Actor, number: str) -> "QuerySet[Matter, Any]":
    """The version of the matter with this number, through the gate, for a statement that asks more than that."""
    return visible_to(actor).filter(number=number).values_list("version")


def steps_since(*, actor: Actor, number: str, seen: int, most: int) -> tuple[StepSince, ...]:
    """What was done after that version, the last first, through the gate; reminders, which change nothing, not."""
    matter = visible_to(actor).filter(number=number).values("pk")
    events = Event.objects.filter(matter__in=matter, version__gt=seen).exclude(kind__in=sorted(CHANGES_NOTHING))
    return tuple(
        StepSince(event.at, pgettext(STEP, event_name(event.kind)), _who(event), event.actor == actor.ref)
        for event in events.order_by("-version", "-id")[:most]
    )


def _who(event: Event) -> str:
    """As on the timeline, no officer by name."""
    if event.office:
        return event.office
    return gettext("信访人") if event.actor.startswith(ActorKind.PETITIONER) else gettext("系统")
