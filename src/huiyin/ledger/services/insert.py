"""Inserting many rows at once, for whoever registers by the thousand.

Django prepares each value of each row through several layers, which costs more than all the rest of an import. Here
what has to be done for a column is worked out once per model. A few rows go Django's own way.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)
Encode = Callable[[Any], object]
_FEW = 20


def rows_insert(rows: Iterable[Row]) -> list[Row]:
    """Insert rows of one model, all in one statement (a few: as Django does it); gives them back.

    Only for rows that carry all their values: keys that the database makes up aren't read back.
    """
    given = list(rows)
    if not given:
        return given
    model = type(given[0])
    if len(given) < _FEW:
        return model._default_manager.bulk_create(given)
    plan = _plan(model, connection.vendor)
    places = "(" + ",".join(["%s"] * len(plan.encoders)) + ")"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                plan.start + ",".join([places] * len(given)), [value for row in given for value in plan.values(row)]
            )
        else:
            cursor.executemany(plan.start + places, [plan.values(row) for row in given])
    for row in given:
        row._state.adding = False
        row._state.db = connection.alias
    return given


class _Plan:
    """How the rows of one model become parameters of one database."""

    __slots__ = ("_take", "encoders", "start")

    def __init__(self, model: type[models.Model], vendor: str) -> None:
        fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
        columns = ",".join(connection.ops.quote_name(field.column) for field in fields)
        table = connection.ops.quote_name(model._meta.db_table)
        self.start = f"INSERT INTO {table} ({columns}) VALUES "  # noqa: S608 - names of our own tables
        self.encoders: Sequence[Encode | None] = [_encoder(field, vendor) for field in fields]
        self._take = attrgetter(*[field.attname for field in fields])

    def values(self, row: models.Model) -> list[object]:
        """The parameters of a row, in the order of its columns."""
        return [
            value if encode is None or value is None else encode(value)
            for encode, value in zip(self.encoders, self._take(row), strict=True)
        ]


@cache
def _plan(model: type[models.Model], vendor: str) -> _Plan:
    return _Plan(model, vendor)


def _encoder(field: "models.Field[Any, Any]", vendor: str) -> Encode | None:
    """What makes a value a parameter; None where it is one already."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    for kind, encode in _ENCODERS[vendor].items():
        if isinstance(field, kind):
            return encode
    return lambda value: field.get_db_prep_save(value, connection)


def _text(value: object) -> str:
    # A member of a text enumeration is text, but drivers treat enumerations their own way.
    return value if type(value) is str else str(value)


def _utc_text(value: datetime) -> str:
    return str(value.astimezone(UTC).replace(tzinfo=None))


def _hex(value: UUID) -> str:
    return value.hex


_ANY: dict[type["models.Field[Any, Any]"], Encode | None] = {
    models.CharField: _text,
    models.TextField: _text,
    models.BooleanField: bool,
    models.IntegerField: int,
    models.BinaryField: bytes,
}
_ENCODERS: dict[str, dict[type["models.Field[Any, Any]"], Encode | None]] = {
    "sqlite": {**_ANY, models.DateTimeField: _utc_text, models.UUIDField: _hex},
    "postgresql": {**_ANY, models.DateTimeField: None, models.UUIDField: None},
}
