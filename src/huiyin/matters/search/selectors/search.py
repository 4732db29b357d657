"""Finding matters by number and by text; two Chinese characters suffice, on SQLite and PostgreSQL alike.

The text is kept as overlapping pairs of characters: SQLite holds them in an FTS5 table, PostgreSQL in a tsvector
with a GIN index. A search for three characters asks for both of its pairs.
"""

import re
import unicodedata
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from huiyin.kernel.actor import Actor
from huiyin.kernel.folding import PAIRED
from huiyin.kernel.ids import parse_matter_number, to_half_width
from huiyin.kernel.text import query_tokens, simplified
from huiyin.matters.core.selectors.gate import visible_to
from huiyin.matters.lists.selectors.lists import MatterRow, rows_of
from huiyin.matters.models import Matter

# How many of the newest matching matters are looked through, a step at a time, for those that the actor may see.
_STEPS = (200, 1_000, 5_000)
_DIGITS_LEAST, _DIGITS_MOST = 8, 16
_NO_MATTER = UUID(int=0)
# What stands between the digits of a number where it is copied from, and before it: a label, whatever it is.
_BETWEEN_DIGITS = r"[\s\-_\u2010-\u2015\u2212\u30fc\ufe58\ufe63~·]*"
_WHOLE_NUMBER = re.compile(rf"(?<!\d)(?:\d{_BETWEEN_DIGITS}){{{_DIGITS_MOST - 1}}}\d(?!\d)", re.ASCII)
_LABEL = re.compile(r"^[^\d*]{0,20}?(?=\d)", re.ASCII)
# What it was put between, and 号; words behind it are words that were typed as well.
_BEHIND = re.compile(r"(?<=\d)(?:[^\w*]|_)*号?(?:[^\w*]|_)*$")
_PAIR = re.compile(f"[{PAIRED}]")
# A Latin word, longer than most that begin others by chance; one with digits; one of any other script.
_BY_BEGINNING = re.compile("[a-z]{4,}|(?=[^*]*[0-9]).{2,}|(?=[^*]*[^a-z*])[^*]{2,}")


def matter_search_for(*, actor: Actor, text: str, limit: int = 50) -> list[MatterRow]:
    """Matters that the actor may see, by whole or partial number or by text, the newest first."""
    visible = visible_to(actor)
    wanted = _number_typed(text)
    if wanted:
        # A range and not LIKE, in the order of the number: its own index serves it everywhere. ":" follows "9".
        by_number = visible.filter(number__gte=wanted, number__lt=wanted + ":").order_by("-number")
        found = rows_of(by_number, limit)
        # Digits that begin no number may be those of a telephone, a card or a meter in a text.
        if found:
            return found
    return _newest_visible(visible, _sought(text), limit)


def _number_typed(text: str) -> str:
    """The digits of a number, or of its beginning, however it is typed or copied; "" for anything else."""
    tidy = to_half_width(unicodedata.normalize("NFKC", text)).strip()
    # Of a receipt that was pasted as a whole, its number.
    for found in _WHOLE_NUMBER.finditer(tidy):
        if number := parse_matter_number(found[0]):
            return number
    bare = re.sub(_BETWEEN_DIGITS, "", _BEHIND.sub("", _LABEL.sub("", tidy)))
    return bare[:_DIGITS_MOST] if bare.isascii() and bare.isdecimal() and len(bare) >= _DIGITS_LEAST else ""


def _sought(text: str) -> list[str]:
    """Tokens as the index has them; a longer word, or one with digits, is found by its beginning."""
    return [f"{token}*" if _is_beginning(token) else token for token in query_tokens(simplified(text))]


def _is_beginning(token: str) -> bool:
    return not _PAIR.match(token) and _BY_BEGINNING.fullmatch(token) is not None


def _newest_visible(visible: QuerySet[Matter], tokens: list[str], limit: int) -> list[MatterRow]:
    """Newest first, in steps: a word that nearly every matter has fills the page with the first of them."""
    found: list[MatterRow] = []
    before: Any = None
    seen: set[UUID] = set()
    for step in _STEPS if tokens else ():
        matching = _matching(tokens, limit=step, before=before)
        # On SQLite what was written later on a matter is an entry of its own.
        ids = list(dict.fromkeys(matter_id for matter_id, _ in matching if matter_id not in seen))
        seen.update(ids)
        # Asked also where nothing matches: one statement less would tell that a match isn't shown.
        found += rows_of(visible.filter(pk__in=ids or [_NO_MATTER]).order_by("-pk"), limit - len(found))
        if len(found) >= limit or len(matching) < step:
            break
        before = matching[-1][1]
    return found


def matter_ids_matching(*, text: str, limit: int) -> list[UUID]:
    """Ids of the newest matters whose text has all tokens of `text`. Ungated."""
    tokens = _sought(text)
    return list(dict.fromkeys(pk for pk, _ in _matching(tokens, limit=limit))) if tokens else []


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
        # Not to_tsquery, which has its own idea of what a word is: the index has tokens as they are.
        "SELECT matter_id, matter_id FROM matters_search WHERE tokens @@ %s::tsquery"  # noqa: S608
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
