"""A new year's holiday table was loaded: provisional due dates become firm, and lists follow."""

from datetime import datetime

from huiyin.clocks.services import clocks_settle_provisional
from huiyin.matters.services import matters_follow_clocks


def settle_round(*, at: datetime) -> int:
    """Settle what can be settled; gives how many clocks. Where no new table is loaded, nothing is looked at twice."""
    settled = 0
    while clocks := clocks_settle_provisional(at):
        matters_follow_clocks(matter_ids=sorted({clock.subject_id for clock in clocks}), at=at)
        settled += len(clocks)
    return settled
