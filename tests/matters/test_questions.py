"""What the petitioner asks has a promise of its own, and an answer that is just an answer."""

from datetime import date

import pytest
from tests.cast import Cast

from huiyin.clocks.models import Clock
from huiyin.kernel.actor import petitioner, system
from huiyin.kernel.time import office_day
from huiyin.ledger.services import ledger_verify
from huiyin.matters.closing.services import matter_close
from huiyin.matters.core.errors import MoveNotOpen
from huiyin.matters.core.rules.states import MessageKind, State
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.core.selectors.rounds import matters_past_window
from huiyin.matters.messages.errors import MessageMissing, MessageRepeated, NothingAsked
from huiyin.matters.messages.services.petitioner import petitioner_question
from huiyin.matters.messages.services.work import matter_answer, matter_ask
from huiyin.matters.models import Message
from huiyin.matters.register.services.register import Registered
from huiyin.matters.withdrawal.services import matter_withdraw
from huiyin.notices.models import Notice

pytestmark = pytest.mark.django_db


def _handled(cast: Cast) -> Registered:
    filed = cast.file()
    cast.to_handler(filed)
    return filed


def _ask(cast: Cast, filed: Registered, body: str = "什么时候来修？") -> None:
    petitioner_question(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, body=body, at=cast.at)


def _answer(cast: Cast, filed: Registered, who: str = "handler", body: str = "周五派人来。") -> None:
    matter_answer(actor=cast.actor(who), matter_id=filed.matter_id, body=body, at=cast.at)


def _clocks(filed: Registered) -> list[Clock]:
    return list(Clock.objects.filter(subject_id=filed.matter_id, code="question").order_by("round"))


def test_a_question_is_promised_an_answer_and_the_answer_ends_the_promise(cast: Cast) -> None:
    filed = _handled(cast)
    _ask(cast, filed)
    (clock,) = _clocks(filed)
    assert office_day(clock.due_at) == date(2026, 3, 5)
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert any(clock.sentence.startswith("我们承诺 2026年3月5日 前回答您的提问") for clock in page.clocks)
    assert [question.body for question in page.questions_open] == ["什么时候来修？"]
    news = Notice.objects.filter(template="matter_news").count()
    cast.later(days=1)
    _answer(cast, filed)
    (clock,) = _clocks(filed)
    assert (clock.stopped_at, clock.outcome) == (cast.at, "met")
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert page.questions_open == ()
    assert [(message.kind, message.body, message.office) for message in page.messages][-1] == (
        "answer", "周五派人来。", "云渡县住房和城乡建设局",
    )  # fmt: skip
    assert Notice.objects.filter(template="matter_news").count() == news + 1
    assert ledger_verify().problems == []


def test_an_answer_starts_no_wait_and_no_clock(cast: Cast) -> None:
    filed = _handled(cast)
    before = set(Clock.objects.values_list("pk", "stopped_at"))
    due = cast.matter(filed).next_due_at
    _answer(cast, filed, body="配件到了会告诉您。")
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert page.waits == ()
    assert set(Clock.objects.values_list("pk", "stopped_at")) == before
    assert (cast.matter(filed).next_due_at, page.state) == (due, State.INVESTIGATING)
    with pytest.raises(MessageMissing):
        _answer(cast, filed, body=" ")


def test_each_question_has_its_own_time_and_one_answer_answers_all(cast: Cast) -> None:
    filed = _handled(cast)
    _ask(cast, filed)
    with pytest.raises(MessageRepeated):
        _ask(cast, filed)
    cast.later(days=1)
    _ask(cast, filed, "要停多久？")
    assert [office_day(clock.due_at) for clock in _clocks(filed)] == [date(2026, 3, 5), date(2026, 3, 6)]
    cast.later(days=3)
    _answer(cast, filed)
    assert [(clock.round, clock.outcome) for clock in _clocks(filed)] == [(1, "late"), (2, "met")]
    _ask(cast, filed, "修好了吗？")
    assert [(clock.round, clock.stopped_at is None) for clock in _clocks(filed)] == [
        (1, False),
        (2, False),
        (3, True),
    ]


def test_anyone_who_asks_back_has_answered_and_the_office_asking_back_has_not(cast: Cast) -> None:
    filed = _handled(cast)
    matter_ask(actor=cast.actor("handler"), matter_id=filed.matter_id, body="哪一幢？", at=cast.at)
    _ask(cast, filed, "三幢。要我在家吗？")
    assert Message.objects.get(kind=MessageKind.ASK).answered_at == cast.at
    matter_ask(actor=cast.actor("handler"), matter_id=filed.matter_id, body="几点方便？", at=cast.at)
    assert _clocks(filed)[0].stopped_at is None


def test_a_question_stays_owed_after_the_end_and_closes_nothing_early(cast: Cast) -> None:
    filed = cast.file()
    cast.answer(filed)
    _ask(cast, filed)
    cast.later(days=10)  # the promise is over, the petitioner's window isn't
    assert matters_past_window(at=cast.at, limit=10) == []
    cast.later(days=40)
    assert matters_past_window(at=cast.at, limit=10) == [filed.matter_id]
    matter_close(actor=system("tick"), matter_id=filed.matter_id, at=cast.at)
    assert _clocks(filed)[0].stopped_at is None
    page = matter_page_for(actor=cast.actor("handler"), number=filed.number, at=cast.at)
    assert page.can("answer")
    _answer(cast, filed)
    assert _clocks(filed)[0].outcome == "late"
    with pytest.raises(NothingAsked):
        _answer(cast, filed, body="再补一句。")


def test_a_withdrawal_ends_the_promise(cast: Cast) -> None:
    filed = _handled(cast)
    _ask(cast, filed)
    matter_withdraw(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, at=cast.at)
    assert _clocks(filed)[0].outcome == "void"
    with pytest.raises(MoveNotOpen):
        _answer(cast, filed)
