"""Verification passes over an honest ledger and names what was tampered with, past the triggers, by hand."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction
from tests.ledger.conftest import AT

from huiyin.kernel.refs import Ref
from huiyin.ledger import newest
from huiyin.ledger.models import Checkpoint, Entry
from huiyin.ledger.rules.canonical import commitment
from huiyin.ledger.rules.merkle import SPAN, leaf_hash
from huiyin.ledger.selectors import opening_of
from huiyin.ledger.services import EntryDraft, Problem, entries_append, entries_sequence, entry_append, ledger_verify
from huiyin.ledger.services import _rowbook as rowbook

pytestmark = pytest.mark.django_db
Record = Callable[..., list[Group]]
Tamper = Callable[..., None]


def _problems(**options: Any) -> list[Problem]:
    return ledger_verify(**options).problems


def _only() -> Problem:
    (problem,) = _problems()
    return problem


def _forge(entry: Entry, content: str, tamper: Tamper) -> None:
    """Rewrites an entry so that it is consistent in itself, as somebody who knows the format would."""
    assert entry.salt is not None
    sealed = commitment(bytes(entry.salt), content)
    opening = replace(opening_of(entry), commitment=sealed)
    tamper(
        "UPDATE ledger_entry SET content = %s, commitment = %s, leaf_hash = %s WHERE id = %s",
        content,
        sealed,
        leaf_hash(opening.leaf_data()),
        entry.pk,
    )


def test_an_honest_ledger_passes(record: Record) -> None:
    first, second = record("一组", "二组")
    with transaction.atomic():
        first.name = "新一组"
        first.save()
        entry_append(kind="test.group.named", subject=Ref.parse("group:一组"), at=AT, actor="officer:1", rows=[first])
        entry_append(
            kind="test.group.deleted", subject=Ref.parse("group:二组"), at=AT, actor="officer:1", gone=[second]
        )
        second.delete()
    entries_sequence(at=AT)
    record("三组", sequence=False)
    report = ledger_verify()
    assert report.problems == []
    assert report.is_sound
    assert (report.entries, report.unsequenced, report.checkpoints, report.rows) == (5, 1, 2, 2)


def test_an_empty_ledger_passes() -> None:
    assert ledger_verify().is_sound


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_reads_as_of_one_moment_and_leaves_nothing_open(record: Record) -> None:
    record("一组")
    inside: list[bool] = []
    report = ledger_verify(progress=lambda *_: inside.append(connection.in_atomic_block))
    assert report.is_sound
    assert inside
    assert not connection.in_atomic_block
    record("二组")
    assert ledger_verify().entries == 2


def test_progress_is_reported(record: Record) -> None:
    record("一组")
    reports: list[tuple[str, int, int]] = []
    ledger_verify(progress=lambda *step: reports.append(step))
    assert ("entries", 1, 1) in reports
    assert reports[-1] == ("rows", 1, 1)


def test_an_altered_row_is_named_with_its_entry(record: Record) -> None:
    _, second = record("一组", "二组")
    Group.objects.filter(pk=second.pk).update(name="改过")
    problem = _only()
    assert problem.entry_seq == 2
    assert problem.entry_id == Entry.objects.get(seq=2).pk
    expected = f"第 2 条记录（test.group.created，group:二组）：行 auth.Group:{second.pk} 与记录不符"
    assert problem.what == expected


def test_a_row_put_back_to_an_earlier_state_is_named(record: Record) -> None:
    (group,) = record("一组")
    with transaction.atomic():
        group.name = "新一组"
        group.save()
        entry_append(kind="test.group.named", subject=Ref.parse("group:一组"), at=AT, actor="officer:1", rows=[group])
    entries_sequence(at=AT)
    Group.objects.filter(pk=group.pk).update(name="一组")
    assert _only().entry_seq == 2


def test_a_deleted_row_is_named(record: Record) -> None:
    first, _ = record("一组", "二组")
    key = first.pk
    first.delete()
    problem = _only()
    assert (problem.entry_seq, f"行 auth.Group:{key} 不见了" in problem.what) == (1, True)


def test_a_row_that_comes_back_is_named(record: Record) -> None:
    (group,) = record("一组")
    key = group.pk
    with transaction.atomic():
        entry_append(
            kind="test.group.deleted", subject=Ref.parse("group:一组"), at=AT, actor="officer:1", gone=[group]
        )
        group.delete()
    Group.objects.create(pk=key, name="一组")
    assert "又出现了" in _only().what


def test_an_inserted_row_is_named(record: Record) -> None:
    record("一组")
    smuggled = Group.objects.create(name="塞进来的")
    problem = _only()
    assert problem.entry_seq is None
    assert f"auth.Group:{smuggled.pk}" in problem.what


@pytest.mark.parametrize(
    ("change", "params"),
    [
        ('content = \'{"facts":{},"rows":{}}\'', []),
        ("content = 'no json'", []),
        ("salt = %s", [bytes(16)]),
        ("actor = 'officer:9'", []),
        ("kind = 'test.other'", []),
        ("subject = 'group:9'", []),
        ("at = '2020-01-01 00:00:00+00:00'", []),
        ("written_at = '2020-01-01 00:00:00+00:00'", []),
        ("written_at = NULL", []),
        ("commitment = %s", [bytes(32)]),
        ("leaf_hash = %s", [bytes(32)]),
        ("salt = NULL", []),
        ("salt = NULL, content = NULL", []),
    ],
)
def test_an_altered_entry_is_named_first(change: str, params: list[object], record: Record, tamper: Tamper) -> None:
    record("一组", "二组", "三组")
    tamper(f"UPDATE ledger_entry SET {change} WHERE seq = 2", *params)
    first = _problems()[0]
    assert first.entry_seq == 2
    assert Entry.objects.get(seq=2).pk in {problem.entry_id for problem in _problems()}


def test_an_entry_rewritten_consistently_is_narrowed_down_by_checkpoints(record: Record, tamper: Tamper) -> None:
    record("一组", "二组")
    with transaction.atomic():
        entries_append([EntryDraft("test.made", Ref.parse(f"test:{n}"), AT, "system:test") for n in range(3 * SPAN)])
    entries_sequence(at=AT)
    _forge(Entry.objects.get(seq=SPAN + 9), '{"facts":{"forged":true},"rows":{}}', tamper)
    _forge(Entry.objects.get(seq=3 * SPAN + 1), '{"facts":{"forged":true},"rows":{}}', tamper)
    first, second = _problems()
    assert (first.entry_seq, second.entry_seq) == (SPAN + 1, 3 * SPAN + 1)
    assert f"第 {SPAN + 1} 至 {2 * SPAN} 条" in first.what


def test_a_row_and_its_entry_changed_together_still_show(record: Record, tamper: Tamper) -> None:
    record("一组", "二组")
    Group.objects.filter(name="一组").update(name="改过")
    group = Group.objects.get(name="改过")
    with transaction.atomic():
        entry_append(kind="x", subject=Ref("test", "x"), at=AT, actor="x", rows=[group])
        honest = Entry.objects.latest("id")
        transaction.set_rollback(False)
    assert honest.content is not None
    _forge(Entry.objects.get(seq=1), honest.content, tamper)
    tamper("DELETE FROM ledger_entry WHERE id = %s", honest.pk)
    problem = _only()
    assert "树根" in problem.what
    assert problem.entry_seq == 1


@pytest.mark.parametrize("seq", [1, 2, 3])
def test_a_deleted_entry_is_named(seq: int, record: Record, tamper: Tamper) -> None:
    record("一组", "二组", "三组")
    tamper("DELETE FROM ledger_entry WHERE seq = %s", seq)
    first = _problems()[0]
    assert first.entry_seq == seq


def test_a_deleted_checkpoint_span_end_names_one_gap_only(record: Record, tamper: Tamper) -> None:
    with transaction.atomic():
        entries_append([EntryDraft("test.made", Ref.parse(f"test:{n}"), AT, "system:test") for n in range(2 * SPAN)])
    entries_sequence(at=AT)
    tamper("DELETE FROM ledger_entry WHERE seq = %s", SPAN)
    found = _problems()
    assert {problem.entry_seq for problem in found} == {SPAN}


@pytest.mark.parametrize(
    ("change", "params"),
    [
        ("root = %s", [bytes(32)]),
        ("note = 'huiyin'", []),
        ("note = replace(note, '— ', '— x')", []),
        ("subtrees = %s", [b""]),
        ("subtrees = %s", [bytes(32)]),
    ],
)
def test_an_altered_checkpoint_is_named(change: str, params: list[object], record: Record, tamper: Tamper) -> None:
    record("一组", "二组")
    record("三组", "四组")
    tamper(f"UPDATE ledger_checkpoint SET {change} WHERE tree_size = 2", *params)
    problem = _only()
    assert problem.entry_seq == 2
    assert "检查点被改动" in problem.what


def test_a_checkpoint_kept_elsewhere_shows_a_ledger_cut_short(record: Record, tamper: Tamper) -> None:
    record("一组", "二组")
    earlier = newest.main_path().read_text(encoding="utf-8")
    record("三组")
    kept = [made.note for made in Checkpoint.objects.order_by("tree_size")]
    assert [_problems(known=note) for note in kept] == [[], []]
    tamper("DELETE FROM ledger_entry WHERE seq = 3")
    tamper("DELETE FROM ledger_checkpoint WHERE tree_size = 3")
    Group.objects.filter(name="三组").delete()
    # Whoever has the key folder too puts an older file there.
    newest.main_path().write_text(earlier, encoding="utf-8")
    assert _problems() == []
    (problem,) = _problems(known=kept[1])
    assert problem.entry_seq == 3


def test_a_checkpoint_kept_elsewhere_shows_a_ledger_started_over(record: Record, tamper: Tamper) -> None:
    record("一组", "二组")
    kept = Checkpoint.objects.get().note
    tamper("DELETE FROM ledger_checkpoint")
    tamper("DELETE FROM ledger_entry")
    Group.objects.all().delete()
    newest.main_path().unlink()
    record("三组", "四组", "五组")
    assert _problems() == []
    (problem,) = _problems(known=kept)
    assert "改写" in problem.what


@pytest.mark.parametrize("note", ["nonsense", "other/log\n2\n" + "A" * 43 + "=\n\n— other/log AAAAAAAA\n"])
def test_a_checkpoint_of_another_ledger_is_named_as_such(note: str, record: Record) -> None:
    record("一组", "二组")
    assert len(_problems(known=note)) == 1


def test_what_goes_to_temporary_files_is_compared_as_well(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rowbook, "_IN_MEMORY", 3)
    groups = record(*(f"第{n}组" for n in range(40)))
    assert _problems() == []
    Group.objects.filter(pk=groups[17].pk).update(name="改过")
    assert _only().entry_seq == 18


def test_beyond_a_thousand_problems_are_counted(record: Record) -> None:
    record(*(f"第{n}组" for n in range(1005)))
    Group.objects.all().delete()
    found = _problems()
    assert len(found) == 1001
    assert "5" in found[-1].what


@pytest.mark.parametrize("column", ["kind", "subject", "actor", "at", "content"])
def test_an_entry_that_is_no_text_any_more_is_named(column: str, record: Record, tamper: Tamper) -> None:
    if connection.vendor != "sqlite":
        return  # PostgreSQL takes nothing but UTF-8
    record("一组", "二组", "三组")
    tamper(f"UPDATE ledger_entry SET {column} = CAST(X'E4B8FF' AS TEXT) WHERE seq = 2")
    found = _problems()
    assert {problem.entry_seq for problem in found} <= {2, None}
    assert found[0].entry_id == Entry.objects.only("id").get(seq=2).pk
    assert all(problem.what.encode() for problem in found)


def test_a_row_and_a_checkpoint_that_are_no_text_any_more_are_named(record: Record, tamper: Tamper) -> None:
    if connection.vendor != "sqlite":
        return
    _, second = record("一组", "二组")
    tamper("UPDATE auth_group SET name = CAST(X'FF' AS TEXT) WHERE id = %s", second.pk)
    assert f"行 auth.Group:{second.pk} 与记录不符" in _only().what
    tamper("UPDATE ledger_checkpoint SET note = CAST(X'FF' AS TEXT)")
    assert "检查点被改动" in _problems()[-1].what
