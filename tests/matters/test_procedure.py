"""The simple procedure: three and ten working days, and back to the ordinary one with its clock (简易办理办法)."""

from datetime import UTC, datetime

import pytest
from tests.cast import Cast

from huiyin.clocks.models import Clock
from huiyin.kernel.actor import petitioner
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.acceptance.rules import Route
from huiyin.matters.acceptance.services import matter_accept
from huiyin.matters.core.errors import MoveNotAllowed
from huiyin.matters.core.rules.states import Procedure
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.delivery.services import reply_serve
from huiyin.matters.joint.services.joint import cosigners_add
from huiyin.matters.messages.services.petitioner import petitioner_write
from huiyin.matters.messages.services.work import matter_ask
from huiyin.matters.procedure.errors import OrdinaryReasonMissing, SimpleNotPossible, SimpleReasonMissing
from huiyin.matters.procedure.services import matter_make_ordinary
from huiyin.matters.register.services.register import Registered
from huiyin.vault.services import IdentityDraft


def _accept_simply(cast: Cast, filed: Registered, reason: str = "事实清楚，争议不大") -> None:
    matter_accept(
        actor=cast.actor("registrar"),
        matter_id=filed.matter_id,
        procedure=Procedure.SIMPLE,
        reason=reason,
        at=cast.at,
    )


def _clocks(filed: Registered) -> dict[str, Clock]:
    return {clock.code: clock for clock in Clock.objects.filter(subject_id=filed.matter_id)}


def _make_ordinary(cast: Cast, filed: Registered, reason: str = "要到现场查看") -> None:
    matter_make_ordinary(actor=cast.actor("registrar"), matter_id=filed.matter_id, reason=reason, at=cast.at)


def test_ten_working_days_run_beside_the_ordinary_time(cast: Cast) -> None:
    """Filed on Monday 2 March, accepted on Wednesday: ten working days end on 18 March, sixty days on 6 May."""
    filed = cast.file()
    cast.later(days=2)
    _accept_simply(cast, filed)
    clocks = _clocks(filed)
    assert office_day(clocks["simple_answer"].due_at).isoformat() == "2026-03-18"
    assert clocks["answer"].stopped_at is None
    assert office_day(clocks["answer"].started_at).isoformat() == "2026-03-04"
    decided = clocks["simple_accept"]
    assert (decided.started_at, decided.outcome) == (cast.matter(filed).received_at, "met")
    assert office_day(decided.due_at).isoformat() == "2026-03-05"
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert page.procedure_label == "简易程序"
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_a_late_decision_is_written_down_as_late(cast: Cast) -> None:
    """Over a weekend: received on Friday 6 March, three working days end on Wednesday the 11th."""
    cast.at = datetime(2026, 3, 6, 1, 0, tzinfo=UTC)
    filed = cast.file()
    cast.at = datetime(2026, 3, 12, 1, 0, tzinfo=UTC)
    _accept_simply(cast, filed)
    clock = _clocks(filed)["simple_accept"]
    assert (office_day(clock.due_at).isoformat(), clock.outcome) == ("2026-03-11", "late")


def test_back_to_the_ordinary_procedure_nothing_is_reset(cast: Cast) -> None:
    filed = cast.file()
    _accept_simply(cast, filed)
    before = _clocks(filed)["answer"]
    cast.later(days=5)
    with pytest.raises(OrdinaryReasonMissing):
        _make_ordinary(cast, filed, reason=" ")
    _make_ordinary(cast, filed)
    after = _clocks(filed)
    assert (after["answer"].started_at, after["answer"].due_at) == (before.started_at, before.due_at)
    assert (after["simple_answer"].outcome, after["answer"].outcome) == ("met", "")
    assert cast.matter(filed).procedure == "ordinary"
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert "要到现场查看" in page.events[-1].sentence
    with pytest.raises(MoveNotAllowed):
        _make_ordinary(cast, filed)
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_an_answer_meets_both(cast: Cast) -> None:
    filed = cast.approved_simply()
    reply_serve(actor=cast.actor("handler"), matter_id=filed.matter_id, at=cast.at)
    assert {code: clock.outcome for code, clock in _clocks(filed).items() if "answer" in code} == {
        "answer": "met", "answer_promise": "met", "answer_limit": "met", "simple_answer": "met",
    }  # fmt: skip


def test_what_many_have_signed_is_not_handled_simply(cast: Cast) -> None:
    filed = cast.file()
    cosigners_add(
        actor=cast.actor("registrar"), matter_id=filed.matter_id,
        people=[IdentityDraft(name="谷小满", phone="19900001235")], at=cast.at,
    )  # fmt: skip
    with pytest.raises(SimpleNotPossible):
        _accept_simply(cast, filed)


def test_it_needs_its_reason_and_a_matter_that_fits(cast: Cast) -> None:
    with pytest.raises(SimpleReasonMissing):
        _accept_simply(cast, cast.file(), reason="")
    with pytest.raises(SimpleNotPossible):
        _accept_simply(cast, cast.file(kind="accusation"))
    with pytest.raises(SimpleNotPossible):
        matter_accept(
            actor=cast.actor("registrar"), matter_id=cast.file().matter_id, procedure=Procedure.SIMPLE,
            reason="事实清楚", route=Route.DUTY, at=cast.at,
        )  # fmt: skip
    for kind in ("suggestion", "inquiry", "claim"):
        filed = cast.file(kind=kind)
        _accept_simply(cast, filed)
        assert "simple_answer" in _clocks(filed)


def test_a_question_is_an_itemised_wait_and_stops_no_clock(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    due = {code: (clock.due_at, clock.stopped_at) for code, clock in _clocks(filed).items()}
    matter_ask(actor=cast.actor("handler"), matter_id=filed.matter_id, body="请补充物业费收据", at=cast.at)
    cast.later(days=3)
    actor = cast.actor("handler")
    for page in (
        matter_page_for(actor=actor, number=filed.number, at=cast.at),
        matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at),
    ):
        (wait,) = page.waits
        assert (wait.what, wait.days, wait.until) == ("请补充物业费收据", 3, None)
    assert due == {code: (clock.due_at, clock.stopped_at) for code, clock in _clocks(filed).items()}
    petitioner_write(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, body="收据在附件里", at=cast.at)
    answered = cast.at
    cast.later(days=9)
    (wait,) = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at).waits
    assert (wait.until, wait.days) == (answered, 3)
