"""The ledger's doors: append, order and sign, erase, verify."""

from huiyin.ledger.errors import (
    ErasureReasonMissing,
    KeyForeign,
    LedgerBroken,
    LedgerForked,
    LedgerRolledBack,
    NewestMissing,
    NewestNotWritten,
    NewestUnreadable,
    NothingToAccept,
    RestoreReasonMissing,
)
from huiyin.ledger.services._schema import schema_differences
from huiyin.ledger.services._stream import one_moment
from huiyin.ledger.services.append import EntryDraft, EntryOutsideTransaction, entries_append, entry_append
from huiyin.ledger.services.erase import EntryErased, EntryKept, EntryNotErasable, entry_erase
from huiyin.ledger.services.installation import columns_take_up, keys_check, keys_record, schema_record
from huiyin.ledger.services.repair import Repaired, derived_repair
from huiyin.ledger.services.restore import Restored, restore_accept
from huiyin.ledger.services.security import installation_record, security_record, security_record_sparely
from huiyin.ledger.services.sequence import checkpoint_sign, entries_sequence
from huiyin.ledger.services.verify import Problem, VerifyReport, ledger_verify

__all__ = [
    "EntryDraft",
    "EntryErased",
    "EntryKept",
    "EntryNotErasable",
    "EntryOutsideTransaction",
    "ErasureReasonMissing",
    "KeyForeign",
    "LedgerBroken",
    "LedgerForked",
    "LedgerRolledBack",
    "NewestMissing",
    "NewestNotWritten",
    "NewestUnreadable",
    "NothingToAccept",
    "Problem",
    "Repaired",
    "RestoreReasonMissing",
    "Restored",
    "VerifyReport",
    "checkpoint_sign",
    "columns_take_up",
    "derived_repair",
    "entries_append",
    "entries_sequence",
    "entry_append",
    "entry_erase",
    "installation_record",
    "keys_check",
    "keys_record",
    "ledger_verify",
    "one_moment",
    "restore_accept",
    "schema_differences",
    "schema_record",
    "security_record",
    "security_record_sparely",
]
