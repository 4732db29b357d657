"""What a seal is made of: a key pair of its own (age, X25519), whose secret half is encrypted to each reader's key.

An officer's secret key lies in the database under a passphrase (Argon2id, AES-256-GCM) that is stored nowhere. So the
database, the disk and the key folder together open nothing that is sealed.
"""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO, cast

import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from huiyin.kernel.text import N_
from huiyin.vault.rules.derive import derived
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


@dataclass(frozen=True, slots=True, repr=False)
class OpenedFile:
    """A file as it was given in."""

    name: str
    media_type: str
    content: bytes


def packed_file(*, name: str, media_type: str, content: BinaryIO) -> BinaryIO:
    """A file with its name and type as one piece to read: a line of JSON, then the content, never held whole."""
    # JSON escapes line breaks, so the first one ends the head, whatever the file is called.
    head = json.dumps({"name": name, "media_type": media_type}).encode("ascii") + b"\n"
    return cast(BinaryIO, _Packed(head, content))


def encrypt_file_to(public: Sequence[str], plain: BinaryIO, target: BinaryIO) -> None:
    """Write an age file that the holder of any of these keys can open, piece by piece."""
    pyrage.encrypt_io(plain, target, [pyrage.x25519.Recipient.from_str(key) for key in public])


def open_packed_file(secret: str, ciphertext: BinaryIO) -> OpenedFile:
    """What was packed and encrypted; its content is held in memory once. Raises SealBroken."""
    opened = _Pieces()
    try:
        pyrage.decrypt_io(ciphertext, opened, [pyrage.x25519.Identity.from_str(secret)])
    except (pyrage.DecryptError, pyrage.IdentityError):
        raise SealBroken from None
    except OSError as error:
        # The library's own word for a file that was cut off or altered; the disk's errors carry a number.
        if error.errno is not None:
            raise
        raise SealBroken from None
    return opened.file()


class _Packed:
    """Reads the head, then the content."""

    def __init__(self, head: bytes, content: BinaryIO) -> None:
        self._head, self._content = head, content

    def read(self, size: int) -> bytes:
        if self._head:
            piece, self._head = self._head[:size], self._head[size:]
            return piece
        return self._content.read(size)


class _Pieces:
    """What is written to it, kept as it comes: joined once, where a buffer would grow by copies of itself."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._pieces.append(piece)
        return len(piece)

    def flush(self) -> None:
        return

    def file(self) -> OpenedFile:
        """Raises SealBroken."""
        for place, piece in enumerate(self._pieces):
            before, found, behind = piece.partition(b"\n")
            if found:
                known: Mapping[str, str] = json.loads(b"".join(self._pieces[:place]) + before)
                content = b"".join((behind, *self._pieces[place + 1 :]))
                return OpenedFile(known["name"], known["media_type"], content)
        raise SealBroken


def _derive(passphrase: str, salt: bytes) -> bytes:
    # Not age's own passphrase format, which asks for 512 MiB on a fast machine (decision 0018).
    return derived(passphrase.encode(), salt, rounds=COST.rounds, memory_kib=COST.memory_kib)
