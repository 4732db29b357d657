"""In which order a list stands, and that its pages leave out and repeat nothing in any of them."""

from datetime import timedelta

import pytest
from tests.cast import AT, Cast

from huiyin.matters.lists.selectors.lists import MatterFilter, WorkList, matter_list_for
from huiyin.matters.lists.selectors.order import Cursor, SortOrder
from huiyin.matters.lists.services import filter_as_words, filter_of_words, list_export
from huiyin.matters.models import Matter

pytestmark = pytest.mark.both_databases

# (title, received so many days ago, due in so many, words unread since so many hours)
_MATTERS = (
    ("甲", 3, 9, 5),
    ("乙", 1, 2, None),
    ("丙", 2, 4, 8),
    ("丁", 2, 4, 5),
    ("戊", 2, 4, None),
)
# Where two stand at the same instant the matter decides, which was filed later.
ORDERS = {
    SortOrder.DUE: "乙丙丁戊甲",
    SortOrder.OLDEST: "甲丙丁戊乙",
    SortOrder.NEWEST: "乙戊丁丙甲",
    SortOrder.WORDS: "丙甲丁",
    SortOrder.LAST_WORD: "丁甲丙",
    # Nothing of it is over: as it stands by itself.
    SortOrder.CLOSED: "乙丙丁戊甲",
}


@pytest.fixture
def listed(cast: Cast) -> Cast:
    for title, received, due, unread in _MATTERS:
        filed = cast.file(title=title, received_at=AT - timedelta(days=received))
        words_at = AT - timedelta(hours=unread, microseconds=1) if unread else None
        Matter.objects.filter(pk=filed.matter_id).update(
            next_due_at=AT + timedelta(days=due), unread_at=words_at, words_at=words_at
        )
    return cast


@pytest.mark.parametrize("sort", SortOrder)
def test_pages_follow_each_other_in_every_order(listed: Cast, sort: SortOrder) -> None:
    actor, only = listed.actor("registrar"), MatterFilter(sort=sort)
    titles, after = "", None
    while True:
        page = matter_list_for(actor=actor, work_list=WorkList.UNIT, only=only, after=after, limit=1)
        titles += "".join(row.title for row in page.rows)
        after = page.after
        if after is None:
            break
    assert titles == ORDERS[sort]


@pytest.mark.parametrize("sort", SortOrder)
def test_the_order_is_kept_for_exports(sort: SortOrder) -> None:
    only = MatterFilter(sort=sort)
    assert filter_of_words(filter_as_words(only)) == only


@pytest.mark.django_db(transaction=True)
def test_an_export_is_written_in_it(listed: Cast) -> None:
    only = MatterFilter(sort=SortOrder.NEWEST)
    rows = list_export(actor=listed.actor("registrar"), work_list=WorkList.UNIT, only=only, at=listed.at)
    assert "".join(row.title for row in rows) == ORDERS[SortOrder.NEWEST]


def test_a_cursor_is_exact_to_the_microsecond() -> None:
    at = AT + timedelta(microseconds=7)
    assert str(Cursor(at, Matter().pk)).partition("~")[0].endswith(".000007")
