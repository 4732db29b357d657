"""Standing aside, and matters whose handler is gone: none of them waits for somebody who isn't there."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from huiyin.kernel.actor import Actor, Role, system
from huiyin.kernel.text import clean_line
from huiyin.kernel.text_limits import checked_text
from huiyin.matters.core.errors import MoveNotAllowed, NotBarred, OfficerUnknown
from huiyin.matters.core.rules.labels import ACTION_LABELS
from huiyin.matters.core.rules.states import UNANSWERED_STATES, Action
from huiyin.matters.core.services.engine import MatterChange, move
from huiyin.matters.handover.services.shared import barred_leaves
from huiyin.matters.linking.errors import NotSplitConflict
from huiyin.matters.linking.selectors.split import parts_of, whole_of
from huiyin.matters.models import Recusal
from huiyin.matters.permissions import is_approver, is_leader
from huiyin.matters.recusal.errors import RecusalReasonMissing, RecusedAlready
from huiyin.matters.review.rules import ANSWERED_BY
from huiyin.orgs.errors import OfficerNotThere
from huiyin.orgs.selectors import leaders_of, officer_view, officers_of_unit

_REASON_MAX = 200


@transaction.atomic
def matter_recuse(
    *, actor: Actor, matter_id: UUID, officer_id: int, reason: str, at: datetime, seen: int | None = None
) -> None:
    """An officer stands aside (条例 Art 28): they see nothing of the matter from now on.

    Declared by the officer, or of somebody else by an approver or leader of the unit. A matter that they handled or
    review goes back to who gives it out; where nobody is left to, the nearest leader above is told at once.
    Raises MoveNotAllowed, OfficerUnknown, RecusalReasonMissing, RecusedAlready, TextTooLong.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.RECUSE, at=at, seen=seen) as change:
        matter = change.matter
        if officer_id != actor.officer_id and not (is_approver(actor, matter) or is_leader(actor, matter)):
            raise MoveNotAllowed(action=gettext(ACTION_LABELS[Action.RECUSE]))
        _demand_officer(officer_id)
        stated = checked_text(clean_line(reason), field="reason", most=_REASON_MAX)
        if not stated:
            raise RecusalReasonMissing
        if Recusal.objects.filter(matter=matter, officer_id=officer_id).exists():
            raise RecusedAlready
        _set_recused(change, officer_id, declared_by=actor.officer_id or 0, reason=stated)
    for link in parts_of(change.matter):
        matter_recuse_along(actor=system("split"), matter_id=link.matter_id, at=at)


def matter_recuse_along(*, actor: Actor, matter_id: UUID, at: datetime) -> None:
    """Whoever stands aside from a matter that was split does so from its part. Raises NotSplitConflict."""
    with move(actor=actor, matter_id=matter_id, action=Action.RECUSE_ALONG, at=at) as change:
        whole = whole_of(change.matter)
        if whole is None:
            raise NotSplitConflict
        # Somebody may stand aside from the part alone already: a second row of them would be refused.
        known = Recusal.objects.filter(matter=change.matter).values("officer_id")
        for recusal in Recusal.objects.filter(matter=whole.into_id).exclude(officer__in=known).order_by("at"):
            _set_recused(change, recusal.officer_id, declared_by=recusal.declared_by, reason=recusal.reason)


def _set_recused(change: MatterChange, officer_id: int, *, declared_by: int, reason: str) -> None:
    """Write it down; what the officer works on or reviews goes back to who gives it out, and they are told."""
    matter = change.matter
    change.save(Recusal(matter=matter, officer_id=officer_id, declared_by=declared_by, reason=reason, at=change.at))
    if matter.reviewer_id == officer_id:
        matter.reviewer_id = None
    if matter.handler_id == officer_id:
        matter.handler_id = None
        change.move_back_to_receiving()
    # A part can be over when its whole isn't: nobody has to take it then.
    if matter.is_open:
        _notify_remaining(change, without=officer_id)


def matter_release_handler(*, actor: Actor, matter_id: UUID, at: datetime) -> None:
    """Its handler holds no handler's post in the unit any more: whoever gives matters out there is told at once."""
    with move(actor=actor, matter_id=matter_id, action=Action.RELEASE_HANDLER, at=at) as change:
        gone = change.matter.handler_id
        change.matter.handler_id = None
        change.notify_petitioner()
        _notify_remaining(change, without=gone)


def matter_leave_barred(*, actor: Actor, matter_id: UUID, at: datetime) -> None:
    """The respondent commands its unit by now: the nearest unit above that isn't barred has it from here on.

    The same as when the respondent is named, and no clock changes. Raises NotBarred, also where the house has no
    unit left that isn't.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.LEAVE_BARRED, at=at) as change:
        before = change.matter.lead_unit_id
        if change.matter.state not in UNANSWERED_STATES:
            change.facts[ANSWERED_BY] = before
        if not barred_leaves(change):
            raise NotBarred
        change.notify_petitioner()


def _demand_officer(officer_id: int) -> None:
    try:
        officer_view(officer_id=officer_id)
    except OfficerNotThere:
        raise OfficerUnknown from None


def _notify_remaining(change: MatterChange, *, without: int | None) -> None:
    unit_id = change.matter.lead_unit_id
    there = [officer.id for officer in officers_of_unit(unit_id=unit_id, roles=(Role.REGISTRAR, Role.APPROVER))]
    left = [officer_id for officer_id in there if officer_id != without]
    change.notify_officers(
        "matter_unowned", left or [officer_id for officer_id in leaders_of(unit_id=unit_id) if officer_id != without]
    )
