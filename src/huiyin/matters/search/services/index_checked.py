"""Whether the search index still holds what matters were registered with."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db import connection

from huiyin.matters.models import Matter
from huiyin.matters.search.services.index import TOKENS_MOST, tokens_of
from huiyin.matters.search.services.written import own_texts_of

_BATCH = 500
# SQLite's table can't be asked by matter: it is read whole, once for so many matters.
_AT_ONCE = 20_000


def index_lacks() -> Iterator[tuple[UUID, str]]:
    """Id and number of matters whose own words aren't all in the index. A sealed one has an entry without words."""
    rows = Matter.objects.order_by("pk").only("pk", "number", "title", "text", "place", "is_sealed")
    batch: list[Matter] = []
    most = _BATCH if connection.vendor == "postgresql" else _AT_ONCE
    for row in rows.iterator(chunk_size=2000):
        batch.append(row)
        if len(batch) == most:
            yield from _lacking(batch)
            batch = []
    if batch:
        yield from _lacking(batch)


def _lacking(batch: Sequence[Matter]) -> Iterator[tuple[UUID, str]]:
    stored = _stored([matter.pk for matter in batch])
    for start in range(0, len(batch), _BATCH):
        some = batch[start : start + _BATCH]
        texts = own_texts_of(some)
        for matter in some:
            has, wanted = stored.get(matter.pk), tokens_of(texts[matter.pk])
            if has is None or (len(wanted) < TOKENS_MOST and not has.issuperset(wanted)):
                yield matter.pk, matter.number


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
