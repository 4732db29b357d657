"""Counting several queries at once, each up to a bound: what a menu shows on a page that is looked at often."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

Queries = Sequence["QuerySet[Any, Any]"]


@dataclass(frozen=True, slots=True)
class Count:
    """The statement that counts, put together: that costs more than asking it, so it may be kept and asked again."""

    names: tuple[str, ...]
    sql: str
    values: tuple[Any, ...]

    @classmethod
    def of(cls, queries: Mapping[str, Queries], *, most: int) -> "Count":
        """Each query is counted up to `most`; one that can't have a row isn't asked."""
        parts: list[str] = []
        values: list[Any] = []
        for place, wanted in enumerate(queries.values()):
            for query in wanted:
                try:
                    sql, params = query.order_by().values("pk")[:most].query.sql_with_params()
                except EmptyResultSet:
                    continue
                parts.append(f"SELECT {place}, COUNT(*) FROM ({sql}) AS counted")  # noqa: S608 - Django wrote it
                values += params
        return cls(tuple(queries), " UNION ALL ".join(parts), tuple(values))

    def ask(self) -> dict[str, int]:
        """How many rows the queries of each name have together. One statement, none where no query can have a row."""
        found = dict.fromkeys(self.names, 0)
        if self.sql:
            with connection.cursor() as cursor:
                cursor.execute(self.sql, self.values)
                for place, count in cursor.fetchall():
                    found[self.names[place]] += count
        return found
