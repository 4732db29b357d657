"""Putting right what follows from something else, with an entry that says so."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huiyin.kernel.actor import Actor, ActorKind
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.refs import Ref
from huiyin.ledger.checks import checks
from huiyin.ledger.rules.canonical import JsonValue
from huiyin.ledger.services.append import entry_append
from huiyin.ledger.services.verify import present

REPAIRED = "ledger.derived.repaired"
_NAMED = 200


@dataclass(frozen=True, slots=True)
class Repaired:
    """What one check put right: how many rows, and what was wrong."""

    check: str
    rows: int
    what: tuple[str, ...]


def derived_repair(*, actor: Actor, at: datetime, names: Collection[str] | None = None) -> list[Repaired]:
    """Recompute and put right whatever can be, each check in a transaction with its entry; or these checks alone.

    Raises NotAllowed.
    """
    if actor.kind is not ActorKind.SYSTEM:
        raise NotAllowed
    done = []
    for check in checks():
        if check.mend is None or (names is not None and check.name not in names):
            continue
        with transaction.atomic():
            # Looked for again inside the transaction: the entry names just what was put right.
            found = list(check.find(present()))
            if not found:
                continue
            rows = check.mend(found, at)
            what = tuple(deviation.what for deviation in found)
            facts: dict[str, JsonValue] = {
                "check": check.name,
                "rows": rows,
                "found": len(found),
                "what": list(what[:_NAMED]),
            }
            entry_append(kind=REPAIRED, subject=Ref("ledger", check.name), at=at, actor=actor.ref, facts=facts)
        done.append(Repaired(check.name, rows, what))
    return done
