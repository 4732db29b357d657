"""Services for withdrawing a matter."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiyin.kernel.actor import Actor, petitioner
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import REVIEW_STATES, UNANSWERED_STATES, Action
from huiyin.matters.core.services.engine import MatterChange
from huiyin.matters.core.services.petitioner import petitioner_move
from huiyin.matters.explanation.rules import NEEDLESS, EndedBy
from huiyin.matters.linking.selectors.split import parts_of
from huiyin.matters.models import ExplanationMeeting, Hearing, Review
from huiyin.matters.review.rules import HEARING_NEEDLESS, ReviewOutcome


@transaction.atomic
def matter_withdraw(*, actor: Actor, matter_id: UUID, at: datetime) -> None:
    """Withdraw: the petitioner's alone; before the reply has been served, or while the unit above decides.

    A review that is being decided ends without an opinion, a hearing or an explanation meeting
    that was announced isn't held; all who worked
    on it are told. The reply stands.
    """
    with petitioner_move(actor=actor, matter_id=matter_id, action=Action.WITHDRAW, at=at) as change:
        change.hear_petitioner()
        if change.matter.state in REVIEW_STATES:
            # The unit whose answer stands hears of it as well.
            change.notify_officers("petitioner_wrote", [change.matter.handler_id] if change.matter.handler_id else [])
            _end_review(change)
        change.notify_officers("petitioner_wrote", _end_hearings(change))
        _end_explanation(change)
    # With the whole goes what was split from it and has no answer yet: to the petitioner it is one matter.
    for link in parts_of(change.matter):
        if link.matter.state in UNANSWERED_STATES:
            # A petitioner opens one matter only, so each part is withdrawn by its own.
            matter_withdraw(actor=petitioner(link.matter_id), matter_id=link.matter_id, at=at)


def _end_review(change: MatterChange) -> None:
    """The states guarantee that there is one."""
    review = Review.objects.filter(matter=change.matter, decided_at__isnull=True)[0]
    review.outcome, review.decided_at = ReviewOutcome.WITHDRAWN, change.at
    change.changed(review)


def _end_explanation(change: MatterChange) -> None:
    """A meeting that is being arranged falls away; its clock ends with the matter's."""
    if not change.matter.parts & Part.EXPLANATIONS:
        return
    for meeting in ExplanationMeeting.objects.filter(
        matter=change.matter, recorded_at__isnull=True, ended_at__isnull=True
    ):
        meeting.ended_at, meeting.ended_by, meeting.end_reason = change.at, EndedBy.PETITIONER, NEEDLESS
        change.changed(meeting)


def _end_hearings(change: MatterChange) -> list[int]:
    """Cancel what was announced; gives who would have chaired it."""
    if not change.matter.parts & Part.HEARINGS:
        return []
    pending = list(Hearing.objects.filter(matter=change.matter, ended_at__isnull=True, cancelled_at__isnull=True))
    for hearing in pending:
        hearing.cancelled_at, hearing.cancel_reason = change.at, HEARING_NEEDLESS
        change.changed(hearing)
    return [hearing.chair_id for hearing in pending]
