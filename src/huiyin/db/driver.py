"""The driver beneath Django's connection."""

from typing import Any

from django.db import connection


def driver() -> Any:
    """The module `sqlite3` or `psycopg`, whichever is in use; the other one needn't be loaded."""
    # Every backend has it; the stubs of their base don't know.
    return connection.Database  # type: ignore[attr-defined]
