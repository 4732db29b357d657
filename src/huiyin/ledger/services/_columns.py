"""The canonical text of a row, put together by the database itself.

Verification reads every row of every vouched table. Building Python values only to turn them into text again takes
several times as long as all hashing, so the database gives the very text that `rules.canonical` would make. A test
holds the two against each other. SQLite keeps whatever was put into a column, so what isn't of the column's type is
shown as `?`, which no encoder ever writes.
"""

from collections.abc import Sequence

from django.db import connection, models

from huiyin.ledger.rules import canonical
from huiyin.ledger.rules.canonical import Encoder

_ANY_INSTANT = (
    "coalesce('|m' || (strftime('%%s', substr({c}, 1, 19)) * 1000000"
    " + CASE WHEN length({c}) = 19 THEN 0 WHEN length({c}) = 26 THEN substr({c}, 21) + 0 END), '|?')"
)
# Each text begins with the stroke that parts it from the one before: joining is what costs, piece by piece. A text
# with a NUL, behind which SQLite's length() doesn't look, is never what an encoder wrote. printf() would end there.
_SQLITE: dict[Encoder, str] = {
    canonical.encode_text: (
        "CASE typeof({c}) WHEN 'text' THEN '|s' || length({c}) || ':' || {c} WHEN 'null' THEN '|n' ELSE '|?' END"
    ),
    canonical.encode_integer: "CASE typeof({c}) WHEN 'integer' THEN '|i' || {c} WHEN 'null' THEN '|n' ELSE '|?' END",
    canonical.encode_boolean: (
        "CASE WHEN {c} IS NULL THEN '|n' WHEN {c} = 1 THEN '|t' WHEN {c} = 0 THEN '|f' ELSE '|?' END"
    ),
    # From 1971 on, seconds and microseconds need only be written one after the other. (A bare year would be taken
    # for a number, which is less than any text.)
    canonical.encode_instant: (
        "CASE WHEN {c} IS NULL THEN '|n' WHEN length({c}) = 26 AND {c} > '1971-01-01'"
        " THEN coalesce('|m' || strftime('%%s', substr({c}, 1, 19)) || substr({c}, 21), '|?')"
        f" ELSE {_ANY_INSTANT} END"
    ),
    canonical.encode_day: "CASE WHEN {c} IS NULL THEN '|n' WHEN date({c}) = {c} THEN '|d' || {c} ELSE '|?' END",
    # What has exactly 32 characters can't run into the next value.
    canonical.encode_uuid: "CASE WHEN length({c}) = 32 THEN '|u' || {c} WHEN {c} IS NULL THEN '|n' ELSE '|?' END",
    canonical.encode_bytes: (
        "CASE typeof({c}) WHEN 'blob' THEN '|x' || lower(hex({c})) WHEN 'null' THEN '|n' ELSE '|?' END"
    ),
}
_POSTGRESQL: dict[Encoder, str] = {
    canonical.encode_text: "coalesce('|s' || length({c}) || ':' || {c}, '|n')",
    canonical.encode_integer: "coalesce('|i' || {c}, '|n')",
    canonical.encode_boolean: "CASE {c} WHEN true THEN '|t' WHEN false THEN '|f' ELSE '|n' END",
    canonical.encode_instant: "coalesce('|m' || (extract(epoch FROM {c}) * 1000000)::bigint, '|n')",
    canonical.encode_day: "coalesce('|d' || to_char({c}, 'YYYY-MM-DD'), '|n')",
    canonical.encode_uuid: "coalesce('|u' || replace({c}::text, '-', ''), '|n')",
    canonical.encode_bytes: "coalesce('|x' || encode({c}, 'hex'), '|n')",
}
_TEXTS = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}
_DIGEST = {
    "sqlite": "CAST({text} AS BLOB)",
    "postgresql": "rtrim(encode(sha256(convert_to({text}, 'UTF8')), 'base64'), '=')",
}


def row_statement(model: type[models.Model], key: Encoder, columns: Sequence[tuple[str, Encoder]]) -> str | None:
    """The statement that gives each row's name and its canonical text (PostgreSQL: the digest of it).

    None when a column is of a type whose text only Python makes.
    """
    texts = _TEXTS[connection.vendor]
    pk = model._meta.pk.column
    if (
        not pk
        or key not in (canonical.encode_integer, canonical.encode_uuid)
        or any(kind not in texts for _, kind in columns)
    ):
        return None
    quote = connection.ops.quote_name
    label = model._meta.label
    texts_of_row = [texts[kind].format(c=quote(column)) for column, kind in columns]
    key_text = texts[key].format(c=quote(pk))
    plain = f"substr({key_text}, 3)"
    parts = [f"'{label}'", key_text, *texts_of_row]
    digest = _DIGEST[connection.vendor].format(text=_joined(parts))
    # Only names from the models get into the statement.
    return f"SELECT '{label}:' || {plain}, {digest} FROM {quote(model._meta.db_table)}"  # noqa: S608


def _joined(parts: list[str]) -> str:
    """By halves: one after another, a long text would be copied again for every column behind it."""
    if len(parts) == 1:
        return parts[0]
    middle = len(parts) // 2
    return f"({_joined(parts[:middle])} || {_joined(parts[middle:])})"
