"""Giving committed entries their place, and signing the tree they make."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from huiyin.ledger import newest
from huiyin.ledger.errors import LedgerBroken
from huiyin.ledger.keys import signing_key
from huiyin.ledger.models import Checkpoint, Entry
from huiyin.ledger.rules import checkpoint as notes
from huiyin.ledger.rules.merkle import SPAN, CompactRange
from huiyin.ledger.services._extends import second_place_record, signed_so_far

_TURN = 0x6875_6979_696E  # "huiyin": names the advisory lock of the one sequencer
_BATCH = 5000

# One statement for the whole batch: places follow the ids without a gap, and the ORM has no UPDATE … FROM.
_ASSIGN = """
    UPDATE ledger_entry SET seq = placed.seq
    FROM (
        SELECT id, row_number() OVER (ORDER BY id) + (SELECT COALESCE(MAX(seq), 0) FROM ledger_entry) AS seq
        FROM ledger_entry WHERE seq IS NULL ORDER BY id LIMIT %s
    ) AS placed
    WHERE ledger_entry.id = placed.id
"""


def entries_sequence(*, at: datetime, limit: int = _BATCH) -> int:
    """Order up to `limit` committed entries by id, sign the tree as it is then, and say how many were ordered.

    Nothing happens when another sequencer is at it. Raises KeyMissing, LedgerBroken, NewestNotWritten.
    """
    # Asked without the turn: on SQLite an idle worker would else take the write lock again and again.
    if not Entry.objects.filter(seq__isnull=True).exists():
        return 0
    ordered, signed = 0, None
    with sequencer_turn() as ours:
        if ours:
            tree = _signed_before()
            second_place_record(at)
            ordered = entries_place(limit)
            signed = sign_onward(tree, at)
    # After the commit: a rollback would else leave the file ahead of the database, which is an alarm.
    if signed is not None:
        newest.keep(signed.note)
    return ordered


def checkpoint_sign(*, at: datetime) -> Checkpoint | None:
    """Sign all ordered entries that no checkpoint covers yet; the newest checkpoint made, None if there was nothing.

    Besides the last, there is a checkpoint at every multiple of SPAN. Raises KeyMissing, LedgerBroken,
    NewestNotWritten.
    """
    signed = None
    with sequencer_turn() as ours:
        if ours:
            signed = sign_onward(_signed_before(), at)
    if signed is not None:
        newest.keep(signed.note)
    return signed


def _signed_before() -> CompactRange:
    """The tree to go on from. What a worker was ended before writing outside the database is written now."""
    signed = signed_so_far()
    if signed.is_behind:
        # Before the very first there is one over nothing: from then on a missing file is an alarm.
        newest.keep(signed.note or note_of(signed.tree))
    return signed.tree


@contextmanager
def sequencer_turn() -> Iterator[bool]:
    """A transaction in which no other sequencer is at work; False when one is.

    SQLite's write lock, taken at the start of the transaction, does it there. PostgreSQL's advisory lock is let go
    only after the commit can be seen, and what follows it is a new statement with a new snapshot.
    """
    with transaction.atomic():
        if connection.vendor != "postgresql":
            yield True
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_TURN])
            ours = bool(cursor.fetchone()[0])
        yield ours


def entries_place(limit: int = _BATCH) -> int:
    """Give up to `limit` committed entries their places; how many. Inside a sequencer's turn."""
    with connection.cursor() as cursor:
        cursor.execute(_ASSIGN, [limit])
        return int(cursor.rowcount)


def sign_onward(tree: CompactRange, at: datetime) -> Checkpoint | None:
    """Sign what goes on from a tree; the newest checkpoint made. Inside a sequencer's turn. Raises LedgerBroken."""
    covered = tree.size
    made: list[Checkpoint] = []
    leaves = Entry.objects.filter(seq__gt=tree.size).order_by("seq").values_list("seq", "leaf_hash")
    # Streamed: after a long pause of the worker there may be more entries than memory should hold.
    for seq, leaf in leaves.iterator(chunk_size=_BATCH):
        if seq != tree.size + 1:
            raise LedgerBroken(seq=tree.size + 1)
        tree.append(bytes(leaf))
        if tree.size % SPAN == 0:
            made.append(_checkpoint(tree, at=at))
    if tree.size > covered and tree.size % SPAN:
        made.append(_checkpoint(tree, at=at))
    Checkpoint.objects.bulk_create(made)
    return made[-1] if made else None


def note_of(tree: CompactRange) -> str:
    """The signed note of a tree. Raises KeyMissing."""
    return notes.sign(origin=settings.HUIYIN_LEDGER_ORIGIN, size=tree.size, root=tree.root(), key=signing_key())


def _checkpoint(tree: CompactRange, *, at: datetime) -> Checkpoint:
    return Checkpoint(
        tree_size=tree.size,
        root=tree.root(),
        note=note_of(tree),
        subtrees=tree.pack(),
        at=at,
    )
