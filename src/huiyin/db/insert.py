"""Inserting rows, one or thousands.

Django prepares each value of each row through several layers, which costs more than all the rest of a registration.
Here what has to be done for a column is worked out once per model.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import cache, lru_cache
from operator import attrgetter, itemgetter
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, models
from django.db.models.base import ModelState

from huiyin.db.sending import rows_copy, statement_send

Row = TypeVar("Row", bound=models.Model)
Encode = Callable[[Any], object]
# So many rows and more go into PostgreSQL by COPY, which isn't possible among statements that are sent together.
COPIED_FROM = 50


def build_row(model: type[Row], **values: object) -> Row:
    """An instance that isn't stored yet, by its columns' attributes (`matter_id`); what is left out has its default.

    The same as calling the model, which looks at every field of every row anew and takes several times as long.
    Raises TypeError for a name that is no column's.
    """
    blank = _blank(model)
    row = model.__new__(model)
    held = row.__dict__
    held.update(blank.fixed)
    held.update(values)
    for name, make in blank.made:
        if name not in held:
            held[name] = make()
    if len(held) != blank.columns:
        raise TypeError(f"{model.__name__} has no such columns: {sorted(held.keys() - blank.names)}")
    held["_state"] = ModelState()
    return row


def rows_insert(rows: Iterable[Row]) -> list[Row]:
    """Insert rows of one model, all in one statement; gives them back.

    Only for rows that carry all their values: keys that the database makes up aren't read back.
    """
    given = list(rows)
    if given:
        plan = _plan(type(given[0]), connection.vendor)
        values_insert(table=plan.table, columns=plan.columns, rows=plan.values(given))
        _mark_stored(given)
    return given


def bulk_insert_ignore(rows: Iterable[Row]) -> list[Row]:
    """The same, but a row that breaks a unique constraint is silently left out."""
    given = list(rows)
    if given:
        plan = _plan(type(given[0]), connection.vendor)
        start, places = _insert_of(plan.table, plan.columns)
        _insert(start, places, plan.values(given), " ON CONFLICT DO NOTHING")
        _mark_stored(given)
    return given


def values_insert(*, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows of plain values, as the driver knows them, into a table of any kind, all in one statement."""
    start, places = _insert_of(table, tuple(columns))
    if connection.vendor == "postgresql" and len(rows) >= COPIED_FROM:
        rows_copy(start.replace("INSERT INTO", "COPY").replace(" VALUES ", " FROM STDIN"), rows)
    else:
        _insert(start, places, rows, "")


def _insert(start: str, places: str, rows: Sequence[Sequence[Any]], ending: str) -> None:
    if connection.vendor == "postgresql":
        values = [value for row in rows for value in row]
        statement_send(start + ",".join([places] * len(rows)) + ending, values)
    else:
        # One statement for any number of rows: SQLite's driver keeps it ready.
        with connection.cursor() as cursor:
            cursor.executemany(start + places + ending, rows)


def _mark_stored(rows: Sequence[models.Model]) -> None:
    alias = connection.alias
    for row in rows:
        row._state.adding = False
        row._state.db = alias


@cache
def _insert_of(table: str, columns: tuple[str, ...]) -> tuple[str, str]:
    """The beginning of the statement and the places of one row; only names of our own tables get into it."""
    quote = connection.ops.quote_name
    named = ",".join(quote(column) for column in columns)
    return f"INSERT INTO {quote(table)} ({named}) VALUES ", "(" + ",".join(["%s"] * len(columns)) + ")"  # noqa: S608


class _Plan:
    """How the rows of one model become parameters of one database."""

    __slots__ = ("_encoders", "_read", "_take", "columns", "table")

    def __init__(self, model: type[models.Model], vendor: str) -> None:
        fields = [field for field in _written(model) if not isinstance(field, models.AutoField)]
        names = [field.attname for field in fields]
        encoders = [encoder_of(field, vendor) for field in fields]
        self.table = model._meta.db_table
        self.columns = tuple(field.column or field.attname for field in fields)
        self._encoders = [(place, encode) for place, encode in enumerate(encoders) if encode is not None]
        # Straight from what the instance holds: looking through the model's descriptors takes longer.
        self._take = itemgetter(*names) if len(names) > 1 else lambda held: (held[names[0]],)
        self._read = attrgetter(*names) if len(names) > 1 else lambda row: (getattr(row, names[0]),)

    def values(self, rows: Sequence[models.Model]) -> list[Sequence[object]]:
        """The parameters of each row, in the order of its columns: worked out a column at a time."""
        try:
            value_rows = [self._take(row.__dict__) for row in rows]
        except KeyError:  # a row that was read without some of its fields
            value_rows = [self._read(row) for row in rows]
        columns = list(zip(*value_rows, strict=True))
        for place, encode in self._encoders:
            columns[place] = _encoded(encode, columns[place])
        return list(zip(*columns, strict=True))


def _encoded(encode: Encode, values: tuple[Any, ...]) -> tuple[Any, ...]:
    as_they_are = _AS_THEY_ARE.get(encode, _NOTHING)
    if as_they_are.issuperset(map(type, values)):
        return values
    first = values[0]
    if encode in _EQUALLY and values.count(first) == len(values):  # in a batch many columns say one thing
        return (encode(first),) * len(values)
    return tuple([None if value is None else encode(value) for value in values])


class _Blank:
    """What a new row of a model holds by itself."""

    __slots__ = ("columns", "fixed", "made", "names")

    def __init__(self, model: type[models.Model]) -> None:
        fields = _written(model)
        self.names = {field.attname for field in fields}
        self.columns = len(fields)
        # What says that a field has no default is itself something that can be called.
        made = [field for field in fields if callable(field.default) and field.default is not models.NOT_PROVIDED]
        self.made = [(field.attname, field.get_default) for field in made]
        self.fixed = {field.attname: field.get_default() for field in fields if field not in made}


def _written(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    """The fields that are written; what the database makes of others isn't."""
    return [field for field in model._meta.concrete_fields if not field.generated]


@cache
def _blank(model: type[models.Model]) -> _Blank:
    return _Blank(model)


@cache
def _plan(model: type[models.Model], vendor: str) -> _Plan:
    return _Plan(model, vendor)


def encoder_of(field: "models.Field[Any, Any]", vendor: str) -> Encode | None:
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


# The rows of one change share their instants.
@lru_cache(maxsize=512)
def _utc_text(value: datetime) -> str:
    return str(value.astimezone(UTC).replace(tzinfo=None))


def _hex(value: UUID) -> str:
    return value.hex


# What a driver takes as it is.
_NOTHING = frozenset({type(None)})
_AS_THEY_ARE: dict[Encode, frozenset[type]] = {
    _text: frozenset({str, type(None)}),
    bool: frozenset({bool, type(None)}),
    int: frozenset({int, type(None)}),
    bytes: frozenset({bytes, type(None)}),
}
# What is equal gives the same. That isn't so of documents, where 1 equals true.
_EQUALLY = frozenset({_text, _utc_text, _hex, bytes})
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
