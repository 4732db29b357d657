"""The outbox: one row per notice, kept for good. And how far officers have looked through theirs."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import new_id
from huiyin.notices.rules import WORKING_STATES, NoticeState


class Notice(models.Model):
    """One notice to one identity or one officer; the address itself is looked up when it is sent.

    `next_try_at` is when a worker may take it (up again): for a pending notice the next try, for one that is being
    sent the end of the sender's lease, and empty once there is nothing left to do. That one column is all that the
    search for work needs, so its cost follows what is due and not what was ever sent.

    `mail_key` is the address of a mail that waits for its turn, as `Mailbox` has it; `carried_by` the notice whose
    mail says this one's words too.

    `outcome` is what became of it, once that is final; the entry of that commits to it.
    `handed_at` is when it was handed over, or was about to be, for the first time with an end that nobody knows: a
    second try says the very same, with this date. `may_be_twice`: such a second try was made, and nobody could be
    asked about the first.

    `text_key` names recipient, matter and day of a text message: unique, so that of two workers one sends it.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("id", "template", "identity_id", "officer_id", "dedupe")
    LEDGER_LATER: ClassVar[dict[str, object]] = {"outcome": "", "sent_at": None}
    LEDGER_DERIVED: ClassVar[dict[str, str]] = {"state": "notices.outbox", "next_try_at": "notices.outbox"}
    LEDGER_LEFT_OUT: ClassVar[dict[str, str]] = {
        "params": "number, day and path on this site; checked again when it is sent, and they give nobody access",
        "created_at": "orders the outbox; the entry says when it was put there",
        **dict.fromkeys(
            ("mail_key", "carried_by"),
            "which mail says its words too; that it goes to the same address is looked up as it leaves",
        ),
        **dict.fromkeys(
            ("tries", "claim_token", "text_key", "last_error", "handed_at", "may_be_twice"),
            "how far the worker has come with it",
        ),
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    template = models.CharField(max_length=40)
    params = models.JSONField()
    identity_id = models.UUIDField(null=True)
    officer_id = models.BigIntegerField(null=True)
    dedupe = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=11, choices=[(state.value, state.value) for state in NoticeState])
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    claim_token = models.UUIDField(null=True)
    text_key = models.UUIDField(null=True, unique=True)
    mail_key = models.UUIDField(null=True)
    carried_by = models.UUIDField(null=True)
    outcome = models.CharField(max_length=11, default="")
    handed_at = models.DateTimeField(null=True)
    may_be_twice = models.BooleanField(default=False)
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=80, default="")
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["next_try_at", "id"], name="notices_due", condition=Q(next_try_at__isnull=False)),
            models.Index(fields=["mail_key"], name="notices_of_mailbox", condition=Q(mail_key__isnull=False)),
            models.Index(fields=["carried_by"], name="notices_carried", condition=Q(carried_by__isnull=False)),
            models.Index(fields=["id"], name="notices_failed", condition=Q(state="failed")),
            models.Index(fields=["id"], name="notices_to_call", condition=Q(state="to_call")),
            models.Index(fields=["officer_id", "id"], name="notices_gathered", condition=Q(state="gathered")),
            models.Index(
                fields=["officer_id", "created_at"], name="notices_of_officer", condition=Q(officer_id__isnull=False)
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="notices_one_recipient",
                condition=Q(identity_id__isnull=True, officer_id__isnull=False)
                | Q(identity_id__isnull=False, officer_id__isnull=True),
            ),
            models.CheckConstraint(
                name="notices_work_has_a_time",
                condition=Q(state__in=sorted(WORKING_STATES), next_try_at__isnull=False)
                | (~Q(state__in=sorted(WORKING_STATES)) & Q(next_try_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        """Template and state; no recipient."""
        return f"{self.template} {self.state}"


class Mailbox(models.Model):
    """An address that somebody has typed: when it last got a mail, by which notice, and whether its owner wants them.

    `key` is a keyed hash; the key isn't in the database.
    """

    LEDGER_DERIVED: ClassVar[dict[str, str]] = {"last_sent_at": "notices.mailboxes"}
    LEDGER_LEFT_OUT: ClassVar[dict[str, str]] = dict.fromkeys(
        ("key", "held_by", "confirmed_at"),
        "whose turn a mail to an address is, and whether several a day may go there; it waits a day at most",
    )

    key = models.UUIDField(primary_key=True, editable=False)
    last_sent_at = models.DateTimeField(null=True)
    held_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Nothing of the address."""
        return str(self.key)[:8]


class Bell(models.Model):
    """How far an officer has looked through the notices to them at the desk. One row an officer, their own bookmark.

    Whatever was made until `seen_until` has been seen, and so have those of `opened`, ids in hex. `newest_at` is when
    the newest of all these was made, not when anybody looked: no column says when an officer was at the desk. `turns`
    counts up, so that an open page sees that there is something else to show.
    """

    LEDGER_LEFT_OUT: ClassVar[dict[str, str]] = {"*": "an officer's own bookmark; it measures nobody"}

    officer_id = models.BigIntegerField(primary_key=True)
    seen_until = models.DateTimeField(null=True)
    opened = models.JSONField(default=list)
    newest_at = models.DateTimeField(db_index=True)
    turns = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        """Its officer, and nothing of what they have seen."""
        return str(self.pk)

    def has_seen(self, notice_id: UUID, made_at: datetime) -> bool:
        """Whether its officer has seen that notice."""
        return (self.seen_until is not None and made_at <= self.seen_until) or notice_id.hex in self.opened
