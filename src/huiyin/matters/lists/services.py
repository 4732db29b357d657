"""Taking a list out of the house: what the officer may see, and on record before it leaves.

A short list leaves while the officer waits (`list_export`). A long one is read line by line (`list_lines`) into a
file that nobody can fetch before `list_export_record` is there.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.refs import Ref
from huiyin.ledger.services import entry_append
from huiyin.matters.cause.rules import CauseCode
from huiyin.matters.core.rules.states import Channel, Kind, State
from huiyin.matters.lists.errors import ListTooLong
from huiyin.matters.lists.selectors.lists import (
    MatterFilter,
    MatterRow,
    MatterTurn,
    WorkList,
    matter_list_for,
    work_lists_of,
)
from huiyin.matters.lists.selectors.order import Cursor, SortOrder

EXPORT_AT_ONCE = 5_000
EXPORT_MOST = 100_000
_PAGE = 500
_NO_HANDLER = "none"


def list_export(*, actor: Actor, work_list: WorkList, only: MatterFilter, at: datetime) -> list[MatterRow]:
    """All lines of a list in its order, of all handlers. Who took which list, narrowed how, and how much is an entry.

    Must not stand in another transaction: what has left the house can't be taken back. Raises NotAllowed for a list
    that none of the actor's posts opens, ListTooLong for one with more than EXPORT_AT_ONCE lines.
    """
    rows = []
    for row in list_lines(actor=actor, work_list=work_list, only=only):
        rows.append(row)
        if len(rows) > EXPORT_AT_ONCE:
            raise ListTooLong(most=EXPORT_AT_ONCE)
    with transaction.atomic(durable=True):
        list_export_record(actor=actor, work_list=work_list, only=only, lines=len(rows), at=at)
    return rows


def list_lines(*, actor: Actor, work_list: WorkList, only: MatterFilter) -> Iterator[MatterRow]:
    """The first EXPORT_MOST lines in the list's order, each matter once though its day may move meanwhile.

    A named handler narrows nothing here: what leaves the page is no list of what somebody does. Raises NotAllowed.
    """
    if work_list not in work_lists_of(actor):
        raise NotAllowed
    # A generator of its own: in one, the refusal would come only when the first line is read.
    return _lines(actor, work_list, only.of_all_handlers)


def list_export_record(*, actor: Actor, work_list: WorkList, only: MatterFilter, lines: int, at: datetime) -> None:
    """The entry of an export, in the transaction of the caller, who lets nobody have the lines before."""
    entry_append(
        kind="matters.list.exported",
        subject=Ref("officer", actor.key),
        at=at,
        actor=actor.ref,
        facts={"box": work_list.value, "only": filter_as_words(only), "lines": lines},
    )


def sheet_export_record(*, actor: Actor, sheet: str, lines: int, at: datetime) -> None:
    """The same entry for a list with a page of its own, before it leaves; `sheet` is its code, as `plan_period`.

    Must not stand in another transaction: what has left the house can't be taken back.
    """
    with transaction.atomic(durable=True):
        entry_append(
            kind="matters.list.exported",
            subject=Ref("officer", actor.key),
            at=at,
            actor=actor.ref,
            facts={"box": sheet, "only": {}, "lines": lines},
        )


def filter_as_words(only: MatterFilter) -> dict[str, str]:
    """A filter as text, for an entry or a job. Neither keeps a named handler."""
    given = {
        "state": only.state,
        "kind": only.kind,
        "channel": only.channel,
        "category": only.category_id,
        "due_before": _text(only.due_before),
        "unread": "1" if only.unread else None,
        "due_from": _text(only.due_from),
        "unit": only.unit_id,
        "area": only.area_id,
        "handler": _NO_HANDLER if only.has_no_handler else None,
        "received_from": _text(only.received_from),
        "received_before": _text(only.received_before),
        "uncategorised": "1" if only.is_uncategorised else None,
        "turn": only.turn,
        "closed": "1" if only.is_closed else None,
        "closed_from": _text(only.closed_from),
        "closed_before": _text(only.closed_before),
        "unsettled": "1" if only.is_unsettled else None,
        "cause": only.cause,
        "sort": None if only.sort is SortOrder.DUE else only.sort,
    }
    return {name: str(value) for name, value in given.items() if value is not None}


def filter_of_words(words: Mapping[str, str]) -> MatterFilter:
    """The filter that `filter_as_words` wrote; other words don't matter."""
    return MatterFilter(
        state=State(words["state"]) if "state" in words else None,
        kind=Kind(words["kind"]) if "kind" in words else None,
        channel=Channel(words["channel"]) if "channel" in words else None,
        category_id=_number(words.get("category", "")),
        due_before=_instant(words.get("due_before")),
        unread=True if "unread" in words else None,
        due_from=_instant(words.get("due_from")),
        unit_id=_number(words.get("unit", "")),
        area_id=_number(words.get("area", "")),
        has_no_handler=words.get("handler") == _NO_HANDLER,
        received_from=_instant(words.get("received_from")),
        received_before=_instant(words.get("received_before")),
        is_uncategorised="uncategorised" in words,
        turn=MatterTurn(words["turn"]) if "turn" in words else None,
        is_closed="closed" in words,
        closed_from=_instant(words.get("closed_from")),
        closed_before=_instant(words.get("closed_before")),
        is_unsettled="unsettled" in words,
        cause=CauseCode(words["cause"]) if "cause" in words else None,
        sort=SortOrder(words.get("sort", SortOrder.DUE)),
    )


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _lines(actor: Actor, work_list: WorkList, only: MatterFilter) -> Iterator[MatterRow]:
    after: Cursor | None = None
    seen: set[UUID] = set()
    while len(seen) < EXPORT_MOST:
        found = matter_list_for(actor=actor, work_list=work_list, only=only, after=after, limit=_PAGE)
        fresh = [row for row in found.rows if row.id not in seen]
        yield from fresh
        seen.update(row.id for row in fresh)
        after = found.after
        if after is None:
            return
