"""A model that the ledger vouches for, and a way past the triggers such as only the database's owner has."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction

from huiyin.kernel import refs
from huiyin.kernel.refs import Ref
from huiyin.ledger.services import entries_sequence, entry_append

AT = datetime(2026, 11, 21, 8, 30, 0, 123456, tzinfo=UTC)


@pytest.fixture(autouse=True)
def kinds_of_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Entries here are about groups, and about nothing in particular."""
    monkeypatch.setattr(refs, "_KINDS", refs._KINDS | {"group", "test"})


@pytest.fixture
def vouched(monkeypatch: pytest.MonkeyPatch) -> type[Group]:
    """Django's Group as a model with ledger fields."""
    monkeypatch.setattr(Group, "LEDGER_FIELDS", ("name",), raising=False)
    return Group


@pytest.fixture
def record(vouched: type[Group]) -> Callable[..., list[Group]]:
    """Creates groups, each with its entry, and orders and signs them."""

    def create(*names: str, sequence: bool = True) -> list[Group]:
        made = []
        with transaction.atomic():
            for name in names:
                group = vouched.objects.create(name=name)
                entry_append(
                    kind="test.group.created",
                    subject=Ref.parse(f"group:{name}"),
                    at=AT,
                    actor="system:test",
                    facts={"name": name},
                    rows=[group],
                )
                made.append(group)
        if sequence:
            entries_sequence(at=AT)
        return made

    return create


@contextmanager
def triggers_off() -> Iterator[None]:
    """What the database's owner can do and nobody else."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            yield
            cursor.execute("SET session_replication_role = DEFAULT")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'ledger%%'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield
        for _, statement in triggers:
            cursor.execute(statement)


@pytest.fixture
def tamper() -> Callable[..., None]:
    """Runs one statement by hand, past the triggers."""

    def run(statement: str, *params: Any) -> None:
        with triggers_off(), connection.cursor() as cursor:
            cursor.execute(statement, list(params))

    return run
