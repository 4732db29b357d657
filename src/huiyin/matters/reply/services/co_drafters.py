"""Who has written on a draft besides the officer who hands it in."""

from uuid import UUID

from huiyin.matters.core.services.engine import MatterChange
from huiyin.matters.models import MoveDraft
from huiyin.matters.reply.rules import officers_of, officers_text


def co_drafters_of(change: MatterChange, draft_id: UUID | None) -> str:
    """Those who have written on the officer's own draft, and on the round before if that came back."""
    found: frozenset[int] = frozenset()
    if draft_id is not None:
        own = MoveDraft.objects.filter(pk=draft_id, owner=change.actor.officer_id, matter=change.matter)
        found |= officers_of(own.values_list("writers", flat=True).first() or "")
    before = change.matter.replies.order_by("-round").first()
    # What came back stands in the next draft, whoever wrote it.
    if before is not None and before.returned_at is not None:
        found |= officers_of(before.co_drafters)
    return officers_text(found - {change.actor.officer_id})
