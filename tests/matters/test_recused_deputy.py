"""Whoever stands in for an officer who stands aside sees nothing of the matter either, whatever post they hold."""

from datetime import date, timedelta

import pytest
from tests.cast import Cast

from huiyin.flows.clock_round import clock_round
from huiyin.kernel.actor import Actor
from huiyin.kernel.time import office_day
from huiyin.matters.core.errors import MatterNotFound
from huiyin.matters.core.selectors.gate import matter_get_for
from huiyin.matters.core.selectors.page import matter_page_for
from huiyin.matters.lists.selectors.lists import WorkList, matter_list_for, work_lists_of
from huiyin.matters.messages.services.work import matter_note
from huiyin.matters.models import Matter
from huiyin.matters.recusal.services import matter_recuse
from huiyin.matters.register.services.register import Registered
from huiyin.matters.search.selectors.search import matter_search_for
from huiyin.notices.models import Notice
from huiyin.orgs.selectors import actor_for
from huiyin.orgs.services import leave_set
from huiyin.routing.selectors import same_matters

DEPUTY, AWAY = "drafting_approver", "approver"
TEXT = "云水小区三号楼电梯停运三周，老人无法下楼，物业说没有维修资金。"


def _near_to_the_approver(cast: Cast) -> Registered:
    filed = cast.file(text=TEXT)
    cast.to_handler(filed)
    matter_recuse(
        actor=cast.actor("housing_leader"), matter_id=filed.matter_id, officer_id=cast.officers[AWAY],
        reason="和信访人是亲戚", at=cast.at,
    )  # fmt: skip
    return filed


@pytest.fixture
def filed(cast: Cast) -> Registered:
    """A matter of the housing bureau; one approver is near to it and is away, another one stands in for them."""
    filed = _near_to_the_approver(cast)
    cast.draft(filed)
    return filed


def _stand_in(cast: Cast, days: int = 5) -> date:
    today = office_day(cast.at)
    leave_set(
        officer_id=cast.officers[AWAY], deputy_id=cast.officers[DEPUTY], starts_on=today,
        ends_on=today + timedelta(days=days), actor=cast.actor(AWAY), at=cast.at,
    )  # fmt: skip
    return today


def _deputy(cast: Cast, on: date) -> Actor:
    return actor_for(officer_id=cast.officers[DEPUTY], on=on)


def _shown(cast: Cast, actor: Actor) -> dict[str, bool]:
    """In which of all the ways in which an officer comes upon a matter this one is come upon."""
    matter = Matter.objects.get()
    lists = {
        f"list {work_list}": bool(matter_list_for(actor=actor, work_list=work_list).rows)
        for work_list in WorkList
        if work_list in work_lists_of(actor)
    }
    same = same_matters(actor=actor, text=TEXT, place="", area_id=None, category_id=None, at=cast.at)
    try:
        page = bool(matter_page_for(actor=actor, number=matter.number, at=cast.at))
    except MatterNotFound:
        page = False
    return lists | {
        "page": page,
        "number": bool(matter_search_for(actor=actor, text=matter.number)),
        "word": bool(matter_search_for(actor=actor, text="电梯停运")),
        "same": bool(same),
    }


def test_the_deputy_comes_upon_it_nowhere(cast: Cast, filed: Registered) -> None:
    today = office_day(cast.at)
    before = _shown(cast, _deputy(cast, today))
    assert before["page"] and before["number"] and before["word"] and before["same"]
    assert before[f"list {WorkList.APPROVALS}"], "with a post of their own they see it"
    _stand_in(cast)
    assert not any(_shown(cast, _deputy(cast, today)).values())
    assert _shown(cast, _deputy(cast, today + timedelta(days=6))) == before, "until the absence is over"


def test_the_deputy_can_do_nothing_with_it(cast: Cast, filed: Registered) -> None:
    today = _stand_in(cast)
    with pytest.raises(MatterNotFound):
        matter_get_for(actor=_deputy(cast, today), matter_id=filed.matter_id)
    with pytest.raises(MatterNotFound):
        matter_note(actor=_deputy(cast, today), matter_id=filed.matter_id, body="看一看", at=cast.at)


def test_the_deputy_is_not_notified_of_it(cast: Cast) -> None:
    """Neither for whom they stand in nor in their own post: a notice would name what the gate hides."""
    apart, near = cast.file(), _near_to_the_approver(cast)
    cast.to_handler(apart)
    Notice.objects.all().delete()
    _stand_in(cast, days=60)
    for filed in (apart, near):
        cast.draft(filed)
    for _ in range(4):
        cast.later(days=14)
        clock_round(at=cast.at)
    deputys = Notice.objects.filter(officer_id=cast.officers[DEPUTY])
    assert {notice.params["number"] for notice in deputys} == {apart.number}
    assert Notice.objects.filter(params__number=near.number).exclude(officer_id=None).exists()
