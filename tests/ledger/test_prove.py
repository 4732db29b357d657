"""Hashes, proofs and notes as the specifications have them, and proofs from the stored ledger."""

import base64
import hashlib
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.ledger.conftest import AT

from huiyin.kernel.errors import NotThere
from huiyin.kernel.refs import Ref
from huiyin.ledger import selectors
from huiyin.ledger.models import Entry
from huiyin.ledger.rules import checkpoint as notes
from huiyin.ledger.rules import merkle
from huiyin.ledger.services import EntryDraft, entries_append, entries_sequence

# The eight leaves and roots that implementations of RFC 6962 are commonly checked with.
_LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def _by_definition(leaves: list[bytes]) -> bytes:
    """The tree hash as RFC 6962 section 2.1 words it."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return hashlib.sha256(b"\x01" + _by_definition(leaves[:half]) + _by_definition(leaves[half:])).digest()


def _leaves(count: int) -> list[bytes]:
    return [merkle.leaf_hash(b"%d" % number) for number in range(count)]


def test_roots_are_those_of_the_specification() -> None:
    hashes = [merkle.leaf_hash(bytes.fromhex(leaf)) for leaf in _LEAVES]
    assert [merkle.tree_hash(hashes[: size + 1]).hex() for size in range(8)] == _ROOTS
    assert merkle.tree_hash([]) == hashlib.sha256(b"").digest()


@given(st.integers(0, 600))
def test_a_tree_grown_leaf_by_leaf_is_the_defined_one(size: int) -> None:
    leaves = _leaves(size)
    grown = merkle.CompactRange()
    for leaf in leaves[: size // 2]:
        grown.append(leaf)
    again = merkle.CompactRange.unpack(grown.size, grown.pack())
    for leaf in leaves[size // 2 :]:
        again.append(leaf)
    assert again.root() == _by_definition(leaves)


@given(st.data())
def test_inclusion_is_shown_for_that_leaf_and_no_other(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 80))
    index = data.draw(st.integers(0, size - 1))
    leaves = _leaves(size)
    root = _by_definition(leaves)
    proof = merkle.inclusion_proof(index, size, lambda start, end: _by_definition(leaves[start:end]))
    given_: dict[str, Any] = {"leaf": leaves[index], "index": index, "size": size, "proof": proof, "root": root}
    assert merkle.inclusion_holds(**given_)
    wrong: list[dict[str, Any]] = [
        {"leaf": merkle.leaf_hash(b"x")},
        {"index": (index + 1) % size if size > 1 else 1},
        {"root": bytes(32)},
        {"proof": [*proof, bytes(32)]},
        {"proof": proof[:-1] if proof else [bytes(32)]},
    ]
    assert not any(merkle.inclusion_holds(**{**given_, **change}) for change in wrong)


@given(st.data())
def test_growth_is_shown_for_these_trees_and_no_others(data: st.DataObject) -> None:
    new = data.draw(st.integers(1, 80))
    old = data.draw(st.integers(1, new))
    leaves = _leaves(new)
    proof = merkle.consistency_proof(old, new, lambda start, end: _by_definition(leaves[start:end]))
    old_root, new_root = _by_definition(leaves[:old]), _by_definition(leaves)
    holds = merkle.consistency_holds
    assert holds(old=old, new=new, old_root=old_root, new_root=new_root, proof=proof)
    assert not holds(old=old, new=new, old_root=bytes(32), new_root=new_root, proof=proof)
    assert not holds(old=old, new=new, old_root=old_root, new_root=bytes(32), proof=proof)
    assert not holds(old=old, new=new, old_root=old_root, new_root=new_root, proof=[*proof, bytes(32)])
    if proof:
        assert not holds(old=old, new=new, old_root=old_root, new_root=new_root, proof=proof[:-1])


def test_signatures_are_those_of_the_note_format() -> None:
    """The example of the note format's first implementation: name, key and signature as published."""
    packed = "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    public_key = Ed25519PublicKey.from_public_bytes(base64.b64decode(packed)[1:])
    name = "PeterNeumann"
    assert notes.verifier_key(name, public_key) == f"{name}+c74f20a3+{packed}"
    text = (
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n\n"
        "— PeterNeumann "
        "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    )
    body, signatures = notes.split_note(text)
    assert notes.is_signed(body=body, signatures=signatures, name=name, public_key=public_key)
    assert not notes.is_signed(body=body + "x", signatures=signatures, name=name, public_key=public_key)


def test_a_note_reads_back_and_tolerates_a_witness() -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    text = notes.sign(origin="county.example/ledger", size=12, root=bytes(32), key=key)
    assert text.startswith("county.example/ledger\n12\n" + "A" * 43 + "=\n\n— county.example/ledger ")
    note = notes.parse(text + "— witness.example AAAAAAAA\n")
    assert (note.origin, note.size, note.root) == ("county.example/ledger", 12, bytes(32))
    assert notes.is_signed(body=note.body, signatures=note.signatures, name=note.origin, public_key=key.public_key())
    other = Ed25519PrivateKey.generate().public_key()
    assert not notes.is_signed(body=note.body, signatures=note.signatures, name=note.origin, public_key=other)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n1\nAA==\n",
        "a\n1\nAA==\n\n— a AAAAAAAA\n",
        "a\n01\n" + "A" * 43 + "=\n\n— a AAAAAAAA\n",
        "a\n-1\n" + "A" * 43 + "=\n\n— a AAAAAAAA\n",
        "a\n1\n" + "A" * 43 + "=\n\n- a AAAAAAAA\n",
        "a\n1\n" + "A" * 43 + "=\n\n— a AAAA\n",
        "a\n1\n" + "A" * 43 + "=\n\n— a AAAAAAAA",
    ],
)
def test_what_is_no_note_is_refused(text: str) -> None:
    with pytest.raises(notes.NoteUnreadable):
        notes.parse(text)


@pytest.mark.parametrize("origin", ["", "two words", "a+b", "line\n"])
def test_an_origin_that_no_note_can_carry_is_refused(origin: str) -> None:
    with pytest.raises(ValueError, match="origin"):
        notes.sign(origin=origin, size=0, root=bytes(32), key=Ed25519PrivateKey.generate())


@pytest.mark.django_db
def test_proofs_from_the_stored_ledger_hold_wherever_the_entry_is() -> None:
    with transaction.atomic():
        entries_append([EntryDraft("test.made", Ref.parse(f"test:{n}"), AT, "system:test") for n in range(1500)])
    while entries_sequence(at=AT, limit=1100):
        pass
    with transaction.atomic():
        entries_append([EntryDraft("test.late", Ref.parse("test:1"), AT, "system:test")])
    for seq in (1, 2, 255, 256, 257, 700, 1024, 1025, 1100, 1101, 1499, 1500):
        entry = Entry.objects.get(seq=seq)
        proof = selectors.proof_for(entry_id=entry.pk)
        note = notes.parse(proof.note)
        assert merkle.inclusion_holds(
            leaf=bytes(entry.leaf_hash),
            index=proof.index,
            size=note.size,
            proof=[bytes.fromhex(value) for value in proof.hashes],
            root=note.root,
        )
    leaves = [
        bytes(leaf) for leaf in Entry.objects.exclude(seq=None).order_by("seq").values_list("leaf_hash", flat=True)
    ]
    for old in (1, 255, 256, 300, 1100, 1499, 1500):
        hashes, text = selectors.growth_proof(old_size=old)
        assert merkle.consistency_holds(
            old=old,
            new=1500,
            old_root=merkle.tree_hash(leaves[:old]),
            new_root=notes.parse(text).root,
            proof=[bytes.fromhex(value) for value in hashes],
        )
    with pytest.raises(selectors.EntryNotSigned):
        selectors.proof_for(entry_id=Entry.objects.get(kind="test.late").pk)
    with pytest.raises(NotThere):
        selectors.proof_for(entry_id=0)
    with pytest.raises(NotThere):
        selectors.growth_proof(old_size=1501)


@pytest.mark.django_db
def test_a_proof_takes_few_statements_however_large_the_ledger(django_assert_max_num_queries: object) -> None:
    with transaction.atomic():
        entries_append([EntryDraft("test.made", Ref.parse(f"test:{n}"), AT, "system:test") for n in range(3000)])
    entries_sequence(at=AT)
    with django_assert_max_num_queries(60):  # type: ignore[operator]
        selectors.proof_for(entry_id=Entry.objects.get(seq=1500).pk)


@pytest.mark.django_db
def test_the_newest_checkpoint_is_what_is_published() -> None:
    assert selectors.latest_checkpoint() is None
    with transaction.atomic():
        entries_append([EntryDraft("test.made", Ref.parse("test:1"), AT, "system:test", {"数": 1})])
    entries_sequence(at=AT)
    newest = selectors.latest_checkpoint()
    assert newest is not None
    assert (newest.tree_size, newest.at) == (1, AT)
    assert newest.root == notes.parse(newest.note).root.hex()
    assert selectors.verifier_key().startswith("huiyin.invalid/ledger+")
    (entry,) = selectors.entries_after(seq=0)
    assert (entry.seq, entry.facts) == (1, {"数": 1})
