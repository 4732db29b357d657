"""What keeps a unit from being closed: whatever waits for it, and nothing that it has done with."""

from datetime import date

from tests.cast import Cast
from tests.matters.above import answer_at_station, ask, decide, staff_above

from huiyin.kernel.actor import system
from huiyin.matters.core.selectors.holding import unit_has_matters
from huiyin.matters.handover.services.assist import AssistAsk, matter_ask_assist, matter_contribute


def _held(cast: Cast, *units: str) -> set[str]:
    return {unit for unit in units if unit_has_matters(unit_id=cast.units[unit], actor=system("closing"))}


def test_who_decides_a_review_is_waited_for_until_it_is_decided(cast: Cast) -> None:
    staff_above(cast)
    filed = cast.file()
    assert _held(cast, "office", "housing", "station") == {"office"}
    answer_at_station(cast, filed)
    assert _held(cast, "office", "housing", "station") == {"station"}
    ask(cast, filed)
    assert _held(cast, "housing", "station") == {"housing", "station"}
    decide(cast, filed, "bureau_reviewer")
    assert _held(cast, "housing", "station") == {"station"}


def test_who_helps_is_waited_for_until_it_has_answered(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    helping = AssistAsk(cast.units["town"], "请走访一次", date(2026, 3, 12))
    matter_ask_assist(actor=cast.actor("handler"), matter_id=filed.matter_id, asks=[helping], at=cast.at)
    assert _held(cast, "town", "housing", "education") == {"town", "housing"}
    matter_contribute(
        actor=cast.actor("town_registrar"), matter_id=filed.matter_id, contribution="已走访", at=cast.at
    )
    assert _held(cast, "town", "housing") == {"housing"}
