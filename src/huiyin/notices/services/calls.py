"""Notices that nobody but the office can pass on, by telephone."""

from datetime import datetime
from uuid import UUID

from huiyin.notices.models import Notice
from huiyin.notices.rules import NoticeState
from huiyin.notices.services.ending import notices_ended, outcome_of


def notice_hand_to_office(*, notice_id: UUID, at: datetime) -> bool:
    """Take such a notice: True for exactly one caller, who makes the to-do in the same transaction."""
    wanted = Notice.objects.filter(id=notice_id, state=NoticeState.TO_CALL)
    if wanted.update(state=NoticeState.BY_PHONE, outcome=outcome_of(NoticeState.BY_PHONE)) != 1:
        return False
    notices_ended(list(Notice.objects.filter(id=notice_id)), state=NoticeState.BY_PHONE, at=at)
    return True
