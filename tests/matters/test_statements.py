"""The number of SQL statements on the hot roads is fixed: a new one has to be argued for here."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import Cast

from huiyin.kernel.ids import format_matter_number
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.lists.selectors.lists import WorkList, matter_list_for

pytestmark = pytest.mark.both_databases

REGISTRATION = 8
LIST = 1
PAGE = 12


def test_registering_takes_a_fixed_number_of_statements(cast: Cast) -> None:
    cast.file()
    with CaptureQueriesContext(
        connection,
    ) as captured:
        cast.file()
    statements = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert len(statements) == REGISTRATION, "\n".join(sql[:100] for sql in statements)


@pytest.mark.parametrize("matters", [1, 60])
def test_a_list_takes_one_statement_however_many_matters(cast: Cast, matters: int) -> None:
    for _ in range(matters):
        cast.file()
    actor = cast.actor("registrar")
    with CaptureQueriesContext(connection) as captured:
        page = matter_list_for(actor=actor, work_list=WorkList.ARRIVALS)
    assert len(page.rows) == min(matters, 50)
    assert len(captured) == LIST


def test_a_page_takes_a_fixed_number_of_statements(cast: Cast) -> None:
    filed = cast.file(requests=tuple(f"第{number}条" for number in range(20)))
    cast.answer(filed)
    actor = cast.actor("handler")
    with CaptureQueriesContext(connection) as captured:
        matter_page_for(actor=actor, number=filed.number, at=cast.at)
    assert len(captured) <= PAGE, "\n".join(query["sql"][:100] for query in captured)
    with CaptureQueriesContext(connection) as captured:
        matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert len(captured) <= PAGE, format_matter_number(filed.number)
