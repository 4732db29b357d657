"""Giving a notice that failed another round of tries."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.refs import Ref
from huiyin.ledger.services import entry_append
from huiyin.notices.errors import NoticeNotRetriable
from huiyin.notices.models import Notice
from huiyin.notices.rules import NoticeState


def notice_send_again(*, actor: Actor, notice_id: UUID, at: datetime) -> None:
    """Make a failed or unreachable notice due at once, with all its tries before it.

    Raises NotAllowed unless the actor is an administrator, NoticeNotRetriable when it is in any other state or gone.
    """
    if not actor.holds(Role.ADMINISTRATOR):
        raise NotAllowed
    with transaction.atomic():
        found = Notice.objects.filter(id=notice_id, state__in=[NoticeState.FAILED, NoticeState.UNREACHABLE])
        # `handed_at` stays: if it was taken the first time, the second copy must look the same.
        if not found.update(state=NoticeState.PENDING, tries=0, next_try_at=at, last_error="", outcome=""):
            raise NoticeNotRetriable
        rows = list(Notice.objects.filter(id=notice_id))
        entry_append(
            kind="notices.notice.retried", subject=Ref("notice", notice_id), at=at, actor=actor.ref, rows=rows
        )
