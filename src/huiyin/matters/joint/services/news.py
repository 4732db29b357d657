"""Telling those who speak for a joint matter: only that it has come further, never what was written."""

from datetime import datetime

from huiyin.matters.core.rules.parts import Part
from huiyin.matters.models import Matter, Representative
from huiyin.notices.services import NoticeDraft


def news_for_representatives(matter: Matter, *, before: str, at: datetime) -> list[NoticeDraft]:
    """One notice each where the state is another one now; asks only where somebody else has signed."""
    if matter.state == before or not matter.parts & Part.JOINT:
        return []
    speaking = Representative.objects.filter(matter=matter, removed_at__isnull=True).order_by("position")
    return [
        NoticeDraft(
            template="matter_news",
            dedupe=f"news:{matter.pk}:{matter.version}:{position}",
            at=at,
            identity_id=identity_id,
            params={"number": matter.number},
        )
        for position, identity_id in speaking.values_list("position", "identity_id")
    ]
