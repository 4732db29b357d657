"""Taking an entry's content away for good while the tree stays whole."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from huiyin.kernel.actor import Actor, ActorKind, Role
from huiyin.kernel.errors import Conflict, NotAllowed, NotThere
from huiyin.ledger.errors import ErasureReasonMissing
from huiyin.ledger.models import Entry
from huiyin.ledger.rules.canonical import ERASED
from huiyin.ledger.rules.security import SECURITY_KEPT, SECURITY_PREFIX
from huiyin.ledger.services._rows import RowPlan, plans
from huiyin.ledger.services.append import content_of, insert_content

_SHORTEST_REASON = 4


class EntryErased(Conflict):
    """The entry's content has been erased already."""

    sentence = "这条记录的内容已经清除过了。"


class EntryNotErasable(NotAllowed):
    """The record of an erasure stays: it is what justifies the gap."""

    sentence = "清除记录本身不能再清除。"


class EntryKept(NotAllowed):
    """A security event younger than a year."""

    sentence = "安全记录至少保存一年，现在不能清除。"


def entry_erase(*, actor: Actor, entry_id: int, reason: str, at: datetime) -> None:
    """Erase content and salt of an entry; an entry of its own says who did it, when and why.

    Administrators and the system only. The digests of rows that are still as that entry left them move to the new
    entry, so the ledger goes on vouching for them. Raises NotAllowed, NotThere, ErasureReasonMissing, EntryErased,
    EntryNotErasable, EntryKept.
    """
    if not (actor.kind is ActorKind.SYSTEM or actor.holds(Role.ADMINISTRATOR)):
        raise NotAllowed
    if len(reason.strip()) < _SHORTEST_REASON:
        raise ErasureReasonMissing
    with transaction.atomic():
        # Locked: of two that erase at once, the second must find it erased and write no entry.
        entry = Entry.objects.select_for_update().filter(pk=entry_id).first()
        if entry is None:
            raise NotThere
        if entry.content is None:
            raise EntryErased
        if entry.kind == ERASED:
            raise EntryNotErasable
        if entry.kind.startswith(SECURITY_PREFIX) and at < entry.at + SECURITY_KEPT:
            raise EntryKept
        kept = _still_true(json.loads(entry.content)["rows"])
        Entry.objects.filter(pk=entry_id).update(content=None, salt=None)
        insert_content(
            kind=ERASED,
            subject=entry.subject,
            at=at,
            actor=actor.ref,
            content=content_of({"entry": entry_id, "reason": reason.strip()}, kept),
        )


def _still_true(rows: Mapping[str, str]) -> dict[str, str]:
    by_label = {plan.label: plan for plan in plans()}
    kept = {}
    for name, digest in rows.items():
        label, _, key = name.partition(":")
        if label in by_label and _digest_now(by_label[label], key) == digest:
            kept[name] = digest
    return kept


def _digest_now(plan: RowPlan, key: str) -> str | None:
    row = plan.model._base_manager.filter(pk=key).values_list("pk", *plan.wanted).first()
    return plan.digest(row[0], row[1:]) if row else None
