"""The bytes of leaves, against vectors that were worked out with `printf` and `sha256sum`."""

import hashlib
from contextlib import suppress
from dataclasses import replace

import pytest

from huiyin.ledger.rules.canonical import commitment
from huiyin.ledger.rules.leaf import BLIND, PLAIN, LeafOpening, OpeningUnreadable
from huiyin.ledger.rules.merkle import leaf_hash

_CONTENT = '{"facts":{"n":1},"rows":{}}'
_CONTENT_SALT = bytes.fromhex("101112131415161718191a1b1c1d1e1f")
_SALT = bytes.fromhex("000102030405060708090a0b0c0d0e0f")
_COMMITMENT = bytes.fromhex("15e620d99a8349b35e4546667e34fc6756540ae4c056622e3ad38aaff36aebfb")
_BLIND = LeafOpening(
    BLIND, "matters.matter.accepted", "matter:0192", 1795249800123456, 1795249860000000, "officer:12", _COMMITMENT,
    _SALT,
)  # fmt: skip
_WRITTEN = replace(_BLIND, leaf_format=PLAIN, salt=b"")
_UNWRITTEN = replace(_WRITTEN, written_us=None)
_ALL = [_BLIND, _WRITTEN, _UNWRITTEN]
# `huiyin-entry-2`, the salt, the five lines of the header, the commitment.
_PREIMAGE = (
    "68756979696e2d656e7472792d32" "000102030405060708090a0b0c0d0e0f"
    "6d6174746572732e6d61747465722e61636365707465640a" "6d61747465723a303139320a"
    "313739353234393830303132333435360a" "313739353234393836303030303030300a" "6f6666696365723a31320a"
    "15e620d99a8349b35e4546667e34fc6756540ae4c056622e3ad38aaff36aebfb"
)  # fmt: skip


def test_the_commitment_of_a_content() -> None:
    assert commitment(_CONTENT_SALT, _CONTENT) == _COMMITMENT


def test_a_blind_leaf() -> None:
    assert _BLIND.preimage().hex() == _PREIMAGE
    assert _BLIND.leaf_data().hex() == "fcf8efb891f13f0f39acfd4bb20ebb31486c880a7bf519dcbc23d66466bacb3e"
    leaf = leaf_hash(_BLIND.leaf_data())
    assert leaf.hex() == "051e5bc081935198991a776a67a73aafb525ab1a4d63afc1f4129289499b3881"
    inner = hashlib.sha256(bytes.fromhex(_PREIMAGE)).digest()
    assert leaf == hashlib.sha256(b"\x00" + inner).digest()


@pytest.mark.parametrize(
    ("opening", "leaf"),
    [
        (_WRITTEN, "a007655987f26a18579d02d5f6a65ad28ab2e8ee7c683256c642d864262e04f7"),
        (_UNWRITTEN, "25ad44461c588f5a065e7b6ff209552062f278552a846445355fc24266cb8020"),
    ],
)
def test_a_plain_leaf_is_what_it_was(opening: LeafOpening, leaf: str) -> None:
    assert leaf_hash(opening.leaf_data()).hex() == leaf


@pytest.mark.parametrize("opening", _ALL)
def test_what_opens_a_leaf_is_read_back(opening: LeafOpening) -> None:
    packed = opening.pack()
    assert packed[0] == opening.leaf_format
    assert LeafOpening.unpack(packed) == opening


@pytest.mark.parametrize("opening", _ALL)
def test_any_other_bit_is_unreadable_or_another_leaf(opening: LeafOpening) -> None:
    packed = opening.pack()
    for index in range(len(packed) * 8):
        other = bytearray(packed)
        other[index // 8] ^= 1 << index % 8
        with suppress(OpeningUnreadable):
            assert LeafOpening.unpack(bytes(other)).leaf_data() != opening.leaf_data()


@pytest.mark.parametrize("opening", _ALL)
def test_what_is_cut_off_or_added_opens_nothing(opening: LeafOpening) -> None:
    packed = opening.pack()
    for other in (b"", packed[:1], packed[:-40], packed[:20], b"\x03" + packed[1:], packed[:1] + b"x" + packed[1:]):
        with pytest.raises(OpeningUnreadable):
            LeafOpening.unpack(other)


def test_salt_and_commitment_have_their_lengths() -> None:
    """Else a letter could wander from the header into what stands beside it, and the leaf would stay."""
    for change in (
        {"salt": _SALT + b"m", "kind": "atters.matter.accepted"}, {"salt": b""}, {"commitment": _COMMITMENT[1:]},
        {"leaf_format": PLAIN}, {"leaf_format": 3}, {"written_us": None},
    ):  # fmt: skip
        with pytest.raises(ValueError, match=r"format|salt"):
            replace(_BLIND, **change)
