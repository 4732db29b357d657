"""Writing the search index: one statement for any number of matters."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from huiyin.kernel.text import search_tokens

# An entry of the index holds a text's first pairs; longer texts are found by what stands in their first pages.
_TOKENS_MOST = 6000


def index_texts(texts: Sequence[tuple[UUID, str]]) -> None:
    """Put matters' texts into the search index."""
    rows = [(matter_id, search_tokens(text)[:_TOKENS_MOST]) for matter_id, text in texts]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # An array of tokens goes in as it is: nothing is parsed, positions aren't needed.
            places = ",".join(["(%s, array_to_tsvector(%s::text[]))"] * len(rows))
            cursor.execute(
                f"INSERT INTO matters_search (matter_id, tokens) VALUES {places}",  # noqa: S608 - only places
                [value for row in rows for value in row],
            )
        else:
            # SQLite takes at most 32,766 values a statement: 2 a row is far below for any batch we make.
            places = ",".join(["(%s, %s)"] * len(rows))
            cursor.execute(
                f"INSERT INTO matters_search (matter_id, tokens) VALUES {places}",  # noqa: S608 - only places
                [value for matter_id, tokens in rows for value in (matter_id.hex, " ".join(tokens))],
            )
