"""Writing the search index: one statement for any number of matters."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import connection, transaction

from huiyin.db import COPIED_FROM, statement_send, values_insert
from huiyin.kernel.text import part_tokens, search_tokens, simplified
from huiyin.matters.models import Matter, Opinion, Reply
from huiyin.matters.search.services.written import all_texts_of, matters_to_index, reply_text

# An entry of the index holds a text's first pairs; longer texts are found by what stands in their first pages.
TOKENS_MOST = 6000
_ROOM_TO_SORT = "64MB"
_BATCH = 500
# Stands before a matter's key among the tokens of its entries on SQLite: nothing that is typed comes out as this.
_KEY = "\U000f0000"


def index_texts(texts: Sequence[tuple[UUID, str]]) -> None:
    """Put the texts of matters that aren't in it yet into the search index."""
    if connection.vendor != "postgresql":
        _insert([(matter_id.hex, _entry(matter_id, text)) for matter_id, text in texts])
        return
    rows = [(matter_id, tokens_of(text)) for matter_id, text in texts]
    if len(rows) >= COPIED_FROM:
        # The server puts thousands of pairs into the index at once, where it has room to sort them, instead of some
        # hundred at a time: a quarter to a half less work for it.
        statement_send(f"SET LOCAL work_mem = '{_ROOM_TO_SORT}'", [])
        # As a tsvector is written; a token is letters and digits only, so there is nothing in it to escape.
        _insert([(matter_id, "'" + "' '".join(tokens) + "'" if tokens else "") for matter_id, tokens in rows])
    else:
        _send(rows, "")


def index_add(matter_id: UUID, text: str) -> None:
    """What is written later on a matter finds it too: one statement."""
    _add([(matter_id, text)])


def index_add_replies(replies: Sequence[Reply], opinions: Sequence[Opinion]) -> None:
    """The words of replies find their matters, those of sealed ones don't: one statement."""
    by_reply: dict[UUID, list[Opinion]] = defaultdict(list)
    for opinion in opinions:
        by_reply[opinion.reply_id].append(opinion)
    # In the order of keys, as everything that changes several entries: no two wait for each other.
    ordered = sorted((reply for reply in replies if not reply.matter.is_sealed), key=lambda reply: reply.matter_id)
    _add([(reply.matter_id, reply_text(reply, by_reply[reply.pk])) for reply in ordered])


def index_correct(matter: Matter) -> None:
    """Index a matter anew, as it stands in memory, when words have gone that it was found by."""
    if connection.vendor == "postgresql":
        entries_lock([matter.pk])
        entries_replace(all_texts_of([matter]))
    else:
        entries_renew(entries_of([matter.pk]), all_texts_of([matter]))


def index_rebuild() -> int:
    """Index everything anew, in one transaction; gives how many matters there are."""
    count = 0
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM matters_search")
        keys = list(Matter.objects.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), _BATCH):
            texts = all_texts_of(matters_to_index(keys[start : start + _BATCH]))
            index_texts(list(texts.items()))
            count += len(texts)
    return count


def tokens_of(text: str) -> list[str]:
    """Words and pairs, traditional characters as simplified ones, and the parts of plates and house numbers."""
    tokens = search_tokens(simplified(text))
    return [*tokens, *part_tokens(tokens)][:TOKENS_MOST]


def entries_of(matter_ids: Sequence[UUID]) -> dict[UUID, list[int]]:
    """The places of these matters' entries on SQLite, the first one of each first; not of what has no key yet."""
    wanted = " OR ".join(f'"{_KEY}{matter_id.hex}"' for matter_id in matter_ids)
    found: dict[UUID, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT matter_id, rowid FROM matters_search WHERE matters_search MATCH %s ORDER BY rowid", [wanted]
        )
        for key, place in cursor.fetchall():
            found[UUID(hex=key)].append(place)
    return found


def entries_renew(places: Mapping[UUID, Sequence[int]], texts: Mapping[UUID, str]) -> None:
    """On SQLite: each matter's first entry gets its text, its others go; one that has none gets one."""
    with connection.cursor() as cursor:
        for matter_id, text in texts.items():
            if not places.get(matter_id):
                _insert([(matter_id.hex, _entry(matter_id, text))])
                continue
            first, *others = places[matter_id]
            # It keeps its place, by which newer matters are told from older ones.
            cursor.execute("UPDATE matters_search SET tokens = %s WHERE rowid = %s", [_entry(matter_id, text), first])
            cursor.executemany("DELETE FROM matters_search WHERE rowid = %s", [(place,) for place in others])


def entries_lock(matter_ids: Sequence[UUID]) -> None:
    """On PostgreSQL, before texts are read: what is being written on these matters meanwhile comes after that."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM matters_search WHERE matter_id = ANY(%s) ORDER BY matter_id FOR UPDATE", [list(matter_ids)]
        )


def entries_replace(texts: Mapping[UUID, str]) -> None:
    """On PostgreSQL: each matter's entry gets its text."""
    rows = [(matter_id, tokens_of(text)) for matter_id, text in texts.items()]
    if rows:
        _send(rows, " ON CONFLICT (matter_id) DO UPDATE SET tokens = EXCLUDED.tokens")


def _add(texts: Sequence[tuple[UUID, str]]) -> None:
    if not texts:
        return
    if connection.vendor != "postgresql":
        # An entry of its own: to write into the one that is there would cost more, as it would be indexed anew.
        _insert([(matter_id.hex, _entry(matter_id, text)) for matter_id, text in texts])
        return
    _send(
        [(matter_id, tokens_of(text)) for matter_id, text in texts],
        " ON CONFLICT (matter_id) DO UPDATE SET tokens = matters_search.tokens || EXCLUDED.tokens",
    )


def _entry(matter_id: UUID, text: str) -> str:
    return " ".join((_KEY + matter_id.hex, *tokens_of(text)))


def _send(rows: Sequence[tuple[UUID, list[str]]], conflict: str) -> None:
    # Tokens go in as they are: nothing is parsed, positions aren't needed.
    places = ",".join(["(%s, array_to_tsvector(string_to_array(%s, ' ')))"] * len(rows))
    statement_send(
        f"INSERT INTO matters_search (matter_id, tokens) VALUES {places}{conflict}",  # noqa: S608 - only places
        [value for matter_id, tokens in rows for value in (matter_id, " ".join(tokens))],
    )


def _insert(rows: Sequence[tuple[UUID | str, str]]) -> None:
    values_insert(table="matters_search", columns=("matter_id", "tokens"), rows=rows)
