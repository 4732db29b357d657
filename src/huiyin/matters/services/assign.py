"""Who has it: the lead unit, the handler — and who must not (条例 Arts 22, 28, 30)."""

from datetime import datetime
from uuid import UUID

from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.text import clean_line
from huiyin.matters.rules.errors import HandlerUnknown, SealNotReadThere, UnitBarred, UnitUnknown
from huiyin.matters.rules.registration import MESSAGE_MAX, RESPONDENT_MAX, checked_text
from huiyin.matters.rules.sealed import sealed_respondent_name
from huiyin.matters.rules.states import Action
from huiyin.matters.selectors.bars import unbarred_unit, unit_is_barred
from huiyin.matters.services._engine import step
from huiyin.orgs.rules import bars
from huiyin.orgs.selectors import actor_for, officers_of_unit, unit_is_active, unit_name
from huiyin.vault.services import seal_add, seal_readers

_RECEIVING = (Role.REGISTRAR, Role.APPROVER)


def matter_assign_unit(
    *, actor: Actor, matter_id: UUID, unit_id: int, words: str = "", at: datetime, seen: int | None = None
) -> None:
    """Hand the matter to another unit, which leads from now on. No clock changes by it.

    Raises UnitUnknown, UnitBarred (the matter is about that unit or about who commands it), SealNotReadThere.
    """
    with step(actor=actor, matter_id=matter_id, action=Action.ASSIGN_UNIT, at=at, seen=seen) as taken:
        matter = taken.matter
        if unit_id == matter.lead_unit_id or not unit_is_active(unit_id=unit_id):
            raise UnitUnknown
        if unit_is_barred(
            unit_id=unit_id,
            respondent_unit_id=matter.respondent_unit_id,
            respondent_officer_id=matter.respondent_officer_id,
        ):
            raise UnitBarred
        if matter.is_sealed:
            _check_read_there(matter.pk, unit_id)
        taken.facts["unit"] = unit_name(unit_id=unit_id)
        taken.facts["words"] = checked_text(words, field="words", most=MESSAGE_MAX)
        matter.lead_unit_id = unit_id
        matter.handler_id = None
        taken.tell_petitioner()
        taken.tell_officers("matter_assigned", _officers(unit_id, *_RECEIVING))


def matter_assign_handler(
    *, actor: Actor, matter_id: UUID, officer_id: int, at: datetime, seen: int | None = None
) -> None:
    """Name the officer who works on it: one of the lead unit's handlers whom the matter isn't about.

    Raises HandlerUnknown.
    """
    with step(actor=actor, matter_id=matter_id, action=Action.ASSIGN_HANDLER, at=at, seen=seen) as taken:
        matter = taken.matter
        if officer_id not in _officers(matter.lead_unit_id, Role.HANDLER) or bars(
            actor_for(officer_id=officer_id), matter.respondent_unit_id, matter.respondent_officer_id
        ):
            raise HandlerUnknown
        matter.handler_id = officer_id
        taken.facts["handler"] = officer_id
        taken.tell_petitioner()
        taken.tell_officers("matter_assigned", [officer_id])


def matter_name_respondent(
    *,
    actor: Actor,
    matter_id: UUID,
    unit_id: int | None,
    officer_id: int | None,
    text: str,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Say whom the matter is about. From now on they, and all they command, are barred from it.

    If the unit that has it is barred by this, the matter moves at once to the nearest one above that isn't.
    """
    with step(actor=actor, matter_id=matter_id, action=Action.NAME_RESPONDENT, at=at, seen=seen) as taken:
        matter = taken.matter
        if unit_id is not None and not unit_is_active(unit_id=unit_id):
            raise UnitUnknown
        if unit_id is None and officer_id is None:
            # Words alone never lift a bar: whoever was named stays barred until somebody else is named.
            unit_id, officer_id = matter.respondent_unit_id, matter.respondent_officer_id
        matter.respondent_unit_id = unit_id
        matter.respondent_officer_id = officer_id
        words = checked_text(clean_line(text), field="text", most=RESPONDENT_MAX)
        if not matter.is_sealed:
            matter.respondent_text = words
        elif words:
            name, subject = sealed_respondent_name(matter.version), f"matter:{matter.pk}"
            taken.rows.append(seal_add(subject=subject, name=name, plain=words.encode(), at=at))
        free = unbarred_unit(
            unit_id=matter.lead_unit_id, respondent_unit_id=unit_id, respondent_officer_id=officer_id
        )
        if free != matter.lead_unit_id:
            matter.lead_unit_id = free
            matter.handler_id = None
            taken.move_back_to_receiving()
            taken.facts["unit"] = unit_name(unit_id=free)
            taken.tell_officers("matter_assigned", _officers(free, *_RECEIVING))
        elif matter.handler_id is not None and bars(actor_for(officer_id=matter.handler_id), unit_id, officer_id):
            matter.handler_id = None
            taken.move_back_to_receiving()


def _check_read_there(matter_id: UUID, unit_id: int) -> None:
    """A sealed matter isn't given to a unit where nobody could read it."""
    readers = seal_readers(subject=f"matter:{matter_id}")
    if not readers.intersection(_officers(unit_id)):
        raise SealNotReadThere


def _officers(unit_id: int, *roles: Role) -> list[int]:
    return [officer.id for officer in officers_of_unit(unit_id=unit_id, roles=roles)]
