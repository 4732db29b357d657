"""The words of going from unit to unit."""

from datetime import datetime
from enum import StrEnum

from huiyin.kernel.text import N_


class HandoverMode(StrEnum):
    """Forwarded: nothing comes back. Assigned: with a day, and a closing report is wanted (条例 Art 22)."""

    FORWARD = "forward"
    ASSIGN = "assign"


class ObjectionOutcome(StrEnum):
    """What the sender says to "it isn't ours" (条例 Art 23); lapsed: the unit has drafted an answer meanwhile."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    LAPSED = "lapsed"


class DisputeOutcome(StrEnum):
    """What the common superior decides (条例 Art 24)."""

    STAYS = "stays"
    BACK = "back"
    OTHER = "other"


MODE_LABELS = {HandoverMode.FORWARD: N_("转送"), HandoverMode.ASSIGN: N_("交办")}
OBJECTION_LABELS = {
    ObjectionOutcome.ACCEPTED: N_("同意退回"),
    ObjectionOutcome.REFUSED: N_("不同意退回"),
    ObjectionOutcome.LAPSED: N_("已起草答复，异议不再处理"),
}
DISPUTE_LABELS = {
    DisputeOutcome.STAYS: N_("由现在的单位办"),
    DisputeOutcome.BACK: N_("由转来的单位办"),
    DisputeOutcome.OTHER: N_("由另一个单位办"),
}
# Sent on so often, a matter goes to the common superior by itself.
SENT_ON_MOST = 3


def may_go_above(*, decision: str, answer_due_at: datetime | None, sender_is_barred: bool, at: datetime) -> bool:
    """Whether the unit above can be asked about an objection (条例 Art 24): no answer can or did come, or it was no.

    `decision` is an ObjectionOutcome, or "" while there is none; `answer_due_at` None: no clock waits for one.
    """
    if decision:
        return decision == ObjectionOutcome.REFUSED
    # Nobody in a sender that is barred by now can see the objection: waiting for its day would be for nothing.
    return sender_is_barred or (answer_due_at is not None and at > answer_due_at)
