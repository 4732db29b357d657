"""Matters that share many rare tokens with a text: the candidates for "registered already"."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models.expressions import RawSQL

from huiyin.kernel.actor import Actor
from huiyin.kernel.ids import first_id_at
from huiyin.kernel.text import simplified
from huiyin.matters.core.selectors.gate import visible_to

_PER_TOKEN = 400
# OFFSET keeps the planner from reading all that the actor may see: what it takes is a look by key for each match.
_ON_POSTGRESQL = (
    "SELECT found.matter_id FROM unnest(%s::text[]) AS wanted (token), LATERAL ("
    "SELECT matter_id FROM matters_search WHERE tokens @@ wanted.token::tsquery AND matter_id >= %s"
    " AND EXISTS (GATE OFFSET 0) LIMIT %s) AS found"
    " GROUP BY found.matter_id ORDER BY COUNT(*) DESC, found.matter_id DESC LIMIT %s"
)
_ONE_ON_SQLITE = (
    "SELECT * FROM (SELECT rowid AS place FROM matters_search WHERE matters_search MATCH %s"
    " AND EXISTS (GATE) ORDER BY rowid DESC LIMIT %s)"
)
_ON_SQLITE = (
    "SELECT matter_id FROM matters_search WHERE rowid IN"
    " (SELECT place FROM (EACH) GROUP BY place ORDER BY COUNT(*) DESC, place DESC LIMIT %s)"
)


def matter_ids_alike(*, actor: Actor, tokens: Sequence[str], since: datetime, limit: int) -> list[UUID]:
    """Ids of the matters that the actor may see and that share most of these tokens (as `query_tokens` gives them).

    One statement. Of each token the newest `_PER_TOKEN` matters are counted (on PostgreSQL any, if they came here
    since then): what more than so many have tells little. Each is looked at through the gate before it counts as one
    of them, else a matter that the actor doesn't see would take the place of one that they do.
    """
    if not tokens:
        return []
    ask = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    try:
        statement, parameters = ask(actor, [simplified(token) for token in tokens], since)
    except EmptyResultSet:
        return []  # no post that opens any matter
    with connection.cursor() as cursor:
        cursor.execute(statement, [*parameters, limit])
        return [row[0] if isinstance(row[0], UUID) else UUID(row[0]) for row in cursor.fetchall()]


def _on_postgresql(actor: Actor, tokens: Sequence[str], since: datetime) -> tuple[str, list[Any]]:
    gate, of_gate = _gate(actor, "matters_search.matter_id")
    return _ON_POSTGRESQL.replace("GATE", gate), [
        # Ids are in the order of time, so an instant is a place in the order of ids.
        [f"'{token}'" for token in tokens], first_id_at(since), *of_gate, _PER_TOKEN,
    ]  # fmt: skip


def _on_sqlite(actor: Actor, tokens: Sequence[str], _since: datetime) -> tuple[str, list[Any]]:
    gate, of_gate = _gate(actor, "REPLACE(matters_search.matter_id, '-', '')")
    subquery = _ONE_ON_SQLITE.replace("GATE", gate)
    parameters = [part for token in tokens for part in (f'"{token}"', *of_gate, _PER_TOKEN)]
    return _ON_SQLITE.replace("EACH", " UNION ALL ".join([subquery] * len(tokens))), parameters


def _gate(actor: Actor, key: str) -> tuple[str, tuple[Any, ...]]:
    """What the actor may see, as a subquery about a row of the search index. Raises EmptyResultSet for nothing."""
    this_row = RawSQL(key, ())  # noqa: S611 - a column of ours
    return visible_to(actor).filter(pk=this_row).order_by().values("pk").query.sql_with_params()
