"""How the databases go about the lists: by an index that has the lines in their order, never by sorting everything.

The structure is looked at, not the time: a list whose plan sorts is quick with a hundred matters and slow for good
with a million.
"""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from tests.cast import Cast

from huiyin.db import Count, statistics_refresh
from huiyin.matters.core.rules.states import Channel, Kind, State
from huiyin.matters.lists.selectors.lists import (
    MatterFilter,
    WorkList,
    matter_list_for,
    matters_in_list_since,
    matters_listed,
)
from huiyin.matters.lists.selectors.order import Cursor, SortOrder
from huiyin.matters.messages.services.petitioner import petitioner_write
from huiyin.matters.search.selectors.search import matter_search_for
from huiyin.matters.withdrawal.services import matter_withdraw

# On PostgreSQL a plan is only as good as its alternatives: without these, an index is used wherever one could be,
# and a sort that remains has none that would do.
_ONLY_INDEXES = ("enable_seqscan", "enable_bitmapscan", "enable_sort", "enable_incremental_sort")
_WORK_LISTS = [
    ("handler", WorkList.MINE),
    ("registrar", WorkList.UNIT),
    ("registrar", WorkList.ARRIVALS),
    ("approver", WorkList.APPROVALS),
    ("mayor", WorkList.BELOW),
]
_NARROWED = [
    None,
    MatterFilter(kind=Kind.CLAIM),
    MatterFilter(channel=Channel.WEB),
    MatterFilter(category_id=1),
    MatterFilter(kind=Kind.CLAIM, channel=Channel.CALL),
    MatterFilter(state=State.DRAFTED),
    MatterFilter(kind=Kind.CLAIM, channel=Channel.CALL, category_id=1),
]


def plan_of(work: Callable[[], object], *, on: str) -> list[str]:
    """The plan of the one statement that reads `on`, line by line."""
    seen: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        work()
    (statement,) = [pair for pair in seen if f'FROM "{on}"' in pair[0]]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {statement[0]}", statement[1])
            return [row[3] for row in cursor.fetchall()]
        for setting in _ONLY_INDEXES:
            cursor.execute(f"SET LOCAL {setting} = off")
        cursor.execute(f"EXPLAIN (COSTS OFF) {statement[0]}", statement[1])
        return [row[0] for row in cursor.fetchall()]


def assert_in_order_by_index(lines: list[str]) -> None:
    """An index of the matters is used, and nothing is sorted or read from end to end."""
    text = "\n".join(lines)
    assert "Sort" not in text, text
    assert "TEMP B-TREE" not in text, text
    assert "Seq Scan on matters_matter" not in text, text
    # Where the matters themselves are read; how other tables are joined to them is no matter here.
    reading = [line for line in lines if re.search(r"(Scan\b.* on|SEARCH|SCAN) matters_matter", line)]
    assert reading, text
    assert all("INDEX" in line.upper() for line in reading), text


@pytest.fixture
def full(cast: Cast) -> Cast:
    """A house in which a matter has gone to a handler, and statistics are as a worker keeps them."""
    for _ in range(5):
        cast.file()
    cast.to_handler(cast.file())
    statistics_refresh(cast.at)
    return cast


@pytest.mark.parametrize("only", _NARROWED)
@pytest.mark.parametrize(("who", "work_list"), _WORK_LISTS)
def test_a_list_comes_out_of_its_index_in_order(
    full: Cast, who: str, work_list: WorkList, only: MatterFilter | None
) -> None:
    actor = full.actor(who)
    assert_in_order_by_index(
        plan_of(lambda: matter_list_for(actor=actor, work_list=work_list, only=only), on="matters_matter")
    )


@pytest.mark.parametrize("only", [MatterFilter(sort=SortOrder.LAST_WORD), MatterFilter(is_closed=True)])
@pytest.mark.parametrize(("who", "work_list"), [("registrar", WorkList.UNIT), ("mayor", WorkList.BELOW)])
def test_words_and_endings_come_out_of_their_index_in_order(
    full: Cast, who: str, work_list: WorkList, only: MatterFilter
) -> None:
    for _ in range(3):
        written, over = full.file(), full.file()
        petitioner_write(actor=full.petitioner(written), matter_id=written.matter_id, body="还有一句。", at=full.at)
        matter_withdraw(actor=full.petitioner(over), matter_id=over.matter_id, at=full.at)
    statistics_refresh(full.at)
    actor = full.actor(who)
    assert_in_order_by_index(
        plan_of(lambda: matter_list_for(actor=actor, work_list=work_list, only=only), on="matters_matter")
    )


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite's plan doesn't say what it checks within an index"
)
def test_lines_that_dont_fit_are_passed_over_within_the_index(full: Cast) -> None:
    actor, only = full.actor("mayor"), MatterFilter(state=State.DRAFTED)
    lines = plan_of(lambda: matter_list_for(actor=actor, work_list=WorkList.BELOW, only=only), on="matters_matter")
    assert any("Index Cond" in line and "state" in line for line in lines), "\n".join(lines)


@pytest.mark.parametrize(("who", "work_list"), _WORK_LISTS)
def test_the_next_page_begins_within_the_index(full: Cast, who: str, work_list: WorkList) -> None:
    actor, after = full.actor(who), Cursor(full.at, uuid4())
    lines = plan_of(lambda: matter_list_for(actor=actor, work_list=work_list, after=after), on="matters_matter")
    assert_in_order_by_index(lines)
    # What came before is not read again: the index is entered at the place where the last page ended.
    assert any("next_due_at>" in line or "next_due_at >=" in line for line in lines), "\n".join(lines)


@pytest.mark.parametrize(("who", "work_list"), _WORK_LISTS)
def test_a_count_reads_an_index_and_so_do_news(full: Cast, who: str, work_list: WorkList) -> None:
    actor, since = full.actor(who), full.at
    queries = [
        matters_listed(actor=actor, work_list=work_list),
        matters_in_list_since(actor=actor, work_list=work_list, since=since),
    ]
    lines = plan_of(lambda: Count.of({"list": queries}, most=100).ask(), on="matters_matter")
    text = "\n".join(lines)
    assert "Seq Scan" not in text, text
    reading = [line for line in lines if re.search(r"(SEARCH|SCAN) (matters_(matter|event)|U\d)\b", line)]
    assert all("INDEX" in line.upper() or "PRIMARY KEY" in line for line in reading), text


def test_a_number_is_found_by_its_index(full: Cast) -> None:
    actor = full.actor("registrar")
    lines = plan_of(lambda: matter_search_for(actor=actor, text="20260302"), on="matters_matter")
    assert any("number" in line and "INDEX" in line.upper() for line in lines) or any(
        "Index Cond" in line and "number" in line for line in lines
    ), "\n".join(lines)


@pytest.mark.parametrize("sort", [SortOrder.OLDEST, SortOrder.NEWEST])
@pytest.mark.parametrize("is_next", [False, True])
@pytest.mark.parametrize(("who", "work_list"), [("registrar", WorkList.UNIT), ("mayor", WorkList.BELOW)])
def test_a_list_by_receipt_comes_out_of_its_index(
    full: Cast, who: str, work_list: WorkList, sort: SortOrder, is_next: bool
) -> None:
    actor, after = full.actor(who), Cursor(full.at, uuid4()) if is_next else None
    only = MatterFilter(sort=sort)
    lines = plan_of(
        lambda: matter_list_for(actor=actor, work_list=work_list, only=only, after=after), on="matters_matter"
    )
    assert_in_order_by_index(lines)
    assert any("received" in line for line in lines), "\n".join(lines)
    if is_next:
        assert any(re.search("received_at ?[<>]", line) for line in lines), "\n".join(lines)
