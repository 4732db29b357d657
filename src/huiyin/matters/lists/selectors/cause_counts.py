"""How often which cause was found at which unit: about the work of authorities, never about people."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from huiyin.kernel.actor import Actor
from huiyin.matters.cause.rules import CauseCode
from huiyin.matters.lists.selectors.ended import last_causes
from huiyin.matters.lists.selectors.lists import MatterFilter, WorkList, matters_listed

_ORDER = {code: place for place, code in enumerate(CauseCode)}


@dataclass(frozen=True, slots=True)
class CauseCount:
    """How many ended matters of a unit have this cause among those that were found last."""

    unit_id: int
    unit: str
    code: CauseCode
    count: int


def cause_counts(
    *, actor: Actor, work_list: WorkList, closed_from: datetime, closed_before: datetime
) -> tuple[CauseCount, ...]:
    """Of a list's matters that ended in this time, by unit and in the order of causes. One statement.

    Exactly those that the list shows when it is narrowed so: through the same gate, so that a number leads to its
    matters and tells of no other. A matter with several causes counts once at each.
    """
    only = MatterFilter(is_closed=True, closed_from=closed_from, closed_before=closed_before)
    listed = matters_listed(actor=actor, work_list=work_list, only=only).annotate(codes=last_causes())
    groups = listed.filter(codes__isnull=False).values_list("lead_unit_id", "lead_unit__name", "codes")
    counts: Counter[tuple[str, int, CauseCode]] = Counter()
    for unit_id, unit, codes, count in groups.order_by().annotate(count=Count("pk")):
        for code in codes.split():
            counts[unit, unit_id, CauseCode(code)] += count
    ordered = sorted(counts.items(), key=lambda item: (item[0][0], item[0][1], _ORDER[item[0][2]]))
    return tuple(CauseCount(unit_id, unit, code, count) for (unit, unit_id, code), count in ordered)
