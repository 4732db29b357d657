"""Each way of altering the database past every door is named, and what can be recomputed is mended."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from bench.alterations import ALTERATIONS
from django.db import connection, transaction
from tests.cast import Cast
from tests.ledger.conftest import AT

from huiyin.clocks import loading
from huiyin.clocks.models import Clock
from huiyin.clocks.services.recorded import RulesReasonMissing, RulesUnaltered, rules_accept, rules_record
from huiyin.documents.models import Letter
from huiyin.documents.services import file_store
from huiyin.documents.services.letters import letters_print
from huiyin.documents.storage import path_of
from huiyin.flows.archive_round import archive_due
from huiyin.kernel.actor import system
from huiyin.ledger.models import Entry
from huiyin.ledger.services import (
    columns_take_up,
    derived_repair,
    entries_sequence,
    ledger_verify,
    schema_record,
)
from huiyin.ledger.services import verify as verifying
from huiyin.matters.models import Attachment, Matter
from huiyin.matters.withdrawal.services import matter_withdraw
from huiyin.notices.models import Notice

pytestmark = pytest.mark.django_db


class _Undo(Exception):
    pass


@pytest.fixture
def filled(cast: Cast, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """A county in which something of everything has happened."""
    settings.HUIYIN_FILES = tmp_path / "files"
    settings.HUIYIN_ARCHIVE = tmp_path / "archive"
    stored = file_store(content=BytesIO(b"what was sent"), name="a.txt", at=cast.at)
    answered = cast.file(requests=("修好电梯",), file_ids=(stored.pk,))
    cast.answer(answered)
    cast.file()
    closed = cast.file()
    matter_withdraw(actor=cast.petitioner(closed), matter_id=closed.matter_id, at=cast.at)
    entries_sequence(at=cast.at)
    monkeypatch.setattr(verifying, "now", lambda: cast.at)
    assert ledger_verify().problems == []
    return cast


@contextmanager
def _owner() -> Iterator[Any]:
    """What the database's owner does, and undone afterwards."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                # What the test has written is looked at now: a table with waiting checks can't be altered.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET LOCAL session_replication_role = replica")
            else:
                cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
                for (name,) in cursor.fetchall():
                    cursor.execute(f'DROP TRIGGER "{name}"')
                cursor.execute("PRAGMA ignore_check_constraints = ON")
                cursor.execute("PRAGMA defer_foreign_keys = ON")
            yield cursor
            raise _Undo
    except _Undo:
        pass
    finally:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA ignore_check_constraints = OFF")


def _problems() -> str:
    return "\n".join(problem.what for problem in ledger_verify().problems)


def test_each_alteration_is_named(filled: Cast) -> None:
    made, silent = 0, []
    for alteration in ALTERATIONS:
        with _owner() as cursor:
            if connection.vendor == "postgresql":
                for name in alteration.loose:
                    cursor.execute(f"ALTER TABLE {alteration.statement.split()[1]} DROP CONSTRAINT {name}")
            cursor.execute(alteration.on(connection.vendor))
            if cursor.rowcount == 0:
                continue  # the cast has no such row
            made += 1
            if alteration.says not in (problems := _problems()):
                silent.append((alteration.name, problems[:200]))
    assert silent == []
    assert made > 35
    assert ledger_verify().problems == []


def test_what_follows_from_something_else_is_mended_with_an_entry(filled: Cast) -> None:
    Clock.objects.filter(stopped_at__isnull=True).update(next_signal_at=None)
    dues = dict(Matter.objects.filter(is_open=True).values_list("pk", "next_due_at"))
    Matter.objects.filter(is_open=True).update(next_due_at=AT + timedelta(days=9999))
    Notice.objects.update(next_try_at=None, state="sent")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM matters_search")
    assert ledger_verify().mendable
    done = {repair.check for repair in derived_repair(actor=system("repair"), at=filled.at)}
    assert {"clocks.reminders", "matters.due", "matters.search", "notices.outbox"} == done
    assert dict(Matter.objects.filter(is_open=True).values_list("pk", "next_due_at")) == dues
    assert ledger_verify().problems == []
    assert Entry.objects.filter(kind="ledger.derived.repaired").count() == 4
    assert derived_repair(actor=system("repair"), at=filled.at) == []


def test_files_on_the_disk_are_hashed(filled: Cast) -> None:
    assert letters_print(at=filled.at)
    kept = Attachment.objects.get().file_id, Letter.objects.exclude(file=None).earliest("pk").file_id
    for key in kept:
        assert key is not None and ledger_verify().problems == []
        path = path_of(key)
        content = path.read_bytes()
        path.write_bytes(content[:-1] + b"x")
        assert str(key) in _problems() and "内容与收到时不同" in _problems()
        assert ledger_verify(quick=True).problems == []
        path.unlink()
        assert str(key) in _problems() and "不在磁盘上" in _problems()
        path.write_bytes(content)


def test_archives_are_held_against_what_was_handed_over(filled: Cast, settings: Any) -> None:
    folder = Path(settings.HUIYIN_ARCHIVE)
    at = filled.at + timedelta(days=400)
    report = archive_due(folder=folder, closed_before=at, at=at)
    assert len(report.made) == 1 and not report.failed
    assert ledger_verify().problems == []
    (bag,) = folder.iterdir()
    described = bag / "data" / "matter.json"
    content = described.read_bytes()
    described.write_bytes(content + b" ")
    assert "matter.json" in _problems()
    described.write_bytes(content)
    (bag / "data" / "more.txt").write_text("x")
    assert "more.txt" in _problems()
    (bag / "data" / "more.txt").unlink()
    (bag / "manifest-sha256.txt").write_text("")
    assert "不是台账记下的" in _problems()
    bag.rename(folder.parent / "elsewhere")
    assert "不在" in _problems()


def test_dropped_triggers_and_constraints_are_named(filled: Cast) -> None:
    schema_record(actor=system("migrate"), at=AT)
    assert not schema_record(actor=system("migrate"), at=AT)
    assert ledger_verify().problems == []
    on = " ON clocks_clock" if connection.vendor == "postgresql" else ""
    # A check of SQLite's is part of its table's definition.
    changes = [
        f"DROP TRIGGER clocks_clock_guard{on}", "DROP INDEX matter_unit_due",
        "ALTER TABLE matters_matter ADD COLUMN more text",
    ]  # fmt: skip
    if connection.vendor == "postgresql":
        changes += [
            "ALTER TABLE matters_matter DROP CONSTRAINT matter_open_as_its_state",
            "ALTER TABLE ledger_entry DISABLE TRIGGER ledger_entry_fixed",
            "CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RETURN NEW; END $$",
        ]
    for change in changes:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                if connection.vendor == "postgresql":
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute(change)
                assert "数据库" in _problems(), change
                raise _Undo
        except _Undo:
            pass
    assert ledger_verify().problems == []


def test_altered_rules_are_named_until_somebody_says_why(
    filled: Cast, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (loading.RULEBOOKS / "county.toml").read_text(encoding="utf-8")
    profile = tmp_path / "house.toml"
    profile.write_text(text, encoding="utf-8")
    settings.HUIYIN_RULEBOOKS = ["cn-2022", str(profile)]
    assert rules_record(actor=system("migrate"), at=AT) > 2
    assert rules_record(actor=system("migrate"), at=AT) == 0
    assert ledger_verify().problems == []
    profile.write_text(text + "\n# 300 days\n", encoding="utf-8")
    assert "house.toml" in _problems()
    assert rules_record(actor=system("migrate"), at=AT) == 0
    assert "house.toml" in _problems()
    with pytest.raises(RulesReasonMissing):
        rules_accept(actor=system("rulebook"), reason="", at=AT)
    (altered,) = rules_accept(actor=system("rulebook"), reason="县政府新定的期限", at=AT)
    assert altered.name == "rulebook house.toml"
    assert ledger_verify().problems == []
    with pytest.raises(RulesUnaltered):
        rules_accept(actor=system("rulebook"), reason="再来一次", at=AT)
    settings.HUIYIN_RULEBOOKS = ["cn-2022"]
    assert "不再启用" in _problems()


def test_rows_from_before_a_column_was_committed_to_are_recorded_once(
    filled: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    columns_take_up(actor=system("migrate"), at=AT)
    assert columns_take_up(actor=system("migrate"), at=AT) == 0
    recorded = Entry.objects.filter(kind="ledger.columns.recorded").latest("seq", "pk")
    # By its column, whatever the program calls it: a field with a new name takes no rows up again.
    assert '"documents.LetterSeries":"unit_id word seal_id ' in (recorded.content or "").replace('": "', '":"')
    assert ledger_verify().problems == []
