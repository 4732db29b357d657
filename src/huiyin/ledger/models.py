"""What the ledger keeps. Triggers in the database refuse to change or delete it; see the first migration."""

from typing import ClassVar

from django.db import models


class Entry(models.Model):
    """One thing that happened at `at`, by what its change says, and was written down at `written_at`, by the machine.

    `seq` counts from 1; it is empty until the sequencer has given the entry its place. Entries from before there was
    `written_at` have none, and hash as they did. So do those with leaves of format 1: `leaf_salt` came with format 2,
    which is what every new entry has (`rules.leaf`). Erasing leaves it: the header is still shown to be as it was.
    """

    LEDGER_LEFT_OUT: ClassVar = {
        "id": "orders what waits for its place and names an entry within one database; from then on `seq` counts"
    }

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=80)
    subject = models.CharField(max_length=120)
    at = models.DateTimeField()
    written_at = models.DateTimeField(null=True)
    actor = models.CharField(max_length=120)
    salt = models.BinaryField(max_length=16, null=True)
    # Canonical JSON of facts and row digests; empty once erased.
    content = models.TextField(null=True)  # noqa: DJ001 - erased content must differ from an empty one
    commitment = models.BinaryField(max_length=32)
    leaf_hash = models.BinaryField(max_length=32)
    seq = models.BigIntegerField(null=True, unique=True)
    # Without a default: whoever writes an entry says which.
    leaf_format = models.SmallIntegerField()
    leaf_salt = models.BinaryField(max_length=16, null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["id"], name="ledger_entry_unsequenced", condition=models.Q(seq__isnull=True)),
            models.Index(fields=["subject", "id"], name="ledger_entry_of_subject"),
            models.Index(fields=["at", "seq"], name="ledger_entry_of_day"),
        ]

    def __str__(self) -> str:
        return f"{self.seq or '-'} {self.kind} {self.subject}"


class Checkpoint(models.Model):
    """The tree at one size: its root, the signed note, and the subtree hashes (32 bytes each) it takes to go on."""

    LEDGER_LEFT_OUT: ClassVar = {
        "at": "shown beside a checkpoint and in no note; its entries say when they were written"
    }

    tree_size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    subtrees = models.BinaryField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.tree_size}"
