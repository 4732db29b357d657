"""The leader's signature under an approved reply, in houses that want one."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.conf import settings

from huiyin.kernel.actor import Actor, Role
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.services.engine import MatterChange, move
from huiyin.matters.delivery.errors import SignatureMissing
from huiyin.matters.linking.services.shared import drafts_along
from huiyin.matters.models import Matter, Reply
from huiyin.matters.reply.errors import SignedAlready
from huiyin.matters.reply.selectors import check_unwritten
from huiyin.orgs.selectors import officers_of_unit


def reply_sign(*, actor: Actor, matter_id: UUID, at: datetime, seen: int | None = None) -> None:
    """Sign the approved reply; never what one has written oneself or along.

    Raises OwnDraft, CoDraftNotAllowed, SignedAlready.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.SIGN, at=at, seen=seen) as change:
        reply = change.matter.replies.order_by("-round")[0]
        check_unwritten(reply, actor)
        if reply.signed_at is not None:
            raise SignedAlready
        for signed in (reply, *drafts_along(change.matter)):
            signed.signer_id = actor.officer_id
            signed.signed_at = at
            change.changed(signed)
        if change.matter.handler_id:
            change.notify_officers("answer_signed", [change.matter.handler_id])


def signature_check(reply: Reply, matter: Matter) -> None:
    """Refuse to let out what its leader has still to sign. Raises SignatureMissing."""
    # Asked anew as it goes out: a leader who has left since holds nothing up.
    if reply.signed_at is None and signers(matter.lead_unit_id, reply.written_by):
        raise SignatureMissing


def signature_ask(change: MatterChange, reply: Reply) -> None:
    """Tell those who can sign that a reply waits for them."""
    change.notify_officers("approval_waiting", signers(change.matter.lead_unit_id, reply.written_by))


def signers(unit_id: int, drafters: Collection[int]) -> list[int]:
    """Who can sign: nobody where the house wants no signature or the unit has no leader; then nothing waits."""
    if not settings.HUIYIN_SIGNED_BY_LEADER:
        return []
    leaders = officers_of_unit(unit_id=unit_id, roles=(Role.LEADER,))
    return [officer.id for officer in leaders if officer.id not in drafters]
