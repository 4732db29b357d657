"""The Merkle tree of RFC 6962: hashes, the compact range that grows, proofs of inclusion and of consistency.

Leaves are counted from 0 here, trees by their size. Functions that make proofs are given `subtree(start, end)`,
the hash over the leaves start … end-1, so that the caller decides where the hashes come from.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Self

# There is a checkpoint at each multiple of it: a forgery is narrowed down to so many entries, and the checkpoint
# holds the hash of the full subtree that ends there, from which proofs are made without reading every leaf.
SPAN = 256
Subtree = Callable[[int, int], bytes]
EMPTY_ROOT = hashlib.sha256(b"").digest()
_sha256 = hashlib.sha256


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf's data."""
    # The byte in front tells leaves from nodes, else a node could be shown as a leaf (RFC 6962, 2.1).
    return _sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return _sha256(b"\x01" + left + right).digest()


class CompactRange:
    """The hashes of the full subtrees that make up a tree, largest first: enough to grow it and to give its root."""

    __slots__ = ("hashes", "size")

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        """Raises ValueError when the number of hashes doesn't belong to that size."""
        self.size = size
        self.hashes = list(hashes)
        if len(self.hashes) != size.bit_count():
            raise ValueError("the number of hashes doesn't fit the size")

    @classmethod
    def unpack(cls, size: int, joined: bytes) -> Self:
        """From the hashes one after another. Raises ValueError when they don't belong to that size."""
        if len(joined) != 32 * size.bit_count():
            raise ValueError("the number of hashes doesn't fit the size")
        return cls(size, [joined[start : start + 32] for start in range(0, len(joined), 32)])

    def pack(self) -> bytes:
        """The hashes one after another."""
        return b"".join(self.hashes)

    def append(self, leaf: bytes) -> None:
        """Add one leaf's hash."""
        size, hashes = self.size, self.hashes
        while size & 1:
            leaf = _sha256(b"\x01" + hashes.pop() + leaf).digest()
            size >>= 1
        hashes.append(leaf)
        self.size += 1

    def extend(self, leaves: Sequence[bytes]) -> None:
        """Add the hashes of many leaves: level by level, which takes half as long as leaf by leaf."""
        kept: list[bytes] = []
        level, size = list(leaves), self.size
        while level:
            if size & 1:
                level.insert(0, self.hashes.pop())
            if len(level) & 1:
                kept.append(level.pop())
            level = [
                _sha256(b"\x01" + left + right).digest() for left, right in zip(level[::2], level[1::2], strict=True)
            ]
            size >>= 1
        self.hashes += reversed(kept)
        self.size += len(leaves)

    def root(self) -> bytes:
        """The tree's root."""
        if not self.hashes:
            return EMPTY_ROOT
        root = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            root = node_hash(left, root)
        return root


def tree_hash(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes."""
    grown = CompactRange()
    for leaf in leaves:
        grown.append(leaf)
    return grown.root()


def split(size: int) -> int:
    """The largest power of two below `size` (from 2 on): where a tree of that size parts."""
    return 1 << (size - 1).bit_length() - 1


def inclusion_proof(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """The hashes, lowest first, that lead from leaf `index` to the root of the tree of `size`."""
    if not 0 <= index < size:
        raise ValueError("no such leaf")
    proof: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + split(end - start)
        if index < middle:
            proof.append(subtree(middle, end))
            end = middle
        else:
            proof.append(subtree(start, middle))
            start = middle
    return proof[::-1]


def inclusion_holds(*, leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof shows that `leaf` is leaf number `index` of the tree with this root."""
    if not 0 <= index < size:
        return False
    here, last, result = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            result = node_hash(sibling, result)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            result = node_hash(result, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and result == root


def consistency_proof(old: int, new: int, subtree: Subtree) -> list[bytes]:
    """The hashes that show the tree of size `new` to begin with the tree of size `old`."""
    if not 0 < old <= new:
        raise ValueError("no such trees")
    proof: list[bytes] = []
    start, end, whole = 0, new, True
    while old != end:
        middle = start + split(end - start)
        if old <= middle:
            proof.append(subtree(middle, end))
            end = middle
        else:
            proof.append(subtree(start, middle))
            start, whole = middle, False
    if not whole:
        proof.append(subtree(start, end))
    return proof[::-1]


def consistency_holds(*, old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the newer tree only added leaves to the older one."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    # An older tree that is full is itself a node of the newer one: its root is known and left out of the proof.
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    if not path:
        return False
    here, last = old - 1, new - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    older = newer = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            older, newer = node_hash(sibling, older), node_hash(sibling, newer)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            newer = node_hash(newer, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and older == old_root and newer == new_root
