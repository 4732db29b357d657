"""Writing the search index: one statement for any number of matters."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from huiyin.kernel.text import search_tokens
from huiyin.ledger.services import values_insert

# An entry of the index holds a text's first pairs; longer texts are found by what stands in their first pages.
_TOKENS_MOST = 6000
_FEW = 20


def index_texts(texts: Sequence[tuple[UUID, str]]) -> None:
    """Put matters' texts into the search index."""
    rows = [(matter_id, search_tokens(text)[:_TOKENS_MOST]) for matter_id, text in texts]
    on_postgresql = connection.vendor == "postgresql"
    if on_postgresql and len(rows) < _FEW:
        _insert_arrays(rows)
    elif on_postgresql:
        # A token is letters and digits only, so there is nothing in it to escape.
        _insert([(matter_id, "'" + "' '".join(tokens) + "'" if tokens else "") for matter_id, tokens in rows])
    else:
        _insert([(matter_id.hex, " ".join(tokens)) for matter_id, tokens in rows])


def _insert(rows: Sequence[tuple[UUID | str, str]]) -> None:
    values_insert(table="matters_search", columns=("matter_id", "tokens"), rows=rows)


def _insert_arrays(rows: Sequence[tuple[UUID, list[str]]]) -> None:
    """An array of tokens goes in as it is, in one statement: nothing is parsed, positions aren't needed."""
    places = ",".join(["(%s, array_to_tsvector(%s::text[]))"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO matters_search (matter_id, tokens) VALUES {places}",  # noqa: S608 - only places
            [value for row in rows for value in row],
        )
