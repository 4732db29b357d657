"""After a recheck too the matter waits for what the answer has promised."""

from datetime import timedelta

import pytest
from tests.cast import Cast
from tests.matters.above import decide, staff_above, to_recheck

from huiyin.clocks.models import Clock
from huiyin.flows.clock_round import clock_round
from huiyin.flows.supervision_round import supervision_round
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.carrying_out.selectors import call_backs_owed
from huiyin.matters.carrying_out.services import StepDraft, step_done
from huiyin.matters.core.errors import MoveNotOpen
from huiyin.matters.core.rules.states import State
from huiyin.matters.core.selectors.sweep import stuck_matters
from huiyin.matters.register.services.register import Registered
from huiyin.matters.review.rules import ReviewLevel
from huiyin.matters.review.services.review import review_ask
from huiyin.matters.withdrawal.services import matter_withdraw
from huiyin.supervision.models import Supervision


@pytest.fixture
def decided(cast: Cast) -> Registered:
    """Rechecked, with two promises open."""
    staff_above(cast)
    filed = cast.file()
    days = (office_day(cast.at) + timedelta(days=10 * number) for number in (1, 2))
    to_recheck(cast, filed, [StepDraft(f"第{number}步", day) for number, day in enumerate(days, 1)])
    decide(cast, filed, "reviewer", ReviewLevel.RECHECK)
    return filed


def _running(filed: Registered) -> set[tuple[str, int]]:
    running = Clock.objects.filter(subject_id=filed.matter_id, stopped_at=None)
    return set(running.values_list("code", "round"))


def test_it_ends_with_the_last_step_no_matter_who_records_it(cast: Cast, decided: Registered) -> None:
    assert cast.matter(decided).state == State.CARRYING_OUT
    assert {("step", 1), ("step", 2)} == _running(decided)
    assert stuck_matters() == []
    assert clock_round(at=cast.later(days=5)).closed == 0
    step_done(actor=cast.actor("station_handler"), matter_id=decided.matter_id, position=1, note="已修好", at=cast.at)
    assert cast.matter(decided).is_open
    step_done(actor=cast.petitioner(decided), matter_id=decided.matter_id, position=2, at=cast.at)
    matter = cast.matter(decided)
    assert (matter.state, matter.closed_at) == (State.FINALISED, cast.at)
    assert {code for code, _round in _running(decided)} == {"follow_up"}
    assert [owed.number for owed in call_backs_owed(actor=cast.actor("registrar"), at=cast.at)] == [decided.number]
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_a_late_promise_is_supervised_and_nothing_else_is_open(cast: Cast, decided: Registered) -> None:
    supervision_round(at=cast.later(days=12))
    assert Supervision.objects.filter(matter=decided.matter_id, trigger="not_carried_out").exists()
    with pytest.raises(MoveNotOpen):
        matter_withdraw(actor=cast.petitioner(decided), matter_id=decided.matter_id, at=cast.at)
    with pytest.raises(MoveNotOpen):
        review_ask(actor=cast.petitioner(decided), matter_id=decided.matter_id, level=ReviewLevel.RECHECK,
                   grounds="不服", at=cast.at)  # fmt: skip


def test_without_a_promise_it_ends_at_once(cast: Cast) -> None:
    staff_above(cast)
    filed = cast.file()
    to_recheck(cast, filed)
    decide(cast, filed, "reviewer", ReviewLevel.RECHECK)
    assert cast.matter(filed).state == State.FINALISED
