"""Reading by statements that Django makes once and not again at every reading.

Making the SQL of a query costs Django several times what the database needs to answer it. Where the same question is
asked at every registration its statement is kept; on PostgreSQL the server then prepares it, too.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar

from django.db import connection, models

from huiyin.db.sending import fetch_all

Given = ParamSpec("Given")
Row = TypeVar("Row")


def reading(build: "Callable[Given, models.QuerySet[Any, Row]]") -> Callable[Given, list[Row]]:
    """Makes a function that gives rows out of one that gives a query set of `values_list`.

    All parameters are texts, given by position, and must get into the statement as they are: as `Value(text)` behind
    a pattern lookup, which would else make a pattern of them in Python. Raises TypeError where one doesn't.
    """
    marks = tuple(f"\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}{name}" for name in signature(build).parameters)
    known: dict[str, _Statement] = {}

    @wraps(build)
    def rows(*given: Given.args, **_: Given.kwargs) -> list[Row]:
        statement = known.get(connection.vendor)
        if statement is None:
            query: Any = build
            statement = known[connection.vendor] = _Statement(query(*marks), marks)
        return statement.rows(given)

    return rows


class _Statement:
    """The SQL of a query set; where the texts go among its parameters; what has to be done to what comes back."""

    __slots__ = ("_converters", "_fixed", "_places", "_sql")

    def __init__(self, query_set: "models.QuerySet[Any, Any]", marks: Sequence[str]) -> None:
        compiler = query_set.query.get_compiler(connection=connection)
        self._sql, parameters = compiler.as_sql()
        self._fixed = list(parameters)
        self._places = [(place, marks.index(value)) for place, value in enumerate(parameters) if value in marks]
        marked_places = {place for place, _ in self._places}
        rest = [value for place, value in enumerate(parameters) if place not in marked_places]
        if any(mark in str(value) for mark in marks for value in rest) or len({n for _, n in self._places}) < len(
            marks
        ):
            raise TypeError("a text doesn't get into the statement as it is")
        self._converters = compiler.get_converters([column[0] for column in compiler.select])

    def rows(self, given: Sequence[Any]) -> list[Any]:
        """What the database answers, as tuples of Python's values."""
        parameters = self._fixed.copy()
        for place, number in self._places:
            parameters[place] = given[number]
        found = fetch_all(self._sql, parameters)
        return [self._converted(row) for row in found] if self._converters else found

    def _converted(self, row: Sequence[Any]) -> tuple[Any, ...]:
        values = list(row)
        for place, (converters, expression) in self._converters.items():
            for convert in converters:
                values[place] = convert(values[place], expression, connection)
        return tuple(values)
