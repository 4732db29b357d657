"""A table of holidays was loaded: provisional dates become firm, what ends on a new holiday moves, lists follow."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huiyin.clocks.rules.rulebook import Bound
from huiyin.clocks.services import Postponed, clocks_postpone, clocks_settle_provisional
from huiyin.matters.selectors import matters_for_round
from huiyin.matters.services import matters_follow_clocks
from huiyin.notices.services import NoticeDraft, notices_enqueue


def settle_round(*, at: datetime) -> int:
    """Settle what can be settled and move what has to move; gives how many clocks. A second round finds nothing left.

    Whoever has a time of their own that ends later now is told; the others read it on the matter's page.
    """
    settled = 0
    while clocks := clocks_settle_provisional(at):
        matters_follow_clocks(matter_ids=sorted({clock.subject_id for clock in clocks}), at=at)
        settled += len(clocks)
    while moved := _postponed(at):
        settled += moved
    return settled


@transaction.atomic
def _postponed(at: datetime) -> int:
    moved = clocks_postpone(at)
    if moved:
        matters_follow_clocks(matter_ids=sorted({one.clock.subject_id for one in moved}), at=at)
        _notify_petitioners([one for one in moved if one.bound is Bound.PETITIONER], at)
    return len(moved)


def _notify_petitioners(moved: Sequence[Postponed], at: datetime) -> None:
    matters = matters_for_round(matter_ids=[one.clock.subject_id for one in moved])
    drafts = [
        NoticeDraft(
            template="matter_news",
            dedupe=f"postponed:{one.row.pk}",
            at=at,
            identity_id=matter.identity_id,
            params={"number": matter.number},
        )
        for one in moved
        if (matter := matters.get(one.clock.subject_id)) is not None and matter.identity_id is not None
    ]
    notices_enqueue(drafts)
