"""What an installation stands on, written down in its ledger: keys, structure, the columns answered for."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from huiyin.kernel.actor import Actor
from huiyin.kernel.keys import NAMES, key_fingerprint, load_key
from huiyin.kernel.refs import Ref
from huiyin.ledger.errors import KeyForeign
from huiyin.ledger.models import Entry
from huiyin.ledger.selectors import newest_entry_of
from huiyin.ledger.services._rows import RowPlan, plans
from huiyin.ledger.services._schema import SCHEMA, SCHEMA_SUBJECT, schema_known, schema_now
from huiyin.ledger.services._verifier import rows_of
from huiyin.ledger.services.append import content_of, entry_append, insert_content

KEYS = "ledger.keys.recorded"
COLUMNS, TAKEN_UP = "ledger.columns.recorded", "ledger.columns.taken_up"
_COLUMNS = Ref("ledger", "columns")
_SUBJECT = Ref("ledger", "keys")


def keys_record(*, actor: Actor, at: datetime) -> bool:
    """Write down which keys the data is made with, by fingerprints that tell nothing of them; only what is new.

    Raises KeyForeign where another key is written down, KeyMissing, KeyBroken.
    """
    with transaction.atomic():
        keys_check()
        now = {name: fingerprints(Path(settings.HUIYIN_KEYS), name)[0] for name in NAMES}
        known = newest_entry_of(subject=_SUBJECT, kind=KEYS)
        if known is not None and dict(known.facts) == now:
            return False
        entry_append(kind=KEYS, subject=_SUBJECT, at=at, actor=actor.ref, facts=now)
    return True


def keys_check() -> None:
    """Each key is the one that was written down; of the vault an older one may have been. Raises KeyForeign."""
    known = newest_entry_of(subject=_SUBJECT, kind=KEYS)
    if known is None:
        return
    folder = Path(settings.HUIYIN_KEYS)
    for name, fingerprint in known.facts.items():
        if name in NAMES and fingerprint not in fingerprints(folder, name):
            raise KeyForeign(name=name, folder=folder)


def fingerprints(folder: Path, name: str) -> list[str]:
    """Of the key that is used now, then of older ones that still unwrap (`vault-….key`)."""
    older = sorted(path.stem for path in folder.glob(f"{name}-*.key"))
    return [key_fingerprint(name, load_key(folder, key_name)) for key_name in (name, *older)]


def schema_record(*, actor: Actor, at: datetime) -> bool:
    """Write down the structure that the migrations made, where it isn't the one that was written down last."""
    with transaction.atomic():
        parts = schema_now()
        if parts == schema_known():
            return False
        entry_append(kind=SCHEMA, subject=SCHEMA_SUBJECT, at=at, actor=actor.ref, facts={"parts": parts})
    return True


def columns_take_up(*, actor: Actor, at: datetime) -> int:
    """Commit to rows of models of which this version answers for more columns than earlier ones; gives how many.

    Once for each model and set of columns. What these columns held before is taken as it is: run `huiyin verify` of
    the older version before an upgrade.
    """
    count = 0
    with transaction.atomic():
        known, now = _columns_known(), {plan.label: _columns_of(plan) for plan in plans()}
        if known == now:
            return 0
        # Without any entry there was no earlier version whose rows could still lack one.
        if Entry.objects.exists():
            for plan in plans():
                if known.get(plan.label) != now[plan.label]:
                    count += _take_up(plan, actor, at)
        entry_append(kind=COLUMNS, subject=_COLUMNS, at=at, actor=actor.ref, facts={"columns": now, "rows": count})
    return count


def _columns_known() -> dict[str, str]:
    entry = newest_entry_of(subject=_COLUMNS, kind=COLUMNS)
    columns = entry.facts.get("columns") if entry else None
    return {name: str(digest) for name, digest in columns.items()} if isinstance(columns, dict) else {}


def _columns_of(plan: RowPlan) -> str:
    """By their names in the database: another name in the program alone makes no rows be taken up again."""
    return " ".join(column.column for column in (*plan.columns, *plan.later))


def _take_up(plan: RowPlan, actor: Actor, at: datetime) -> int:
    count = 0
    if getattr(plan.model, "LEDGER_ONCE_USED", False):
        return 0  # what no record has taken yet is nobody's; what one has keeps the columns that it had
    for found, digests in rows_of(plan):
        rows = dict(zip(found, digests, strict=True))
        if rows:
            content = content_of({"model": plan.label}, rows)
            insert_content(kind=TAKEN_UP, subject=_COLUMNS, at=at, actor=actor.ref, content=content)
        count += len(rows)
    return count
