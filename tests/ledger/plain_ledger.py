"""A ledger that a version before leaf format 2 wrote, with its key: `format1.json`, made by that version itself.

Two entries from before an entry said when it was written, five that do, one of these erased and one that waits.
"""

import json
import shutil
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings as django_settings
from django.db import connection
from tests.ledger.conftest import triggers_off

from huiyin.ledger import newest
from huiyin.ledger.models import Entry
from huiyin.ledger.rules.leaf import PLAIN as PLAIN_LEAF
from huiyin.ledger.rules.merkle import leaf_hash
from huiyin.ledger.selectors import opening_of
from huiyin.ledger.services import entries_sequence

PLAIN: dict[str, Any] = json.loads((Path(__file__).parent / "format1.json").read_text(encoding="utf-8"))
_BYTES = {"salt", "commitment", "leaf_hash", "root", "subtrees"}
_INSTANTS = {"at", "written_at"}


def put_in(tmp_path: Path, settings: Any, *, leaf_format: bool) -> None:
    """Into empty tables, past the doors, with its key in a folder of its own. `leaf_format`: there is the column."""
    keys = tmp_path / "keys"
    shutil.copytree(django_settings.HUIYIN_KEYS, keys)
    (keys / "ledger.key").write_text(PLAIN["key"], encoding="ascii")
    (keys / "ledger.newest").write_text(PLAIN["checkpoints"][-1][2], encoding="utf-8")
    settings.HUIYIN_KEYS = keys
    more = (("leaf_format", 1),) if leaf_format else ()
    _insert("ledger_entry", PLAIN["entries"], more)
    _insert("ledger_checkpoint", PLAIN["checkpoints"], ())
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(place, greatest(8, nextval(place)))"
                " FROM (SELECT pg_get_serial_sequence('ledger_entry', 'id')) AS counter (place)"
            )


def make_plain(at: datetime) -> None:
    """Turn the whole ledger into one that an older version would have written, and sign it anew."""
    with triggers_off(), connection.cursor() as cursor:
        for entry in Entry.objects.all():
            leaf = leaf_hash(replace(opening_of(entry), leaf_format=PLAIN_LEAF, salt=b"").leaf_data())
            cursor.execute(
                "UPDATE ledger_entry SET leaf_format = 1, leaf_salt = NULL, leaf_hash = %s, seq = NULL WHERE id = %s",
                [leaf, entry.pk],
            )
        cursor.execute("DELETE FROM ledger_checkpoint")
    newest.main_path().unlink(missing_ok=True)
    entries_sequence(at=at)


def _insert(table: str, rows: list[list[Any]], more: Iterable[tuple[str, int]]) -> None:
    names, *values = rows
    columns = [*names, *(name for name, _ in more)]
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})",
            [[*map(_value, names, row), *(value for _, value in more)] for row in values],
        )


def _value(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _INSTANTS:
        return connection.ops.adapt_datetimefield_value(datetime.fromisoformat(value))
    return bytes.fromhex(value) if name in _BYTES else value
