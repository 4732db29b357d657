"""The access log: who opened identities, for those who keep watch over it."""

from uuid import UUID

from django.db.models import Case

from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.errors import NotAllowed
from huiyin.vault.selectors import OpeningRecord, opening_records


def openings_list(*, actor: Actor, shown: Case, after: UUID | None = None, limit: int = 50) -> list[OpeningRecord]:
    """The newest openings, or those behind the one with the id `after`. Raises NotAllowed unless an auditor.

    `shown` is a condition on an opening by its subject (`subjects_shown`): without what they may not audit.

    No record says which identity it was, so that nothing can be put together about one person.
    """
    if not actor.holds(Role.AUDITOR):
        raise NotAllowed
    return opening_records(shown=shown, after=after, limit=limit)
