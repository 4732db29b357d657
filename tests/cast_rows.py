"""The rows of the cast, put back as they are: a test gets its county in a few statements, not in some fifty.

The first test of a process builds it through the services; the others get copies of those rows, ids included.
"""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, transaction


@dataclass(frozen=True)
class TableRows:
    """What one table holds. `insert` is its statement."""

    insert: str
    rows: list[tuple[Any, ...]]


def empty_tables() -> list[str]:
    """The tables of all models that hold no row now; what migrations have filled isn't among them."""
    tables = [model._meta.db_table for model in apps.get_models() if model._meta.managed]
    return [table for table in tables if is_empty(table)]


def read_rows(tables: list[str]) -> list[TableRows]:
    """The rows that these tables hold now, in the order of `tables`; empty tables are left out."""
    kept = []
    for table in tables:
        with connection.cursor() as cursor:
            columns = [column for column in _columns(cursor, table) if column not in _generated(table)]
            names = ", ".join(map(_quoted, columns))
            cursor.execute(f"SELECT {names} FROM {_quoted(table)}")
            rows = cursor.fetchall()
        if rows:
            places = ", ".join(["%s"] * len(columns))
            kept.append(TableRows(f"INSERT INTO {_quoted(table)} ({names}) VALUES ({places})", rows))
    return kept


def insert_rows(kept: list[TableRows]) -> None:
    """Put the rows in; triggers and constraints look at them as at any others."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in kept:
            cursor.executemany(table.insert, table.rows)


def is_empty(table: str) -> bool:
    """Whether a table holds no row."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {_quoted(table)} LIMIT 1")
        return cursor.fetchone() is None


def _columns(cursor: Any, table: str) -> list[str]:
    return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def _generated(table: str) -> set[str | None]:
    """Columns that the database itself fills."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.db_table == table]
    return {field.column for model in models for field in model._meta.concrete_fields if field.generated}


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
