"""Counting several queries at once, each up to a bound: what a menu shows on a page that is looked at often."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

Queries = Sequence["QuerySet[Any, Any]"]


def rows_counted(queries: Mapping[str, Queries], *, most: int) -> dict[str, int]:
    """How many rows the queries of each name have, each query counted up to `most`. One statement for all of them.

    Names of queries that can't have a row are there with 0.
    """
    found = dict.fromkeys(queries, 0)
    names = list(queries)
    parts: list[str] = []
    values: list[Any] = []
    for place, name in enumerate(names):
        for query in queries[name]:
            try:
                sql, params = query.order_by().values("pk")[:most].query.sql_with_params()
            except EmptyResultSet:
                continue
            parts.append(f"SELECT {place}, COUNT(*) FROM ({sql}) AS counted")  # noqa: S608 - Django wrote the query
            values += params
    if not parts:
        return found
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        for place, count in cursor.fetchall():
            found[names[place]] += count
    return found
