"""Writing and counting rows by the shortest road, on SQLite as on PostgreSQL; knows databases and no context."""

from huiyin.db.counting import Count, Queries
from huiyin.db.driver import driver
from huiyin.db.insert import COPIED_FROM, build_row, bulk_insert_ignore, rows_insert, values_insert
from huiyin.db.reading import reading
from huiyin.db.scalars import Scalars
from huiyin.db.sending import fetch_all, sent_together, statement_send
from huiyin.db.statistics import statistics_refresh
from huiyin.db.subjects import UUID_FORM, UuidAt, named_by, subjects_shown
from huiyin.db.update import row_update

__all__ = [
    "COPIED_FROM",
    "UUID_FORM",
    "Count",
    "Queries",
    "Scalars",
    "UuidAt",
    "build_row",
    "bulk_insert_ignore",
    "driver",
    "fetch_all",
    "named_by",
    "reading",
    "row_update",
    "rows_insert",
    "sent_together",
    "statement_send",
    "statistics_refresh",
    "subjects_shown",
    "values_insert",
]
