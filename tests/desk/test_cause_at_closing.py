"""Whoever closes a matter is asked why it came about, on the same page; both are done or neither."""

import re

import pytest

from huiyin.matters.core.rules.states import Grade, State
from huiyin.matters.models import Cause, Event
from huiyin.matters.rating.services import matter_rate
from huiyin.matters.register.services.register import Registered
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.desk.hands import Hand, address


@pytest.fixture
def rated(cast: Cast) -> Registered:
    filed = cast.file()
    cast.answer(filed)
    matter_rate(
        actor=cast.petitioner(filed), matter_id=filed.matter_id, of_office=Grade.SATISFIED, of_unit=Grade.SATISFIED,
        words="", at=cast.at,
    )  # fmt: skip
    return filed


def _last_steps(filed: Registered) -> list[str]:
    return list(Event.objects.filter(matter=filed.matter_id).order_by("version").values_list("kind", flat=True))[-2:]


def test_closing_asks_for_the_cause_and_writes_down_both(cast: Cast, desk: Desk, rated: Registered) -> None:
    hand = Hand(desk("housing_registrar"))
    assert "机关方面没有原因" in hand.client.get(f"{address(rated)}?move=close").text
    assert hand.send(rated, "close", causes=["inactive", "manner"], note="拖了两周才去看").status_code == 302
    assert cast.matter(rated).state == State.CLOSED
    assert Cause.objects.get().codes == "inactive manner"
    assert _last_steps(rated) == ["matters.cause.found", "matters.matter.closed"]


def test_a_cause_is_not_demanded(cast: Cast, desk: Desk, rated: Registered) -> None:
    assert Hand(desk("housing_registrar")).send(rated, "close").status_code == 302
    assert cast.matter(rated).state == State.CLOSED and not Cause.objects.exists()


@pytest.mark.parametrize(("causes", "note"), [(["none", "manner"], ""), ([], "拖了两周才去看")])
def test_what_is_no_cause_closes_nothing(
    cast: Cast, desk: Desk, rated: Registered, causes: list[str], note: str
) -> None:
    page = Hand(desk("housing_registrar")).send(rated, "close", causes=causes, note=note)
    assert page.status_code == 422
    assert cast.matter(rated).state == State.RATED and not Cause.objects.exists()


def test_what_stands_already_is_not_written_down_twice(cast: Cast, desk: Desk, rated: Registered) -> None:
    hand = Hand(desk("housing_registrar"))
    assert hand.send(rated, "find_cause", causes=["policy"], note="").status_code == 302
    opened = hand.client.get(f"{address(rated)}?move=close").text
    assert re.search(r'value="policy"[^>]* id="close-causes_3" checked', opened)
    assert hand.send(rated, "close", causes=["policy"], note="").status_code == 302
    assert Cause.objects.count() == 1
