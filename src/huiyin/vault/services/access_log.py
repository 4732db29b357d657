"""The access log: who opened identities, for those who keep watch over it."""

from uuid import UUID

from django.db.models import Case

from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.errors import NotAllowed
from huiyin.vault.selectors import OpeningFilter, OpeningRecord, opening_counts, opening_records


def openings_list(
    *, actor: Actor, shown: Case, after: UUID | None = None, limit: int = 50, only: OpeningFilter | None = None
) -> list[OpeningRecord]:
    """The newest openings, or those behind the one with the id `after`. Raises NotAllowed unless an auditor.

    `shown` is a condition on an opening by its subject (`subjects_shown`): without what they may not audit.

    No record says which identity it was, so that nothing can be put together about one person.
    """
    _check_auditor(actor)
    return opening_records(shown=shown, after=after, limit=limit, only=only)


def openings_counted(*, actor: Actor, shown: Case, only: OpeningFilter) -> list[tuple[str, int]]:
    """How often each office opened something. Raises NotAllowed unless an auditor. `shown` as in `openings_list`."""
    _check_auditor(actor)
    return opening_counts(shown=shown, only=only)


def _check_auditor(actor: Actor) -> None:
    if not actor.holds(Role.AUDITOR):
        raise NotAllowed
