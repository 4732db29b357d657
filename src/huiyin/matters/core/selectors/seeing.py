"""Which of several officers the gate shows a matter, asked for all of them at once."""

from collections.abc import Iterable
from datetime import date
from itertools import islice
from uuid import UUID

from huiyin.db.counting import Count
from huiyin.matters.core.selectors.gate import visible_to
from huiyin.orgs.selectors import actors_for

# So many in one statement: a database takes no endless one.
_AT_ONCE = 100


def officers_seeing(*, officer_ids: Iterable[int], matter_id: UUID, on: date | None = None) -> set[int]:
    """Those of these officers who may see the matter on a day (None: today), each asked as for a page of theirs.

    Not barred, not standing aside, and with a post that opens it. Three statements for up to a hundred of them.
    """
    wanted, found = iter(dict.fromkeys(officer_ids)), set[int]()
    while batch := list(islice(wanted, _AT_ONCE)):
        found |= _seeing(batch, matter_id, on)
    return found


def _seeing(officer_ids: list[int], matter_id: UUID, on: date | None) -> set[int]:
    actors = actors_for(officer_ids=officer_ids, on=on)
    shown = {str(key): [visible_to(actor).filter(pk=matter_id)] for key, actor in actors.items()}
    return {int(key) for key, count in Count.of(shown, most=1).ask().items() if count}
