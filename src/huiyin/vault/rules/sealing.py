"""How identities and drafts are sealed: AES-256-GCM under keys that lie in files beside the database, never in it.

Each identity has a data key of its own. The data key is wrapped by the installation's vault key, so that a new vault
key means wrapping data keys anew and touches no ciphertext, and so that a single identity can be made unreadable
for good. The row's id is bound into both, so that nothing of one row opens in another.
"""

import base64
import hashlib
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from huiyin.kernel.keys import load_key

_NONCE = 12
_KEY_ID = re.compile(r"[0-9a-f]{16}")
# Holds the id of the key that is being taken up, until the entry of that is in the ledger.
_PENDING = "vault.next"
_BLOB_VERSION = b"HYB1"


class SealBroken(Exception):
    """The sealed bytes were altered, belong elsewhere, or the key isn't theirs."""


@dataclass(frozen=True, slots=True, repr=False)
class Sealed:
    """One sealed identity as a row keeps it; `key_id` names the vault key that wraps its data key."""

    ciphertext: bytes
    wrapped_key: bytes
    key_id: str


class KeyRing:
    """The vault keys of one folder: `vault.key` wraps, `vault-<id>.key` are those that can still unwrap."""

    __slots__ = ("_current", "_folder", "_wrappers", "current_id")

    def __init__(self, folder: Path) -> None:
        """`folder` holds the key files. Raises KeyMissing."""
        self._folder = folder
        self._current = load_key(folder, "vault")
        self.current_id = key_id_of(self._current)
        self._wrappers: dict[str, AESGCM] = {}

    def key(self, key_id: str) -> bytes:
        """The vault key of that id. Raises KeyMissing, SealBroken when the file holds another key."""
        if key_id == self.current_id:
            return self._current
        if not _KEY_ID.fullmatch(key_id):  # it comes from a row and becomes part of a path
            raise SealBroken
        # Held against its id below: a file that was put back under a wrong name must not count as this key.
        key = load_key(self._folder, f"vault-{key_id}")
        if key_id_of(key) != key_id:
            raise SealBroken
        return key

    def wrapper(self, key_id: str) -> AESGCM:
        """The cipher that wraps data keys under the vault key of that id."""
        found = self._wrappers.get(key_id)
        if found is None:
            found = self._wrappers[key_id] = AESGCM(_derive(self.key(key_id), b"huiyin vault: data keys"))
        return found


def key_id_of(key: bytes) -> str:
    """The public name of a vault key: 16 hexadecimal digits of its hash."""
    return hashlib.sha256(b"huiyin vault key:" + key).hexdigest()[:16]


def seal(ring: KeyRing, *, identity_id: UUID, plain: bytes) -> Sealed:
    """Encrypt under a fresh data key, bound to the id. Raises KeyMissing."""
    data_key = secrets.token_bytes(32)
    return Sealed(
        ciphertext=_encrypt(AESGCM(data_key), plain, identity_id.bytes),
        wrapped_key=_wrap(ring, identity_id, data_key),
        key_id=ring.current_id,
    )


def unseal(ring: KeyRing, sealed: Sealed, *, identity_id: UUID) -> bytes:
    """The plain bytes. Raises SealBroken, KeyMissing."""
    return _decrypt(AESGCM(_unwrap(ring, sealed, identity_id)), sealed.ciphertext, identity_id.bytes)


def rewrap(ring: KeyRing, sealed: Sealed, *, identity_id: UUID) -> Sealed:
    """The same ciphertext with its data key under the current vault key. Raises SealBroken, KeyMissing."""
    wrapped = _wrap(ring, identity_id, _unwrap(ring, sealed, identity_id))
    return Sealed(ciphertext=sealed.ciphertext, wrapped_key=wrapped, key_id=ring.current_id)


def blob_head(ring: KeyRing) -> bytes:
    """What blobs begin with that are sealed now: the version and the id of the vault key."""
    return _BLOB_VERSION + ring.current_id.encode()


def seal_blob(ring: KeyRing, *, token: str, content: bytes) -> bytes:
    """Encrypt under a key that needs both the token and the vault key: version, key id, nonce, ciphertext."""
    head = blob_head(ring)
    return head + _encrypt(_blob_cipher(ring.key(ring.current_id), token), content, head)


def unseal_blob(ring: KeyRing, *, token: str, blob: bytes) -> bytes:
    """The content of such a blob. Raises SealBroken, KeyMissing."""
    head, sealed = blob[:20], blob[20:]
    if head[:4] != _BLOB_VERSION:
        raise SealBroken
    # Altered bytes become an id that no key can have, and so SealBroken instead of an error of decoding.
    key = ring.key(head[4:].decode("ascii", "replace"))
    return _decrypt(_blob_cipher(key, token), sealed, head)


def prepare_vault_key(folder: Path) -> str:
    """Make a new vault key and give its id; `vault.key` stays what it is. Raises KeyMissing.

    The present key and the new one lie under their own ids from now on: a process that still has the old one in
    memory reads what others seal with the new one.
    """
    old = load_key(folder, "vault")
    new = secrets.token_bytes(32)
    # Both keys before the note: killed in between, it never names a key that isn't there.
    _keep(folder / f"vault-{key_id_of(old)}.key", (folder / "vault.key").read_bytes())
    _keep(folder / f"vault-{key_id_of(new)}.key", base64.b64encode(new))
    _write_synced(folder / _PENDING, key_id_of(new).encode())
    _sync_folder(folder)
    return key_id_of(new)


def adopt_vault_key(folder: Path, key_id: str) -> None:
    """Put the key that lies under this id in force, in one step. Raises KeyMissing.

    Whoever is killed before or after leaves a `vault.key` that is whole, and every key that a row was sealed with.
    """
    # Only to be sure that it is whole: nothing may come into force that can't be read.
    load_key(folder, f"vault-{key_id}")
    part = folder / f"vault.{os.getpid()}.part"
    _write_synced(part, (folder / f"vault-{key_id}.key").read_bytes())
    part.replace(folder / "vault.key")
    _sync_folder(folder)
    # This process goes on with the new one at once; others keep theirs until they are started again.
    load_key.cache_clear()


def pending_vault_key(folder: Path) -> str:
    """The id of a key whose replacement wasn't seen through, "" when there is none."""
    path = folder / _PENDING
    return path.read_text(encoding="ascii") if path.exists() else ""


def settle_vault_key(folder: Path) -> None:
    """The replacement is seen through, or given up: the unused key may stay where it is."""
    (folder / _PENDING).unlink(missing_ok=True)
    _sync_folder(folder)


def _wrap(ring: KeyRing, identity_id: UUID, data_key: bytes) -> bytes:
    # Bound to the key's id as well: a row whose `key_id` was changed by hand opens with no key.
    return _encrypt(ring.wrapper(ring.current_id), data_key, identity_id.bytes + ring.current_id.encode())


def _unwrap(ring: KeyRing, sealed: Sealed, identity_id: UUID) -> bytes:
    wrapper = ring.wrapper(sealed.key_id)
    return _decrypt(wrapper, sealed.wrapped_key, identity_id.bytes + sealed.key_id.encode())


def _encrypt(cipher: AESGCM, plain: bytes, bound_to: bytes) -> bytes:
    # Drawn for each encryption: under AES-GCM two texts with one key and one nonce give each other away.
    nonce = os.urandom(_NONCE)
    return nonce + cipher.encrypt(nonce, plain, bound_to)


def _decrypt(cipher: AESGCM, sealed: bytes, bound_to: bytes) -> bytes:
    try:
        return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], bound_to)
    except (InvalidTag, ValueError):  # ValueError: too short to hold a nonce and a tag
        raise SealBroken from None


def _derive(key: bytes, purpose: bytes) -> bytes:
    """A key for one purpose only, so that no two uses of the vault key can be played against each other."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(key)


def _blob_cipher(key: bytes, token: str) -> AESGCM:
    """The token goes in as salt: without the row's token the vault key alone opens no draft, and the reverse."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=token.encode(), info=b"huiyin vault: blobs").derive(key)
    return AESGCM(derived)


def _keep(path: Path, content: bytes) -> None:
    """Write a key file that isn't there yet."""
    # What is there is never written again: rows may hang on that very key.
    if not path.exists():
        part = path.with_suffix(f".{os.getpid()}.part")
        _write_synced(part, content)
        part.replace(path)


def _write_synced(path: Path, content: bytes) -> None:
    # With its mode from the start: made first and closed to others later, it could be read in between.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the new names last through a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
