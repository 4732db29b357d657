"""Each committed entry gets one place, none is left out, whoever sequences at the same time."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import close_old_connections, connection, connections, transaction
from tests.ledger.conftest import AT

from huiyin.kernel.refs import Ref
from huiyin.ledger.keys import signing_key
from huiyin.ledger.models import Checkpoint, Entry
from huiyin.ledger.rules import checkpoint as notes
from huiyin.ledger.rules.merkle import SPAN, tree_hash
from huiyin.ledger.services import (
    EntryDraft,
    LedgerBroken,
    checkpoint_sign,
    entries_append,
    entries_sequence,
    entry_append,
    ledger_verify,
)


def _append(count: int) -> None:
    with transaction.atomic():
        entries_append(
            [EntryDraft("test.made", Ref.parse(f"test:{number}"), AT, "system:test") for number in range(count)]
        )


@pytest.mark.django_db
def test_entries_are_ordered_by_id_without_gaps() -> None:
    _append(7)
    assert entries_sequence(at=AT, limit=5) == 5
    _append(2)
    assert entries_sequence(at=AT, limit=5) == 4
    assert entries_sequence(at=AT) == 0
    assert list(Entry.objects.order_by("id").values_list("seq", flat=True)) == list(range(1, 10))


@pytest.mark.django_db
def test_each_round_ends_in_a_signed_checkpoint_and_long_ones_have_more() -> None:
    _append(2 * SPAN + 3)
    entries_sequence(at=AT)
    sizes = list(Checkpoint.objects.order_by("tree_size").values_list("tree_size", flat=True))
    assert sizes == [SPAN, 2 * SPAN, 2 * SPAN + 3]
    leaves = [bytes(leaf) for leaf in Entry.objects.order_by("seq").values_list("leaf_hash", flat=True)]
    for made in Checkpoint.objects.all():
        note = notes.parse(made.note)
        assert (note.origin, note.size) == (settings.HUIYIN_LEDGER_ORIGIN, made.tree_size)
        assert note.root == bytes(made.root) == tree_hash(leaves[: made.tree_size])
        assert notes.is_signed(
            body=note.body, signatures=note.signatures, name=note.origin, public_key=signing_key().public_key()
        )
    assert checkpoint_sign(at=AT) is None
    _append(1)
    entries_sequence(at=AT)
    assert Checkpoint.objects.latest("tree_size").tree_size == 2 * SPAN + 4


@pytest.mark.django_db
def test_nothing_is_signed_on_top_of_a_forged_checkpoint(
    record: Callable[..., list[Group]], tamper: Callable[..., None]
) -> None:
    record("一组", "二组")
    tamper("UPDATE ledger_checkpoint SET root = %s", bytes(32))
    _append(1)
    with pytest.raises(LedgerBroken), transaction.atomic():
        entries_sequence(at=AT)
    assert Entry.objects.filter(seq__isnull=True).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "behind", ["UPDATE ledger_entry SET seq = seq + 100 WHERE seq > 2", "DELETE FROM ledger_entry WHERE seq = 2"]
)
def test_nothing_is_signed_over_a_gap(
    behind: str, record: Callable[..., list[Group]], tamper: Callable[..., None]
) -> None:
    """An entry taken out before a checkpoint covered it leaves a gap, and nobody vouches for what is left."""
    record("一组", sequence=False)
    entries_sequence(at=AT)
    before = Checkpoint.objects.count()
    record("二组", "三组", "四组", sequence=False)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET seq = id - (SELECT min(id) FROM ledger_entry) + 1 WHERE seq IS NULL")
    tamper(behind)
    with pytest.raises(LedgerBroken), transaction.atomic():
        checkpoint_sign(at=AT)
    assert Checkpoint.objects.count() == before
    assert ledger_verify().problems


@pytest.mark.django_db(transaction=True)
def test_sequencers_at_once_neither_double_nor_skip() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("threads share one SQLite database in memory; processes are tested below")
    _append(600)
    ordered: list[int] = []

    def sequence() -> None:
        try:
            for _ in range(150):
                ordered.append(entries_sequence(at=AT, limit=7))
        finally:
            connections.close_all()

    def write() -> None:
        try:
            for number in range(60):
                with transaction.atomic():
                    entry_append(
                        kind="test.late", subject=Ref.parse(f"test:late-{number}"), at=AT, actor="system:test"
                    )
        finally:
            connections.close_all()

    threads = [threading.Thread(target=target) for target in (sequence, sequence, sequence, write)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close_old_connections()
    while count := entries_sequence(at=AT, limit=7):
        ordered.append(count)
    assert sum(ordered) == 660
    assert sorted(Entry.objects.values_list("seq", flat=True)) == list(range(1, 661))  # type: ignore[type-var]
    assert ledger_verify().problems == []


_SEQUENCE = """
import django
django.setup()
from huiyin.kernel.time import now
from huiyin.ledger.services import entries_sequence
print(sum(iter(lambda: entries_sequence(at=now(), limit=7), 0)))
"""
_APPEND = """
import django
django.setup()
from django.db import transaction
from huiyin.kernel.refs import Ref
from huiyin.kernel.time import now
from huiyin.ledger.services import EntryDraft, entries_append
with transaction.atomic():
    entries_append([EntryDraft("test.made", Ref("ledger", n), now(), "system:test") for n in range(280)])
"""
_COUNT = """
import django
django.setup()
from huiyin.ledger.models import Entry
print(Entry.objects.count(), Entry.objects.filter(seq=None).count(), Entry.objects.latest("seq").seq)
"""


@pytest.mark.skipif(connection.vendor != "sqlite", reason="it makes a SQLite file of its own: once is enough")
def test_two_processes_on_one_sqlite_file_neither_double_nor_skip(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": str(os.environ.get("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")),
        "HUIYIN_DATABASE_URL": f"sqlite:///{tmp_path / 'ledger.sqlite3'}",
        "HUIYIN_KEYS": str(settings.HUIYIN_KEYS),
    }

    def run(*arguments: str) -> str:
        command = [sys.executable, *arguments]
        return subprocess.run(command, env=environment, text=True, check=True, stdout=subprocess.PIPE).stdout

    run("-m", "django", "migrate", "-v0", "ledger")
    run("-c", _APPEND)
    with ThreadPoolExecutor(2) as both:
        assert sum(int(ordered) for ordered in both.map(run, ("-c", "-c"), (_SEQUENCE, _SEQUENCE))) == 280
    assert run("-c", _COUNT).split() == ["280", "0", "280"]
