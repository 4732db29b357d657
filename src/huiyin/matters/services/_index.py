"""Writing the search index: one statement for any number of matters."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from huiyin.kernel.text import search_tokens
from huiyin.matters.models import Matter, Request
from huiyin.rows import COPIED_FROM, statement_send, values_insert

# An entry of the index holds a text's first pairs; longer texts are found by what stands in their first pages.
_TOKENS_MOST = 6000
# So many tokens of a text find its entry on SQLite without looking at all of them.
_TOKENS_TO_FIND = 12
_ROOM_TO_SORT = "64MB"


def index_texts(texts: Sequence[tuple[UUID, str]]) -> None:
    """Put matters' texts into the search index."""
    rows = [(matter_id, search_tokens(text)[:_TOKENS_MOST]) for matter_id, text in texts]
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
    tokens = search_tokens(after)[:_TOKENS_MOST]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "UPDATE matters_search SET tokens = array_to_tsvector(string_to_array(%s, ' ')) WHERE matter_id = %s",
                [" ".join(tokens), matter_id],
            )
            return
        # The table has no index by matter: a few of the text's own tokens narrow it to a handful of rows. The row
        # keeps its place, by which newer matters are told from older ones.
        known = " AND ".join(f'"{token}"' for token in search_tokens(before)[:_TOKENS_TO_FIND])
        where, given = ("matters_search MATCH %s AND ", [known]) if known else ("", [])
        cursor.execute(
            f"SELECT rowid FROM matters_search WHERE {where}matter_id = %s",  # noqa: S608 - only places
            [*given, matter_id.hex],
        )
        for (place,) in cursor.fetchall():
            cursor.execute("UPDATE matters_search SET tokens = %s WHERE rowid = %s", [" ".join(tokens), place])


def _insert(rows: Sequence[tuple[UUID | str, str]]) -> None:
    values_insert(table="matters_search", columns=("matter_id", "tokens"), rows=rows)
