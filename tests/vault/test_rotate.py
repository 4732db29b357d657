"""Rotation: new key, same ciphertext; older keys go on opening what they wrap."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from huiyin.kernel.actor import Actor, system
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.keys import KeyMissing, create_keys, load_key
from huiyin.ledger.models import Entry
from huiyin.vault.errors import IdentityUnreadable
from huiyin.vault.models import Identity
from huiyin.vault.selectors import identity_plain, key_ring
from huiyin.vault.services import (
    IdentityDraft,
    blob_decrypt,
    blob_encrypt,
    identities_store,
    keys_rotate,
    rotation,
    vault_key_replace,
)

pytestmark = pytest.mark.django_db


def test_an_older_key_still_opens(keys: Path, at: datetime, administrator: Actor, draft: IdentityDraft) -> None:
    """Right after the replacement, before anything is wrapped anew; drafts too."""
    (row,) = identities_store([draft], at=at)
    blob = blob_encrypt(key_token="token", content=b"draft")
    key_id = vault_key_replace(actor=administrator, at=at)
    assert key_id != row.key_id
    assert identity_plain(identity_id=row.id) == draft
    assert blob_decrypt(key_token="token", blob=blob) == b"draft"


def test_rotation_wraps_anew_and_leaves_the_ciphertext(
    keys: Path, at: datetime, administrator: Actor, draft: IdentityDraft
) -> None:
    """Afterwards the old key file can go."""
    rows = identities_store([draft, IdentityDraft(name="另一位")], at=at)
    old_id = rows[0].key_id
    key_id = vault_key_replace(actor=administrator, at=at)
    report = keys_rotate(actor=administrator, at=at)
    assert (report.rewrapped, report.unreadable) == (2, ())
    (keys / f"vault-{old_id}.key").unlink()
    load_key.cache_clear()
    for row in rows:
        stored = Identity.objects.get(pk=row.pk)
        assert bytes(stored.ciphertext) == row.ciphertext
        assert bytes(stored.wrapped_key) != row.wrapped_key
        assert stored.key_id == key_id
    assert identity_plain(identity_id=rows[0].id) == draft
    assert keys_rotate(actor=administrator, at=at).rewrapped == 0
    assert list(Entry.objects.order_by("id").values_list("kind", flat=True)) == [
        "vault.key.replaced",
        "vault.keys.rotated",
    ]


def test_a_process_with_the_old_key_in_memory_reads_what_is_new(
    keys: Path, at: datetime, administrator: Actor, draft: IdentityDraft
) -> None:
    """The new key lies under its own id as well; a web node needs no restart to read."""
    old = (keys / "vault.key").read_bytes()
    vault_key_replace(actor=administrator, at=at)
    (row,) = identities_store([draft], at=at)
    (keys / "vault.key").write_bytes(old)  # what the other process has loaded
    load_key.cache_clear()
    assert identity_plain(identity_id=row.id) == draft


def test_one_unreadable_identity_holds_up_no_other(
    keys: Path, at: datetime, administrator: Actor, draft: IdentityDraft
) -> None:
    """It is named in the report and left as it is."""
    broken, fine = identities_store([draft, draft], at=at)
    Identity.objects.filter(pk=broken.pk).update(wrapped_key=b"x" * 60)
    vault_key_replace(actor=administrator, at=at)
    report = keys_rotate(actor=system("keys"), at=at)
    assert (report.rewrapped, report.unreadable) == (1, (broken.id,))
    assert identity_plain(identity_id=fine.id) == draft
    with pytest.raises(IdentityUnreadable):
        identity_plain(identity_id=broken.id)


def test_a_lost_key_is_named(keys: Path, tmp_path: Path, at: datetime, draft: IdentityDraft) -> None:
    """Keys made anew don't open what older ones sealed, and the refusal says which file is missing."""
    (row,) = identities_store([draft], at=at)
    (keys / "vault.key").unlink()
    create_keys(keys)
    load_key.cache_clear()
    with pytest.raises(KeyMissing, match=f"vault-{row.key_id}"):
        identity_plain(identity_id=row.id)


def test_another_key_under_the_name_is_found_out(keys: Path, at: datetime, draft: IdentityDraft) -> None:
    """A file that holds another key than its name says opens nothing."""
    (row,) = identities_store([draft], at=at)
    (keys / "vault.key").unlink()
    create_keys(keys)
    (keys / f"vault-{row.key_id}.key").write_bytes((keys / "vault.key").read_bytes())
    load_key.cache_clear()
    with pytest.raises(IdentityUnreadable):
        identity_plain(identity_id=row.id)


def test_key_files_are_for_their_owner_only(keys: Path, at: datetime, administrator: Actor) -> None:
    """All of them, and no half-written file stays behind."""
    vault_key_replace(actor=administrator, at=at)
    assert {path.stat().st_mode & 0o777 for path in keys.iterdir()} == {0o600}
    assert all(path.suffix == ".key" for path in keys.iterdir())


def test_only_an_administrator_rotates(keys: Path, at: datetime, handler: Actor) -> None:
    """Or the installation itself."""
    with pytest.raises(NotAllowed):
        vault_key_replace(actor=handler, at=at)
    with pytest.raises(NotAllowed):
        keys_rotate(actor=handler, at=at)


class KilledRotation(BaseException):
    """The process is gone: nothing that it would have done afterwards is done."""


def _entries() -> list[str]:
    found = Entry.objects.filter(kind="vault.key.replaced").values_list("content", flat=True)
    return [content or "" for content in found]


@pytest.mark.parametrize("killed_in", ["prepare_vault_key", "_record", "adopt_vault_key"])
def test_killed_before_the_key_is_in_force_nothing_has_happened(
    keys: Path, at: datetime, draft: IdentityDraft, monkeypatch: pytest.MonkeyPatch, killed_in: str
) -> None:
    (row,) = identities_store([draft], at=at)
    _kill(monkeypatch, killed_in, after=killed_in == "prepare_vault_key")
    with pytest.raises(KilledRotation):
        vault_key_replace(actor=system("keys"), at=at)
    monkeypatch.undo()
    load_key.cache_clear()
    assert identity_plain(identity_id=row.id) == draft
    assert key_ring().current_id == row.key_id
    keys_rotate(actor=system("keys"), at=at)
    assert _entries() == []
    assert not (keys / "vault.next").exists()
    assert vault_key_replace(actor=system("keys"), at=at) != row.key_id
    assert len(_entries()) == 1


def test_killed_between_the_key_and_its_entry_the_installation_works_and_the_entry_is_made_up_for(
    keys: Path, at: datetime, draft: IdentityDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    (row,) = identities_store([draft], at=at)
    _kill(monkeypatch, "adopt_vault_key", after=True)
    with pytest.raises(KilledRotation):
        vault_key_replace(actor=system("keys"), at=at)
    monkeypatch.undo()
    load_key.cache_clear()
    now_id = key_ring().current_id
    assert now_id != row.key_id and _entries() == []
    assert identity_plain(identity_id=row.id) == draft
    (later,) = identities_store([draft], at=at)
    assert keys_rotate(actor=system("keys"), at=at).rewrapped == 1
    (entry,) = _entries()
    assert now_id in entry
    keys_rotate(actor=system("keys"), at=at)
    assert len(_entries()) == 1
    assert identity_plain(identity_id=later.id) == identity_plain(identity_id=row.id) == draft


def test_an_entry_that_can_not_be_written_leaves_the_old_key(
    keys: Path, at: datetime, draft: IdentityDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    old_id = key_ring().current_id

    def fail(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(rotation, "_record", fail)
    with pytest.raises(OSError, match="No space"):
        vault_key_replace(actor=system("keys"), at=at)
    assert key_ring().current_id == old_id
    assert all(path.suffix == ".key" for path in keys.iterdir())


def _kill(monkeypatch: pytest.MonkeyPatch, name: str, *, after: bool) -> None:
    """End the process before or after a step: what would tidy up behind an error isn't reached either."""
    step = getattr(rotation, name)
    is_dead: list[bool] = []

    def dying(*args: Any) -> object:
        if is_dead:
            raise KilledRotation
        is_dead.append(True)
        if after:
            step(*args)
        raise KilledRotation

    monkeypatch.setattr(rotation, name, dying)
    for tidying in {"adopt_vault_key", "settle_vault_key"} - {name}:
        monkeypatch.setattr(rotation, tidying, _unless(is_dead, getattr(rotation, tidying)))


def _unless(is_dead: list[bool], step: Callable[..., object]) -> Callable[..., object]:
    def alive(*args: Any) -> object:
        if is_dead:
            raise KilledRotation
        return step(*args)

    return alive
