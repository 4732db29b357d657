"""The installation's secrets: one file each, made once, readable by their owner only.

They are never made in passing: an installation whose key folder went missing must say so instead of starting
over with new keys, under which no receipt would open its matter again.
"""

import base64
import hashlib
import os
import secrets
from functools import cache
from pathlib import Path

from huiyin.kernel.errors import NotReady

NAMES = ("web", "receipts", "vault", "index", "ledger")
_BYTES = 32


class KeyMissing(NotReady):
    """A key file isn't there."""

    sentence = "缺少密钥“%(name)s”：请从备份恢复 %(folder)s，或在全新安装时运行 huiyin keys create。"


class KeyBroken(NotReady):
    """A key file is there, and no key is in it: cut off, or another file under its name."""

    sentence = "密钥文件“%(name)s.key”是坏的：请从备份恢复 %(folder)s。"


@cache
def load_key(folder: Path, name: str) -> bytes:
    """The 32 bytes of a key. Raises KeyMissing, KeyBroken: nothing may ever be sealed under half a key."""
    try:
        key = base64.b64decode((folder / f"{name}.key").read_text(encoding="ascii").strip(), validate=True)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise KeyMissing(name=name, folder=folder) from error
    except ValueError as error:  # also what isn't ASCII or not base64
        raise KeyBroken(name=name, folder=folder) from error
    if len(key) != _BYTES:
        raise KeyBroken(name=name, folder=folder)
    return key


def key_fingerprint(name: str, key: bytes) -> str:
    """What tells a key from any other one and says nothing about it: 24 hexadecimal digits of its hash."""
    return hashlib.sha256(f"huiyin key fingerprint:{name}:".encode() + key).hexdigest()[:24]


def key_fingerprints(folder: Path) -> dict[str, str]:
    """The fingerprints of all keys in the folder by name, older vault keys too. Raises KeyMissing, KeyBroken."""
    older = sorted(path.stem for path in folder.glob("vault-*.key"))
    return {name: key_fingerprint(name, load_key(folder, name)) for name in (*NAMES, *older)}


def create_keys(folder: Path) -> list[str]:
    """Make the keys that aren't there yet and give their names; a key that exists is never touched."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = []
    for name in NAMES:
        if _write_once(folder / f"{name}.key", base64.b64encode(secrets.token_bytes(_BYTES))):
            made.append(name)
    return made


def _write_once(path: Path, content: bytes) -> bool:
    """Write a file whole or not at all: a crash halfway must not leave half a key."""
    if path.exists():
        return False
    part = path.with_suffix(f".{os.getpid()}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        # A link fails where a rename would replace: of two that make keys at once, neither loses one.
        os.link(part, path)
    except FileExistsError:
        return False
    finally:
        part.unlink()
    return True
