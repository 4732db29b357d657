"""What a seal is made of: a key pair of its own (age, X25519), whose secret half is encrypted to each reader's key.

An officer's secret key lies in the database under a passphrase (Argon2id, AES-256-GCM) that is stored nowhere. So the
database, the disk and the key folder together open nothing that is sealed.
"""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from huiyin.kernel.text import N_
from huiyin.vault.rules.sealing import SealBroken

PASSPHRASE_SHORTEST = 12
READERS_FEWEST = 2

_VERSION = b"HYK1"
_SALT, _NONCE = 16, 12


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess at a passphrase costs: more than OWASP asks for, a tenth of a second on a small machine."""

    memory_kib: int = 64 * 1024
    rounds: int = 3


COST = Cost()


class OpenedSeal(StrEnum):
    """What was opened."""

    IDENTITY = "identity"
    CONTENT = "content"
    FILE = "file"
    NAMES = "names"


# As both sides read it.
OPENED_LABELS = {
    OpenedSeal.IDENTITY: N_("身份信息"),
    OpenedSeal.CONTENT: N_("密封的内容"),
    OpenedSeal.FILE: N_("密封的附件"),
    OpenedSeal.NAMES: N_("联名人名单"),
}


@dataclass(frozen=True, slots=True, repr=False)
class KeyPair:
    """A public key to encrypt to (`age1…`) and the secret one that opens."""

    public: str
    secret: str


def key_pair() -> KeyPair:
    """A new pair of keys."""
    identity = pyrage.x25519.Identity.generate()
    return KeyPair(public=str(identity.to_public()), secret=str(identity))


def lock(secret: str, *, passphrase: str) -> bytes:
    """The secret key under a passphrase: version, salt, nonce, ciphertext."""
    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    head = _VERSION + salt
    return head + nonce + AESGCM(_derive(passphrase, salt)).encrypt(nonce, secret.encode(), head)


def unlock(locked: bytes, *, passphrase: str) -> str:
    """The secret key. Raises SealBroken for a wrong passphrase or altered bytes."""
    head, rest = locked[: len(_VERSION) + _SALT], locked[len(_VERSION) + _SALT :]
    if head[: len(_VERSION)] != _VERSION:
        raise SealBroken
    try:
        plain = AESGCM(_derive(passphrase, head[len(_VERSION) :])).decrypt(rest[:_NONCE], rest[_NONCE:], head)
    except (InvalidTag, ValueError):
        raise SealBroken from None
    return plain.decode()


def encrypt_to(public: Sequence[str], plain: bytes) -> bytes:
    """An age file that the holder of any of these keys can open."""
    ciphertext: bytes = pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(key) for key in public])
    return ciphertext


def decrypt_with(secret: str, ciphertext: bytes) -> bytes:
    """The content of an age file. Raises SealBroken."""
    try:
        plain: bytes = pyrage.decrypt(ciphertext, [pyrage.x25519.Identity.from_str(secret)])
    except (pyrage.DecryptError, pyrage.IdentityError):
        raise SealBroken from None
    return plain


def pack_file(*, name: str, media_type: str, content: bytes) -> bytes:
    """A file with its name and type as one piece: a line of JSON, then the content."""
    # JSON escapes line breaks, so the first one ends the head, whatever the file is called.
    return json.dumps({"name": name, "media_type": media_type}).encode("ascii") + b"\n" + content


def unpack_file(packed: bytes) -> tuple[str, str, bytes]:
    """Name, type and content of such a piece. Raises SealBroken."""
    head, found, content = packed.partition(b"\n")
    if not found:
        raise SealBroken
    known: Mapping[str, str] = json.loads(head)
    return known["name"], known["media_type"], content


def _derive(passphrase: str, salt: bytes) -> bytes:
    # Not age's own passphrase format, which asks for 512 MiB on a fast machine (decision 0018).
    derivation = Argon2id(salt=salt, length=32, iterations=COST.rounds, lanes=1, memory_cost=COST.memory_kib)
    return derivation.derive(passphrase.encode())
