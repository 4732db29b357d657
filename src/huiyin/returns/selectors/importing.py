"""What an import asks of a scheme: its fields, and the return of one unit for one slot."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.kernel.actor import Actor
from huiyin.kernel.time import end_of_day, office_day
from huiyin.returns.models import Return
from huiyin.returns.rules.counts import counts_of
from huiyin.returns.rules.states import ReturnState
from huiyin.returns.selectors.gate import visible_to


@dataclass(frozen=True, slots=True)
class SlotOfUnit:
    """A return that a line is about; `codes` are its fields."""

    id: UUID
    is_due: bool
    codes: tuple[str, ...]
    counts: Mapping[str, int]
    note: str


def slot_of_unit(
    *, actor: Actor, scheme_id: UUID, unit_id: int, due_at: datetime, any_time: bool
) -> SlotOfUnit | None:
    """The unit's return that is due at that instant, or with `any_time` the only one of that day; None: none."""
    rows = visible_to(actor).filter(scheme=scheme_id, unit=unit_id).exclude(state=ReturnState.CALLED_OFF)
    rows = rows.filter(due_at__gte=due_at, due_at__lte=end_of_day(office_day(due_at)) if any_time else due_at)
    # Two suffice to know that the day alone doesn't tell which is meant.
    found: list[Return] = list(rows.select_related("scheme")[:2])
    if len(found) != 1:
        return None
    row = found[0]
    return SlotOfUnit(row.pk, row.state == ReturnState.DUE, row.codes, counts_of(row.counts_text), row.note)
