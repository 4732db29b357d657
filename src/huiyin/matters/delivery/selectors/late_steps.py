"""Steps that officers dated further back than the rulebook allows, for the auditor."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef

from huiyin.kernel.actor import Actor
from huiyin.matters.core.selectors.gate import matters_withheld
from huiyin.matters.models import Service


@dataclass(frozen=True, slots=True)
class LateStep:
    """One of them: the day that was said, when it was written down, by whom, and why only then."""

    number: str
    on: date
    at: datetime
    officer_id: int | None
    reason: str


def services_late(*, actor: Actor, limit: int = 200) -> list[LateStep]:
    """The newest, without those of matters that are withheld from the reader."""
    rows = Service.objects.filter(late_at__isnull=False).exclude(
        Exists(matters_withheld(actor).filter(pk=OuterRef("matter")))
    )
    return [
        LateStep(
            number=row.matter.number,
            on=row.acknowledged_on or row.served_on,
            at=row.late_at,
            officer_id=row.recorded_by,
            reason=row.late_reason,
        )
        for row in rows.select_related("matter").order_by("-late_at", "pk")[:limit]
        if row.late_at is not None
    ]
