"""Whether the search index still holds what matters were registered with."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db import connection

from huiyin.matters.models import Matter, Request
from huiyin.matters.search.services.index import _TOKENS_MOST, _tokens

_BATCH = 500
# SQLite's table can't be asked by matter: it is read whole, once for so many matters.
_AT_ONCE = 20_000


def index_lacks() -> Iterator[tuple[UUID, str]]:
    """Id and number of matters whose own words aren't all in the index. A sealed one has an entry without words."""
    rows = Matter.objects.order_by("pk").values_list("pk", "number", "title", "text", "place", "is_sealed")
    batch: list[tuple[UUID, str, str, str, str, bool]] = []
    most = _BATCH if connection.vendor == "postgresql" else _AT_ONCE
    for row in rows.iterator(chunk_size=2000):
        batch.append(row)
        if len(batch) == most:
            yield from _lacking(batch)
            batch = []
    if batch:
        yield from _lacking(batch)


def _lacking(batch: Sequence[tuple[UUID, str, str, str, str, bool]]) -> Iterator[tuple[UUID, str]]:
    stored = _stored([row[0] for row in batch])
    asked: dict[UUID, list[str]] = defaultdict(list)
    keys = [row[0] for row in batch]
    for start in range(0, len(keys), _BATCH):
        found = Request.objects.filter(matter_id__in=keys[start : start + _BATCH]).order_by("position")
        for key, text in found.values_list("matter_id", "text"):
            asked[key].append(text)
    for key, number, title, text, place, is_sealed in batch:
        has = stored.get(key)
        wanted = [] if is_sealed else _tokens("\n".join((title, text, place, *asked[key])))
        if has is None or (len(wanted) < _TOKENS_MOST and not has.issuperset(wanted)):
            yield key, number


def _stored(keys: list[UUID]) -> dict[UUID, set[str]]:
    stored: dict[UUID, set[str]] = {}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT matter_id, tsvector_to_array(tokens) FROM matters_search WHERE matter_id = ANY(%s)", [keys]
            )
            for key, tokens in cursor:
                stored.setdefault(key, set()).update(tokens)
            return stored
        # The batch comes in the order of ids: its two ends say which rows are meant.
        cursor.execute(
            "SELECT matter_id, tokens FROM matters_search WHERE matter_id BETWEEN %s AND %s",
            [keys[0].hex, keys[-1].hex],
        )
        for key, tokens in cursor:
            stored.setdefault(UUID(hex=key), set()).update(tokens.split())
    return stored
