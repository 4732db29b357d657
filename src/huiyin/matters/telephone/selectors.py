"""Who has to be told by telephone, as lists and pages show it; through the gate."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.kernel.actor import Actor, ActorKind, Role
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.limits import LIST_MOST
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.selectors.gate import visible_through
from huiyin.matters.models import Matter, TelephoneCall
from huiyin.matters.telephone.errors import CallGone


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call to make: about which matter, by when, on how many days it was tried. Neither name nor number."""

    id: UUID
    number: str
    title: str
    asked_at: datetime
    due_on: date
    tried: int
    is_late: bool
    is_today: bool


def may_call(actor: Actor) -> bool:
    """Whether this officer may have to call anybody."""
    return actor.holds(Role.REGISTRAR, Role.APPROVER, Role.HANDLER)


def calls_open(*, actor: Actor, at: datetime) -> list[CallRow]:
    """The calls that the officer's units have to make, the first due on top, late ones so before all others."""
    rows = calls_waiting(actor=actor).select_related("matter").order_by("due_on", "id")
    return [_row(call, at) for call in rows[:LIST_MOST]]


def calls_waiting(*, actor: Actor, since: datetime | None = None) -> QuerySet[TelephoneCall]:
    """The same, or those asked for since; to be counted with others in one statement."""
    rows = TelephoneCall.objects.filter(visible_through(actor, _theirs(actor)), done_at__isnull=True)
    return rows if since is None else rows.filter(asked_at__gt=since)


def units_with_calls() -> frozenset[int]:
    """The units that have a matter with a call to make."""
    waiting = TelephoneCall.objects.filter(done_at__isnull=True)
    return frozenset(waiting.values_list("matter__lead_unit_id", flat=True))


def call_for(*, actor: Actor, call_id: UUID, at: datetime) -> CallRow:
    """One of them, also when its result is recorded. Raises CallGone."""
    return _row(call_row_for(actor=actor, call_id=call_id), at)


def call_row_for(*, actor: Actor, call_id: UUID) -> TelephoneCall:
    """The row with its matter and units, for the services. Raises CallGone."""
    rows = TelephoneCall.objects.filter(visible_through(actor, _theirs(actor)), pk=call_id)
    found = rows.select_related("matter", "matter__lead_unit", "matter__received_unit").first()
    if found is None:
        raise CallGone
    return found


def calls_of(matter: Matter, actor: Actor, at: datetime) -> tuple[CallRow, ...]:
    """Those of a matter that are to be made, for its page; asks only where there ever was one."""
    if not matter.parts & Part.CALLS or actor.kind is ActorKind.PETITIONER:
        return ()
    rows = TelephoneCall.objects.filter(matter=matter, done_at__isnull=True).select_related("matter")
    return tuple(_row(call, at) for call in rows.order_by("due_on", "id"))


def _theirs(actor: Actor) -> Q:
    """Registrars and approvers of the unit that has the matter, and its handler."""
    office = sorted(actor.units_as(Role.REGISTRAR, Role.APPROVER))
    handlers = [officer_id for officer_id in {actor.officer_id, *actor.stands_for} if officer_id is not None]
    # Also the post: a handler who has lost it in that unit calls nobody any more.
    at_hand = Q(handler__in=handlers, lead_unit__in=sorted(actor.units_as(Role.HANDLER)))
    return Q(lead_unit__in=office) | at_hand


def _row(call: TelephoneCall, at: datetime) -> CallRow:
    today = office_day(at)
    return CallRow(
        id=call.pk,
        number=call.matter.number,
        title=call.matter.title,
        asked_at=call.asked_at,
        due_on=call.due_on,
        tried=call.tried,
        is_late=call.due_on < today,
        is_today=call.due_on == today,
    )
