"""What a unit still owes stands on the desk: recommendations to answer, open steps of leaders' plans."""

from datetime import timedelta

import pytest

from huiyin.kernel.time import now, office_day
from huiyin.matters.recommendation.services import RecommendationDraft, recommendation_send
from huiyin.matters.sponsor.services.sponsor import MilestoneDraft, matter_sponsor
from tests.cast import Cast
from tests.desk.conftest import Desk

pytestmark = pytest.mark.django_db


def test_the_overview_names_a_recommendation_until_it_is_answered(cast: Cast, desk: Desk) -> None:
    draft = RecommendationDraft("improvement", cast.units["housing"], "电梯常停运", "建立台账")
    pk = recommendation_send(actor=cast.actor("office_leader"), draft=draft, at=now())
    address = f"/desk/supervision/recommendations/{pk}/"
    for name, owed in (
        ("approver", True),
        ("housing_leader", True),
        ("office_leader", False),
        ("town_leader", False),
    ):
        assert (address in desk(name).get("/desk/").text) is owed
    desk("housing_leader").post(address, {"adopted": "yes", "reply": "下月起。"})
    assert address not in desk("housing_leader").get("/desk/").text


def test_open_steps_of_plans_are_listed_for_the_leader_and_those_above(cast: Cast, desk: Desk) -> None:
    cast.at = now()
    filed = cast.file()
    cast.to_handler(filed)
    steps = [MilestoneDraft(text, office_day(cast.at) + timedelta(days=4)) for text in ("到小区现场", "方案公示")]
    leader = cast.actor("housing_leader")
    matter_sponsor(actor=leader, matter_id=filed.matter_id, plan="一周内到现场", milestones=steps, at=cast.at)
    own = desk("housing_leader")
    page = own.get("/desk/supervision/sponsored/").text
    assert "到小区现场" in page and f"{filed.number}/?move=reach_milestone" in page
    above = desk("mayor").get("/desk/supervision/sponsored/").text
    assert "方案公示" in above and "move=reach_milestone" not in above
    assert "到小区现场" in own.get("/desk/").text
    for name in ("town_leader", "office_leader"):
        assert "到小区现场" not in desk(name).get("/desk/supervision/sponsored/").text
    own.post(
        f"/desk/matters/{filed.number}/reach_milestone/",
        {"step": "1", "note": "看过了", "seen": str(cast.matter(filed).version)},
    )
    page = own.get("/desk/supervision/sponsored/").text
    assert "到小区现场" not in page and "方案公示" in page
