"""A house full of matters: registered through the door in batches, then given to units and handlers in plain SQL.

The way from registration to a handler takes five moves; a million matters would take hours to walk it. What lists
and pages read is the same. Clocks of closed matters are left running, which makes reading them dearer, not cheaper.
"""

import random
import sys
import time
from typing import Any

from django.db import connection

from bench import house
from bench.house import BenchCounty
from huiyin.db import statistics_refresh
from huiyin.matters.register.services.register import matters_register
from huiyin.matters.register.services.rows import Filing

_BATCH = 500
# Units are unlike each other: the office has a fifth of all matters, a village few.
_OFFICE_SHARE = 0.2
_STATES = (
    ("registered", 5),
    ("accepted", 20),
    ("investigating", 55),
    ("drafted", 5),
    ("approved", 2),
    ("served", 13),
)
_HELD = frozenset({"investigating", "drafted", "approved", "served"})


def register_up_to(county: BenchCounty, *, have: int, want: int, chance: random.Random) -> float:
    """Register want - have matters; gives how many a second."""
    began = time.monotonic()
    for start in range(have, want, _BATCH):
        many = min(_BATCH, want - start)
        filings = [Filing(house.registration(county, chance), house.WHO) for _ in range(many)]
        matters_register(actor=house.BENCH, filings=filings, at=house.NOW)
        if start // _BATCH % 40 == 0:
            print(f"  {start:,} of {want:,}", file=sys.stderr, flush=True)
    return (want - have) / max(time.monotonic() - began, 1e-9)


def spread(county: BenchCounty, *, chance: random.Random) -> None:
    """Give every matter that is still where it came in a unit, a state, and a handler where the state has one."""
    fresh = _fresh_ids(county)
    rows = [_place(county, matter_id, chance) for matter_id in fresh]
    set_to = "lead_unit_id = %s, state = %s, handler_id = %s, served_at = %s"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("BEGIN IMMEDIATE")
            cursor.executemany(f"UPDATE matters_matter SET {set_to} WHERE id = %s", rows)
            cursor.execute("COMMIT")
        else:
            cursor.execute(
                "CREATE TEMP TABLE placed (unit bigint, state text, handler bigint, at timestamptz, id uuid)"
            )
            with cursor.copy("COPY placed FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            cursor.execute(
                "UPDATE matters_matter m SET lead_unit_id = p.unit, state = p.state, handler_id = p.handler,"
                " served_at = p.at FROM placed p WHERE m.id = p.id"
            )
            cursor.execute("DROP TABLE placed")


def open_share(share: int) -> None:
    """Let `share` of a hundred matters be open, the others closed, spread evenly; then gather statistics."""
    if connection.vendor == "sqlite":
        digit = "(instr('0123456789abcdef', substr(id, 32, 1)) * 16 + instr('0123456789abcdef', substr(id, 31, 1)))"
    else:
        digit = "get_byte(uuid_send(id), 15)"
    wanted = "TRUE" if share >= 100 else f"({digit} % 100 < {share})"
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE matters_matter SET is_open = TRUE, closed_at = NULL,"
            " state = CASE WHEN handler_id IS NULL THEN 'accepted' ELSE 'investigating' END"
            f" WHERE NOT is_open AND {wanted}"
        )
        cursor.execute(
            f"UPDATE matters_matter SET is_open = FALSE, state = 'closed', closed_at = received_at"
            f" WHERE is_open AND NOT {wanted}"
        )
    settle()


def settle() -> None:
    """What a server does by itself some minutes later: statistics, and what updates have left is cleared."""
    if not statistics_refresh(house.NOW):
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")


def _fresh_ids(county: BenchCounty) -> list[object]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM matters_matter WHERE state = 'registered' AND lead_unit_id = %s AND accepted_at IS NULL"
            " AND version = 1 ORDER BY id",
            [county.office],
        )
        return [row[0] for row in cursor.fetchall()]


def _place(county: BenchCounty, matter_id: object, chance: random.Random) -> tuple[Any, ...]:
    unit = county.office if chance.random() < _OFFICE_SHARE else chance.choice(county.units)
    state = chance.choices([name for name, _ in _STATES], weights=[weight for _, weight in _STATES])[0]
    handler = chance.choice(county.handlers[str(unit)]) if state in _HELD else None
    at = house.NOW if state == "served" else None
    stamp = at.replace(tzinfo=None).isoformat(" ") if at and connection.vendor == "sqlite" else at
    return unit, state, handler, stamp, matter_id
