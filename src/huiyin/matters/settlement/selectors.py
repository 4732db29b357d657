"""What was handed in with a settlement."""

import json
from uuid import UUID

from huiyin.matters.models import Event


def settled_on(*, matter_id: UUID) -> tuple[str, str]:
    """The day of the last settlement and the id of what proves it, as its form has them; "" where there was none."""
    events = Event.objects.filter(matter=matter_id, kind="matters.reply.settled").order_by("-version")
    facts = json.loads(events.values_list("facts_text", flat=True).first() or "{}")
    return str(facts.get("day", "")), str(facts.get("proof", "")).partition(":")[2]
