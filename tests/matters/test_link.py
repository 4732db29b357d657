"""The same matter brought twice: worked on together, each with its own number, clocks, answer; undone at will."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from tests.cast import Cast
from tests.matters.above import staff_above

from huiyin.clocks.models import Clock
from huiyin.documents.models import Letter
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.ids import format_matter_number
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.assignment.services import matter_assign_handler, matter_assign_unit
from huiyin.matters.carrying_out.services import StepDraft
from huiyin.matters.core.errors import MatterChanged, MatterNotFound, MoveNotAllowed, MoveNotOpen
from huiyin.matters.core.rules.states import Kind, State
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.core.selectors.sweep import stuck_matters
from huiyin.matters.delivery.services import reply_post, reply_serve, reply_serve_along
from huiyin.matters.linking.errors import (
    LeaderIsLed,
    LeadingMatterUnknown,
    LeadsOthers,
    MergedAway,
    MergedOpinionMissing,
    MergeHandlerRecused,
    MergeNotOpen,
    MergeNotTheSame,
    MergeOtherUnit,
    MergeReasonMissing,
    MergeRespondentsDiffer,
    NotMerged,
)
from huiyin.matters.linking.services.merge import matter_merge, matter_unmerge
from huiyin.matters.messages.services.petitioner import petitioner_write
from huiyin.matters.messages.services.work import matter_note
from huiyin.matters.models import Link, Matter, PromisedStep, Reply
from huiyin.matters.rating.services import matter_rate
from huiyin.matters.recusal.services import matter_recuse
from huiyin.matters.register.services.register import Registered
from huiyin.matters.reply.services.reply import OpinionDraft, reply_approve, reply_draft, reply_return
from huiyin.matters.respondents.services.naming import matter_name_respondent
from huiyin.matters.settlement.services import reply_settle
from huiyin.matters.withdrawal.services import matter_withdraw

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
HOW = "同一个小区、同一笔收费"


def _two(cast: Cast, **other: Any) -> tuple[Registered, Registered]:
    """Two in the housing bureau: the first one with its handler, the other with another one."""
    first, second = cast.file(), cast.file(requests=("退还多收的钱",), **other)
    cast.to_handler(first)
    cast.to_handler(second, handler="handler_two")
    return first, second


def _merge(cast: Cast, led: Registered, leader: Registered, by: str = "approver", **given: Any) -> None:
    arguments = {"into": leader.number, "reason": HOW, **given}
    matter_merge(actor=cast.actor(by), matter_id=led.matter_id, at=cast.at, **arguments)


def _merged(cast: Cast) -> tuple[Registered, Registered]:
    """(the leading one, the merged one)."""
    leader, led = _two(cast)
    _merge(cast, led, leader)
    return leader, led


def _opinions(cast: Cast, *filed: Registered) -> dict[UUID, OpinionDraft]:
    return {pk: opinion for each in filed for pk, opinion in cast.opinions(each).items()}


def _draft(cast: Cast, leader: Registered, *led: Registered, **given: Any) -> None:
    reply_draft(
        actor=cast.actor("handler"), matter_id=leader.matter_id, facts="经查属实", basis="条例",
        opinions=_opinions(cast, leader, *led), at=cast.at, **given,
    )  # fmt: skip


def _approve(cast: Cast, leader: Registered) -> None:
    reply_approve(actor=cast.actor("approver"), matter_id=leader.matter_id, at=cast.at)


def _clocks(filed: Registered) -> list[tuple[object, ...]]:
    found = Clock.objects.filter(subject_id=filed.matter_id).order_by("id")
    return list(found.values_list("code", "started_at", "due_at", "stopped_at", "outcome"))


def _standing(cast: Cast, filed: Registered) -> tuple[object, ...]:
    """All of a matter that a merge must give back."""
    row = cast.matter(filed)
    return row.state, row.handler_id, row.lead_unit_id, row.number, bytes(row.receipt_hash), row.next_due_at


def _verified(cast: Cast) -> bool:
    entries_sequence(at=cast.at)
    return ledger_verify().problems == [] and stuck_matters() == []


def test_each_keeps_number_receipt_and_clocks(cast: Cast) -> None:
    leader, led = _two(cast)
    before = [(_standing(cast, registered), _clocks(registered)) for registered in (leader, led)]
    cast.later(days=2)
    _merge(cast, led, leader)
    assert [(_standing(cast, registered), _clocks(registered)) for registered in (leader, led)] == before
    assert _verified(cast)


def test_each_gets_its_own_answer_in_the_same_instant(cast: Cast) -> None:
    leader, led = _merged(cast)
    _draft(cast, leader, led, steps=[StepDraft("月底前退款", cast.at.date().replace(day=28))])
    _approve(cast, leader)
    assert cast.matter(led).state == State.INVESTIGATING
    assert matter_page_of_petitioner(matter_id=led.matter_id, at=cast.at).reply is None
    reply_serve(actor=cast.actor("handler"), matter_id=leader.matter_id, at=cast.later(hours=1))
    for filed, requests in ((leader, 2), (led, 1)):
        row = cast.matter(filed)
        assert (row.state, row.served_at) == (State.SERVED, cast.at)
        page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
        assert page.reply and len(page.reply.opinions) == requests
        assert (page.reply.facts, page.reply.served_at) == ("经查属实", cast.at)
        stopped = Clock.objects.get(subject_id=filed.matter_id, code="answer")
        assert (stopped.stopped_at, stopped.outcome) == (cast.at, "met")
        assert Letter.objects.filter(subject=f"matter:{filed.matter_id}", code="reply").count() == 1
        assert PromisedStep.objects.filter(matter=filed.matter_id).count() == 1
    matter_rate(
        actor=cast.petitioner(led), matter_id=led.matter_id, of_office="satisfied", of_unit="satisfied", words="",
        at=cast.at,
    )  # fmt: skip
    assert (cast.matter(led).state, cast.matter(leader).state) == (State.RATED, State.SERVED)
    assert _verified(cast)


def test_by_post_the_other_waits_for_no_letter(cast: Cast) -> None:
    leader, led = _merged(cast)
    _draft(cast, leader, led)
    _approve(cast, leader)
    reply_post(actor=cast.actor("handler"), matter_id=leader.matter_id, posted_on=cast.at.date(), at=cast.at)
    assert (cast.matter(leader).served_at, cast.matter(led).served_at) == (None, cast.at)


def test_no_request_is_skipped(cast: Cast) -> None:
    leader, led = _merged(cast)
    with pytest.raises(MergedOpinionMissing, match=format_matter_number(led.number)):
        _draft(cast, leader)
    assert Reply.objects.count() == 0


def test_a_draft_on_an_older_page_is_shown_what_came_along(cast: Cast) -> None:
    leader, led = _two(cast)
    seen = cast.matter(leader).version
    _merge(cast, led, leader)
    with pytest.raises(MatterChanged, match="带办相同的事项"):
        _draft(cast, leader, led, seen=seen)


def test_undone_everything_is_as_before(cast: Cast) -> None:
    leader, led = _two(cast)
    before = [(_standing(cast, registered), _clocks(registered)) for registered in (leader, led)]
    _merge(cast, led, leader)
    _draft(cast, leader, led)
    matter_unmerge(actor=cast.actor("approver"), matter_id=led.matter_id, at=cast.later(days=1))
    # What happened to the leading one itself since isn't the merge's.
    assert (_standing(cast, led), _clocks(led)) == before[1]
    _approve(cast, leader)
    reply_serve(actor=cast.actor("handler"), matter_id=leader.matter_id, at=cast.at)
    assert (_standing(cast, led), _clocks(led)) == before[1]
    # It goes its own way: with its own handler, who starts from what was drafted together.
    reply_draft(
        actor=cast.actor("handler_two"), matter_id=led.matter_id, facts="单独查明", basis="条例",
        opinions=cast.opinions(led), at=cast.at,
    )  # fmt: skip
    assert list(Reply.objects.filter(matter=led.matter_id).order_by("round").values_list("facts", flat=True)) == [
        "经查属实", "单独查明",
    ]  # fmt: skip
    with pytest.raises(MoveNotOpen):
        matter_unmerge(actor=cast.actor("approver"), matter_id=led.matter_id, at=cast.at)
    assert _verified(cast)


def test_a_returned_draft_is_returned_for_both(cast: Cast) -> None:
    leader, led = _merged(cast)
    _draft(cast, leader, led)
    reply_return(actor=cast.actor("approver"), matter_id=leader.matter_id, reason="补充依据", at=cast.at)
    _draft(cast, leader, led)
    _approve(cast, leader)
    drafts = Reply.objects.filter(matter=led.matter_id).order_by("round")
    assert [(bool(draft.returned_at), bool(draft.approved_at)) for draft in drafts] == [(True, False), (False, True)]


def test_work_on_a_merged_matter_names_the_leading_one(cast: Cast) -> None:
    leader, led = _merged(cast)
    pk, at, education = led.matter_id, cast.at, cast.units["education"]
    named = format_matter_number(leader.number)
    with pytest.raises(MergedAway, match=named):
        matter_assign_unit(actor=cast.actor("approver"), matter_id=pk, unit_id=education, at=at)
    with pytest.raises(MergedAway, match=named):
        matter_assign_handler(actor=cast.actor("approver"), matter_id=pk, officer_id=cast.officers["handler"], at=at)
    with pytest.raises(MergedAway, match=named):
        reply_draft(
            actor=cast.actor("handler_two"), matter_id=pk, facts="属实", basis="条例", opinions=cast.opinions(led),
            at=at,
        )  # fmt: skip
    with pytest.raises(LeadsOthers):
        reply_settle(
            actor=cast.actor("handler"), matter_id=leader.matter_id, facts="属实", agreement="退款",
            agreed_on=at.date(), proof_id=pk, at=at,
        )  # fmt: skip
    matter_note(actor=cast.actor("handler_two"), matter_id=pk, body="两件一起看过", at=at)
    petitioner_write(actor=cast.petitioner(led), matter_id=pk, body="补一张收据", at=at)


def test_only_the_same_matter(cast: Cast) -> None:
    leader, led = _two(cast)
    elsewhere, inquiry, water = (
        cast.file(),
        cast.file(kind=Kind.INQUIRY),
        cast.file(category_id=cast.categories["T121"]),
    )
    for registered in (inquiry, water):
        cast.to_handler(registered)
    for other, refusal in ((inquiry, MergeNotTheSame), (water, MergeNotTheSame), (led, LeadingMatterUnknown)):
        with pytest.raises(refusal):
            _merge(cast, led, other, "mayor")
    with pytest.raises(MergeOtherUnit):
        _merge(cast, led, elsewhere, "mayor")
    with pytest.raises(LeadingMatterUnknown):
        _merge(cast, led, elsewhere)
    with pytest.raises(LeadingMatterUnknown):
        _merge(cast, led, leader, into="12")
    with pytest.raises(MergeReasonMissing):
        _merge(cast, led, leader, reason=" ")
    drafted = cast.file()
    cast.to_handler(drafted)
    cast.draft(drafted)
    with pytest.raises(MergeNotOpen):
        _merge(cast, led, drafted)
    third = cast.file()
    cast.to_handler(third)
    _merge(cast, led, leader)
    with pytest.raises(LeaderIsLed):
        _merge(cast, third, led)
    with pytest.raises(LeadsOthers):
        _merge(cast, leader, third)
    with pytest.raises(NotMerged):
        matter_unmerge(actor=cast.actor("approver"), matter_id=leader.matter_id, at=cast.at)


def test_who_may(cast: Cast) -> None:
    leader, led = _two(cast)
    staff_above(cast)
    for username in ("handler", "handler_two", "registrar", "education_registrar", "auditor", "reviewer"):
        with pytest.raises((MoveNotAllowed, MatterNotFound, LeadingMatterUnknown)):
            _merge(cast, led, leader, username)
    assert Link.objects.count() == 0
    for username in ("housing_registrar", "housing_leader", "mayor", "approver"):
        _merge(cast, led, leader, username)
        matter_unmerge(actor=cast.actor(username), matter_id=led.matter_id, at=cast.at)
    assert Link.objects.exclude(undone_at=None).count() == 4


def test_a_bar_on_one_linked_matter_holds_on_the_other(cast: Cast) -> None:
    leader, led = _two(cast)
    _name(cast, led, "handler")
    with pytest.raises(MergeRespondentsDiffer):
        _merge(cast, led, leader)
    matter_assign_handler(
        actor=cast.actor("approver"), matter_id=leader.matter_id, officer_id=cast.officers["handler_two"], at=cast.at
    )
    _name(cast, leader, "handler")
    _merge(cast, led, leader)
    for filed in (leader, led):
        with pytest.raises(MatterNotFound):
            matter_page_for(actor=cast.actor("handler"), number=filed.number, at=cast.at)


def _name(cast: Cast, filed: Registered, officer: str = "housing_leader") -> None:
    matter_name_respondent(
        actor=cast.actor("mayor"), matter_id=filed.matter_id, unit_id=None, officer_id=cast.officers[officer],
        text="", at=cast.at,
    )  # fmt: skip


def _withdraw(cast: Cast, filed: Registered) -> None:
    matter_withdraw(actor=cast.petitioner(filed), matter_id=filed.matter_id, at=cast.at)


def _move(cast: Cast, filed: Registered) -> None:
    matter_assign_unit(
        actor=cast.actor("approver"), matter_id=filed.matter_id, unit_id=cast.units["education"], at=cast.at
    )


def _recuse(cast: Cast, filed: Registered) -> None:
    matter_recuse(
        actor=cast.actor("approver"), matter_id=filed.matter_id, officer_id=cast.officers["handler"],
        reason="亲属", at=cast.at,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("goes", "which"), [(_withdraw, 0), (_withdraw, 1), (_move, 0), (_name, 0), (_name, 1), (_recuse, 1)]
)
def test_what_takes_one_another_way_ends_it(cast: Cast, goes: Callable[[Cast, Registered], None], which: int) -> None:
    pair = _merged(cast)
    handler = cast.matter(pair[1]).handler_id
    goes(cast, pair[which])
    link = Link.objects.get()
    assert link.undone_at == cast.at
    if goes is _withdraw and which == 1:
        assert cast.matter(pair[1]).state == State.WITHDRAWN
    elif goes is not _name:  # who may not see it goes, wherever it lies
        assert (cast.matter(pair[1]).state, cast.matter(pair[1]).handler_id) == (State.INVESTIGATING, handler)
    assert _verified(cast)


def test_the_handler_of_the_leading_one_reads_the_other_and_no_petitioner_learns_of_it(cast: Cast) -> None:
    leader, led = _two(cast)
    handler = cast.actor("handler")
    with pytest.raises(MatterNotFound):
        matter_page_for(actor=handler, number=led.number, at=cast.at)
    _merge(cast, led, leader)
    read = matter_page_for(actor=handler, number=led.number, at=cast.at)
    assert [move.action for move in read.moves] == []
    [link] = matter_page_for(actor=handler, number=leader.number, at=cast.at).links
    assert (link.number, link.leads, [request.text for request in link.requests]) == (
        led.number,
        False,
        ["退还多收的钱"],
    )
    pages = [matter_page_of_petitioner(matter_id=registered.matter_id, at=cast.at) for registered in (leader, led)]
    for page, other in zip(pages, (led, leader), strict=True):
        assert page.links == ()
        sentences = "".join(f"{event.sentence}{event.detail}" for event in page.events)
        assert other.number not in sentences and format_matter_number(other.number) not in sentences
    assert [page.with_the_same for page in pages] == [False, True]
    assert "相同的事项" not in "".join(event.sentence for event in pages[0].events)
    matter_unmerge(actor=cast.actor("approver"), matter_id=led.matter_id, at=cast.at)
    with pytest.raises(MatterNotFound):
        matter_page_for(actor=handler, number=led.number, at=cast.at)


def test_no_one_answers_along_what_isnt_merged_or_answered(cast: Cast) -> None:
    leader, led = _merged(cast)
    for filed in (leader, led):
        with pytest.raises(HuiyinError):
            reply_serve_along(actor=cast.actor("handler"), matter_id=filed.matter_id, at=cast.at)
    assert set(Matter.objects.values_list("state", flat=True)) == {State.INVESTIGATING}


def test_a_handler_recused_from_one_doesnt_get_it_by_the_other(cast: Cast) -> None:
    leader, led = _two(cast)
    _recuse(cast, led)
    with pytest.raises(MergeHandlerRecused):
        _merge(cast, led, leader)
