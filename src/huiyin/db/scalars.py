"""Several single values in one statement: what a page that asks again and again wants to know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from huiyin.db.sending import fetch_all


@dataclass(frozen=True, slots=True)
class Scalars:
    """The statement, put together: that costs more than asking it, so it may be kept and asked again.

    `marks`: texts that stand for what is given when it is asked, by their places among the values.
    """

    names: tuple[str, ...]
    sql: str
    values: tuple[Any, ...]
    marks: tuple[tuple[int, str], ...]

    @classmethod
    def of(
        cls,
        first: "Mapping[str, QuerySet[Any, Any]]",
        *,
        counted: "Mapping[str, QuerySet[Any, Any]] | None" = None,
        most: int = 0,
        marks: Sequence[str] = (),
    ) -> "Scalars":
        """`first`: the one column of each query's first row; `counted`: how many rows, up to `most`."""
        parts: list[str] = []
        values: list[Any] = []
        for query in first.values():
            _add(parts, values, query[:1], "({})", "NULL")
        for query in (counted or {}).values():
            rows = query.order_by().values("pk")[:most]
            _add(parts, values, rows, "(SELECT COUNT(*) FROM ({}) AS counted)", "0")
        places = tuple((place, value) for place, value in enumerate(values) if value in marks)
        return cls((*first, *(counted or {})), f"SELECT {', '.join(parts)}", tuple(values), places)

    def ask(self, **given: Any) -> dict[str, Any]:
        """The values as the database gives them, None for a query without a row. One statement."""
        values = list(self.values)
        for place, mark in self.marks:
            values[place] = given[mark]
        (row,) = fetch_all(self.sql, values)
        return dict(zip(self.names, row, strict=True))


def _add(parts: list[str], values: list[Any], query: "QuerySet[Any, Any]", form: str, empty: str) -> None:
    try:
        sql, params = query.query.sql_with_params()
    except EmptyResultSet:
        # One that can't have a row isn't asked.
        parts.append(empty)
        return
    parts.append(form.format(sql))
    values += params
