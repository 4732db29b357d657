"""Whether the database goes on from the newest checkpoint that was ever signed."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from huiyin.kernel.actor import system
from huiyin.kernel.refs import Ref
from huiyin.ledger import newest
from huiyin.ledger.errors import LedgerBroken, LedgerForked, LedgerRolledBack
from huiyin.ledger.models import Checkpoint, Entry
from huiyin.ledger.newest import Newest
from huiyin.ledger.rules.merkle import CompactRange
from huiyin.ledger.selectors import newest_entry_of
from huiyin.ledger.services.append import entry_append

SECOND_PLACE = "ledger.second_place.recorded"
_SUBJECT = Ref("ledger", "second_place")
_BATCH = 5000


@dataclass(frozen=True, slots=True)
class Signed:
    """The tree up to the database's newest checkpoint, and whether a place outside is behind it."""

    tree: CompactRange
    note: str  # empty before the first
    is_behind: bool


def signed_so_far() -> Signed:
    """The tree that the next checkpoint is to extend.

    Raises LedgerBroken (NewestMissing, NewestUnreadable, LedgerRolledBack, LedgerForked), KeyMissing: then nothing
    may be signed.
    """
    last = Checkpoint.objects.order_by("-tree_size").first()
    kept = newest.all_kept(must=places_written(is_signed=last is not None))
    if last is None:
        if kept and kept[0].note.size:
            raise LedgerRolledBack(signed=f"{kept[0].note.size:,}", stored="0")
        return Signed(CompactRange(), "", is_behind=not kept)
    tree = tree_of(last)
    for copy in kept:
        _check_extends(copy, last, tree)
    behind = len(kept) < len(newest.paths()) or any(copy.note.size < tree.size for copy in kept)
    return Signed(tree, last.note, is_behind=behind)


def places_written(*, is_signed: bool = False) -> list[Path]:
    """Where the newest checkpoint must lie, because it was written there before.

    Of the second place an entry says so (`second_place_record`): it may have been set only now.
    """
    if not (is_signed or Entry.objects.filter(seq__isnull=False).exists()):
        return []
    second = newest.second_path()
    return [newest.main_path(), *([second] if second and _is_recorded(second) else [])]


def second_place_record(at: datetime) -> None:
    """Write down that the newest checkpoint is kept at the second place from now on; inside the caller's transaction.

    From the commit on a file that is missing there is an alarm.
    """
    second = newest.second_path()
    if second is not None and not _is_recorded(second):
        facts = {"path": str(second)}
        entry_append(kind=SECOND_PLACE, subject=_SUBJECT, at=at, actor=system("ledger").ref, facts=facts)


def _is_recorded(path: Path) -> bool:
    entry = newest_entry_of(subject=_SUBJECT, kind=SECOND_PLACE)
    return entry is not None and entry.facts.get("path") == str(path)


def tree_of(checkpoint: Checkpoint) -> CompactRange:
    """The tree that a checkpoint's row holds. Raises LedgerBroken when it contradicts itself."""
    try:
        tree = CompactRange.unpack(checkpoint.tree_size, bytes(checkpoint.subtrees))
    except ValueError as error:
        raise LedgerBroken(seq=checkpoint.tree_size) from error
    if tree.root() != bytes(checkpoint.root):
        raise LedgerBroken(seq=checkpoint.tree_size)
    return tree


def _check_extends(kept: Newest, last: Checkpoint, tree: CompactRange) -> None:
    size = kept.note.size
    if size > tree.size:
        raise LedgerRolledBack(signed=f"{size:,}", stored=f"{tree.size:,}")
    if size == tree.size:
        same = tree
    # The note over nothing, kept before the first entry was signed, has no checkpoint's row.
    elif size == 0:
        same = CompactRange()
    else:
        row = Checkpoint.objects.filter(pk=size).first()
        if row is None:
            raise LedgerForked(signed=f"{size:,}")
        same = tree_of(row)
    if same.root() != kept.note.root:
        raise LedgerForked(signed=f"{size:,}")
    if size < tree.size and _grown(same, last.tree_size).root() != tree.root():
        raise LedgerForked(signed=f"{size:,}")


def _grown(tree: CompactRange, size: int) -> CompactRange:
    """The tree with the entries that follow: how a worker catches up that was ended before it could write."""
    leaves = (
        Entry.objects.filter(seq__gt=tree.size, seq__lte=size).order_by("seq").values_list("leaf_hash", flat=True)
    )
    for leaf in leaves.iterator(chunk_size=_BATCH):
        tree.append(bytes(leaf))
    return tree
