"""Writing the search index: one statement for any number of matters."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Manager

from huiyin.db import COPIED_FROM, statement_send, values_insert
from huiyin.kernel.text import part_tokens, search_tokens, simplified
from huiyin.matters.models import Matter, Message, Request

# An entry of the index holds a text's first pairs; longer texts are found by what stands in their first pages.
_TOKENS_MOST = 6000
# So many tokens of a text find its entry on SQLite without looking at all of them.
_TOKENS_TO_FIND = 12
_ROOM_TO_SORT = "64MB"
_BATCH = 500


def index_texts(texts: Sequence[tuple[UUID, str]]) -> None:
    """Put matters' texts into the search index."""
    rows = [(matter_id, _tokens(text)) for matter_id, text in texts]
    if connection.vendor != "postgresql":
        _insert([(matter_id.hex, " ".join(tokens)) for matter_id, tokens in rows])
    elif len(rows) >= COPIED_FROM:
        # The server puts thousands of pairs into the index at once, where it has room to sort them, instead of some
        # hundred at a time: a quarter to a half less work for it.
        statement_send(f"SET LOCAL work_mem = '{_ROOM_TO_SORT}'", [])
        # As a tsvector is written; a token is letters and digits only, so there is nothing in it to escape.
        _insert([(matter_id, "'" + "' '".join(tokens) + "'" if tokens else "") for matter_id, tokens in rows])
    else:
        # Tokens go in as they are: nothing is parsed, positions aren't needed.
        places = ",".join(["(%s, array_to_tsvector(string_to_array(%s, ' ')))"] * len(rows))
        statement_send(
            f"INSERT INTO matters_search (matter_id, tokens) VALUES {places}",  # noqa: S608 - only places
            [value for matter_id, tokens in rows for value in (matter_id, " ".join(tokens))],
        )


def index_add(matter_id: UUID, text: str) -> None:
    """What is written later on a matter finds it too: one statement."""
    tokens = " ".join(_tokens(text))
    if connection.vendor != "postgresql":
        # There a matter may have several entries: the one that is there could only be found by reading all of them.
        _insert([(matter_id.hex, tokens)])
        return
    statement_send(
        "INSERT INTO matters_search (matter_id, tokens) VALUES (%s, array_to_tsvector(string_to_array(%s, ' ')))"
        " ON CONFLICT (matter_id) DO UPDATE SET tokens = matters_search.tokens || EXCLUDED.tokens",
        [matter_id, tokens],
    )


def index_rebuild(*, matters: Manager[Any], requests: Manager[Any], messages: Manager[Any]) -> int:
    """Index everything anew, in one transaction; gives how many matters there are.

    The managers are those of the models, or of the models as a migration knows them.
    """
    count = 0
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM matters_search")
        rows = matters.order_by("pk").values_list("pk", "title", "text", "place", "is_sealed").iterator(_BATCH)
        while batch := list(islice(rows, _BATCH)):
            written = _written_on([row[0] for row in batch], requests, messages)
            for pk, title, text, place, is_sealed in batch:
                index_add(pk, "" if is_sealed else "\n".join((title, text, place, *written.get(pk, ()))))
            count += len(batch)
    return count


def _written_on(ids: Sequence[UUID], requests: Manager[Any], messages: Manager[Any]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    for pk, text in requests.filter(matter_id__in=ids).order_by("position").values_list("matter_id", "text"):
        found[pk].append(text)
    for pk, text in messages.filter(matter_id__in=ids).order_by("at", "pk").values_list("matter_id", "body"):
        found[pk].append(text)
    return found


def _tokens(text: str) -> list[str]:
    """Words and pairs, traditional characters as simplified ones, and the parts of plates and house numbers."""
    tokens = search_tokens(simplified(text))
    return [*tokens, *part_tokens(tokens)][:_TOKENS_MOST]


def searchable_of(matter: Matter) -> str:
    """All the text that a stored matter is found by; of a sealed one nothing but its number."""
    if matter.is_sealed:
        return ""
    requests = Request.objects.filter(matter=matter).order_by("position").values_list("text", flat=True)
    return "\n".join((matter.title, matter.text, matter.place, *requests))


def index_correct(matter_id: UUID, *, before: str, after: str) -> None:
    """Put another text of a matter into the index in place of the one that it was found by."""
    if before == after:
        return
    if connection.vendor == "postgresql":
        # There what was written on a matter since stands in the same entry.
        bodies = Message.objects.filter(matter=matter_id).order_by("at", "id").values_list("body", flat=True)
        after = "\n".join((after, *bodies))
    tokens = _tokens(after)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "UPDATE matters_search SET tokens = array_to_tsvector(string_to_array(%s, ' ')) WHERE matter_id = %s",
                [" ".join(tokens), matter_id],
            )
            return
        # The table has no index by matter: a few of the text's own tokens narrow it to a handful of rows. The row
        # keeps its place, by which newer matters are told from older ones.
        known = " AND ".join(f'"{token}"' for token in _tokens(before)[:_TOKENS_TO_FIND])
        where, given = ("matters_search MATCH %s AND ", [known]) if known else ("", [])
        cursor.execute(
            f"SELECT rowid FROM matters_search WHERE {where}matter_id = %s",  # noqa: S608 - only places
            [*given, matter_id.hex],
        )
        for (place,) in cursor.fetchall():
            cursor.execute("UPDATE matters_search SET tokens = %s WHERE rowid = %s", [" ".join(tokens), place])


def _insert(rows: Sequence[tuple[UUID | str, str]]) -> None:
    values_insert(table="matters_search", columns=("matter_id", "tokens"), rows=rows)
