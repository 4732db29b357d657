"""One installation with a backup for all tests here; nobody changes either of them."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.backup.house import BackedUp, backed_up, databases

# In the test's own transaction, which pg_dump can't see into.
_IS_POSTGRESQL = os.environ.get("HUIYIN_DATABASE_URL", "").startswith("postgres")
collect_ignore = ["test_create.py"] if _IS_POSTGRESQL else []
# Each starts some ten processes. In every run the page of docs/deploy.md is walked on PostgreSQL, for which it is
# written, backup, restore and verification included; all others are long there.
_ALWAYS = ("test_the_page_is_walked",)
_SLOW = ("test_deploy_page.py", "test_restore.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On PostgreSQL all but the page belong to the long tests."""
    here = Path(__file__).parent
    for item in items:
        is_slow = item.path.parent == here and item.path.name in _SLOW and not item.name.startswith(_ALWAYS)
        if _IS_POSTGRESQL and is_slow:
            item.add_marker(pytest.mark.long)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BackedUp]:
    """Made once for each process."""
    with databases(2) as urls:
        yield backed_up(tmp_path_factory.mktemp("backed-up"), urls)


@pytest.fixture
def backed(made: BackedUp) -> BackedUp:
    """To be looked at and restored from."""
    return made


@pytest.fixture
def empty_database() -> Iterator[str]:
    """The address of an empty PostgreSQL database, "" on SQLite."""
    with databases(1) as urls:
        yield urls[0] if urls else ""
