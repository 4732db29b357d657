"""A drafter takes a submitted reply back until somebody has approved it, and it is drafted anew."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from tests.cast import Cast, make_cast
from tests.matters.test_link import _draft, _merged

from huiyin.kernel.actor import petitioner
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.core.errors import MoveNotAllowed, MoveNotOpen
from huiyin.matters.core.rules.states import State
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.messages.services.petitioner import petitioner_write
from huiyin.matters.models import Event, Matter, Message, Reply
from huiyin.matters.register.services.register import Registered
from huiyin.matters.reply.errors import RecallNotAllowed
from huiyin.matters.reply.services.reply import reply_approve, reply_recall
from huiyin.matters.settlement.services import reply_settle
from huiyin.notices.models import Notice

_ON_POSTGRESQL = connection.vendor == "postgresql"


def _drafted(cast: Cast, drafter: str = "handler") -> Registered:
    filed = cast.file()
    cast.to_handler(filed, handler=drafter)
    cast.draft(filed, drafter)
    return filed


def test_the_drafter_takes_it_back_and_approvers_hear_of_it(cast: Cast) -> None:
    filed = _drafted(cast)
    due = Matter.objects.get(pk=filed.matter_id).next_due_at
    reply_recall(actor=cast.actor("handler"), matter_id=filed.matter_id, at=cast.at)
    matter, reply = Matter.objects.get(pk=filed.matter_id), Reply.objects.get(matter=filed.matter_id)
    assert matter.state == State.INVESTIGATING and matter.next_due_at == due
    assert (reply.returned_at, reply.is_recalled, reply.return_reason) == (cast.at, True, "")
    heard = set(Notice.objects.filter(template="draft_recalled").values_list("officer_id", flat=True))
    assert heard == {cast.officers["approver"], cast.officers["drafting_approver"]}
    assert not Event.objects.get(kind="matters.reply.recalled").is_public
    assert "撤回" not in str(matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at).events)
    page = matter_page_for(actor=cast.actor("approver"), number=filed.number, at=cast.at)
    assert page.events[-1].name == "起草人撤回修改"
    # Drafted anew it is a round of its own, and the one that was taken back stays as it was.
    cast.draft(filed)
    reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    assert [bool(row.approved_at) for row in Reply.objects.filter(matter=filed.matter_id).order_by("round")] == [
        False, True,
    ]  # fmt: skip
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_only_the_drafter_and_only_before_it_is_approved(cast: Cast) -> None:
    filed = _drafted(cast, "drafting_approver")
    for other in ("approver", "housing_registrar", "housing_leader", "mayor"):
        with pytest.raises(MoveNotAllowed):
            reply_recall(actor=cast.actor(other), matter_id=filed.matter_id, at=cast.at)
    # Who works on it without having drafted: the handler of a matter whose reply a deputy has drafted.
    Reply.objects.filter(matter=filed.matter_id).update(drafter_id=cast.officers["handler_two"])
    with pytest.raises(RecallNotAllowed):
        reply_recall(actor=cast.actor("drafting_approver"), matter_id=filed.matter_id, at=cast.at)
    approved = _drafted(cast)
    reply_approve(actor=cast.actor("approver"), matter_id=approved.matter_id, at=cast.at)
    with pytest.raises(MoveNotOpen):
        reply_recall(actor=cast.actor("handler"), matter_id=approved.matter_id, at=cast.at)


def test_what_is_answered_along_comes_back_along(cast: Cast) -> None:
    leader, led = _merged(cast)
    _draft(cast, leader, led)
    reply_recall(actor=cast.actor("handler"), matter_id=leader.matter_id, at=cast.at)
    assert all(Reply.objects.values_list("is_recalled", flat=True)) and Reply.objects.count() == 2
    _draft(cast, leader, led)
    reply_approve(actor=cast.actor("approver"), matter_id=leader.matter_id, at=cast.at)
    drafts = Reply.objects.filter(matter=led.matter_id).order_by("round")
    assert [(draft.is_recalled, bool(draft.approved_at)) for draft in drafts] == [(True, False), (False, True)]


def test_a_settlement_is_recalled_too(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    petitioner_write(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, body="我同意", at=cast.at)
    reply_settle(
        actor=cast.actor("handler"), matter_id=filed.matter_id, facts="双方自愿。", agreement="退费。",
        agreed_on=office_day(cast.at), proof_id=Message.objects.get(kind="written").pk, at=cast.at,
    )  # fmt: skip
    reply_recall(actor=cast.actor("handler"), matter_id=filed.matter_id, at=cast.at)
    assert Reply.objects.get().is_recalled and Matter.objects.get(pk=filed.matter_id).state == State.INVESTIGATING


def _outcome(doing: Callable[[], object]) -> str:
    try:
        doing()
    except HuiyinError as refusal:
        return type(refusal).__name__
    return "done"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(not _ON_POSTGRESQL, reason="on SQLite by processes: tests/cli/test_recall_at_once.py")
def test_of_approving_and_taking_back_at_once_exactly_one_wins() -> None:
    cast = make_cast()
    filed = _drafted(cast)
    handler, approver, start = cast.actor("handler"), cast.actor("approver"), Barrier(2)

    def press(doing: Callable[[], object]) -> str:
        start.wait()
        try:
            return _outcome(doing)
        finally:
            connection.close()

    doings = (
        lambda: reply_recall(actor=handler, matter_id=filed.matter_id, at=cast.at),
        lambda: reply_approve(actor=approver, matter_id=filed.matter_id, at=cast.at),
    )
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(press, doings))
    assert sorted(outcomes) == ["MoveNotOpen", "done"]
    reply = Reply.objects.get()
    assert reply.is_recalled is (outcomes[0] == "done") and bool(reply.approved_at) is (outcomes[1] == "done")
