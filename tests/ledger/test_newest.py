"""What was signed last is kept outside the database: nothing that doesn't go on from it is ever signed."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.contrib.auth.models import Group
from tests.ledger.conftest import AT

from huiyin.kernel.actor import Actor, ActorKind, system
from huiyin.kernel.errors import NotAllowed
from huiyin.ledger import newest
from huiyin.ledger.keys import signing_key
from huiyin.ledger.models import Checkpoint, Entry
from huiyin.ledger.rules import checkpoint as notes
from huiyin.ledger.rules.canonical import commitment
from huiyin.ledger.rules.merkle import leaf_hash
from huiyin.ledger.selectors import opening_of
from huiyin.ledger.services import (
    LedgerForked,
    LedgerRolledBack,
    NewestMissing,
    NewestNotWritten,
    NewestUnreadable,
    NothingToAccept,
    RestoreReasonMissing,
    checkpoint_sign,
    entries_sequence,
    ledger_verify,
    restore_accept,
)

pytestmark = pytest.mark.django_db
Record = Callable[..., list[Group]]
Tamper = Callable[..., None]


def _kept(path: Path | None = None) -> str:
    return (path or newest.main_path()).read_text(encoding="utf-8")


def _forge(seq: int, content: str, tamper: Tamper) -> None:
    entry = Entry.objects.get(seq=seq)
    assert entry.salt is not None
    sealed = commitment(bytes(entry.salt), content)
    opening = replace(opening_of(entry), commitment=sealed)
    statement = "UPDATE ledger_entry SET content = %s, commitment = %s, leaf_hash = %s WHERE id = %s"
    tamper(statement, content, sealed, leaf_hash(opening.leaf_data()), entry.pk)


def test_each_round_leaves_its_note_outside_the_database(record: Record) -> None:
    record("一组", "二组")
    assert _kept() == Checkpoint.objects.get().note
    record("三组")
    assert _kept() == Checkpoint.objects.latest("tree_size").note
    assert newest.main_path().stat().st_mode & 0o777 == 0o600
    assert ledger_verify().is_sound


def test_last_entries_rewritten_without_the_key_are_never_signed(record: Record, tamper: Tamper) -> None:
    """The checkpoints behind them are taken away, so that the worker would sign the forged tree with the real key."""
    record("一组")
    record("二组")
    _forge(2, '{"facts":{"forged":true},"rows":{}}', tamper)
    tamper("DELETE FROM ledger_checkpoint WHERE tree_size = 2")
    Group.objects.filter(name="二组").delete()
    record("三组", sequence=False)
    for sign in (entries_sequence, checkpoint_sign):
        with pytest.raises(LedgerRolledBack):
            sign(at=AT)
    assert Checkpoint.objects.count() == 1
    assert any("不符" in problem.what for problem in ledger_verify().problems)


def test_all_checkpoints_removed_is_no_fresh_start(record: Record, tamper: Tamper) -> None:
    record("一组")
    tamper("DELETE FROM ledger_checkpoint")
    with pytest.raises(LedgerRolledBack):
        checkpoint_sign(at=AT)
    newest.main_path().unlink()
    with pytest.raises(NewestMissing):
        checkpoint_sign(at=AT)
    assert [str(newest.main_path()) in problem.what for problem in ledger_verify().problems] == [True]


def test_a_missing_note_is_an_alarm_and_not_made_anew(record: Record) -> None:
    record("一组")
    newest.main_path().unlink()
    record("二组", sequence=False)
    with pytest.raises(NewestMissing):
        entries_sequence(at=AT)
    assert not newest.main_path().exists()
    assert Checkpoint.objects.count() == 1


def test_another_history_of_the_same_length_is_not_gone_on_from(record: Record, tamper: Tamper) -> None:
    record("一组", "二组")
    first = _kept()
    tamper("DELETE FROM ledger_checkpoint")
    tamper("DELETE FROM ledger_entry")
    newest.main_path().unlink()
    record("三组", "四组")
    newest.main_path().write_text(first, encoding="utf-8")
    record("五组", sequence=False)
    with pytest.raises(LedgerForked):
        entries_sequence(at=AT)
    assert any("改写" in problem.what for problem in ledger_verify().problems)


def test_a_longer_history_that_began_otherwise_is_not_gone_on_from(record: Record, tamper: Tamper) -> None:
    record("一组")
    first = _kept()
    record("二组")
    leaf = bytes(32)
    tamper("UPDATE ledger_entry SET leaf_hash = %s WHERE seq = 2", leaf)
    newest.main_path().write_text(first, encoding="utf-8")
    record("三组", sequence=False)
    with pytest.raises(LedgerForked):
        entries_sequence(at=AT)


def test_a_worker_that_was_ended_before_writing_catches_up(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    record("一组")
    before = _kept()
    with monkeypatch.context() as ended:
        ended.setattr(newest, "keep", lambda _text: None)
        record("二组", "三组")
    assert _kept() == before
    assert ledger_verify().is_sound
    checkpoint_sign(at=AT)
    assert _kept() == Checkpoint.objects.latest("tree_size").note


def test_ended_before_the_very_first_it_begins_all_the_same(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    write = newest.keep

    def first_only(text: str) -> None:
        written.append(text)
        if len(written) == 1:
            write(text)

    with monkeypatch.context() as ended:
        ended.setattr(newest, "keep", first_only)
        record("一组")
    assert notes.parse(_kept()).size == 0
    record("二组")
    assert notes.parse(_kept()).size == 2


def test_a_note_of_another_key_is_refused(record: Record) -> None:
    record("一组")
    note = notes.parse(_kept())
    other = Ed25519PrivateKey.generate()
    forged = notes.sign(origin=note.origin, size=note.size, root=note.root, key=other)
    for text in (forged, "nonsense"):
        newest.main_path().write_text(text, encoding="utf-8")
        with pytest.raises(NewestUnreadable):
            checkpoint_sign(at=AT)
        (problem,) = ledger_verify().problems
        assert str(newest.main_path()) in problem.what


def test_the_second_place_has_it_too_and_is_asked(record: Record, tmp_path: Path, settings: Any) -> None:
    settings.HUIYIN_LEDGER_COPY = str(tmp_path)
    record("一组")
    earlier = _kept()
    record("二组")
    second = tmp_path / newest.NAME
    assert _kept(second) == _kept()
    # Whoever owns this machine puts the older note and the older database there; the other machine knows better.
    newest.main_path().write_text(earlier, encoding="utf-8")
    second.write_text(notes.sign(origin="x/y", size=9, root=bytes(32), key=signing_key()), encoding="utf-8")
    with pytest.raises(LedgerRolledBack):
        checkpoint_sign(at=AT)
    assert any(str(second) in problem.what for problem in ledger_verify().problems)


def test_a_second_place_that_is_emptied_is_an_alarm_and_not_written_anew(
    record: Record, tmp_path: Path, settings: Any
) -> None:
    record("一组")
    settings.HUIYIN_LEDGER_COPY = str(tmp_path)
    assert ledger_verify().is_sound
    record("二组")
    second = tmp_path / newest.NAME
    assert Entry.objects.get(kind="ledger.second_place.recorded").seq is not None
    assert ledger_verify().is_sound
    second.unlink()
    record("三组", sequence=False)
    with pytest.raises(NewestMissing, match=str(second)):
        entries_sequence(at=AT)
    assert not second.exists()
    assert any(str(second) in problem.what for problem in ledger_verify().problems)
    restore_accept(actor=system("restore"), reason="那台机器换了硬盘", at=AT)
    assert _kept(second) == _kept()
    assert ledger_verify().is_sound
    for kept_file in newest.main_path().parent.glob("ledger.newest.given-up-*"):
        kept_file.unlink()


def test_another_second_place_is_begun_with_its_entry(record: Record, tmp_path: Path, settings: Any) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        settings.HUIYIN_LEDGER_COPY = str(tmp_path / name)
        record(name)
        assert _kept(tmp_path / name / newest.NAME) == _kept()
    assert Entry.objects.filter(kind="ledger.second_place.recorded").count() == 2


def test_a_place_that_takes_nothing_is_reported(record: Record, tmp_path: Path, settings: Any) -> None:
    settings.HUIYIN_LEDGER_COPY = str(tmp_path / "gone")
    with pytest.raises(NewestNotWritten, match="gone"):
        record("一组")
    assert notes.parse(_kept()).size == 0


def test_an_older_note_never_replaces_a_newer(record: Record) -> None:
    record("一组")
    older = _kept()
    record("二组")
    newer = _kept()
    newest.keep(older)
    assert _kept() == newer


def test_a_restored_older_database_is_reported_and_accepted_with_an_entry(record: Record, tamper: Tamper) -> None:
    record("一组")
    record("二组", "三组")
    given_up = _kept()
    tamper("DELETE FROM ledger_checkpoint WHERE tree_size > 1")
    tamper("DELETE FROM ledger_entry WHERE seq > 1")
    Group.objects.exclude(name="一组").delete()
    (problem,) = ledger_verify().problems
    assert "accept-restore" in problem.what and "3" in problem.what
    with pytest.raises(RestoreReasonMissing):
        restore_accept(actor=system("restore"), reason=" 无 ", at=AT)
    with pytest.raises(NotAllowed):
        restore_accept(actor=Actor(ActorKind.OFFICER, "1"), reason="硬盘坏了", at=AT)
    done = restore_accept(actor=system("restore"), reason="硬盘坏了，恢复昨晚的备份", at=AT)
    assert (done.signed_before, done.signed_now) == (3, 2)
    entry = Entry.objects.get(kind="ledger.restore.accepted")
    assert entry.content is not None and "硬盘坏了" in entry.content and "— " in entry.content
    assert ledger_verify().problems == []
    (kept_file,) = newest.main_path().parent.glob("ledger.newest.given-up-3-*")
    assert _kept(kept_file) == given_up
    kept_file.unlink()
    record("四组")
    assert ledger_verify().is_sound
    # Whoever kept the note that was given up still sees that it is no part of this ledger.
    assert ledger_verify(known=given_up).problems


def test_nothing_is_accepted_where_nothing_is_wrong(record: Record) -> None:
    with pytest.raises(NothingToAccept):
        restore_accept(actor=system("restore"), reason="试试看行不行", at=AT)
    record("一组")
    with pytest.raises(NothingToAccept):
        restore_accept(actor=system("restore"), reason="试试看行不行", at=AT)
    assert not Entry.objects.filter(kind="ledger.restore.accepted").exists()


def test_removed_checkpoints_can_be_accepted_too(record: Record, tamper: Tamper) -> None:
    record("一组", "二组")
    tamper("DELETE FROM ledger_checkpoint")
    done = restore_accept(actor=system("restore"), reason="检查点表损坏", at=AT)
    assert (done.signed_before, done.signed_now) == (2, 3)
    assert ledger_verify().is_sound
    for kept_file in newest.main_path().parent.glob("ledger.newest.given-up-*"):
        kept_file.unlink()
