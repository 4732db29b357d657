"""Administrators arrange units, posts, officers, areas, categories and competence over HTTP."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.test import Client

from huiyin.kernel.actor import Role
from huiyin.kernel.time import now
from huiyin.matters.assignment.services import matter_assign_unit
from huiyin.matters.review.services.hearing import HearingDraft, hearing_announce
from huiyin.orgs.errors import MoveInCircle
from huiyin.orgs.selectors import competent_unit, officers_list, posts_of_unit, unit_children, units_by_name
from huiyin.orgs.services import PostPlan, posts_create
from huiyin.reception.services import reception_day_cancel
from tests.cast import SEED, Cast
from tests.desk.conftest import Desk
from tests.reception.house import publish

HOME = "/desk/organisation/"
OWN = "清河湾的石桥有三个拱"


@pytest.fixture
def hand(cast: Cast, desk: Desk) -> Client:
    """The administrator's browser."""
    return desk("administrator")


def test_the_tree_shows_every_unit(cast: Cast, hand: Client) -> None:
    page = hand.get(HOME).text
    assert all(name in page for name in ("云渡县人民政府", "上柳村", "云渡县纪委监委")) and "tree-2" in page
    assert "没有下级单位" in hand.get(f"{HOME}units/{cast.units['village']}/").text


def test_a_unit_is_made_below_another_one(cast: Cast, hand: Client) -> None:
    town = f"{HOME}units/{cast.units['town']}/"
    given = {"name": "下柳村", "short_name": "", "kind": "village", "area": cast.areas["town"]}
    answer: Any = hand.post(town, given, follow=True)
    assert "单位已建立" in answer.text and "下柳村" in answer.text
    answer = hand.post(town, {**given, "phone": "0000-1"})
    assert answer.status_code == 409 and "这里已有“下柳村”" in answer.text and 'value="0000-1"' in answer.text
    assert hand.post(town, {**given, "name": ""}).status_code == 422
    assert [unit.name for unit in unit_children(unit_id=cast.units["town"])] == ["上柳村", "下柳村"]
    hand.post(HOME, {**given, "name": "另一个县", "kind": "county", "area": ""})
    assert units_by_name(text="另一个县")[0].parent_id is None


def test_an_address_that_is_too_long_is_refused_and_not_cut(cast: Cast, hand: Client) -> None:
    town = f"{HOME}units/{cast.units['town']}/"
    given = {"name": "下柳村", "short_name": "", "kind": "village", "area": cast.areas["town"]}
    for field, most in (("phone", 40), ("address", 200)):
        answer = hand.post(town, {**given, field: "1" * (most + 1)})
        assert answer.status_code == 422 and f'value="{"1" * (most + 1)}"' in answer.text
    assert hand.post(town, {**given, "phone": "1" * 40, "address": "1" * 200}).status_code == 302


def test_a_post_is_made_filled_and_vacated_at_once(cast: Cast, hand: Client, desk: Desk) -> None:
    unit = f"{HOME}units/{cast.units['village']}/"
    assert "职位已建立" in hand.post(f"{unit}posts/", {"role": "handler", "name": "办事员"}, follow=True).text
    post = posts_of_unit(unit_id=cast.units["village"])[0]
    assert (post.role, post.officer_id) == (Role.HANDLER, None)
    newcomer = desk("nobody")
    assert newcomer.get("/desk/").status_code == 403
    address = f"{HOME}posts/{post.id}/"
    assert "马上生效" in hand.post(address, {"officer": cast.officers["nobody"]}, follow=True).text
    assert newcomer.get("/desk/").status_code == 200
    hand.post(address, {"officer": ""})
    assert newcomer.get("/desk/").status_code == 403
    assert hand.post(address, {"officer": "999999"}).status_code == 422
    assert hand.get(f"{HOME}posts/999999/").status_code == 404


def test_while_it_is_set_up_a_new_officer_gets_a_code_that_is_shown_once(cast: Cast, hand: Client) -> None:
    given = {"display_name": "新来的", "username": "newcomer", "email": "", "phone": ""}
    answer: Any = hand.post(f"{HOME}officers/", given)
    code = re.search(r"\w{4}-\w{4}-\w{4}-\w{4}", answer.text)
    assert code and answer.headers["Cache-Control"] == "private, no-store"
    assert authenticate(username="newcomer", password=code[0]) is None
    officer = officers_list(text="newcomer")[0]
    page = hand.get(f"{HOME}officers/{officer.id}/").text
    assert "新来的" in page and code[0] not in page
    assert hand.post(f"{HOME}officers/", given).status_code == 409
    assert hand.post(f"{HOME}officers/", {**given, "username": "x"}).status_code == 422
    form = {"username": "newcomer", "code": code[0], "password": OWN, "again": OWN}
    assert Client().post("/accounts/reset/", form).status_code == 302
    assert authenticate(username="newcomer", password=OWN) is not None
    again: Any = hand.post(f"{HOME}officers/{officer.id}/password/", {"way": "code"})
    assert code[0] not in again.text and authenticate(username="newcomer", password=OWN) is not None


def test_shutting_an_account_wants_a_tick_and_is_never_one_s_own(cast: Cast, hand: Client, desk: Desk) -> None:
    address = f"{HOME}officers/{cast.officers['handler']}/"
    assert hand.post(address, {}).status_code == 422
    assert "账号已停用" in hand.post(address, {"sure": "on"}, follow=True).text
    assert desk("handler").get("/desk/").status_code != 200
    own = hand.post(f"{HOME}officers/{cast.officers['administrator']}/", {"sure": "on"})
    assert own.status_code == 422 and "不能停用自己的账号" in own.text
    assert hand.get(HOME).status_code == 200


def test_officers_are_found_by_name_and_come_in_pages(cast: Cast, hand: Client) -> None:
    page = hand.get(f"{HOME}officers/", {"name": "沈秋"}).text
    assert "沈秋白" in page and "方予安" not in page
    assert "没有找到" in hand.get(f"{HOME}officers/", {"name": "没有此人"}).text
    assert [officer.username for officer in officers_list(after="town_leader")] == ["town_registrar"]


def test_areas_categories_and_competence_are_set(cast: Cast, hand: Client) -> None:
    answer = hand.post(
        f"{HOME}areas/", {"name": "上柳村", "code_text": "980101", "parent": cast.areas["town"]}, follow=True
    )
    assert "云渡县 / 柳荫镇 / 上柳村" in answer.text
    refused = hand.post(f"{HOME}areas/", {"name": "别处", "code_text": "980101", "parent": ""})
    assert refused.status_code == 409 and "已被使用" in refused.text
    answer = hand.post(f"{HOME}categories/", {"name": "供暖", "code_text": "T13", "keywords": "暖气 不热",
                                              "parent": cast.categories["T1"]}, follow=True)  # fmt: skip
    assert "住房建设 / 供暖" in answer.text and "暖气 不热" in answer.text
    given = {"category": cast.categories["T12"], "area": cast.areas["town"], "unit_text": "柳荫镇"}
    assert "已设定" in hand.post(f"{HOME}competence/", given, follow=True).text
    found = competent_unit(category_id=cast.categories["T121"], area_id=cast.areas["town"])
    assert found == cast.units["town"]
    assert hand.post(f"{HOME}competence/", {**given, "unit_text": ""}).status_code == 422


def test_a_unit_is_put_under_another_one(cast: Cast, hand: Client) -> None:
    village = f"{HOME}units/{cast.units['village']}/"
    given = {"form": "move", "parent": cast.units["education"]}
    asked: Any = hand.post(village, given)
    assert (
        asked.status_code == 422 and "我知道：谁能指挥它和它的下级" in asked.text and "以后申请的复查" in asked.text
    )
    assert unit_children(unit_id=cast.units["education"]) == []
    answer: Any = hand.post(village, {**given, "sure": "on"}, follow=True)
    assert "上级已调整" in answer.text
    assert [unit.name for unit in unit_children(unit_id=cast.units["education"])] == ["上柳村"]
    circle = hand.post(f"{HOME}units/{cast.units['education']}/", {"form": "move", "parent": cast.units["village"],
                                                                 "sure": "on"})  # fmt: skip
    assert circle.status_code == 422 and MoveInCircle.sentence in circle.text


def test_a_unit_is_closed_only_when_nothing_waits_for_it(cast: Cast, hand: Client) -> None:
    unit_id = cast.units["village"]
    village, given = f"{HOME}units/{unit_id}/", {"form": "close", "sure": "on"}
    assert hand.post(village, {"form": "close"}).status_code == 422
    filed = cast.file()
    cast.accept(filed)
    pk = filed.matter_id
    matter_assign_unit(actor=cast.actor("registrar"), matter_id=pk, unit_id=unit_id, at=cast.at)
    answer: Any = hand.post(village, given)
    assert answer.status_code == 409 and "还有没办完的事项" in answer.text
    matter_assign_unit(actor=cast.actor("mayor"), matter_id=pk, unit_id=cast.units["housing"], at=cast.at)
    plan = PostPlan(unit_id, Role.LEADER, "村主任", cast.officers["nobody"])
    post_id = posts_create(plans=[plan], actor=SEED, at=cast.at)[0].pk
    cast.at = now()
    day_id = publish(cast, by="nobody", unit_id=unit_id, officer_id=cast.officers["nobody"],
                     starts_at=cast.at.replace(hour=1, minute=0) + timedelta(days=3))  # fmt: skip
    assert "还有没到的接访日" in hand.post(village, given).text
    reception_day_cancel(actor=cast.actor("nobody"), day_id=day_id, reason="机构调整", at=cast.at)
    assert "还有在职人员" in hand.post(village, given).text
    hand.post(f"{HOME}posts/{post_id}/", {"officer": ""})
    answer = hand.post(village, given, follow=True)
    assert "单位已撤销" in answer.text and "已撤销" in answer.text


def test_a_unit_with_a_hearing_ahead_stays(cast: Cast, hand: Client) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    hearing = HearingDraft(cast.at + timedelta(days=8), "二楼", cast.officers["approver"], members="", about="收费")
    hearing_announce(actor=cast.actor("handler"), matter_id=filed.matter_id, hearing=hearing, at=cast.at)
    answer: Any = hand.post(f"{HOME}units/{cast.units['housing']}/", {"form": "close", "sure": "on"})
    assert answer.status_code == 409 and "还有没开的听证" in answer.text


def test_a_category_is_revised(cast: Cast, hand: Client) -> None:
    address, pk = f"{HOME}categories/", cast.categories["T111"]
    assert 'value="物业费 收费 涨价"' in hand.get(f"{address}?revise={pk}").text
    given = {
        "form": "revise",
        "category": pk,
        "name": "物业服务收费",
        "code_text": "T111",
        "keywords": "物业费 停车费",
    }
    answer: Any = hand.post(address, given, follow=True)
    assert "已修改" in answer.text and "物业服务收费" in answer.text and "停车费" in answer.text
    assert hand.post(address, {**given, "name": ""}).status_code == 422
