"""A ledger that an older version wrote is brought to this version and goes on: nothing of it changes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.executor import MigrationExecutor
from tests.ledger import plain_ledger
from tests.ledger.conftest import AT, triggers_off

from huiyin.kernel.refs import Ref
from huiyin.ledger.models import Entry
from huiyin.ledger.rules.proof import proof_check
from huiyin.ledger.selectors import proof_at, verifier_key
from huiyin.ledger.services import entries_sequence, entry_append, ledger_verify
from huiyin.ledger.services._schema import schema_differences, schema_now

pytestmark = pytest.mark.django_db(transaction=True)
_COLUMNS = "id, kind, subject, at, written_at, actor, salt, content, commitment, leaf_hash, seq"


@pytest.fixture
def before() -> Iterator[dict[str, str]]:
    """The structure as it was; afterwards that of this version again."""
    now = schema_now()
    _migrate("0003_written")
    yield now
    _migrate("0005_of_day")


def test_what_an_older_version_wrote_stays_and_what_comes_is_blind(
    before: dict[str, str], tmp_path: Path, settings: Any
) -> None:
    with triggers_off():
        plain_ledger.put_in(tmp_path, settings, leaf_format=False)
    written = _rows()
    _refused("UPDATE ledger_entry SET actor = 'officer:9'")
    # An upgrade asks this before the columns are there.
    assert schema_differences() == []
    _migrate("0005_of_day")
    assert schema_now() == before
    assert _rows() == written
    assert set(Entry.objects.values_list("leaf_format", "leaf_salt")) == {(1, None)}
    for statement in (
        "UPDATE ledger_entry SET actor = 'officer:9'", "UPDATE ledger_entry SET leaf_format = 2",
        "DELETE FROM ledger_entry", "UPDATE ledger_checkpoint SET note = 'x'",
        f"INSERT INTO ledger_entry (leaf_format, {_COLUMNS}) SELECT 1, id + 90, {_COLUMNS.removeprefix('id, ')}"
        " FROM ledger_entry WHERE seq IS NULL",
    ):  # fmt: skip
        _refused(statement)
    assert ledger_verify(known=plain_ledger.PLAIN["proof"]["note"]).problems == []
    # A worker of the older version that still runs says nothing of formats: it is refused, not taken for format 1.
    _refused(
        f"INSERT INTO ledger_entry ({_COLUMNS}) SELECT id + 90, {_COLUMNS.removeprefix('id, ')}"
        " FROM ledger_entry WHERE seq IS NULL"
    )
    with transaction.atomic():
        entry_append(kind="test.after", subject=Ref("test", 1), at=AT, actor="officer:12", facts={"n": 1})
    assert entries_sequence(at=AT) == 2
    assert ledger_verify(known=plain_ledger.PLAIN["proof"]["note"]).problems == []
    assert list(Entry.objects.order_by("seq").values_list("leaf_format", flat=True)) == [1] * 8 + [2]
    for seq in (1, 4, 8, 9):
        proof, _note = proof_check(proof_at(seq=seq).as_file(), verifier_key())
        assert proof.opening.leaf_format == (1 if seq < 9 else 2)
    # Back only as long as nothing would be lost.
    with pytest.raises(IrreversibleError):
        _migrate("0003_written")
    assert ledger_verify().problems == []


def _migrate(name: str) -> None:
    MigrationExecutor(connection).migrate([("ledger", name)])


def _rows() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_COLUMNS} FROM ledger_entry ORDER BY id")
        return [
            tuple(bytes(cell) if isinstance(cell, memoryview) else cell for cell in row) for row in cursor.fetchall()
        ]


def _refused(statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
