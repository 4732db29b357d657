"""What the outbox must be for its notices to be sent, recomputed by verification."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import F, Q
from django.utils.translation import gettext as _

from huiyin.ledger.checks import SKEW, Check, Deviation, check_register
from huiyin.notices.models import Mailbox, Notice
from huiyin.notices.rules import FINAL_STATES, WAITS_MOST, WORKING_STATES, NoticeState


def outbox_deviations(at: datetime) -> Iterator[Deviation]:
    """Notices that their state keeps from being sent although no entry says that they are done with."""
    ended = Q(state__in=FINAL_STATES)
    lost = Q(state=NoticeState.GATHERED, officer_id__isnull=True)
    wrong = (ended & ~Q(outcome=F("state"))) | (~ended & ~Q(outcome="")) | lost
    for key in Notice.objects.filter(wrong).order_by("id").values_list("id", flat=True).iterator():
        yield Deviation(_("通知 %(id)s 的状态与台账不符：没有记录说它已办完。") % {"id": key}, key)
    working = Q(state__in=WORKING_STATES)
    late = working & (Q(next_try_at__isnull=True) | Q(next_try_at__gt=at + WAITS_MOST))
    for key in Notice.objects.filter(late).order_by("id").values_list("id", flat=True).iterator():
        yield Deviation(_("通知 %(id)s 等着发送，下次发送的时间却不对。") % {"id": key}, key)


def outbox_mend(found: Sequence[Deviation], at: datetime) -> int:
    """Due at once, as their entries say: none of them is done with."""
    keys = [deviation.key for deviation in found]
    # What an entry says is done with isn't sent once more, whatever its state says now.
    rows = Notice.objects.filter(pk__in=keys, outcome="")
    return rows.update(state=NoticeState.PENDING, next_try_at=at, tries=0, claim_token=None)


def mailbox_deviations(at: datetime) -> Iterator[Deviation]:
    """Addresses that are said to have had a mail that still lies ahead: they would get none until then."""
    for key in Mailbox.objects.filter(last_sent_at__gt=at + SKEW).order_by("pk").values_list("pk", flat=True):
        yield Deviation(_("有一个邮箱上次收信的时间在以后：到那时为止收不到信。"), key)


def mailbox_mend(found: Sequence[Deviation], _at: datetime) -> int:
    """As if it had had none."""
    keys = [deviation.key for deviation in found]
    return Mailbox.objects.filter(pk__in=keys).update(last_sent_at=None, held_by=None)


def register() -> None:
    """At start-up."""
    check_register(Check("notices.outbox", outbox_deviations, outbox_mend))
    check_register(Check("notices.mailboxes", mailbox_deviations, mailbox_mend))
