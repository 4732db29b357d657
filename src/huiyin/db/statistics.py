"""Telling SQLite how its tables have grown; PostgreSQL keeps count by itself."""

from datetime import datetime

from django.db import connection

# Rows looked at per index: enough to plan by, and over in milliseconds however large the tables are.
_ROWS_LOOKED_AT = 1000


def statistics_refresh(_at: datetime) -> bool:
    """Gather what the planner goes by; gives whether there was anything to do.

    Without it SQLite takes every index for equally good, and reads and sorts all that units have to show fifty.
    """
    if connection.vendor != "sqlite":
        return False
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit = {_ROWS_LOOKED_AT}")
        cursor.execute("ANALYZE")
    return True
