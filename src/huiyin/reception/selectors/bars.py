"""Which days a matter must not be booked on: nobody complains to those whom the complaint is about."""

from collections.abc import Iterable
from uuid import UUID

from huiyin.kernel.actor import petitioner
from huiyin.matters.core.selectors.gate import matter_get_for, matter_numbers_for
from huiyin.matters.respondents.selectors.bars import unit_is_barred
from huiyin.matters.respondents.selectors.respondents import respondents_of
from huiyin.orgs.errors import OfficerNotThere
from huiyin.orgs.selectors import actor_for


def day_is_barred(*, matter_id: UUID, unit_id: int, officer_id: int) -> bool:
    """Whether it is about this leader, this unit or whoever commands either, or the leader stands aside from it.

    Raises MatterNotFound.
    """
    return (unit_id, officer_id) in days_barred(matter_id=matter_id, days=[(unit_id, officer_id)])


def days_barred(*, matter_id: UUID, days: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of these pairs of unit and leader that the matter bars. Raises MatterNotFound."""
    # As the petitioner: whoever asks has shown the matter's code.
    matter = matter_get_for(actor=petitioner(matter_id), matter_id=matter_id)
    barred, wanted = respondents_of(matter), set(days)
    units = {unit for unit in {pair[0] for pair in wanted} if unit_is_barred(unit_id=unit, respondents=barred)}
    free = {officer for officer in {pair[1] for pair in wanted} if _may_notify(officer, matter_id)}
    return {pair for pair in wanted if pair[0] in units or pair[1] not in free}


def _may_notify(officer_id: int, matter_id: UUID) -> bool:
    """As the gate has it: neither the respondent nor below one, and not standing aside from this matter."""
    try:
        actor = actor_for(officer_id=officer_id)
    # Of a leader who isn't there nobody can say whom they are above or what they stand aside from.
    except OfficerNotThere:
        return False
    return bool(matter_numbers_for(actor=actor, matter_ids=[matter_id]))
