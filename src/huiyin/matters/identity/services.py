"""Opening who filed: with a stated purpose, logged, shown to the petitioner (个人信息保护法 Arts 6, 51)."""

from datetime import datetime
from uuid import UUID

from huiyin.kernel.actor import Actor
from huiyin.kernel.refs import Ref
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.gate import matter_get_for
from huiyin.matters.core.services.engine import check_move, office_of
from huiyin.matters.identity.errors import IdentityNotFound
from huiyin.vault.services import IdentityDraft, identity_open


def matter_open_identity(*, actor: Actor, matter_id: UUID, purpose: str, at: datetime) -> IdentityDraft:
    """Who filed this matter; the record of it is committed before anything is shown.

    Must not stand in another transaction. Raises MatterNotFound, MoveNotAllowed, IdentityNotFound, PurposeMissing.
    """
    matter = matter_get_for(actor=actor, matter_id=matter_id)
    # Only the check and not the move: the vault writes the entry, in a transaction that ends before anything is
    # shown.
    check_move(actor, matter, Action.OPEN_IDENTITY, at=at)
    if matter.identity_id is None:
        raise IdentityNotFound
    return identity_open(
        actor=actor,
        identity_id=matter.identity_id,
        subject=Ref("matter", matter_id),
        purpose=purpose,
        office=office_of(actor, matter),
        at=at,
    )
