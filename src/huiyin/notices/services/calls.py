"""Notices that nobody but the office can pass on, by telephone."""

from uuid import UUID

from huiyin.notices.models import Notice
from huiyin.notices.rules import State


def notice_hand_to_office(*, notice_id: UUID) -> bool:
    """Take such a notice: True for exactly one caller, who makes the to-do in the same transaction."""
    return Notice.objects.filter(id=notice_id, state=State.TO_CALL).update(state=State.BY_PHONE) == 1
