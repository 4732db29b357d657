"""Which tests run on which database.

What asks no database runs on SQLite. In the ordinary checks the databases share out what lies above the layers which
know their differences: each such test runs on one of them, one in sixteen on PostgreSQL, where it takes twice as
long, unless it is marked `both_databases` or has transactions of its own. The folders of those layers run on both,
and `make test-long` runs everything on both.
"""

import os
from pathlib import Path
from zlib import crc32

import pytest

# pytest's own databases, and installations of a test's own on the database of the run.
_FIXTURES = {
    "db", "transactional_db", "_django_db_helper", "county", "backed", "empty_database", "machine",
}  # fmt: skip
# Whose code has triggers, statements of its own or a lock that one of the databases takes otherwise.
_ON_BOTH = frozenset({"allowances", "backup", "clocks", "db", "intake", "ledger", "orgs", "vault", "workflow"})
# One in so many of those that are shared out.
_ON_POSTGRESQL_EACH = 16
_TESTS = Path(__file__).parent


def is_postgresql() -> bool:
    """Whether this run is on PostgreSQL."""
    return os.environ.get("HUIYIN_DATABASE_URL", "").startswith("postgres")


def run_elsewhere(items: list[pytest.Item]) -> list[pytest.Item]:
    """Those of `items` that the run on the other database has."""
    elsewhere = [item for item in items if is_postgresql() and (not _asks_a_database(item) or _runs_once(item))]
    if os.environ.get("HUIYIN_TESTS_SHARED_OUT"):
        elsewhere += [item for item in items if _is_shared(item) and _is_for_postgresql(item) != is_postgresql()]
    return elsewhere


def _is_for_postgresql(item: pytest.Item) -> bool:
    """Both runs come to the same answer, whatever else each of them has collected."""
    return not crc32(item.nodeid.encode()) % _ON_POSTGRESQL_EACH


def _runs_once(item: pytest.Item) -> bool:
    """Whether what it starts besides costs more than the other database would tell."""
    return any(item.iter_markers("sqlite_only"))


def _asks_a_database(item: pytest.Item) -> bool:
    named = set(getattr(item, "fixturenames", ())) & _FIXTURES
    return bool(named) or any(item.iter_markers("django_db")) or any(item.iter_markers("browser"))


def _is_shared(item: pytest.Item) -> bool:
    """Whether the outcome doesn't depend on the database."""
    if not _asks_a_database(item) or item.path.relative_to(_TESTS).parts[0] in _ON_BOTH:
        return False
    if any(item.iter_markers("both_databases")) or _runs_once(item):
        return False
    has_transactions = any(mark.kwargs.get("transaction") for mark in item.iter_markers("django_db"))
    return not has_transactions and "transactional_db" not in getattr(item, "fixturenames", ())
