"""Who has it: the lead unit, the handler — and who must not (条例 Arts 22, 28, 30)."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from huiyin.kernel.actor import Actor, Role, system
from huiyin.kernel.text_limits import checked_text
from huiyin.matters.assignment.errors import HandlerUnknown
from huiyin.matters.core.rules.limits import MESSAGE_MAX
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.services.engine import move
from huiyin.matters.handover.rules import SENT_ON_MOST, HandoverMode
from huiyin.matters.handover.services.handover import matter_escalate_handover
from huiyin.matters.handover.services.shared import (
    check_receiving,
    check_words,
    handover_add,
    officers_in,
    receivers_of,
)
from huiyin.matters.respondents.selectors.respondents import respondents_of
from huiyin.orgs.rules import bars
from huiyin.orgs.selectors import actor_for, unit_name


@transaction.atomic
def matter_assign_unit(
    *,
    actor: Actor,
    matter_id: UUID,
    unit_id: int,
    words: str = "",
    mode: HandoverMode = HandoverMode.FORWARD,
    report_due_on: date | None = None,
    confirmed: Collection[str] = (),
    at: datetime,
    seen: int | None = None,
) -> None:
    """Hand the matter to another unit, which leads from now on: forwarded, or assigned with a report back by a day.

    No clock of the petitioner's changes by it. The third time, a leader above both units is told (条例 Arts 22, 24).
    `confirmed` are names of the unit and of its officers in the matter's words which the actor has read and knows not
    to be an accusation. Raises UnitUnknown, UnitBarred, UnitInWords, SealNotReadThere and as handover_add.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.ASSIGN_UNIT, at=at, seen=seen) as change:
        check_receiving(change.matter, unit_id)
        check_words(change.matter, unit_id, confirmed)
        text = checked_text(words, field="words", most=MESSAGE_MAX)
        handover = handover_add(change, to_unit_id=unit_id, mode=mode, words=text, report_due_on=report_due_on)
        change.round = handover.position
        change.facts |= {"unit": unit_name(unit_id=unit_id), "words": text, "mode": mode.value}
        change.notify_petitioner()
        change.notify_officers("matter_received", receivers_of(unit_id))
    # Once the hand-over is written: telling a leader is a step of its own, by the system, in the same transaction.
    if handover.position >= SENT_ON_MOST:
        matter_escalate_handover(actor=system("handover"), matter_id=matter_id, at=at)


def matter_assign_handler(
    *, actor: Actor, matter_id: UUID, officer_id: int, at: datetime, seen: int | None = None
) -> None:
    """Name the officer who works on it: one of the lead unit's handlers whom the matter isn't about.

    Raises HandlerUnknown.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.ASSIGN_HANDLER, at=at, seen=seen) as change:
        matter = change.matter
        if officer_id not in officers_in(matter.lead_unit_id, Role.HANDLER) or bars(
            actor_for(officer_id=officer_id), respondents_of(matter)
        ):
            raise HandlerUnknown
        matter.handler_id = officer_id
        change.facts["handler"] = officer_id
        change.notify_petitioner()
        change.notify_officers("matter_assigned", [officer_id])
