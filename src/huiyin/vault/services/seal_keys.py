"""Keys for seals: one pair an officer, its secret half under a passphrase that the house can't restore."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.refs import Ref
from huiyin.ledger.services import entry_append, security_record
from huiyin.vault.errors import (
    PassphraseTooShort,
    PassphraseWrong,
    SealKeyLocked,
    SealKeyMissing,
    SealKeyThere,
)
from huiyin.vault.models import SealKey
from huiyin.vault.rules.sealing import SealBroken
from huiyin.vault.rules.seals import PASSPHRASE_SHORTEST, key_pair, lock, unlock

_TRIES = 5
_LOCKED = timedelta(minutes=15)


def seal_key_create(*, actor: Actor, passphrase: str, at: datetime) -> None:
    """Give the officer a key for seals. Raises NotAllowed, SealKeyThere, PassphraseTooShort."""
    officer_id = _officer(actor)
    locked, public = _drawn(passphrase)
    with transaction.atomic():
        if _present(officer_id) is not None:
            raise SealKeyThere
        _keep(actor, SealKey(officer_id=officer_id, public=public, locked=locked, created_at=at), [], at)


def seal_key_replace(*, actor: Actor, passphrase: str, at: datetime) -> None:
    """A new key for an officer whose passphrase is lost or known to others.

    What was shared with the old key stays closed to them until another reader shares it again; nobody can restore it.
    Raises NotAllowed, SealKeyMissing, PassphraseTooShort.
    """
    officer_id = _officer(actor)
    locked, public = _drawn(passphrase)
    with transaction.atomic():
        old = _present(officer_id)
        if old is None:
            raise SealKeyMissing
        old.retired_at = at
        old.save(update_fields=["retired_at"])
        _keep(actor, SealKey(officer_id=officer_id, public=public, locked=locked, created_at=at), [old], at)


def seal_passphrase_change(*, actor: Actor, passphrase: str, new: str, at: datetime) -> None:
    """The same key under another passphrase: nothing has to be shared again.

    Raises NotAllowed, SealKeyMissing, SealKeyLocked, PassphraseWrong, PassphraseTooShort.
    """
    officer_id = _officer(actor)
    # Before the old one is tried: a new one that is too short mustn't use up a try.
    checked = _checked(new)
    before = _present(officer_id)
    if before is None:
        raise SealKeyMissing
    secret = key_secret(officer_id=officer_id, passphrase=passphrase, at=at)
    with transaction.atomic():
        # The very key whose secret was opened: one that replaced it meanwhile must not get that secret.
        key = SealKey.objects.select_for_update().filter(pk=before.pk, retired_at=None).first()
        if key is None:
            raise SealKeyMissing
        key.locked = lock(secret, passphrase=checked)
        key.save(update_fields=["locked"])
        entry_append(
            kind="vault.seal_key.passphrase_changed",
            subject=Ref("officer", officer_id),
            at=at,
            actor=actor.ref,
            rows=[key],
        )
        security_record(kind="seal_key.changed", actor=actor.ref, at=at, officer_id=officer_id)


def seal_key_holders(*, officer_ids: Collection[int] | None = None) -> frozenset[int]:
    """Those of these officers, or of all, who can be made readers of a seal."""
    found = SealKey.objects.filter(retired_at__isnull=True)
    if officer_ids is not None:
        found = found.filter(officer_id__in=officer_ids)
    return frozenset(found.values_list("officer_id", flat=True))


def key_secret(*, officer_id: int, passphrase: str, at: datetime) -> str:
    """The secret half of the officer's present key; wrong passphrases are counted, and slowed down after five.

    Stands outside transactions: the count must last. Raises SealKeyMissing, SealKeyLocked, PassphraseWrong.
    """
    key = _present(officer_id)
    if key is None:
        raise SealKeyMissing
    if key.wrong >= _TRIES and key.wrong_at is not None and at < key.wrong_at + _LOCKED:
        # Rounded up: "in 0 minutes" would send the officer into the next refusal.
        minutes = -(-int((key.wrong_at + _LOCKED - at).total_seconds()) // 60)
        raise SealKeyLocked(times=key.wrong, minutes=minutes)
    # Counted before it is tried: whoever tries many at once has used up the tries all the same.
    with transaction.atomic(durable=True):
        SealKey.objects.filter(pk=key.pk).update(wrong=F("wrong") + 1, wrong_at=at)
    try:
        secret = unlock(bytes(key.locked), passphrase=passphrase)
    except SealBroken:
        raise PassphraseWrong from None
    SealKey.objects.filter(pk=key.pk).update(wrong=0, wrong_at=None)
    return secret


def _present(officer_id: int) -> SealKey | None:
    return SealKey.objects.filter(officer_id=officer_id, retired_at__isnull=True).first()


def _officer(actor: Actor) -> int:
    if actor.officer_id is None:
        raise NotAllowed
    return actor.officer_id


def _checked(passphrase: str) -> str:
    # A Chinese character is as hard to guess as two letters, and more.
    if sum(1 if sign.isascii() else 2 for sign in passphrase.strip()) < PASSPHRASE_SHORTEST:
        raise PassphraseTooShort(least=PASSPHRASE_SHORTEST)
    return passphrase


def _drawn(passphrase: str) -> tuple[bytes, str]:
    checked = _checked(passphrase)
    pair = key_pair()
    return lock(pair.secret, passphrase=checked), pair.public


def _keep(actor: Actor, key: SealKey, changed: list[SealKey], at: datetime) -> None:
    key.save(force_insert=True)
    entry_append(
        kind="vault.seal_key.created",
        subject=Ref("officer", key.officer_id),
        at=at,
        actor=actor.ref,
        facts={"key": str(key.pk)},
        rows=[key, *changed],
    )
    security_record(kind="seal_key.created", actor=actor.ref, at=at, officer_id=key.officer_id)
