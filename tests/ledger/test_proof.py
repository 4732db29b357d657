"""Proofs that somebody keeps: checked by our rules and by a stranger's, without us; any bit of them counts."""

import base64
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from tests.ledger import plain_ledger
from tests.ledger.conftest import AT, triggers_off
from tests.ledger.stranger import entry_shown

from huiyin.kernel.errors import NotThere
from huiyin.kernel.refs import Ref
from huiyin.ledger.errors import LedgerBroken
from huiyin.ledger.keys import signing_key
from huiyin.ledger.models import Entry
from huiyin.ledger.rules import checkpoint as notes
from huiyin.ledger.rules.canonical import microseconds
from huiyin.ledger.rules.proof import Proof, ProofFails, ProofNotSigned, ProofUnreadable, proof_check
from huiyin.ledger.selectors import proof_at, proof_for, verifier_key
from huiyin.ledger.services import entries_sequence, entry_append

pytestmark = pytest.mark.django_db
_REFUSED = (ProofUnreadable, ProofNotSigned, ProofFails)


@pytest.fixture
def key(tmp_path: Path, settings: Any) -> str:
    """The verifier key of a ledger of seven entries by an older version and six by this."""
    with triggers_off():
        plain_ledger.put_in(tmp_path, settings, leaf_format=True)
    with transaction.atomic():
        for number in range(30, 35):
            entry_append(kind="test.made", subject=Ref("test", number), at=AT, actor="officer:7", facts={"n": number})
    entries_sequence(at=AT)
    return verifier_key()


@pytest.mark.parametrize("seq", [1, 4, 5, 10, 13])
def test_a_proof_shows_header_and_place_to_holders_of_the_key(seq: int, key: str) -> None:
    entry = Entry.objects.get(seq=seq)
    file = proof_at(seq=seq).as_file()
    assert file == proof_for(entry_id=entry.pk).as_file()
    proof, note = proof_check(file, key)
    opened = proof.opening
    assert (opened.kind, opened.subject, opened.actor) == (entry.kind, entry.subject, entry.actor)
    assert (opened.at_us, opened.commitment) == (microseconds(entry.at), bytes(entry.commitment))
    assert (opened.leaf_format, proof.index, note.size) == (1 if seq < 9 else 2, seq - 1, 13)
    times = [opened.at_us, *([opened.written_us] if opened.written_us is not None else [])]
    lines = [entry.kind, entry.subject, *map(str, times), entry.actor]
    assert entry_shown(file, key) == (lines, seq)


@pytest.mark.parametrize("seq", [2, 4, 10])
def test_a_bit_that_flips_in_any_part_is_refused(seq: int, key: str) -> None:
    proof = Proof.read(proof_at(seq=seq).as_file())
    packed = proof.opening.pack()
    # Of what opens the leaf: format, tag, salt or header, header, commitment, each byte of them.
    for index in range(len(packed)):
        other = bytearray(packed)
        other[index] ^= 1 << index % 8
        _refused(_with_extra(proof, bytes(other)), key)
    for number, sibling in enumerate(proof.hashes):
        for index in (0, 13, 31):
            other = bytearray(sibling)
            other[index] ^= 1 << number
            hashes = (*proof.hashes[:number], bytes(other), *proof.hashes[number + 1 :])
            _refused(replace(proof, hashes=hashes).write(), key)
    for bit in range(6):
        _refused(replace(proof, index=proof.index ^ 1 << bit).write(), key)
    _refused(replace(proof, hashes=proof.hashes[:-1]).write(), key)
    _refused(replace(proof, hashes=(*proof.hashes, bytes(32))).write(), key)
    # The checkpoint: origin, size, root, signer, signature.
    for index, letter in enumerate(proof.note[:-6]):
        other_letter = "A" if letter != "A" else "B"
        _refused(replace(proof, note=proof.note[:index] + other_letter + proof.note[index + 1 :]).write(), key)


def test_a_letter_that_changes_anywhere_before_the_signature_is_refused(key: str) -> None:
    file = proof_at(seq=11).as_file()
    for number in range(file.index("— ")):
        for letter in "B\n ":
            changed = file[:number] + letter + file[number + 1 :]
            if changed != file:
                with pytest.raises(_REFUSED):
                    proof_check(changed, key)


def test_a_proof_is_written_in_one_way_only(key: str) -> None:
    """The last letter of a hash has two bits that no byte needs."""
    file = proof_at(seq=11).as_file()
    line = file.split("\n")[4]
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    other = f"{line[:-2]}{letters[letters.index(line[-2]) ^ 1]}="
    assert base64.b64decode(other) == base64.b64decode(line)
    with pytest.raises(ProofUnreadable):
        proof_check(file.replace(line, other), key)


def test_a_proof_of_another_entry_or_ledger_or_key_is_refused(key: str) -> None:
    first, second = (Proof.read(proof_at(seq=seq).as_file()) for seq in (10, 11))
    _refused(replace(first, opening=second.opening).write(), key)
    name, public_key = notes.parse_verifier_key(key)
    with pytest.raises(ProofNotSigned):
        proof_check(first.write(), notes.verifier_key("elsewhere.example/ledger", public_key))
    # The key of a ledger may sign under other names; a note of another ledger is none of this one.
    note = notes.parse(first.note)
    other = notes.sign(origin="other.example/log", size=note.size, root=note.root, key=signing_key())
    body, line = other.split("\n\n")
    packed = notes.key_id(name, public_key) + base64.b64decode(line.rpartition(" ")[2])[4:]
    renamed = f"{body}\n\n— {name} {base64.b64encode(packed).decode()}\n"
    with pytest.raises(ProofNotSigned):
        proof_check(replace(first, note=renamed).write(), key)
    for unreadable in ("", name, key[:-4], key.replace("+", "-"), key.replace("+", "+0", 1)):
        with pytest.raises(notes.NoteUnreadable):
            proof_check(first.write(), unreadable)
    for unreadable in ("", "c2sp.org/tlog-proof@v1\n", first.write()[:200], first.write().replace("extra", "more")):
        with pytest.raises(ProofUnreadable):
            proof_check(unreadable, key)


def test_no_proof_is_made_of_what_was_altered_or_isnt_there(key: str, tamper: Callable[..., None]) -> None:
    tamper("UPDATE ledger_entry SET actor = 'officer:9' WHERE seq IN (4, 10)")
    tamper("UPDATE ledger_entry SET leaf_salt = NULL WHERE seq = 11")
    for seq in (4, 10, 11):
        with pytest.raises(LedgerBroken):
            proof_at(seq=seq)
    with pytest.raises(NotThere):
        proof_at(seq=14)


def _with_extra(proof: Proof, packed: bytes) -> str:
    lines = proof.write().split("\n")
    lines[1] = f"extra {base64.b64encode(packed).decode()}"
    return "\n".join(lines)


def _refused(file: str, key: str) -> None:
    with pytest.raises(_REFUSED):
        proof_check(file, key)
    try:
        shown = entry_shown(file, key)
    except (ValueError, IndexError):
        return
    assert shown is None
