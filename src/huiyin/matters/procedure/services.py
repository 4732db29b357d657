"""The simple procedure: chosen on acceptance, left when it doesn't fit (简易办理办法)."""

from datetime import datetime
from uuid import UUID

from huiyin.clocks.services import Subject, clocks_on_event
from huiyin.kernel.actor import Actor
from huiyin.kernel.text_limits import checked_text
from huiyin.matters.core.rules.limits import MESSAGE_MAX
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import Action, Procedure
from huiyin.matters.core.services.engine import MatterChange, move
from huiyin.matters.procedure.errors import OrdinaryReasonMissing, SimpleNotPossible, SimpleReasonMissing
from huiyin.matters.procedure.rules import may_be_simple


def simple_begin(change: MatterChange, reason: str) -> None:
    """Make an acceptance one to the simple procedure. Raises SimpleNotPossible, SimpleReasonMissing, TextTooLong.

    All clocks of the ordinary one start as well, so that nothing is lost if it has to be left.
    """
    matter = change.matter
    if not may_be_simple(kind=matter.kind, round_=matter.round, is_joint=bool(matter.parts & Part.JOINT)):
        raise SimpleNotPossible
    words = checked_text(reason, field="reason", most=MESSAGE_MAX)
    if not words:
        raise SimpleReasonMissing
    matter.procedure = Procedure.SIMPLE
    change.facts["procedure"] = Procedure.SIMPLE.value
    change.facts["reason"] = words
    # The time to decide has run since receipt, although nobody knew of it; accepting, which follows, ends it.
    # Its row isn't added to the entry here: the end that follows does so.
    clocks_on_event(subject=Subject(matter.pk, matter.kind, matter.received_at, matter.round), event="simple_chosen")
    begun = Subject(matter.pk, matter.kind, change.at, matter.round)
    change.rows.extend(clocks_on_event(subject=begun, event="simple_accepted").rows)


def matter_make_ordinary(
    *, actor: Actor, matter_id: UUID, reason: str, at: datetime, seen: int | None = None
) -> None:
    """Leave the simple procedure: the time to answer has run since acceptance and runs on.

    Raises OrdinaryReasonMissing, TextTooLong.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.MAKE_ORDINARY, at=at, seen=seen) as change:
        change.facts["reason"] = checked_text(reason, field="reason", most=MESSAGE_MAX)
        if not change.facts["reason"]:
            raise OrdinaryReasonMissing
        change.matter.procedure = Procedure.ORDINARY
        change.notify_petitioner()
