"""Giving committed entries their place, and signing the tree they make."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection, transaction

from huiyin.kernel.errors import NotReady
from huiyin.ledger.keys import signing_key
from huiyin.ledger.models import Checkpoint, Entry
from huiyin.ledger.rules import checkpoint as notes
from huiyin.ledger.rules.merkle import SPAN, CompactRange

_TURN = 0x6875_6979_696E  # "huiyin": names the advisory lock of the one sequencer
_BATCH = 5000

_ASSIGN = """
    UPDATE ledger_entry SET seq = placed.seq
    FROM (
        SELECT id, row_number() OVER (ORDER BY id) + (SELECT COALESCE(MAX(seq), 0) FROM ledger_entry) AS seq
        FROM ledger_entry WHERE seq IS NULL ORDER BY id LIMIT %s
    ) AS placed
    WHERE ledger_entry.id = placed.id
"""


class LedgerBroken(NotReady):
    """The stored tree contradicts itself, so nothing more is signed until somebody has looked."""

    sentence = "台账在第 %(seq)s 条附近前后不符，已停止签发检查点。请运行 huiyin verify 查看。"


def entries_sequence(*, at: datetime, limit: int = _BATCH) -> int:
    """Order up to `limit` committed entries by id, sign the tree as it is then, and say how many were ordered.

    Nothing happens when another sequencer is at it. Raises KeyMissing, LedgerBroken.
    """
    if not Entry.objects.filter(seq__isnull=True).exists():
        return 0
    with _turn() as ours:
        if not ours:
            return 0
        with connection.cursor() as cursor:
            cursor.execute(_ASSIGN, [limit])
            ordered = int(cursor.rowcount)
        _sign_up_to_now(at)
    return ordered


def checkpoint_sign(*, at: datetime) -> Checkpoint | None:
    """Sign all ordered entries that no checkpoint covers yet; the newest checkpoint made, None if there was nothing.

    Besides the last, there is a checkpoint at every multiple of SPAN. Raises KeyMissing, LedgerBroken.
    """
    with _turn() as ours:
        return _sign_up_to_now(at) if ours else None


@contextmanager
def _turn() -> Iterator[bool]:
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


def _sign_up_to_now(at: datetime) -> Checkpoint | None:
    tree = _tree_so_far()
    covered = tree.size
    key = signing_key()
    made: list[Checkpoint] = []
    leaves = Entry.objects.filter(seq__gt=tree.size).order_by("seq").values_list("seq", "leaf_hash")
    for seq, leaf in leaves.iterator(chunk_size=_BATCH):
        if seq != tree.size + 1:
            raise LedgerBroken(seq=tree.size + 1)
        tree.append(bytes(leaf))
        if tree.size % SPAN == 0:
            made.append(_checkpoint(tree, key=key, at=at))
    if tree.size > covered and tree.size % SPAN:
        made.append(_checkpoint(tree, key=key, at=at))
    Checkpoint.objects.bulk_create(made)
    return made[-1] if made else None


def _tree_so_far() -> CompactRange:
    last = Checkpoint.objects.order_by("-tree_size").first()
    if last is None:
        return CompactRange()
    try:
        tree = CompactRange.unpack(last.tree_size, bytes(last.subtrees))
    except ValueError as error:
        raise LedgerBroken(seq=last.tree_size) from error
    if tree.root() != bytes(last.root):
        raise LedgerBroken(seq=last.tree_size)
    return tree


def _checkpoint(tree: CompactRange, *, key: Ed25519PrivateKey, at: datetime) -> Checkpoint:
    root = tree.root()
    return Checkpoint(
        tree_size=tree.size,
        root=root,
        note=notes.sign(origin=settings.HUIYIN_LEDGER_ORIGIN, size=tree.size, root=root, key=key),
        subtrees=tree.pack(),
        at=at,
    )
