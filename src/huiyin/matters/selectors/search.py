"""Finding matters by number and by text; two Chinese characters suffice, on SQLite and PostgreSQL alike.

The text is kept as overlapping pairs of characters: SQLite holds them in an FTS5 table, PostgreSQL in a tsvector
with a GIN index. A search for three characters asks for both of its pairs.
"""

from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from huiyin.kernel.actor import Actor
from huiyin.kernel.ids import parse_matter_number, to_half_width
from huiyin.kernel.text import query_tokens
from huiyin.matters.models import Matter
from huiyin.matters.selectors.gate import visible_to
from huiyin.matters.selectors.lists import MatterRow, rows_of

# How many of the newest matching matters are looked through, a step at a time, for those that the actor may see.
_STEPS = (200, 1_000, 5_000)
_DIGITS_MOST = 16


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
