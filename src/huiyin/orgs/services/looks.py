"""What an officer has seen, for themselves. No entry in the ledger: it is nobody's business."""

from datetime import datetime, timedelta

from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import NotAllowed
from huiyin.orgs.models import LastLook

# Whoever comes back sooner is still at the same look: what was new a moment ago stays marked.
LOOK_LASTS = timedelta(minutes=30)


def look_begin(*, actor: Actor, at: datetime) -> datetime | None:
    """The officer looks; gives since when something is new to them, None on the first look of all.

    One statement, and one more where a new look begins. What came during a look is new once more at the next one:
    better twice than never. Raises NotAllowed for whoever is no officer.
    """
    if actor.officer_id is None:
        raise NotAllowed
    known = LastLook.objects.filter(pk=actor.officer_id).first()
    if known is None:
        # Two first pages at once: the row is there already for one of them, and that is no error.
        LastLook.objects.bulk_create([LastLook(pk=actor.officer_id, begun_at=at)], ignore_conflicts=True)
        return None
    if at - known.begun_at < LOOK_LASTS:
        return known.since
    # Of two pages that are opened at once, the first one begins the look.
    LastLook.objects.filter(pk=known.pk, begun_at=known.begun_at).update(begun_at=at, since=known.begun_at)
    return known.begun_at
