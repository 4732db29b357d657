"""Finding matters by number and by text; two Chinese characters suffice, on SQLite and PostgreSQL alike.

The text is kept as overlapping pairs of characters: SQLite holds them in an FTS5 table, PostgreSQL in a tsvector
with a GIN index. A search for three characters asks for both of its pairs.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from huiyin.kernel.actor import Actor
from huiyin.kernel.ids import first_id_at, parse_matter_number, to_half_width
from huiyin.kernel.text import query_tokens
from huiyin.matters.models import Matter
from huiyin.matters.selectors.gate import visible_to
from huiyin.matters.selectors.lists import MatterRow, rows_of

# How many of the newest matching matters are looked through, a step at a time, for those that the actor may see.
_STEPS = (200, 1_000, 5_000)
_DIGITS_MOST = 16
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
        wanted = (number or digits)[:_DIGITS_MOST]
        # A range and not LIKE, in the order of the number: its own index serves it everywhere. ":" follows "9".
        return rows_of(visible.filter(number__gte=wanted, number__lt=wanted + ":").order_by("-number"), limit)
    return _newest_visible(visible, query_tokens(text), limit)


def _newest_visible(visible: QuerySet[Matter], tokens: list[str], limit: int) -> list[MatterRow]:
    """Newest first, in steps: a word that nearly every matter has fills the page with the first of them."""
    found: list[MatterRow] = []
    before: Any = None
    for step in _STEPS if tokens else ():
        matching = _matching(tokens, limit=step, before=before)
        ids = [matter_id for matter_id, _ in matching]
        found += rows_of(visible.filter(pk__in=ids).order_by("-pk"), limit - len(found)) if ids else []
        if len(found) >= limit or len(matching) < step:
            break
        before = matching[-1][1]
    return found


def matter_ids_matching(*, text: str, limit: int) -> list[UUID]:
    """Ids of the newest matters whose text has all tokens of `text`. Ungated."""
    tokens = query_tokens(text)
    return [matter_id for matter_id, _ in _matching(tokens, limit=limit)] if tokens else []


def _matching(tokens: list[str], *, limit: int, before: Any = None) -> list[tuple[UUID, Any]]:
    """The newest matters that match, each with its place: what stands before a place is older."""
    find = _find_on_postgresql if connection.vendor == "postgresql" else _find_on_sqlite
    statement, parameters = find(tokens, before)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*parameters, limit])
        return [(key if isinstance(key, UUID) else UUID(key), place) for key, place in cursor.fetchall()]


def _find_on_postgresql(tokens: list[str], before: Any) -> tuple[str, list[Any]]:
    query = " & ".join(f"'{token[:-1]}':*" if token.endswith("*") else f"'{token}'" for token in tokens)
    older = "" if before is None else " AND matter_id < %s"
    return (
        "SELECT matter_id, matter_id FROM matters_search WHERE tokens @@ to_tsquery('simple', %s)"  # noqa: S608
        f"{older} ORDER BY matter_id DESC LIMIT %s",
        [query] if before is None else [query, before],
    )


def _find_on_sqlite(tokens: list[str], before: Any) -> tuple[str, list[Any]]:
    query = " AND ".join(f'"{token[:-1]}"*' if token.endswith("*") else f'"{token}"' for token in tokens)
    older = "" if before is None else " AND rowid < %s"
    return (
        "SELECT matter_id, rowid FROM matters_search WHERE matters_search MATCH %s"  # noqa: S608
        f"{older} ORDER BY rowid DESC LIMIT %s",
        [query] if before is None else [query, before],
    )


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
