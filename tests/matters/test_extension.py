"""More time: the handler asks, the head of the unit decides, once, and the petitioner is told (条例 Art 34)."""

from datetime import timedelta

import pytest
from tests.cast import Cast

from huiyin.clocks.models import Clock
from huiyin.clocks.selectors import clocks_for_many
from huiyin.clocks.services import ExtensionAlreadyGiven, ExtensionTooLate, ExtensionTooLong
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.assignment.services import matter_assign_handler, matter_assign_unit
from huiyin.matters.core.errors import MoveNotAllowed, MoveNotOpen
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.delivery.services import reply_serve
from huiyin.matters.extension.errors import (
    ExtensionAskedAlready,
    ExtensionNotAsked,
    OwnExtension,
    RefusalUnexplained,
    TimeReasonMissing,
)
from huiyin.matters.extension.services import extension_ask, extension_grant, extension_refuse
from huiyin.matters.models import ExtensionAsk
from huiyin.matters.register.services.register import Registered
from huiyin.matters.reply.services.reply import reply_approve
from huiyin.notices.models import Notice

REASON = "要等第三方检测电梯"


def _ask(cast: Cast, filed: Registered, *, who: str = "handler", days: int = 20, reason: str = REASON) -> None:
    extension_ask(actor=cast.actor(who), matter_id=filed.matter_id, days=days, reason=reason, at=cast.at)


def _grant(cast: Cast, filed: Registered, who: str = "approver") -> None:
    extension_grant(actor=cast.actor(who), matter_id=filed.matter_id, at=cast.at)


def _answer_due(filed: Registered) -> Clock:
    return Clock.objects.get(subject_id=filed.matter_id, code="answer")


@pytest.fixture
def filed(cast: Cast) -> Registered:
    """With its handler; the answer is due on 6 May 2026, after Labour Day."""
    found = cast.file()
    cast.to_handler(found)
    return found


def test_an_extension_is_notified_with_its_reason_and_the_new_day(cast: Cast, filed: Registered) -> None:
    before = _answer_due(filed).due_at
    _ask(cast, filed)
    assert "电梯" not in str(matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at).events)
    notices = Notice.objects.filter(template="matter_news").count()
    cast.later(days=20)
    _grant(cast, filed)
    clock = _answer_due(filed)
    assert clock.due_at == before + timedelta(days=20)
    assert Notice.objects.filter(template="matter_news").count() == notices + 1
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    (extension,) = next(clock for clock in page.clocks if clock.code == "answer").extensions
    assert (extension.days, extension.reason, extension.approver) == (20, REASON, "云渡县住房和城乡建设局")
    assert page.extension_asks == ()
    sentence = page.events[-1].sentence
    assert REASON in sentence and f"{office_day(clock.due_at).month}月" in sentence and "20 天" in sentence
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_the_earliest_due_date_follows(cast: Cast, filed: Registered) -> None:
    """Late with the house's promise, the law's date may be the first one that is still to come."""
    _ask(cast, filed)
    _grant(cast, filed)
    # What a unit may still do isn't due.
    clocks = clocks_for_many(subject_ids=[filed.matter_id], at=cast.at)[filed.matter_id]
    due = [clock.due_at for clock in clocks if clock.stopped_at is None and clock.bound != "unit"]
    assert cast.matter(filed).next_due_at == min(due)


def test_refused_the_time_stays(cast: Cast, filed: Registered) -> None:
    before = _answer_due(filed).due_at
    _ask(cast, filed)
    with pytest.raises(RefusalUnexplained):
        extension_refuse(actor=cast.actor("approver"), matter_id=filed.matter_id, reason=" ", at=cast.at)
    extension_refuse(actor=cast.actor("housing_leader"), matter_id=filed.matter_id, reason="检测已经出来", at=cast.at)
    assert _answer_due(filed).due_at == before
    (ask,) = matter_page_for(actor=cast.actor("handler"), number=filed.number, at=cast.at).extension_asks
    assert (ask.granted, ask.decision_reason) == (False, "检测已经出来")
    assert "检测已经出来" not in str(matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at))
    _ask(cast, filed)  # a better reason may be found


def test_no_one_decides_on_their_own_request(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed, handler="drafting_approver")
    _ask(cast, filed, who="drafting_approver")
    with pytest.raises(OwnExtension):
        _grant(cast, filed, "drafting_approver")
    with pytest.raises(OwnExtension):
        extension_refuse(
            actor=cast.actor("drafting_approver"), matter_id=filed.matter_id, reason="不用了", at=cast.at
        )
    _grant(cast, filed)


@pytest.mark.parametrize("who", ["handler", "housing_registrar"])
def test_only_the_head_of_the_unit_or_who_commands_it_decides(cast: Cast, filed: Registered, who: str) -> None:
    _ask(cast, filed)
    with pytest.raises(MoveNotAllowed):
        _grant(cast, filed, who)
    _grant(cast, filed, "mayor")


def test_once_and_within_the_days_of_the_article(cast: Cast, filed: Registered) -> None:
    for days in (0, 31):
        with pytest.raises(ExtensionTooLong):
            _ask(cast, filed, days=days)
    with pytest.raises(TimeReasonMissing):
        _ask(cast, filed, reason="")
    _ask(cast, filed, days=1)
    with pytest.raises(ExtensionAskedAlready):
        _ask(cast, filed)
    _grant(cast, filed)
    with pytest.raises(ExtensionNotAsked):
        _grant(cast, filed)
    with pytest.raises(ExtensionAlreadyGiven):
        _ask(cast, filed)


def test_after_the_due_date_it_is_too_late(cast: Cast, filed: Registered) -> None:
    _ask(cast, filed)
    cast.later(days=70)
    with pytest.raises(ExtensionTooLate):
        _grant(cast, filed)
    assert ExtensionAsk.objects.get().decided_at is None
    extension_refuse(actor=cast.actor("approver"), matter_id=filed.matter_id, reason="已经过期", at=cast.at)
    with pytest.raises(ExtensionTooLate):
        _ask(cast, filed)


def test_there_is_none_for_other_kinds(cast: Cast) -> None:
    filed = cast.file(kind="suggestion")
    cast.to_handler(filed)
    with pytest.raises(MoveNotAllowed):
        _ask(cast, filed)


def test_anyone_who_has_it_by_then_decides(cast: Cast, filed: Registered) -> None:
    """Given on while it waits: the request isn't lost, the new unit's head decides; the mayor above may, too."""
    _ask(cast, filed)
    matter_assign_unit(
        actor=cast.actor("approver"), matter_id=filed.matter_id, unit_id=cast.units["education"], at=cast.at
    )
    _grant(cast, filed, "mayor")
    assert ExtensionAsk.objects.get().granted


def test_an_answer_ends_the_wait_for_a_decision(cast: Cast, filed: Registered) -> None:
    _ask(cast, filed)
    cast.draft(filed)
    reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    reply_serve(actor=cast.actor("handler"), matter_id=filed.matter_id, at=cast.at)
    ask = ExtensionAsk.objects.get()
    assert (ask.granted, ask.decided_by) == (False, None)
    with pytest.raises(MoveNotOpen):
        _grant(cast, filed)


def test_where_no_one_heads_the_unit_the_leader_above_is_notified(cast: Cast) -> None:
    """The education bureau has neither an approver nor a leader: the nearest leader above decides."""
    filed = cast.file()
    cast.accept(filed)
    matter_assign_unit(
        actor=cast.actor("registrar"), matter_id=filed.matter_id, unit_id=cast.units["education"], at=cast.at
    )
    matter_assign_handler(
        actor=cast.actor("education_registrar"),
        matter_id=filed.matter_id,
        officer_id=cast.officers["education_handler"],
        at=cast.at,
    )
    _ask(cast, filed, who="education_handler")
    waiting = Notice.objects.filter(template="approval_waiting").values_list("officer_id", flat=True)
    assert list(waiting) == [cast.officers["mayor"]]
