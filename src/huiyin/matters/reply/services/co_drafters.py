"""Who has written on a draft besides the officer who hands it in."""

from django.db.models import Q

from huiyin.matters.core.services.engine import MatterChange
from huiyin.matters.models import MoveDraft
from huiyin.matters.reply.rules import officers_of, officers_text


def co_drafters_of(change: MatterChange) -> str:
    """Those who have written on the officer's drafts of it, and on the round before if that came back.

    Whichever draft the page names: an id that is left out would leave out a name.
    """
    found: frozenset[int] = frozenset()
    theirs = Q(owner=change.actor.officer_id) | Q(author=change.actor.officer_id)
    for writers in MoveDraft.objects.filter(theirs, matter=change.matter).values_list("writers", flat=True):
        found |= officers_of(writers)
    before = change.matter.replies.order_by("-round").first()
    # What came back stands in the next draft, whoever wrote it.
    if before is not None and before.returned_at is not None:
        found |= before.written_by
    return officers_text(found - {change.actor.officer_id})
