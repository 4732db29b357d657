"""How whole tables are read for verification, by a statement for each database.

PostgreSQL gives the digest of each row, of the very text that `rules.canonical` would make: building Python values
only to turn them into text again takes several times as long as all hashing. Of SQLite the columns are asked for as
they are (`verifier.stored`). A test holds both against `rules.canonical`.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from django.db import connection, models

from huiyin.ledger.rules import canonical
from huiyin.ledger.rules.canonical import Encoder
from huiyin.ledger.verifier.reading import TableReading
from huiyin.ledger.verifier.stored import KINDS

_KEYS = (canonical.encode_integer, canonical.encode_uuid)
# Between these a double holds each microsecond after the division by a million too: its error is below 0.49. Counting
# with doubles takes an eighth of what PostgreSQL's decimal numbers take.
_EXACT = "'1970-01-01 00:00:00+00' AND '2100-01-01 00:00:00+00'"
INSTANT_ON_POSTGRESQL = (
    f"CASE WHEN {{c}} BETWEEN {_EXACT} THEN (date_part('epoch', {{c}}) * 1000000)::bigint"
    " ELSE (extract(epoch FROM {c}) * 1000000)::bigint END"
)
# Each text begins with the stroke that parts it from the one before: joining is what costs, piece by piece.
_POSTGRESQL: dict[Encoder, str] = {
    canonical.encode_text: "coalesce('|s' || length({c}) || ':' || {c}, '|n')",
    canonical.encode_integer: "coalesce('|i' || {c}, '|n')",
    canonical.encode_boolean: "CASE {c} WHEN true THEN '|t' WHEN false THEN '|f' ELSE '|n' END",
    canonical.encode_instant: f"coalesce('|m' || {INSTANT_ON_POSTGRESQL}, '|n')",
    canonical.encode_day: "coalesce('|d' || to_char({c}, 'YYYY-MM-DD'), '|n')",
    canonical.encode_uuid: "coalesce('|u' || encode(uuid_send({c}), 'hex'), '|n')",
    canonical.encode_bytes: "coalesce('|x' || encode({c}, 'hex'), '|n')",
}


class Column(NamedTuple):
    """A column with its encoder. One that came later also has its attribute, its name and its default's text."""

    column: str
    encoder: Encoder
    attribute: str = ""
    name: str = ""
    default: str = ""

    @property
    def is_later(self) -> bool:
        """Whether it is left out of the digest while it has its default."""
        return bool(self.name)


def table_reading(
    label: str, model: type[models.Model], key: Encoder, columns: Sequence[Column]
) -> TableReading | None:
    """How all rows of a model are read; None when a column is of a type whose text only `rules.canonical` makes."""
    pk = model._meta.pk.column
    kinds: Collection[Encoder] = KINDS if connection.vendor == "sqlite" else _POSTGRESQL
    if not pk or key not in _KEYS or any(column.encoder not in kinds for column in columns):
        return None
    quote = connection.ops.quote_name
    read = [Column(quote(pk), key), *(column._replace(column=quote(column.column)) for column in columns)]
    make = _from_sqlite if connection.vendor == "sqlite" else _from_postgresql
    return make(label, quote(model._meta.db_table), read)


# Only names from the models get into the statements. Stretches go by the places where the database keeps rows: those
# are there for each table, and rows that stand together are read together.
def _from_sqlite(label: str, table: str, read: Sequence[Column]) -> TableReading:
    once = list(dict.fromkeys(read))  # a key may be among the fields
    asked = ", ".join(KINDS[column.encoder][0].format(c=column.column) for column in once)
    statement = f"SELECT {asked} FROM {table} WHERE rowid BETWEEN ? AND ?"  # noqa: S608
    kinds = tuple((column.encoder, column.name, column.default) for column in once)
    return TableReading(label, table, statement, kinds, tuple(once.index(wanted) for wanted in read))


def _from_postgresql(label: str, table: str, read: Sequence[Column]) -> TableReading:
    key, *texts = [_text_on_postgresql(column) for column in read]
    text = _joined([f"'{label}'", key, *texts])
    # As `convert_to` gives it, but without looking through a text that the database has looked through before.
    digest = f"encode(sha256(textsend({text})), 'base64')"
    plain = "encode(uuid_send({c}), 'hex')" if read[0].encoder is canonical.encode_uuid else "{c}::text"
    # For the driver a single percent sign is a place to fill in.
    asked = f"{plain.format(c=read[0].column)}, {digest}".replace("%", "%%")
    statement = f"SELECT {asked} FROM {table} WHERE ctid >= %s::tid AND ctid < %s::tid"  # noqa: S608
    return TableReading(label, table, statement)


def _text_on_postgresql(column: Column) -> str:
    text = _POSTGRESQL[column.encoder].format(c=column.column)
    if not column.is_later:
        return text
    default = column.default.replace("'", "''")
    return f"CASE {text} WHEN '|{default}' THEN '' ELSE '|~{column.name}=' || substr({text}, 2) END"


def _joined(parts: list[str]) -> str:
    """By halves: one after another, a long text would be copied again for every column behind it."""
    if len(parts) == 1:
        return parts[0]
    middle = len(parts) // 2
    return f"({_joined(parts[:middle])} || {_joined(parts[middle:])})"
