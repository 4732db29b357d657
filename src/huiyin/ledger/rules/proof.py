"""What somebody keeps to show, without us, that an entry is in the ledger: a C2SP tlog-proof file.

Its `extra` line is what opens the leaf, and nothing in it needs to be trusted: all of it goes into the leaf hash.
"""

import base64
import binascii
from dataclasses import dataclass

from huiyin.ledger.rules import checkpoint as notes
from huiyin.ledger.rules.leaf import LeafOpening, OpeningUnreadable
from huiyin.ledger.rules.merkle import inclusion_holds, leaf_hash

_FIRST = "c2sp.org/tlog-proof@v1"


class ProofUnreadable(ValueError):
    """The text isn't a proof of ours, or not written as it would be here."""


class ProofNotSigned(ValueError):
    """The checkpoint in the proof isn't signed by that key."""


class ProofFails(ValueError):
    """The entry isn't in the tree that the checkpoint signs: something in the proof was altered."""


@dataclass(frozen=True, slots=True)
class Proof:
    """An entry and the way from its leaf to a signed root. `index` counts from 0."""

    opening: LeafOpening
    index: int
    hashes: tuple[bytes, ...]
    note: str

    def write(self) -> str:
        """The file's text."""
        lines = [f"extra {_text(self.opening.pack())}", f"index {self.index}", *map(_text, self.hashes)]
        return "\n".join([_FIRST, *lines, "", self.note])

    @classmethod
    def read(cls, text: str) -> "Proof":
        """The reverse. Raises ProofUnreadable."""
        head, _, note = text.partition("\n\n")
        lines = head.split("\n")
        if len(lines) < 3 or lines[0] != _FIRST or not lines[1].startswith("extra "):
            raise ProofUnreadable("first line, what opens the leaf, and index expected")
        word, _, number = lines[2].partition(" ")
        if word != "index" or not notes.is_count(number):
            raise ProofUnreadable("no index")
        hashes = tuple(_bytes(line) for line in lines[3:])
        if any(len(value) != 32 for value in hashes):
            raise ProofUnreadable("a hash has 32 bytes")
        try:
            opening = LeafOpening.unpack(_bytes(lines[1].removeprefix("extra ")))
        except OpeningUnreadable as error:
            raise ProofUnreadable(str(error)) from error
        return cls(opening, int(number), hashes, note)


def proof_check(text: str, verifier_key: str) -> tuple[Proof, notes.Note]:
    """The proof and its checkpoint, once both hold under that key. Asks neither database nor network.

    Raises ProofUnreadable, ProofNotSigned, ProofFails, and NoteUnreadable for a key that is none.
    """
    name, public_key = notes.parse_verifier_key(verifier_key)
    proof = Proof.read(text)
    try:
        note = notes.parse(proof.note)
    except notes.NoteUnreadable as error:
        raise ProofUnreadable(str(error)) from error
    if note.origin != name or not notes.is_signed(
        body=note.body, signatures=note.signatures, name=name, public_key=public_key
    ):
        raise ProofNotSigned
    leaf = leaf_hash(proof.opening.leaf_data())
    if not inclusion_holds(leaf=leaf, index=proof.index, size=note.size, proof=proof.hashes, root=note.root):
        raise ProofFails
    return proof, note


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    """Only as it would be written here: no other text stands for the same bytes."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ProofUnreadable("not base 64") from error
    if _text(raw) != text:
        raise ProofUnreadable("not base 64 as it is written here")
    return raw
