"""Finding matters by number and by text; two Chinese characters suffice, on SQLite and PostgreSQL alike.

The text is kept as overlapping pairs of characters: SQLite holds them in an FTS5 table, PostgreSQL in a tsvector
with a GIN index. A search for three characters asks for both of its pairs.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from huiyin.kernel.actor import Actor
from huiyin.kernel.ids import first_id_at, parse_matter_number, to_half_width
from huiyin.kernel.text import query_tokens
from huiyin.matters.selectors.gate import visible_to
from huiyin.matters.selectors.lists import MatterRow, rows_of

# A search that matches more than this is shown the newest of them and told to say more.
CANDIDATES = 2000
_PER_TOKEN = 400
# What finds the matters with one token, and what counts over all of them.
_ALIKE_ON_POSTGRESQL = (
    "(SELECT matter_id FROM matters_search WHERE tokens @@ %s::tsquery AND matter_id >= %s LIMIT %s)",
    "SELECT matter_id FROM (%s) AS found GROUP BY matter_id ORDER BY COUNT(*) DESC, matter_id DESC LIMIT %%s",
)
_ALIKE_ON_SQLITE = (
    "SELECT * FROM (SELECT rowid AS place FROM matters_search WHERE matters_search MATCH %s"
    " ORDER BY rowid DESC LIMIT %s)",
    "SELECT matter_id FROM matters_search WHERE rowid IN"
    " (SELECT place FROM (%s) GROUP BY place ORDER BY COUNT(*) DESC, place DESC LIMIT %%s)",
)


def matter_search_for(*, actor: Actor, text: str, limit: int = 50) -> list[MatterRow]:
    """Matters that the actor may see, by whole or partial number or by text, the newest first."""
    digits = "".join(character for character in to_half_width(text) if character.isdigit())
    visible = visible_to(actor)
    number = parse_matter_number(text)
    if number or (len(digits) >= 8 and not text.strip("0123456789-－— ")):
        wanted = number or digits
        return rows_of(visible.filter(number__startswith=wanted).order_by("-pk"), limit)
    ids = matter_ids_matching(text=text)
    if not ids:
        return []
    return rows_of(visible.filter(pk__in=ids).order_by("-received_at", "-pk"), limit)


def matter_ids_matching(*, text: str, limit: int = CANDIDATES, any_of: int = 0) -> list[UUID]:
    """Ids of matters whose text has all tokens of `text` — or, with `any_of` = n, any of its first n. Ungated."""
    tokens = query_tokens(text)
    if any_of:
        tokens = tokens[:any_of]
    if not tokens:
        return []
    if connection.vendor == "postgresql":
        return _matching_on_postgresql(tokens, limit, " | " if any_of else " & ")
    return _matching_on_sqlite(tokens, limit, " OR " if any_of else " AND ")


def _matching_on_postgresql(tokens: list[str], limit: int, joiner: str) -> list[UUID]:
    query = joiner.join(f"'{token[:-1]}':*" if token.endswith("*") else f"'{token}'" for token in tokens)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT matter_id FROM matters_search WHERE tokens @@ to_tsquery('simple', %s)"
            " ORDER BY matter_id DESC LIMIT %s",
            [query, limit],
        )
        return [row[0] for row in cursor.fetchall()]


def _matching_on_sqlite(tokens: list[str], limit: int, joiner: str) -> list[UUID]:
    query = joiner.join(f'"{token[:-1]}"*' if token.endswith("*") else f'"{token}"' for token in tokens)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT matter_id FROM matters_search WHERE matters_search MATCH %s ORDER BY rowid DESC LIMIT %s",
            [query, limit],
        )
        return [UUID(row[0]) for row in cursor.fetchall()]


def matter_ids_alike(*, tokens: Sequence[str], since: datetime, limit: int) -> list[UUID]:
    """Ids of the matters that share most of these tokens (as `query_tokens` gives them). One statement. Ungated.

    Of each token the newest `_PER_TOKEN` matters are counted (on PostgreSQL any, if they came here since then): what
    more than so many have tells little.
    """
    if not tokens:
        return []
    parts: list[str | int | UUID] = []
    for token in tokens:
        parts += [f"'{token}'", first_id_at(since)] if connection.vendor == "postgresql" else [f'"{token}"']
        parts.append(_PER_TOKEN)
    one, whole = _ALIKE_ON_POSTGRESQL if connection.vendor == "postgresql" else _ALIKE_ON_SQLITE
    with connection.cursor() as cursor:
        cursor.execute(whole % " UNION ALL ".join([one] * len(tokens)), [*parts, limit])
        return [row[0] if isinstance(row[0], UUID) else UUID(row[0]) for row in cursor.fetchall()]
