"""Making the search index anew, when what it holds of a text has changed: by the worker, or all at once.

A version of the software that folds words otherwise raises `INDEX_VERSION`. Then the worker goes through what is
stored, some matters at a time: nobody waits for an upgrade, and nobody for the worker longer than for one portion.
"""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from huiyin.matters.models import IndexProgress, Matter
from huiyin.matters.search.services.index import (
    entries_lock,
    entries_of,
    entries_renew,
    entries_replace,
    index_rebuild,
)
from huiyin.matters.search.services.written import all_texts_of, matters_to_index

# 2: words of every script, accents folded, replies and reviews, and on SQLite each entry under its matter's key.
# 3: letters that keyboards of Uyghur and Kazakh have differently, characters written for others in certain words.
INDEX_VERSION = 3
_PORTION = 100
_PORTIONS_AT_ONCE = 5


def search_rebuild(*, at: datetime) -> int:
    """Index every matter and all that is written on it anew, in one transaction; gives how many matters there are."""
    with transaction.atomic():
        count = index_rebuild()
        IndexProgress.objects.update_or_create(version=INDEX_VERSION, defaults={"ended_at": at})
    return count


def search_renew(*, at: datetime) -> int:
    """Go on indexing anew what an older version has indexed; gives how many entries that were, 0 once it is done.

    Each portion is a transaction of its own, which also moves the place from which the next one goes on.
    """
    looked_at = 0
    for _ in range(_PORTIONS_AT_ONCE):
        progress, _is_new = IndexProgress.objects.get_or_create(version=INDEX_VERSION)
        if progress.ended_at is not None:
            break
        looked_at += _portion(progress, at)
    return looked_at


def _portion(progress: IndexProgress, at: datetime) -> int:
    take = _take_on_postgresql if connection.vendor == "postgresql" else _take_on_sqlite
    with transaction.atomic():
        # Of two workers one goes on: the other finds that the place has moved.
        here = IndexProgress.objects.select_for_update().filter(pk=progress.pk, place=progress.place, ended_at=None)
        if not here.exists():
            return 0
        count, place = take(progress.place)
        here.update(place=place, ended_at=None if count == _PORTION else at)
    return count


def _take_on_postgresql(place: str) -> tuple[int, str]:
    rows = Matter.objects.order_by("pk")
    if place:
        rows = rows.filter(pk__gt=UUID(place))
    keys = list(rows.values_list("pk", flat=True)[:_PORTION])
    if keys:
        entries_lock(keys)
        entries_replace(all_texts_of(matters_to_index(keys)))
    return len(keys), str(keys[-1]) if keys else place


def _take_on_sqlite(place: str) -> tuple[int, str]:
    """By entries, because only those of this version are found by their matter."""
    before = int(place or 0)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rowid, matter_id FROM matters_search WHERE rowid > %s ORDER BY rowid LIMIT %s", [before, _PORTION]
        )
        rows = [(row, UUID(hex=key)) for row, key in cursor.fetchall()]
    if not rows:
        return 0, place
    keyed = entries_of([key for _row, key in rows])
    places: dict[UUID, list[int]] = {}
    for row, key in rows:
        places.setdefault(key, []).append(row)
    first_of = {key: min((*found, *keyed.get(key, ()))) for key, found in places.items()}
    fresh = all_texts_of(matters_to_index([key for key, first in first_of.items() if first > before]))
    entries_renew({key: sorted({*places[key], *keyed.get(key, ())}) for key in fresh}, fresh)
    # Of the others the first entry was renewed on the way, and has all that stands in these.
    with connection.cursor() as cursor:
        rest = [(row,) for row, key in rows if key not in fresh]
        cursor.executemany("DELETE FROM matters_search WHERE rowid = %s", rest)
    return len(rows), str(rows[-1][0])
