"""Taking a matter in person, at the desk."""

from datetime import timedelta

import pytest

from huiyin.kernel.time import now, office_day
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.desk.hands import Hand, codes

pytestmark = pytest.mark.django_db


def test_a_leader_takes_it_says_how_it_goes_on_and_passes_it_on(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    leader, mayor = Hand(desk("housing_leader")), Hand(desk("mayor"))
    assert "sponsor" in codes(leader.look(filed))
    half = leader.send(filed, "sponsor", plan="到现场", step_1="看现场")
    assert (half.status_code, "请写明这一步哪天完成" in half.text) == (422, True)
    day = (office_day(now()) + timedelta(days=5)).isoformat()
    # Neither a day that stands alone is lost, nor one that can't be read.
    for typed in (day, "2026年底"):
        other = leader.send(filed, "sponsor", plan="到现场", step_1="看现场", day_1=day, step_2=" ", day_2=typed)
        assert (other.status_code, "请写明这一步做什么" in other.text, typed in other.text) == (422, True, True)
    page = leader.do(filed, "sponsor", plan="到现场听意见", step_1="看现场", day_1=day).text
    assert "到现场听意见" in page
    assert "sponsor" not in codes(page)
    assert {"reach_milestone", "hand_on_sponsor"} <= codes(page)
    assert not {"sponsor", "reach_milestone"} & codes(mayor.look(filed))
    assert "看过了" in leader.do(filed, "reach_milestone", step="1", note="看过了").text
    leader.do(filed, "hand_on_sponsor", officer=str(cast.officers["mayor"]), reason="工作调动")
    assert "hand_on_sponsor" in codes(mayor.look(filed))
