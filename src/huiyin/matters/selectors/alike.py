"""Matters that share many rare tokens with a text: the candidates for "registered already"."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from huiyin.kernel.ids import first_id_at
from huiyin.kernel.text import simplified

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


def matter_ids_alike(*, tokens: Sequence[str], since: datetime, limit: int) -> list[UUID]:
    """Ids of the matters that share most of these tokens (as `query_tokens` gives them). One statement. Ungated.

    Of each token the newest `_PER_TOKEN` matters are counted (on PostgreSQL any, if they came here since then): what
    more than so many have tells little.
    """
    if not tokens:
        return []
    parts: list[str | int | UUID] = []
    for token in map(simplified, tokens):  # as the index has them
        parts += [f"'{token}'", first_id_at(since)] if connection.vendor == "postgresql" else [f'"{token}"']
        parts.append(_PER_TOKEN)
    one, whole = _ALIKE_ON_POSTGRESQL if connection.vendor == "postgresql" else _ALIKE_ON_SQLITE
    with connection.cursor() as cursor:
        cursor.execute(whole % " UNION ALL ".join([one] * len(tokens)), [*parts, limit])
        return [row[0] if isinstance(row[0], UUID) else UUID(row[0]) for row in cursor.fetchall()]
