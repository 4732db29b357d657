"""The database itself refuses to change or delete what the ledger holds."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, transaction

from huiyin.ledger.models import Checkpoint, Entry

pytestmark = pytest.mark.django_db

_FORBIDDEN = [
    "DELETE FROM ledger_entry",
    "DELETE FROM ledger_checkpoint",
    "UPDATE ledger_entry SET kind = 'other'",
    "UPDATE ledger_entry SET subject = 'other'",
    "UPDATE ledger_entry SET actor = 'other'",
    "UPDATE ledger_entry SET at = '2020-01-01 00:00:00'",
    "UPDATE ledger_entry SET commitment = leaf_hash",
    "UPDATE ledger_entry SET leaf_hash = commitment",
    "UPDATE ledger_entry SET id = id + 1000",
    "UPDATE ledger_entry SET seq = seq + 1000",
    "UPDATE ledger_entry SET seq = NULL",
    "UPDATE ledger_entry SET content = '{}'",
    "UPDATE ledger_entry SET content = NULL",
    "UPDATE ledger_entry SET salt = NULL",
    "UPDATE ledger_entry SET content = NULL, salt = NULL, kind = 'other'",
    "UPDATE ledger_checkpoint SET note = 'other'",
    "UPDATE ledger_checkpoint SET tree_size = 9",
]


@pytest.mark.parametrize("statement", _FORBIDDEN)
def test_the_database_refuses(statement: str, record: Callable[..., list[Group]]) -> None:
    record("一组", "二组")
    before = [list(Entry.objects.values_list()), list(Checkpoint.objects.values_list())]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert [list(Entry.objects.values_list()), list(Checkpoint.objects.values_list())] == before


def test_replacing_a_row_is_refused(record: Callable[..., list[Group]]) -> None:
    record("一组")
    columns = "kind, subject, at, actor, salt, content, commitment, leaf_hash, seq"
    replace = {
        "sqlite": f"INSERT OR REPLACE INTO ledger_entry (id, {columns}) SELECT id, {columns} FROM ledger_entry",
        "postgresql": "TRUNCATE ledger_entry",
    }[connection.vendor]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(replace)
    assert Entry.objects.count() == 1
