"""The ledger's doors: append, order and sign, erase, verify."""

from huiyin.ledger.errors import (
    LedgerBroken,
    LedgerForked,
    LedgerRolledBack,
    NewestMissing,
    NewestNotWritten,
    NewestUnreadable,
    NothingToAccept,
    ReasonMissing,
    RestoreReasonMissing,
)
from huiyin.ledger.services.append import EntryDraft, EntryOutsideTransaction, entries_append, entry_append
from huiyin.ledger.services.erase import EntryErased, EntryNotErasable, entry_erase
from huiyin.ledger.services.restore import Restored, restore_accept
from huiyin.ledger.services.sequence import checkpoint_sign, entries_sequence
from huiyin.ledger.services.verify import Problem, VerifyReport, ledger_verify

__all__ = [
    "EntryDraft",
    "EntryErased",
    "EntryNotErasable",
    "EntryOutsideTransaction",
    "LedgerBroken",
    "LedgerForked",
    "LedgerRolledBack",
    "NewestMissing",
    "NewestNotWritten",
    "NewestUnreadable",
    "NothingToAccept",
    "Problem",
    "ReasonMissing",
    "RestoreReasonMissing",
    "Restored",
    "VerifyReport",
    "checkpoint_sign",
    "entries_append",
    "entries_sequence",
    "entry_append",
    "entry_erase",
    "ledger_verify",
    "restore_accept",
]
