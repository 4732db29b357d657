"""The ledger's doors: append, order and sign, erase, verify."""

from huiyin.ledger.services._stream import one_moment
from huiyin.ledger.services.append import EntryDraft, EntryOutsideTransaction, entries_append, entry_append
from huiyin.ledger.services.erase import EntryErased, EntryKept, EntryNotErasable, ReasonMissing, entry_erase
from huiyin.ledger.services.security import installation_record, security_record, security_record_sparely
from huiyin.ledger.services.sequence import LedgerBroken, checkpoint_sign, entries_sequence
from huiyin.ledger.services.verify import Problem, VerifyReport, ledger_verify

__all__ = [
    "EntryDraft",
    "EntryErased",
    "EntryKept",
    "EntryNotErasable",
    "EntryOutsideTransaction",
    "LedgerBroken",
    "Problem",
    "ReasonMissing",
    "VerifyReport",
    "checkpoint_sign",
    "entries_append",
    "entries_sequence",
    "entry_append",
    "entry_erase",
    "installation_record",
    "ledger_verify",
    "one_moment",
    "security_record",
    "security_record_sparely",
]
