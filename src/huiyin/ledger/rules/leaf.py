"""What a leaf of the tree hashes, in both formats, and what opens one: shows which entry it stands for.

A log publishes leaves. The data of a plain leaf (format 1) is the entry's header in clear and its commitment, so only
its hash may be published. The data of a blind leaf (format 2) is one salted hash and tells nothing; who is to know
what it stands for is given salt, header and commitment. `docs/ledger.md` has the exact bytes.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Self

PLAIN, BLIND = 1, 2
SALT = 16
HASH = 32
# The first line of a plain leaf; of one that doesn't say when its entry was written.
PLAIN_TAG, PLAIN_UNWRITTEN_TAG = "huiyin-entry-2", "huiyin-entry-1"
# What the one hash in a blind leaf begins with. No plain leaf is that short, so neither stands for the other.
BLIND_TAG = b"huiyin-entry-2"


class OpeningUnreadable(ValueError):
    """The bytes open no leaf."""


@dataclass(frozen=True, slots=True)
class LeafOpening:
    """An entry's header and commitment, times in microseconds since 1970; of a blind leaf its salt too.

    `written_us` is None for entries from before they said it.
    """

    leaf_format: int
    kind: str
    subject: str
    at_us: int
    written_us: int | None
    actor: str
    commitment: bytes
    salt: bytes = b""

    def __post_init__(self) -> None:
        """Raises ValueError for what has no leaf: the ends of a preimage are told by their lengths alone."""
        is_blind = self.leaf_format == BLIND
        if self.leaf_format not in {PLAIN, BLIND} or len(self.commitment) != HASH:
            raise ValueError("no such format, or no commitment")
        if len(self.salt) != (SALT if is_blind else 0) or (is_blind and self.written_us is None):
            raise ValueError("a blind leaf has a salt and says when its entry was written, a plain one has no salt")

    def preimage(self) -> bytes:
        """Of a plain leaf the data itself, of a blind leaf what its data is the SHA-256 of."""
        times = (self.at_us,) if self.written_us is None else (self.at_us, self.written_us)
        if self.leaf_format == BLIND:
            return BLIND_TAG + self.salt + _lines(self.kind, self.subject, *times, self.actor) + self.commitment
        tag = PLAIN_UNWRITTEN_TAG if self.written_us is None else PLAIN_TAG
        return _lines(tag, self.kind, self.subject, *times, self.actor) + self.commitment

    def leaf_data(self) -> bytes:
        """What the leaf hash is made of, behind its zero byte."""
        return sha256(self.preimage()).digest() if self.leaf_format == BLIND else self.preimage()

    def pack(self) -> bytes:
        """The format in one byte, then the preimage: all that it takes to come to the leaf."""
        return bytes([self.leaf_format]) + self.preimage()

    @classmethod
    def unpack(cls, packed: bytes) -> Self:
        """The reverse of `pack`. Raises OpeningUnreadable."""
        body, sealed = packed[1:-HASH], packed[1:][-HASH:]
        salt = b""
        if packed[:1] == bytes([BLIND]) and body.startswith(BLIND_TAG):
            start = len(BLIND_TAG)
            salt, body = body[start : start + SALT], body[start + SALT :]
        elif packed[:1] != bytes([PLAIN]):
            raise OpeningUnreadable("no format that is known here")
        try:
            opened = cls(packed[0], *_header(packed[0], body), sealed, salt)
        except ValueError as error:
            raise OpeningUnreadable("no header") from error
        # Numbers can be read from `007` and `+7` too: only one text may open a leaf.
        if opened.pack() != packed:
            raise OpeningUnreadable("not written as it would be here")
        return opened


def _lines(*lines: str | int) -> bytes:
    return "".join([f"{line}\n" for line in lines]).encode()


def _header(leaf_format: int, body: bytes) -> tuple[str, str, int, int | None, str]:
    """Raises ValueError."""
    *lines, end = body.decode().split("\n")
    if end:
        raise ValueError("its last line doesn't end")
    if leaf_format == PLAIN and lines[:1] != [PLAIN_TAG]:
        _tag, kind, subject, at, actor = lines
        return kind, subject, int(at), None, actor
    kind, subject, at, written, actor = lines[leaf_format == PLAIN :]
    return kind, subject, int(at), int(written), actor
