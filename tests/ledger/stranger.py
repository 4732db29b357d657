"""A checker of proofs as somebody writes it who has docs/ledger.md and nothing of this program."""

import base64
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def entry_shown(file: str, key: str) -> tuple[list[str], int] | None:
    """The header's lines and the entry's place in the ledger, or None for a proof that doesn't hold."""
    head, _, note = file.partition("\n\n")
    first, extra, index_line, *hash_lines = head.split("\n")
    body, _, signature_lines = note.rpartition("\n\n")
    origin, size, root = body.split("\n")
    if first != "c2sp.org/tlog-proof@v1" or not _is_signed(f"{body}\n", signature_lines, origin, key):
        return None
    opened = base64.b64decode(extra.removeprefix("extra "))
    form, preimage = opened[0], opened[1:]
    if form == 1:
        data, header = preimage, preimage[:-32].split(b"\n", 1)[1]
    elif form == 2 and preimage.startswith(b"huiyin-entry-2"):
        data, header = _sha256(preimage), preimage[14 + 16 : -32]
    else:
        return None
    index = int(index_line.removeprefix("index "))
    if _root(_sha256(b"\0" + data), index, int(size), [base64.b64decode(line) for line in hash_lines]) != (
        base64.b64decode(root)
    ):
        return None
    return header.decode().split("\n")[:-1], index + 1


def _root(leaf: bytes, index: int, size: int, hashes: list[bytes]) -> bytes | None:
    """RFC 9162, 2.1.3.2."""
    if index >= size:
        return None
    here, last, made = index, size - 1, leaf
    for sibling in hashes:
        if last == 0:
            return None
        if here % 2 or here == last:
            made = _sha256(b"\1" + sibling + made)
            while not here % 2 and here:
                here, last = here // 2, last // 2
        else:
            made = _sha256(b"\1" + made + sibling)
        here, last = here // 2, last // 2
    return made if last == 0 else None


def _is_signed(body: str, lines: str, origin: str, key: str) -> bool:
    name, _, packed = key.split("+", 2)
    public = base64.b64decode(packed)[1:]
    number = hashlib.sha256(f"{name}\n\1".encode() + public).digest()[:4]
    for line in lines.split("\n"):
        signature = base64.b64decode(line.rpartition(" ")[2])
        if line.startswith(f"— {name} ") and origin == name and signature[:4] == number:
            try:
                Ed25519PublicKey.from_public_bytes(public).verify(signature[4:], body.encode())
            except InvalidSignature:
                return False
            return True
    return False


def _sha256(raw: bytes) -> bytes:
    return hashlib.sha256(raw).digest()
