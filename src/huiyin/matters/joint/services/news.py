"""Notices to those who speak for a joint matter or signed it: that it has come further, never what was written."""

from datetime import datetime

from huiyin.matters.core.rules.parts import Part
from huiyin.matters.models import CoSigner, Matter, Representative
from huiyin.notices.services import NoticeDraft


def news_for_representatives(matter: Matter, *, before: str, at: datetime) -> list[NoticeDraft]:
    """One notice each where the state is another one now; asks only where somebody else has signed.

    To representatives who have a receipt, and to whoever signed by the link and wants to hear.
    """
    if matter.state == before or not matter.parts & Part.JOINT:
        return []
    speaking = Representative.objects.filter(matter=matter, removed_at__isnull=True, pick_hash__isnull=True)
    wanting = CoSigner.objects.filter(matter=matter, wants_news=True, withdrawn_at__isnull=True)
    key, params = f"news:{matter.pk}:{matter.version}", {"number": matter.number}
    return [
        NoticeDraft(template="matter_news", dedupe=f"{key}:{position}", at=at, identity_id=identity_id, params=params)
        for position, identity_id in speaking.order_by("position").values_list("position", "identity_id")
    ] + [
        # Another template: nobody of the office calls thousands who left a telephone number.
        NoticeDraft(
            template="joint_news", dedupe=f"{key}:signer:{position}", at=at, identity_id=identity_id, params=params
        )
        for position, identity_id in wanting.order_by("position").values_list("position", "identity_id")
    ]
