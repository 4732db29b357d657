"""The entry that says what became of notices, in the transaction that says so in their rows."""

from collections.abc import Sequence
from datetime import datetime

from huiyin.kernel.actor import system
from huiyin.kernel.refs import Ref
from huiyin.ledger.services import EntryDraft, entries_append
from huiyin.notices.models import Notice
from huiyin.notices.rules import FINAL_STATES, NoticeState

ENDED = "notices.notice.ended"


def outcome_of(state: NoticeState) -> str:
    """What stands in a notice's `outcome` in that state."""
    return state.value if state in FINAL_STATES else ""


def notices_ended(rows: Sequence[Notice], *, state: NoticeState, at: datetime) -> None:
    """Record that these are done with; an entry for each, as each is about another matter."""
    for row in rows:
        row.outcome = outcome_of(state)
    entries_append(
        [
            EntryDraft(
                kind=ENDED,
                subject=Ref("notice", row.pk),
                at=at,
                actor=system("outbox").ref,
                facts={"state": state.value},
                rows=[row],
            )
            for row in rows
        ]
    )
