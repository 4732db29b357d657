"""Taking a list out of the house: what the officer may see, and on record before it leaves."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from huiyin.kernel.actor import Actor
from huiyin.ledger.services import entry_append
from huiyin.matters.selectors.lists import Box, Cursor, MatterFilter, MatterRow, matter_list_for

EXPORT_MOST = 5000
_PAGE = 500


def list_export(*, actor: Actor, box: Box, only: MatterFilter, at: datetime) -> list[MatterRow]:
    """The first EXPORT_MOST lines of a list, due first. Who took which list, narrowed how, and how much is an entry.

    Must not stand in another transaction: what has left the house can't be taken back.
    """
    rows = list(_rows(actor, box, only))
    with transaction.atomic(durable=True):
        entry_append(
            kind="matters.list.exported",
            subject=f"officer:{actor.key}",
            at=at,
            actor=actor.ref,
            facts={"box": box.value, "only": _narrowed(only), "lines": len(rows)},
        )
    return rows


def _rows(actor: Actor, box: Box, only: MatterFilter) -> Iterator[MatterRow]:
    after: Cursor | None = None
    for _ in range(EXPORT_MOST // _PAGE):
        found = matter_list_for(actor=actor, box=box, only=only, after=after, limit=_PAGE)
        yield from found.rows
        after = found.after
        if after is None:
            return


def _narrowed(only: MatterFilter) -> dict[str, str]:
    given = {
        "state": only.state,
        "kind": only.kind,
        "channel": only.channel,
        "category": only.category_id,
        "due_before": only.due_before.isoformat() if only.due_before else None,
    }
    return {name: str(value) for name, value in given.items() if value is not None}
