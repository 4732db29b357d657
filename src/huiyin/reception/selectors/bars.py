"""Which days a matter must not be booked on: nobody complains to those whom the complaint is about."""

from collections.abc import Iterable
from uuid import UUID

from huiyin.kernel.actor import petitioner
from huiyin.matters.selectors import matter_get_for
from huiyin.matters.selectors.bars import officers_unbarred, unit_is_barred


def day_is_barred(*, matter_id: UUID, unit_id: int, officer_id: int) -> bool:
    """Whether the matter is about this leader, this unit, or whoever commands either. Raises MatterNotFound."""
    return (unit_id, officer_id) in days_barred(matter_id=matter_id, days=[(unit_id, officer_id)])


def days_barred(*, matter_id: UUID, days: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of these pairs of unit and leader that the matter bars. Raises MatterNotFound."""
    matter = matter_get_for(actor=petitioner(matter_id), matter_id=matter_id)
    unit_id, officer_id = matter.respondent_unit_id, matter.respondent_officer_id
    wanted = set(days)
    units = {
        unit
        for unit in {pair[0] for pair in wanted}
        if unit_is_barred(unit_id=unit, respondent_unit_id=unit_id, respondent_officer_id=officer_id)
    }
    free = set(
        officers_unbarred(
            officer_ids=sorted({pair[1] for pair in wanted}),
            respondent_unit_id=unit_id,
            respondent_officer_id=officer_id,
        )
    )
    return {pair for pair in wanted if pair[0] in units or pair[1] not in free}
