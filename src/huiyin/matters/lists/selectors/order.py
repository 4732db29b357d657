"""In which order a list stands, and where a page of it ends: by keyset, so that no page reads those before it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.matters.models import Matter


class SortOrder(StrEnum):
    """By what a list stands in order; the value is what an address says.

    Of words only those that are unread have an instant of their own, so a list in that order has no other matters.
    One by the last word has none whose petitioner has written nothing since, one by the end none that is open.
    """

    DUE = "due"
    OLDEST = "oldest"
    NEWEST = "newest"
    WORDS = "words"
    LAST_WORD = "last_word"
    CLOSED = "closed"


_COLUMNS = {
    SortOrder.DUE: "next_due_at",
    SortOrder.OLDEST: "received_at",
    SortOrder.NEWEST: "received_at",
    SortOrder.WORDS: "unread_at",
    SortOrder.LAST_WORD: "words_at",
    SortOrder.CLOSED: "closed_at",
}
_FALLING = frozenset({SortOrder.NEWEST, SortOrder.LAST_WORD, SortOrder.CLOSED})


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the page before ended: the instant by which the list stands in order, and the matter."""

    at: datetime
    id: UUID

    def __str__(self) -> str:
        """As it stands in an address."""
        # To the microsecond: rounded, the next page would repeat or leave out what is due at that instant.
        return f"{self.at.timestamp():.6f}~{self.id.hex}"


def sort_column(sort: SortOrder) -> str:
    """The instant of a matter by which the list stands in order."""
    return _COLUMNS[sort]


def sort_matters(
    query: QuerySet[Matter], sort: SortOrder, *, after: Cursor | None = None, is_backwards: bool = False
) -> QuerySet[Matter]:
    """The matters in this order, from behind the cursor on; `is_backwards`: those before it, the nearest first."""
    column, is_falling = _COLUMNS[sort], (sort in _FALLING) is not is_backwards
    sign, beyond = ("-", "lt") if is_falling else ("", "gt")
    if after:
        # The first condition says where to begin in the index; "or" alone would read all that comes before.
        query = query.filter(**{f"{column}__{beyond}e": after.at}).filter(
            Q(**{f"{column}__{beyond}": after.at}) | Q(**{column: after.at, f"pk__{beyond}": after.id})
        )
    return query.order_by(f"{sign}{column}", f"{sign}pk")
