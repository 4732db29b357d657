"""What holds of every step: two at once, one's own draft, the house's reminders."""

import pytest
from tests.cast import Cast

from huiyin.kernel.actor import system
from huiyin.matters.acceptance.services import matter_accept
from huiyin.matters.closing.services import matter_escalate
from huiyin.matters.core.errors import MatterChanged, MoveNotAllowed, MoveNotOpen
from huiyin.matters.core.selectors.page import matter_page_of_petitioner
from huiyin.matters.reply.errors import OwnDraft
from huiyin.matters.reply.services.reply import reply_approve

TICK = system("tick")


def test_no_one_approves_their_own_draft(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed, handler="drafting_approver")
    cast.draft(filed, drafter="drafting_approver")
    with pytest.raises(OwnDraft):
        reply_approve(actor=cast.actor("drafting_approver"), matter_id=filed.matter_id, at=cast.at)


def test_the_second_of_two_is_shown_what_changed(cast: Cast) -> None:
    filed = cast.file()
    seen = cast.matter(filed).version
    matter_accept(actor=cast.actor("registrar"), matter_id=filed.matter_id, at=cast.at, seen=seen)
    with pytest.raises(MatterChanged, match="受理"):
        matter_accept(actor=cast.actor("office_approver"), matter_id=filed.matter_id, at=cast.at, seen=seen)
    with pytest.raises(MoveNotOpen):
        matter_accept(actor=cast.actor("registrar"), matter_id=filed.matter_id, at=cast.at)
    with pytest.raises(MoveNotAllowed):
        matter_escalate(actor=cast.actor("registrar"), matter_id=filed.matter_id, at=cast.at)


def test_a_reminder_of_the_office_makes_no_page_out_of_date(cast: Cast) -> None:
    filed = cast.file()
    seen = cast.matter(filed).version
    matter_escalate(actor=TICK, matter_id=filed.matter_id, at=cast.at)
    matter_accept(actor=cast.actor("registrar"), matter_id=filed.matter_id, at=cast.at, seen=seen)


def test_daily_reminders_are_one_line_with_their_number(cast: Cast) -> None:
    filed = cast.file()
    for _ in range(3):
        matter_escalate(actor=TICK, matter_id=filed.matter_id, at=cast.later(days=1))
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert [(event.kind, event.at) for event in page.events][1:] == [("matters.matter.escalated", cast.at)]
    assert "3" in page.events[1].sentence
