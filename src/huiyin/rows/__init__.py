"""Writing and counting rows by the shortest road, on SQLite as on PostgreSQL; knows databases and no context."""

from huiyin.rows.counting import Count, Queries
from huiyin.rows.insert import COPIED_FROM, row_new, rows_insert, rows_insert_new, values_insert
from huiyin.rows.reading import reading
from huiyin.rows.sending import sent_together, statement_ask, statement_send
from huiyin.rows.statistics import statistics_refresh
from huiyin.rows.subjects import UUID_FORM, UuidAt, named_by, subjects_shown
from huiyin.rows.update import row_update

__all__ = [
    "COPIED_FROM",
    "UUID_FORM",
    "Count",
    "Queries",
    "UuidAt",
    "named_by",
    "reading",
    "row_new",
    "row_update",
    "rows_insert",
    "rows_insert_new",
    "sent_together",
    "statement_ask",
    "statement_send",
    "statistics_refresh",
    "subjects_shown",
    "values_insert",
]
