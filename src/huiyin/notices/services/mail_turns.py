"""Whose turn a mail to a petitioner is: anybody can type anybody's address.

Until its owner has confirmed an address by the link that stands in each mail, it gets one mail in 24 hours, whoever
files. What waits meanwhile goes into the next one together, so nothing is left unsaid.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from huiyin.notices.errors import MailboxUnknown
from huiyin.notices.mailboxes import mailbox_key, mailbox_of_token
from huiyin.notices.models import Mailbox, Notice
from huiyin.notices.rules import MAIL_CARRIES, MAIL_EVERY, NoticeState
from huiyin.notices.sending import carried_of
from huiyin.notices.services.ending import notices_ended, outcome_of
from huiyin.notices.services.text_turns import Turn


def mail_turn(notice: Notice, address: str, *, now: datetime) -> tuple[Turn, datetime | None]:
    """Whether it may leave now; if it waits, until when.

    The turn is taken in the database before anything is handed over: of two workers with two notices to one address
    one sends. A worker that dies keeps the turn for its own notice, and what it was to carry.
    """
    key = mailbox_key(address)
    with transaction.atomic(durable=True):
        # There must be a row before two workers can queue for its lock.
        Mailbox.objects.bulk_create([Mailbox(key=key)], ignore_conflicts=True)
        box = Mailbox.objects.select_for_update().get(key=key)
        if box.confirmed_at is not None:
            return Turn.NOW, None
        if box.held_by == notice.id:
            return Turn.NOW, None
        if box.last_sent_at is not None and now < box.last_sent_at + MAIL_EVERY:
            Notice.objects.filter(id=notice.id, claim_token=notice.claim_token).update(mail_key=key)
            return Turn.WAITS, box.last_sent_at + MAIL_EVERY
        Mailbox.objects.filter(key=key).update(last_sent_at=now, held_by=notice.id)
        carried = _waiting(key).exclude(id=notice.id).order_by("id").values_list("id", flat=True)[:MAIL_CARRIES]
        Notice.objects.filter(id__in=list(carried)).update(carried_by=notice.id)
    return Turn.NOW, None


def carried_sent(notice: Notice, address: str, *, now: datetime) -> None:
    """The mail of this notice has left for this address, and with it the words of those that it carried."""
    if notice.identity_id is None:
        return
    along = [row.id for row in carried_of(notice, address)]
    if not along:
        return
    with transaction.atomic(durable=True):
        found = Notice.objects.select_for_update().filter(
            id__in=along, carried_by=notice.id, state=NoticeState.PENDING
        )
        carried = list(found.order_by("id"))
        if not carried:
            return
        Notice.objects.filter(id__in=[row.id for row in carried]).update(
            state=NoticeState.SENT, sent_at=now, next_try_at=None, mail_key=None, outcome=outcome_of(NoticeState.SENT)
        )
        for row in carried:
            row.sent_at = now
        notices_ended(carried, state=NoticeState.SENT, at=now)


def mailbox_confirm(*, token: str, at: datetime) -> None:
    """The owner of an address wants its mails at once. What waits for it leaves with the next round.

    Raises MailboxUnknown for a token that isn't one of ours, or is older than its time.
    """
    key = mailbox_of_token(token, at=at)
    with transaction.atomic():
        if not Mailbox.objects.filter(key=key).update(confirmed_at=at):
            raise MailboxUnknown
        _waiting(key).update(next_try_at=at)


def _waiting(key: UUID) -> "QuerySet[Notice, Notice]":
    return Notice.objects.filter(mail_key=key, state=NoticeState.PENDING)
