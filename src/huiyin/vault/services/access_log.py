"""The access log: who opened identities, for those who keep watch over it."""

from uuid import UUID

from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.errors import NotAllowed
from huiyin.vault.selectors import OpeningRecord, opening_records


def openings_list(*, actor: Actor, after: UUID | None = None, limit: int = 50) -> list[OpeningRecord]:
    """All openings, the newest first, those behind the one with the id `after`. Raises NotAllowed unless an auditor.

    No record says which identity it was, so that nothing can be put together about one person.
    """
    if not actor.holds(Role.AUDITOR):
        raise NotAllowed
    return opening_records(after=after, limit=limit)
