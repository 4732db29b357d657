"""Changing much of the organisation at once."""

from huiyin.kernel.actor import Actor
from huiyin.orgs.models import Unit
from huiyin.orgs.permissions import demand_may_arrange
from huiyin.orgs.services._trees import lock_tree


def organisation_lock(*, actor: Actor) -> None:
    """Let no other change of units, and no other import, come in between, for the rest of the caller's transaction.

    Raises NotAllowed.
    """
    demand_may_arrange(actor)
    lock_tree(Unit)
