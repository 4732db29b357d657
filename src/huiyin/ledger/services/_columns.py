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

_SQLITE: dict[Encoder, str] = {
    canonical.encode_text: "CASE typeof({c}) WHEN 'text' THEN 's' || length({c}) || ':' || {c} ELSE '?' END",
    canonical.encode_integer: "CASE typeof({c}) WHEN 'integer' THEN 'i' || {c} ELSE '?' END",
    canonical.encode_boolean: "CASE {c} WHEN 1 THEN 't' WHEN 0 THEN 'f' ELSE '?' END",
    canonical.encode_instant: (
        "coalesce('m' || (strftime('%%s', substr({c}, 1, 19)) * 1000000"
        " + CASE WHEN length({c}) = 19 THEN 0 WHEN length({c}) = 26 THEN substr({c}, 21) + 0 END), '?')"
    ),
    canonical.encode_day: "CASE WHEN date({c}) = {c} THEN 'd' || {c} ELSE '?' END",
    canonical.encode_uuid: ("CASE WHEN length({c}) = 32 AND instr({c}, '|') = 0 THEN 'u' || {c} ELSE '?' END"),
    canonical.encode_bytes: "CASE typeof({c}) WHEN 'blob' THEN 'x' || lower(hex({c})) ELSE '?' END",
}
_POSTGRESQL: dict[Encoder, str] = {
    canonical.encode_text: "'s' || length({c}) || ':' || {c}",
    canonical.encode_integer: "'i' || {c}",
    canonical.encode_boolean: "CASE WHEN {c} THEN 't' ELSE 'f' END",
    canonical.encode_instant: "'m' || (extract(epoch FROM {c}) * 1000000)::bigint",
    canonical.encode_day: "'d' || to_char({c}, 'YYYY-MM-DD')",
    canonical.encode_uuid: "'u' || replace({c}::text, '-', '')",
    canonical.encode_bytes: "'x' || encode({c}, 'hex')",
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
    parts = [f"'{label}|'", _text(texts[key], quote(pk))]
    for column, kind in columns:
        parts += ["'|'", _text(texts[kind], quote(column))]
    plain = f"substr({parts[1]}, 2)"
    digest = _DIGEST[connection.vendor].format(text=_joined(parts))
    # Only names from the models get into the statement.
    return f"SELECT '{label}:' || {plain}, {digest} FROM {quote(model._meta.db_table)}"  # noqa: S608


def _joined(parts: list[str]) -> str:
    """By halves: one after another, a long text would be copied again for every column behind it."""
    if len(parts) == 1:
        return parts[0]
    middle = len(parts) // 2
    return f"({_joined(parts[:middle])} || {_joined(parts[middle:])})"


def _text(pattern: str, column: str) -> str:
    return f"CASE WHEN {column} IS NULL THEN 'n' ELSE {pattern.format(c=column)} END"
