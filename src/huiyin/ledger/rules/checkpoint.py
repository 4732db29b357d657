"""A checkpoint as a signed note (C2SP tlog-checkpoint and signed-note): origin, size and root, signed by Ed25519."""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"
_DASH = "— "


class NoteUnreadable(ValueError):
    """The text isn't a checkpoint note."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: the signer's name, the 4 bytes that tell its key, the signature."""

    name: str
    key_id: bytes
    value: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A parsed note. `body` is the signed text with its last line end."""

    body: str
    origin: str
    size: int
    root: bytes
    signatures: tuple[Signature, ...]


def key_id(name: str, public_key: Ed25519PublicKey) -> bytes:
    """The first 4 bytes of SHA-256 over name, line end, algorithm and key."""
    return hashlib.sha256(f"{name}\n".encode() + _ED25519 + public_key.public_bytes_raw()).digest()[:4]


def verifier_key(name: str, public_key: Ed25519PublicKey) -> str:
    """The key as others are given it: name+id+key."""
    packed = base64.b64encode(_ED25519 + public_key.public_bytes_raw()).decode()
    return f"{name}+{key_id(name, public_key).hex()}+{packed}"


def parse_verifier_key(text: str) -> tuple[str, Ed25519PublicKey]:
    """Name and key from what `verifier_key` gives. Raises NoteUnreadable."""
    name, parted, rest = text.strip().partition("+")
    stated, _, packed = rest.partition("+")
    raw = _bytes_of(packed)
    if not name or not parted or len(raw) != 33 or raw[:1] != _ED25519:
        raise NoteUnreadable("not an Ed25519 key of a note's signer")
    public_key = Ed25519PublicKey.from_public_bytes(raw[1:])
    if key_id(name, public_key).hex() != stated:
        raise NoteUnreadable("the key isn't the one that its number names")
    return name, public_key


def sign(*, origin: str, size: int, root: bytes, key: Ed25519PrivateKey) -> str:
    """The signed note; the origin names the signer too. Raises ValueError for an origin that no note can carry."""
    if not origin or "+" in origin or any(character.isspace() for character in origin):
        raise ValueError("an origin has no white space and no plus sign")
    body = f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"
    packed = key_id(origin, key.public_key()) + key.sign(body.encode())
    return f"{body}\n{_DASH}{origin} {base64.b64encode(packed).decode()}\n"


def parse(text: str) -> Note:
    """Read a note. Raises NoteUnreadable."""
    body, signatures = split_note(text)
    lines = body.split("\n")
    if len(lines) < 4 or not lines[0] or not is_count(lines[1]):
        raise NoteUnreadable("origin, size and root expected")
    root = _bytes_of(lines[2])
    if len(root) != 32:
        raise NoteUnreadable("the root has 32 bytes")
    return Note(body=body, origin=lines[0], size=int(lines[1]), root=root, signatures=signatures)


def split_note(text: str) -> tuple[str, tuple[Signature, ...]]:
    """The signed text and the signatures below it. Raises NoteUnreadable."""
    # At the last empty line: the signed text may have others.
    body, parted, below = text.rpartition("\n\n")
    if not parted or not below.endswith("\n"):
        raise NoteUnreadable("no signatures")
    return body + "\n", tuple(_signature(line) for line in below[:-1].split("\n"))


def is_signed(*, body: str, signatures: tuple[Signature, ...], name: str, public_key: Ed25519PublicKey) -> bool:
    """Whether one of the signatures is by this name and key; others' signatures (witnesses) don't matter."""
    wanted = key_id(name, public_key)
    for signature in signatures:
        if signature.name == name and signature.key_id == wanted:
            try:
                public_key.verify(signature.value, body.encode())
            # No other line is asked: one that bears our name and key and fails speaks against the whole note.
            except InvalidSignature:
                return False
            return True
    return False


def _signature(line: str) -> Signature:
    name, parted, packed = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not parted or not name:
        raise NoteUnreadable("not a signature line")
    raw = _bytes_of(packed)
    if len(raw) < 5:
        raise NoteUnreadable("a signature is longer")
    return Signature(name=name, key_id=raw[:4], value=raw[4:])


def _bytes_of(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteUnreadable("not base 64") from error


def is_count(text: str) -> bool:
    """Whether it is a number as notes and proofs write it: decimal, without leading zeroes."""
    return text.isascii() and text.isdigit() and (text == "0" or text[0] != "0")
