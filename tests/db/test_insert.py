"""Rows go in as Django would put them in, few or many; what the database refuses is refused."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from huiyin.db import COPIED_FROM, build_row, bulk_insert_ignore, rows_insert, sent_together, statement_send
from huiyin.notices.models import Notice

AT = datetime(2026, 3, 2, 1, 0, 0, 123456, tzinfo=UTC)
_SIZES = [1, 3, COPIED_FROM - 1, COPIED_FROM, COPIED_FROM * 3]


def notice(number: int, **given: Any) -> Notice:
    """A notice with values that are awkward to write down: quotes, tabs, line ends, backslashes, JSON, nothing."""
    return Notice(
        **{
            "template": "matter_news",
            "params": {"number": "2026030212345670", "odd": "\\N\t'\"\n"},
            "identity_id": uuid4(),
            "dedupe": f"\\t'{number}'\t\"%s\" 回音\\",
            "state": "pending",
            "next_try_at": AT,
            "created_at": AT,
            **given,
        }
    )


@pytest.mark.django_db
@pytest.mark.parametrize("many", _SIZES)
def test_rows_are_what_django_would_have_written(many: int) -> None:
    given = [notice(number) for number in range(many)]
    assert rows_insert(given) == given
    assert all(not row._state.adding for row in given)
    stored = {row.pk: row for row in Notice.objects.all()}
    assert len(stored) == many
    for row in given:
        same = stored[row.pk]
        for field in Notice._meta.concrete_fields:
            assert getattr(same, field.attname) == getattr(row, field.attname), field.name
    by_django = Notice.objects.create(**{**vars_of(given[0]), "id": uuid4(), "dedupe": "another"})
    assert raw(by_django, "created_at") == raw(given[0], "created_at")
    assert raw(by_django, "params") == raw(given[0], "params")


def vars_of(row: Notice) -> dict[str, Any]:
    """A row's values by column."""
    return {field.attname: getattr(row, field.attname) for field in Notice._meta.concrete_fields}


def raw(row: Notice, column: str) -> object:
    """A value as the database has it."""
    with connection.cursor() as cursor:
        key = row.pk.hex if connection.vendor == "sqlite" else row.pk
        cursor.execute(f"SELECT {column} FROM notices_notice WHERE id = %s", [key])
        return cursor.fetchone()[0]


@pytest.mark.parametrize("model", [model for model in apps.get_models() if model.__module__.startswith("huiyin.")])
def test_a_new_row_is_as_its_model_makes_it(model: type[models.Model]) -> None:
    ours, theirs = build_row(model), model()
    assert ours._state.adding
    assert ours._state.db is None
    for field in (field for field in model._meta.concrete_fields if not field.generated):
        mine = getattr(ours, field.attname)
        assert type(mine) is type(getattr(theirs, field.attname)), field.name
        if not callable(field.default):
            assert mine == getattr(theirs, field.attname), field.name


def test_a_new_row_has_what_it_is_given_and_no_unknown_column() -> None:
    key = uuid4()
    row = build_row(Notice, id=key, dedupe="once")
    assert (row.pk, row.dedupe, row.state) == (key, "once", Notice().state)
    with pytest.raises(TypeError, match="dedup'"):
        build_row(Notice, dedup="once")


@pytest.mark.django_db
def test_no_rows_need_no_statement(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert rows_insert([]) == []
        assert bulk_insert_ignore([]) == []


@pytest.mark.django_db
def test_documents_that_are_equal_but_not_the_same_stay_what_they_are() -> None:
    """Python takes 1 for true; in a document they differ."""
    first, other = rows_insert([notice(1, params={"odd": 1}), notice(2, params={"odd": True})])
    assert "true" not in str(raw(first, "params")).lower() and "true" in str(raw(other, "params")).lower()


@pytest.mark.django_db
def test_what_is_there_already_is_left_out() -> None:
    rows_insert([notice(1)])
    bulk_insert_ignore([notice(1), notice(2)])
    assert Notice.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("many", _SIZES)
def test_a_broken_constraint_is_an_integrity_error_and_nothing_stays(many: int) -> None:
    rows = [notice(number) for number in range(many)]
    with pytest.raises(IntegrityError), transaction.atomic():
        rows_insert([*rows, notice(0, identity_id=None)])
    assert Notice.objects.count() == 0


@pytest.mark.django_db
def test_an_error_among_statements_sent_together_comes_out_as_one_and_leaves_nothing() -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), sent_together():
        rows_insert([notice(1)])
        rows_insert([notice(1)])
        rows_insert([notice(2)])
    assert Notice.objects.count() == 0
    rows_insert([notice(3)])
    assert Notice.objects.count() == 1


@pytest.mark.django_db
def test_statements_sent_together_are_read_back_and_counted() -> None:
    with transaction.atomic(), sent_together(), CaptureQueriesContext(connection) as captured:
        rows_insert([notice(1)])
        statement_send("UPDATE notices_notice SET tries = %s", [7])
        assert Notice.objects.get().tries == 7
    assert len(captured) == 3


@pytest.mark.django_db(transaction=True)
def test_statements_are_sent_together_only_inside_a_transaction() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite waits for nothing")
    with pytest.raises(TransactionManagementError), sent_together():
        pass
