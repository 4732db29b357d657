"""Plain and blind leaves in one tree: both are verified, neither passes for the other, and none goes back."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from tests.ledger import plain_ledger
from tests.ledger.conftest import AT, triggers_off

from huiyin.kernel.actor import system
from huiyin.kernel.refs import Ref
from huiyin.ledger.coverage import TREE
from huiyin.ledger.errors import LedgerBroken
from huiyin.ledger.models import Checkpoint, Entry
from huiyin.ledger.rules import checkpoint as notes
from huiyin.ledger.rules import merkle
from huiyin.ledger.rules.canonical import commitment, microseconds
from huiyin.ledger.selectors import growth_proof, latest_checkpoint, opening_of, proof_at, verifier_key
from huiyin.ledger.services import entries_sequence, entry_append, entry_erase, ledger_verify

pytestmark = pytest.mark.django_db
Tamper = Callable[..., None]
_STEP_BACK = "旧格式"


def _problems() -> list[tuple[int | None, str]]:
    return [(problem.entry_seq, problem.what) for problem in ledger_verify().problems]


def _append(*numbers: int) -> None:
    with transaction.atomic():
        for number in numbers:
            entry_append(kind="test.secret", subject=Ref("test", number), at=AT, actor="officer:77", facts={"n": 1})


@pytest.fixture
def mixed(tmp_path: Path, settings: Any) -> None:
    """Eight plain entries, then four blind ones; the last waits."""
    with triggers_off():
        plain_ledger.put_in(tmp_path, settings, leaf_format=True)
    _append(21, 22, 23)
    entries_sequence(at=AT)
    _append(24)


@pytest.fixture
def blind() -> None:
    """Three blind entries, and a fourth that waits. Read many at a time, as nothing about them is odd."""
    _append(41, 42, 43)
    entries_sequence(at=AT)
    _append(44)
    assert _problems() == []


def _plain_again(entry: Entry, tamper: Tamper) -> None:
    """As an older version would have written it: all its hashes are right."""
    assert entry.written_at is not None
    head = f"huiyin-entry-2\n{entry.kind}\n{entry.subject}\n{microseconds(entry.at)}\n"
    data = f"{head}{microseconds(entry.written_at)}\n{entry.actor}\n".encode() + bytes(entry.commitment)
    statement = "UPDATE ledger_entry SET leaf_format = 1, leaf_salt = NULL, leaf_hash = %s WHERE id = %s"
    tamper(statement, merkle.leaf_hash(data), entry.pk)


def test_a_mixed_tree_passes(mixed: None) -> None:
    report = ledger_verify()
    assert report.problems == []
    assert (report.entries, report.unsequenced) == (12, 1)
    assert list(Entry.objects.order_by("id").values_list("leaf_format", flat=True)) == [1] * 8 + [2] * 4
    assert Entry.objects.filter(leaf_salt=None).count() == 8


def test_erasing_the_content_of_either_leaves_a_header_that_is_still_checked(mixed: None, tamper: Tamper) -> None:
    for seq in (6, 9):
        entry = Entry.objects.get(seq=seq)
        entry_erase(actor=system("test"), entry_id=entry.pk, reason="法定清除", at=AT)
    entries_sequence(at=AT)
    assert _problems() == []
    for seq in (6, 9):
        tamper("UPDATE ledger_entry SET actor = 'officer:9' WHERE seq = %s", seq)
    assert [seq for seq, _ in _problems()] == [6, 9]


def test_the_tree_goes_on_from_what_was_signed_before(mixed: None) -> None:
    """Whoever kept a checkpoint or a proof from before can still use it."""
    kept = plain_ledger.PLAIN["checkpoints"][-1][2]
    assert ledger_verify(known=kept).problems == []
    hashes, note = growth_proof(old_size=7)
    newest = notes.parse(note)
    assert newest.size == 11
    assert merkle.consistency_holds(
        old=7, new=11, old_root=notes.parse(kept).root, new_root=newest.root,
        proof=[bytes.fromhex(value) for value in hashes],
    )  # fmt: skip
    old = plain_ledger.PLAIN["proof"]
    assert merkle.inclusion_holds(
        leaf=bytes.fromhex(old["leaf_hash"]), index=old["index"], size=7, root=notes.parse(old["note"]).root,
        proof=[bytes.fromhex(value) for value in old["hashes"]],
    )  # fmt: skip
    assert proof_at(seq=old["index"] + 1).leaf_hash == old["leaf_hash"]


_CHANGES = {
    "kind": "kind = 'test.other'",
    "subject": "subject = 'test:99'",
    "at": "at = '2020-01-01 00:00:00+00:00'",
    "written_at": "written_at = '2020-01-01 00:00:00+00:00'",
    "actor": "actor = 'officer:9'",
    "salt": "salt = commitment",
    "content": 'content = \'{"facts":{},"rows":{}}\'',
    "commitment": "commitment = leaf_hash",
    "leaf_hash": "leaf_hash = commitment",
    "seq": "seq = 1000",
    "leaf_format": "leaf_format = 3 - leaf_format",
    "leaf_salt": "leaf_salt = substr(commitment, 1, 16)",
}


_CHECKPOINT_CHANGES = {
    "tree_size": "tree_size = 6",
    "root": "root = substr(subtrees, 1, 32)",
    "note": "note = replace(note, '11', '12')",
    "subtrees": "subtrees = root",
}


def test_each_column_of_a_checkpoint_is_named_when_it_is_altered(mixed: None, tamper: Tamper) -> None:
    assert _CHECKPOINT_CHANGES.keys() == set(TREE["ledger.Checkpoint"])
    # No checkpoint is there twice.
    tamper("DELETE FROM ledger_checkpoint WHERE tree_size = 6")
    assert _problems() == []
    for change in _CHECKPOINT_CHANGES.values():
        with transaction.atomic():
            tamper(f"UPDATE ledger_checkpoint SET {change} WHERE tree_size = 11")
            assert _problems() != [], change
            transaction.set_rollback(True)


@pytest.mark.parametrize("seq", [4, 10])
def test_each_column_of_either_is_named_when_it_is_altered(seq: int, mixed: None, tamper: Tamper) -> None:
    assert _CHANGES.keys() == set(TREE["ledger.Entry"])
    changes = [
        *_CHANGES.values(),
        "leaf_format = 3",
        "leaf_format = -1",
        "written_at = NULL",
        *(["leaf_salt = NULL"] if seq == 10 else []),
    ]
    for change in changes:
        with transaction.atomic():
            tamper(f"UPDATE ledger_entry SET {change} WHERE seq = {seq}")
            assert [entry_seq for entry_seq, _ in _problems()][:1] == [seq], change
            transaction.set_rollback(True)
    assert _problems() == []


def test_a_letter_that_wanders_from_the_header_into_the_salt_is_named(blind: None, tamper: Tamper) -> None:
    """The bytes that are hashed stay the same."""
    entry = Entry.objects.get(seq=3)
    assert entry.leaf_salt is not None
    longer = bytes(entry.leaf_salt) + entry.kind[:1].encode()
    tamper("UPDATE ledger_entry SET leaf_salt = %s, kind = %s WHERE seq = 3", longer, entry.kind[1:])
    ((seq, what), *_) = _problems()
    assert (seq, "叶盐" in what) == (3, True)
    with pytest.raises(LedgerBroken):
        proof_at(seq=3)


def test_a_letter_that_wanders_from_the_commitment_into_the_header_is_named(blind: None, tamper: Tamper) -> None:
    """Only where the content was erased: else the content's own hash would show it."""
    entry = Entry.objects.get(subject="test:44")
    assert entry.salt is not None
    salt = bytes(entry.salt)
    contents = (f'{{"facts":{{"n":{number}}},"rows":{{}}}}' for number in count())
    # A letter and the end of a line: so it takes some hundreds of tries.
    content = next(
        content for content in contents if (made := commitment(salt, content))[1] == 10 and made[0] in range(97, 123)
    )
    sealed = commitment(salt, content)
    leaf = merkle.leaf_hash(replace(opening_of(entry), commitment=sealed).leaf_data())
    statement = "UPDATE ledger_entry SET content = %s, commitment = %s, leaf_hash = %s WHERE id = %s"
    tamper(statement, content, sealed, leaf, entry.pk)
    entry_erase(actor=system("test"), entry_id=entry.pk, reason="法定清除", at=AT)
    entries_sequence(at=AT)
    assert _problems() == []
    longer = f"{entry.actor}\n{chr(sealed[0])}"
    tamper("UPDATE ledger_entry SET actor = %s, commitment = %s WHERE id = %s", longer, sealed[2:], entry.pk)
    assert [seq for seq, _ in _problems()] == [4]


@pytest.mark.parametrize("change", ["leaf_format = 1", "leaf_format = 1, leaf_salt = NULL", "leaf_format = 3"])
def test_another_format_among_blind_leaves_is_named(change: str, blind: None, tamper: Tamper) -> None:
    for seq in (1, 2):
        with transaction.atomic():
            tamper(f"UPDATE ledger_entry SET {change} WHERE seq = {seq}")
            assert {entry_seq for entry_seq, _ in _problems()} == {seq}
            transaction.set_rollback(True)


def test_another_format_among_plain_leaves_is_named(blind: None, tamper: Tamper) -> None:
    plain_ledger.make_plain(AT)
    assert _problems() == []
    for change in ("leaf_format = 2", "leaf_format = 3", "leaf_salt = salt", "leaf_format = 2, leaf_salt = salt"):
        for seq in (1, 2):
            with transaction.atomic():
                tamper(f"UPDATE ledger_entry SET {change} WHERE seq = {seq}")
                assert {entry_seq for entry_seq, _ in _problems()} == {seq}
                transaction.set_rollback(True)


def test_a_plain_leaf_that_waits_behind_blind_ones_is_named(blind: None, tamper: Tamper) -> None:
    _plain_again(Entry.objects.get(subject="test:44"), tamper)
    assert [(seq, _STEP_BACK in what) for seq, what in _problems()] == [(None, True)]


def test_an_entry_made_plain_with_all_its_hashes_right_is_named(mixed: None, tamper: Tamper) -> None:
    """Also when it waits, and nobody has signed it."""
    for subject in ("test:22", "test:24"):
        _plain_again(Entry.objects.get(subject=subject), tamper)
    found = _problems()
    assert [seq for seq, what in found if _STEP_BACK in what] == [10, None]
    assert "树根" in found[1][1] or "树根" in found[0][1]
    assert len(found) == 3
    entries_sequence(at=AT)
    assert [seq for seq, what in _problems() if _STEP_BACK in what] == [10, 12]


def test_a_step_back_among_thousands_is_named(mixed: None, tamper: Tamper) -> None:
    """Those are read many at a time."""
    _append(*range(100, 2600))
    tamper("UPDATE ledger_entry SET leaf_format = 1, leaf_salt = NULL WHERE subject = 'test:2300'")
    found = _problems()
    assert len(found) == 2
    assert all("test:2300" in what for _, what in found)


def test_the_database_refuses_a_plain_leaf(mixed: None) -> None:
    columns = "kind, subject, at, written_at, actor, salt, content, commitment, leaf_hash"
    for leaf_format, leaf_salt, written in (
        (1, "NULL", "written_at"), (1, "leaf_salt", "written_at"), (3, "leaf_salt", "written_at"),
        (2, "NULL", "written_at"), (2, "commitment", "written_at"), (2, "leaf_salt", "NULL"),
    ):  # fmt: skip
        chosen = columns.replace("written_at", written)
        statement = (
            f"INSERT INTO ledger_entry ({columns}, leaf_format, leaf_salt)"
            f" SELECT {chosen}, {leaf_format}, {leaf_salt} FROM ledger_entry WHERE seq = 10"
        )
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    for change in ("leaf_format = 1", "leaf_salt = salt"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE ledger_entry SET {change} WHERE seq = 10")


def test_what_is_published_tells_nothing_of_an_entry(mixed: None) -> None:
    """Leaf data, leaf hashes, checkpoints, keys, and other people's proofs."""
    _append(25, 26)
    entries_sequence(at=AT)
    blind = list(Entry.objects.filter(leaf_format=2).order_by("seq"))
    data = [opening_of(entry).leaf_data() for entry in blind]
    newest = latest_checkpoint()
    assert newest is not None and len(data) == 6
    published = b"".join(
        [
            *data,
            *(bytes(leaf) for leaf in Entry.objects.values_list("leaf_hash", flat=True)),
            *(made.note.encode() for made in Checkpoint.objects.all()),
            verifier_key().encode(),
            proof_at(seq=3).as_file().encode(),
        ]
    )
    assert {len(piece) for piece in data} == {32}
    entry = blind[0]
    assert entry.written_at is not None and entry.leaf_salt is not None and entry.salt is not None
    readable = [
        entry.kind, "secret", entry.subject, entry.actor, str(microseconds(entry.at)),
        str(microseconds(entry.written_at)), str(entry.content), "2026-11",
    ]  # fmt: skip
    secret = [bytes(entry.salt), bytes(entry.leaf_salt), bytes(entry.commitment)]
    for hidden in [*(text.encode() for text in readable), *secret, *(data.hex().encode() for data in secret)]:
        assert hidden not in published, hidden
    # Two that say the very same have nothing in common.
    assert len(set(data)) == 6
