"""Closing, and what the system does by itself when nobody has taken a matter."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiyin.kernel.actor import Actor, ActorKind
from huiyin.matters.carrying_out.services import steps_end
from huiyin.matters.cause.services import cause_find
from huiyin.matters.closing.errors import NotServedYet, WindowOpen
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import Action, State
from huiyin.matters.core.services.engine import move
from huiyin.matters.handover.services.shared import receivers_of
from huiyin.matters.late.rules import OWN_CLOCK, NoticeRole
from huiyin.matters.models import LateNotice, Matter, Rating
from huiyin.matters.review.selectors.windows import review_is_open
from huiyin.matters.sponsor.selectors.sponsor import sponsors_to_notify
from huiyin.orgs.selectors import leaders_of


def matter_close(*, actor: Actor, matter_id: UUID, at: datetime, seen: int | None = None) -> None:
    """Close an answered matter: by the office once it is rated, by the system when the window has passed.

    Raises WindowOpen to an office whose answer wasn't found good while a review can still be asked for (条例 Art 35),
    NotServedYet while a letter is on its way: the window hasn't begun; StepsOpen while something promised isn't done.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.CLOSE, at=at, seen=seen) as change:
        # What was decided above is known to the petitioner, whatever became of the letter.
        if change.matter.served_at is None and change.matter.state != State.REVIEWED:
            raise NotServedYet
        if actor.kind is ActorKind.OFFICER and review_is_open(kind=change.matter.kind, of_unit=_grade(change.matter)):
            raise WindowOpen
        steps_end(change)
        change.notify_petitioner()
        if change.matter.parts & Part.SPONSORS:
            # Four questions wait for the leader who has it in person, and for no one else.
            change.notify_officers("sponsor_to_end", sponsors_to_notify(matter_id=change.matter.pk, escalate=False))


@transaction.atomic
def matter_close_finding(
    *, actor: Actor, matter_id: UUID, codes: Collection[str], note: str = "", at: datetime, seen: int | None = None
) -> None:
    """Write down why it came about and close it, both or neither. Raises as cause_find and matter_close do."""
    cause_find(actor=actor, matter_id=matter_id, codes=codes, note=note, at=at, seen=seen)
    # The step before has made another version of it, in this very transaction.
    matter_close(actor=actor, matter_id=matter_id, at=at)


def _grade(matter: Matter) -> str:
    # A rating can be changed once: the later one counts.
    graded = Rating.objects.filter(matter=matter, round=matter.round).order_by("-position")
    return graded.values_list("of_unit", flat=True).first() or ""


def matter_escalate(*, actor: Actor, matter_id: UUID, at: datetime) -> None:
    """Nobody has taken it in time: its unit's leader, or the nearest one above, is told."""
    with move(actor=actor, matter_id=matter_id, action=Action.ESCALATE, at=at) as change:
        unit_id, role = change.matter.lead_unit_id, NoticeRole.LEADER
        change.notify_officers("matter_unowned", leaders_of(unit_id=unit_id))
        if not change.notices and change.matter.read_in is not None:
            # Whoever leads from above may be whom it means: then the unit itself is told once more.
            role = NoticeRole.STAFF
            change.notify_officers("matter_unowned", receivers_of(unit_id))
        # The petitioner reads from this row who was told: without a notice there is nothing to read.
        if change.notices:
            matter = change.matter
            notice = LateNotice(matter=matter, clock=OWN_CLOCK, round=matter.round, role=role, at=at)
            notice.unit_id = matter.lead_unit_id
            change.save(notice)
