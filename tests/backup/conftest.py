"""One installation with a backup for all tests here; nobody changes either of them."""

import os
from collections.abc import Iterator

import pytest

from tests.backup.house import BackedUp, backed_up, databases

# In the test's own transaction, which pg_dump can't see into.
collect_ignore = ["test_create.py"] if os.environ.get("HUIYIN_DATABASE_URL", "").startswith("postgres") else []


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BackedUp]:
    """Made once for each process."""
    with databases(2) as urls:
        yield backed_up(tmp_path_factory.mktemp("backed-up"), urls)


@pytest.fixture
def house(made: BackedUp) -> BackedUp:
    """To be looked at and restored from."""
    return made


@pytest.fixture
def empty_database() -> Iterator[str]:
    """The address of an empty PostgreSQL database, "" on SQLite."""
    with databases(1) as urls:
        yield urls[0] if urls else ""
