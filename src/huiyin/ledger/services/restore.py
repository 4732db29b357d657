"""Accepting that an older state of the database was put back, or another one: somebody answers for it."""

from dataclasses import dataclass
from datetime import datetime

from huiyin.kernel.actor import Actor, ActorKind
from huiyin.kernel.errors import NotAllowed, NotReady
from huiyin.kernel.refs import Ref
from huiyin.ledger import newest
from huiyin.ledger.errors import LedgerBroken, NewestUnreadable, NothingToAccept, RestoreReasonMissing
from huiyin.ledger.models import Checkpoint
from huiyin.ledger.newest import Newest
from huiyin.ledger.rules.merkle import CompactRange
from huiyin.ledger.services._extends import signed_so_far, tree_of
from huiyin.ledger.services.append import entry_append
from huiyin.ledger.services.sequence import entries_place, note_of, sequencer_turn, sign_onward

RESTORED = "ledger.restore.accepted"
_SHORTEST_REASON = 4
# Without a limit: whatever waits is placed and signed together with the acceptance.
_MANY = 1 << 62


class SequencerBusy(NotReady):
    """The worker is ordering the ledger at this moment."""

    sentence = "worker 正在排序台账，请稍候再试一次。"


@dataclass(frozen=True, slots=True)
class Restored:
    """What was accepted: how many entries had been signed before, and how many are now."""

    signed_before: int
    signed_now: int


def restore_accept(*, actor: Actor, reason: str, at: datetime) -> Restored:
    """Go on from what the database holds now, with an entry that says why and what had been signed before.

    The note that is given up stays beside the new one. The system only. Raises NotAllowed, RestoreReasonMissing,
    NothingToAccept, SequencerBusy, LedgerBroken for a database that contradicts itself, NewestNotWritten, KeyMissing.
    """
    if actor.kind is not ActorKind.SYSTEM:
        raise NotAllowed
    if len(reason.strip()) < _SHORTEST_REASON:
        raise RestoreReasonMissing
    with sequencer_turn() as ours:
        if not ours:
            raise SequencerBusy
        _check_refused()
        tree = _stored_tree()
        before = _kept()
        facts = {
            "reason": reason.strip(),
            "signed": before.note.size if before else None,
            "note": before.text if before else "",
            "stored": tree.size,
        }
        entry_append(kind=RESTORED, subject=Ref("ledger", "restore"), at=at, actor=actor.ref, facts=facts)
        entries_place(_MANY)
        signed = sign_onward(tree, at)
    text = signed.note if signed else note_of(tree)
    newest.replace(text)
    return Restored(before.note.size if before else 0, signed.tree_size if signed else tree.size)


def _check_refused() -> None:
    try:
        signed_so_far()
    except LedgerBroken:
        return
    raise NothingToAccept


def _stored_tree() -> CompactRange:
    last = Checkpoint.objects.order_by("-tree_size").first()
    return tree_of(last) if last else CompactRange()


def _kept() -> Newest | None:
    try:
        # A missing file may be the very thing that is to be accepted.
        kept = newest.all_kept(must=())
    except NewestUnreadable:
        return None
    return kept[0] if kept else None
