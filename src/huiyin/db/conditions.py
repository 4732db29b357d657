"""Conditions that nearly every query asks for again: their SQL is put together once.

Django walks through all parts of a condition whenever it makes a statement. For a gate of a dozen subqueries that
takes ten times as long as the database takes to answer.
"""

import re
from typing import Any

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Expression, F, Model, Q
from django.db.models.sql.compiler import SQLCompiler

# What stands in quotation marks, a table's name before a column, and the names that Django gives to tables of
# subqueries: "U0". Those are inside of the text, while around it the same names may mean other tables.
_TOKEN = re.compile(r"""'(?:[^']|'')*'|(?P<table>"[^"]*")(?=\.)|"[^"]*"|\b(?P<alias>(?:kept_)*[A-Z]+\d+)\b""")
_ROW = "\0"
# For how many actors a gate keeps its condition: whoever works in a large house in the course of a day.
KEPT_MOST = 200
# The text, cut where the row's table is named, and its values.
_Made = tuple[list[str], tuple[Any, ...]]


class KeptCondition(Expression):
    """Whether a row of `model` is as `condition` says, as a condition for `filter` and `exclude`.

    The SQL is put together when it is first used and holds from then on, so `condition` must not depend on the time
    or on anything else that changes. It names columns of the model's own table, and what it asks of other tables it
    asks by subqueries; a join raises ValueError at the first use.
    """

    def __init__(self, model: type[Model], condition: Q) -> None:
        super().__init__(output_field=BooleanField())
        self._model, self._condition = model, condition
        self._row: Any = F("pk")
        # Shared by all copies, by the kind of database.
        self._made: dict[str, _Made | type[Exception]] = {}

    def get_source_expressions(self) -> list[Any]:
        """The row's key: through it Django says what the row's table is called in a statement."""
        return [self._row]

    def set_source_expressions(self, exprs: Any) -> None:
        """The same, after Django has found the table or renamed it."""
        (self._row,) = exprs

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """The kept text with the row's table by the name it has here."""
        made = self._made.get(connection.vendor)
        if made is None:
            made = self._made[connection.vendor] = self._make(connection)
        if isinstance(made, type):
            raise made
        parts, values = made
        return compiler.quote_name_unless_alias(self._row.alias).join(parts), values

    def _make(self, connection: BaseDatabaseWrapper) -> _Made | type[Exception]:
        query = self._model._base_manager.filter(self._condition).query
        tables = sorted(alias for alias in query.alias_map if query.alias_refcount[alias])
        if len(tables) > 1:
            raise ValueError(f"A kept condition of {self._model.__name__} joins {tables}.")
        compiler = query.get_compiler(connection=connection)
        try:
            text, values = query.where.as_sql(compiler, connection)
        except (EmptyResultSet, FullResultSet) as outcome:
            return type(outcome)
        table = connection.ops.quote_name(self._model._meta.db_table)

        def rename(found: re.Match[str]) -> str:
            if found["table"] == table:
                return _ROW
            return f"kept_{found['alias']}" if found["alias"] else found[0]

        # Django has put brackets around what is more than one part. One pair more would be one level more, of which
        # SQLite's parser has a hundred.
        return _TOKEN.sub(rename, text).split(_ROW), tuple(values)
