"""Whose draft waits for approval, and whose approval it waits for."""

from collections.abc import Collection
from datetime import datetime

from huiyin.kernel.actor import Actor, Role
from huiyin.matters.core.rules.states import Action
from huiyin.matters.models import Matter, Reply
from huiyin.matters.reply.errors import CoDraftNotAllowed, OwnDraft, RecallNotAllowed
from huiyin.orgs.selectors import officers_of_unit


def check_own_draft(actor: Actor, matter: Matter, _action: Action, _at: datetime) -> None:
    """That the officer has drafted the reply of the latest round. Raises RecallNotAllowed."""
    latest = Reply.objects.filter(matter=matter).order_by("-round")
    drafter = latest.values_list("drafter_id", flat=True).first()
    if drafter is None or drafter != actor.officer_id:
        raise RecallNotAllowed


def check_unwritten(reply: Reply, actor: Actor) -> None:
    """That the officer hasn't written on it. Raises OwnDraft, CoDraftNotAllowed."""
    if reply.drafter_id == actor.officer_id:
        raise OwnDraft
    if actor.officer_id in reply.written_by:
        raise CoDraftNotAllowed


def approvers_besides(matter: Matter, drafters: Collection[int]) -> list[int]:
    """Who can approve what these officers have drafted."""
    approvers = officers_of_unit(unit_id=matter.lead_unit_id, roles=(Role.APPROVER,))
    return [officer.id for officer in approvers if officer.id not in drafters]
