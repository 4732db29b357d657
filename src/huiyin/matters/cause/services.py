"""Writing down why a matter came about: the authorities' side only (R3)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from huiyin.kernel.actor import Actor
from huiyin.kernel.text_limits import checked_text
from huiyin.matters.cause.errors import CauseNoteSealed
from huiyin.matters.cause.rules import causes_checked
from huiyin.matters.core.rules.limits import MESSAGE_MAX
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.services.engine import move
from huiyin.matters.models import Cause


def cause_find(
    *,
    actor: Actor,
    matter_id: UUID,
    codes: Collection[str],
    note: str = "",
    at: datetime,
    seen: int | None = None,
) -> None:
    """Write down the causes, in place of what was found before. Raises CauseMissing, CauseNotAlone, CauseNoteSealed,
    TextTooLong.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.FIND_CAUSE, at=at, seen=seen) as change:
        found = causes_checked(codes)
        change.matter.parts |= Part.CAUSES
        if note.strip() and change.matter.is_sealed:
            raise CauseNoteSealed
        change.facts["causes"] = " ".join(found)
        change.save(
            Cause(
                matter=change.matter,
                position=change.matter.causes.count() + 1,
                codes=" ".join(found),
                note=checked_text(note, field="note", most=MESSAGE_MAX),
                found_at=at,
                found_by=actor.officer_id or 0,
            )
        )
