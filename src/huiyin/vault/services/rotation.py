"""Rotating the vault key: a new key in a file, then every data key wrapped anew. No ciphertext changes."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from huiyin.kernel.actor import Actor, ActorKind, Role
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.keys import KeyMissing
from huiyin.kernel.refs import Ref
from huiyin.ledger.selectors import entries_of
from huiyin.ledger.services import entry_append
from huiyin.vault.models import Identity
from huiyin.vault.rules.sealing import (
    KeyRing,
    SealBroken,
    adopt_vault_key,
    pending_vault_key,
    prepare_vault_key,
    rewrap,
    settle_vault_key,
)
from huiyin.vault.selectors import key_ring, sealed_of

_BATCH = 500
_SUBJECT = Ref("vault", "keys")
_REPLACED = "vault.key.replaced"
_REPLACEMENTS = 10_000


@dataclass(frozen=True, slots=True)
class RotationReport:
    """How many data keys are now under the current vault key, and which identities couldn't be read."""

    rewrapped: int
    unreadable: tuple[UUID, ...]


def vault_key_replace(*, actor: Actor, at: datetime) -> str:
    """Make a new vault key and keep the old one beside it; gives the new key's id.

    The file changes as the last step of the entry's transaction. Where the entry fails, the old key is put back;
    whoever is killed in between leaves a house that works, and the entry is made up for by the next call here.
    Run `keys_rotate` afterwards; other processes take the new key up when they are started again.
    Raises NotAllowed, KeyMissing.
    """
    _check_may_rotate(actor)
    folder = settings.HUIYIN_KEYS
    # Before a new key is made: the note of what is under way names one key only.
    _make_up_entry(actor, at)
    old_id = key_ring().current_id
    key_id = prepare_vault_key(folder)
    try:
        with transaction.atomic():
            _record(key_id, actor, at)
            adopt_vault_key(folder, key_id)
    # A rollback takes the entry back but no file; also when the process is told to stop.
    except BaseException:
        adopt_vault_key(folder, old_id)
        settle_vault_key(folder)
        raise
    settle_vault_key(folder)
    return key_id


def keys_rotate(*, actor: Actor, at: datetime) -> RotationReport:
    """Wrap every data key under the current vault key, in batches that each stand by themselves.

    Interrupted, it goes on where it stopped. An identity that can't be read is named in the report and left as it is.
    Raises NotAllowed, KeyMissing.
    """
    _check_may_rotate(actor)
    _make_up_entry(actor, at)
    ring = key_ring()
    rewrapped, unreadable, last = 0, list[UUID](), UUID(int=0)
    while True:
        with transaction.atomic():
            rows = _outdated(ring, after=last)
            if not rows:
                break
            done = [row for row in rows if _rewrap_row(ring, row)]
            Identity.objects.bulk_update(done, ["wrapped_key", "key_id"])
            entry_append(
                kind="vault.keys.rotated",
                subject=_SUBJECT,
                at=at,
                actor=actor.ref,
                facts={"key": ring.current_id, "identities": len(done)},
                rows=done,
            )
        rewrapped += len(done)
        unreadable.extend(row.id for row in rows if row.key_id != ring.current_id)
        # By id and not by what is left: unreadable rows keep their old key, and would be read without end.
        last = rows[-1].id
    return RotationReport(rewrapped=rewrapped, unreadable=tuple(unreadable))


def vault_keys_check() -> None:
    """Every identity's data key was wrapped by a key that is in the folder. Raises KeyMissing, which names it."""
    folder = Path(settings.HUIYIN_KEYS)
    there = {key_ring().current_id, *(path.stem.removeprefix("vault-") for path in folder.glob("vault-*.key"))}
    rows = Identity.objects.filter(erased_at__isnull=True).exclude(key_id__in=there)
    if (lacking := rows.values_list("key_id", flat=True).first()) is not None:
        raise KeyMissing(name=f"vault-{lacking}", folder=folder)


def _make_up_entry(actor: Actor, at: datetime) -> None:
    """Whoever took a key up was killed halfway: what has come into force is written down, nothing else."""
    folder = settings.HUIYIN_KEYS
    key_id = pending_vault_key(folder)
    if not key_id:
        return
    # Else it never came into force, and there is nothing to write down.
    if key_id == key_ring().current_id:
        with transaction.atomic():
            known = entries_of(subject=_SUBJECT, kind=_REPLACED, limit=_REPLACEMENTS)
            if key_id not in {entry.facts.get("key") for entry in known}:
                _record(key_id, actor, at)
    settle_vault_key(folder)


def _record(key_id: str, actor: Actor, at: datetime) -> None:
    entry_append(kind=_REPLACED, subject=_SUBJECT, at=at, actor=actor.ref, facts={"key": key_id})


def _outdated(ring: KeyRing, *, after: UUID) -> list[Identity]:
    """The next rows under an older key, locked until they are written."""
    found = Identity.objects.filter(id__gt=after, erased_at__isnull=True).exclude(key_id=ring.current_id)
    return list(found.select_for_update().order_by("id")[:_BATCH])


def _rewrap_row(ring: KeyRing, row: Identity) -> bool:
    try:
        sealed = rewrap(ring, sealed_of(row), identity_id=row.id)
    except SealBroken:
        return False
    row.wrapped_key, row.key_id = sealed.wrapped_key, sealed.key_id
    return True


def _check_may_rotate(actor: Actor) -> None:
    if actor.kind is not ActorKind.SYSTEM and not actor.holds(Role.ADMINISTRATOR):
        raise NotAllowed
