"""Cursors of PostgreSQL's driver that bind on the server; loaded only where that driver is in use."""

import re
from functools import lru_cache
from itertools import count
from typing import Any, Self

import psycopg
from django.db.backends.postgresql.base import ServerBindingCursor

_MARK = re.compile("%[s%]")
# Statements for many rows are long, and seldom come again with as many.
_LONGEST_KEPT = 8192


class NumberedCursor(psycopg.RawCursor[Any]):
    """Takes statements with `%s`, as Django does, and sends them with `$1`.

    The driver's own cursor works each statement of more than 50 parameters out anew, and a matter's row has more.
    """

    def execute(self, query: Any, params: Any = None, **options: Any) -> Self:
        """As the driver's."""
        known = len(query) <= _LONGEST_KEPT
        return super().execute(_numbered(query) if known else _numbered.__wrapped__(query), params, **options)


@lru_cache(maxsize=512)
def _numbered(statement: str) -> str:
    number = count(1)
    return _MARK.sub(lambda mark: "%" if mark[0] == "%%" else f"${next(number)}", statement)


class BoundCursor(ServerBindingCursor):
    """Parameters go beside the statement, which isn't prepared: the best plan of a list depends on its values.

    What is asked at every registration has cursors of its own, see `huiyin.db.sending`.
    """

    def execute(
        self, query: Any, params: Any = None, *, prepare: bool | None = None, binary: bool | None = None
    ) -> Self:
        """As psycopg's, prepared only where that is said."""
        done: Self = super().execute(query, params, prepare=bool(prepare), binary=binary)  # type: ignore[misc]
        return done
