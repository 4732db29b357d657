"""Steps of matters that officers dated further back than the rulebook allows, for the auditor."""

from django.db.models import Exists, OuterRef

from huiyin.kernel.actor import Actor
from huiyin.matters.core.selectors.gate import matters_withheld
from huiyin.matters.models import Event, Instruction, Service
from huiyin.workflow.backdating import LATE_MOST, LateStep, late_events, late_steps_of


def steps_late(*, actor: Actor, limit: int = LATE_MOST) -> list[LateStep]:
    """The newest, without those of matters that are withheld from the reader. Two statements."""
    shown = ~Exists(matters_withheld(actor).filter(pk=OuterRef("matter")))
    services = [
        LateStep(
            number=row.matter.number,
            on=row.acknowledged_on or row.served_on,
            at=row.late_at,
            officer_id=row.recorded_by,
            reason=row.late_reason,
        )
        for row in Service.objects.filter(shown, late_at__isnull=False)
        .select_related("matter")
        .order_by("-late_at", "pk")[:limit]
        if row.late_at is not None
    ]
    # Nothing else that an officer dates back is written in the steps alone, and few matters have an instruction.
    instructed = Event.objects.filter(shown, matter__in=Instruction.objects.values("matter"))
    events = late_events(instructed.select_related("matter"))[:limit]
    other = late_steps_of(events, lambda row: {"number": row.matter.number})
    return sorted([*services, *other], key=lambda step: step.at, reverse=True)[:limit]
