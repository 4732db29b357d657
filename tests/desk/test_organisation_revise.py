"""Administrators correct units, posts, officers, areas, categories and competence over HTTP."""

import re
from typing import Any

import pytest
from django.test import Client

from huiyin.kernel.actor import Role
from huiyin.ledger.models import Entry
from huiyin.orgs.errors import LastOffice, MoveInCircle, NameTaken
from huiyin.orgs.grant_errors import IndependenceNotAllowed
from huiyin.orgs.selectors import (
    area_tree,
    category_search,
    competence_views,
    competent_unit,
    officer_view,
    post_view,
    posts_of_officer,
    unit_view,
)
from tests.cast import Cast
from tests.desk.conftest import Desk

HOME = "/desk/organisation/"
SURE = "我看过了，就这样改"


@pytest.fixture
def hand(cast: Cast, desk: Desk) -> Client:
    """The administrator's browser."""
    return desk("administrator")


def given(page: str, code: str) -> dict[str, str]:
    """What the form of that code would send as it stands on the page."""
    form = re.search(rf'<input type="hidden" name="form" value="{code}">(.*?)</form>', page, re.DOTALL)
    assert form
    sent = {"form": code}
    for tag in re.findall(r"<input[^>]*>", form[1]):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag or " checked" in tag):
            sent[name[1]] = value[1] if value else "on" if 'type="checkbox"' in tag else ""
    for name, options in re.findall(r'<select name="([^"]*)".*?>(.*?)</select>', form[1], re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent[name] = chosen[1] if chosen else ""
    sent |= dict(re.findall(r'<textarea name="([^"]*)"[^>]*>\n?(.*?)</textarea>', form[1], re.DOTALL))
    return sent


def test_a_unit_s_page_offers_all_its_facts(cast: Cast, hand: Client) -> None:
    address = f"{HOME}units/{cast.units['office']}/"
    form = given(hand.get(address).text, "revise")
    assert (form["name"], form["short_name"], form["kind"]) == ("云渡县信访局", "信访局", "office")
    assert (form["phone"], form["address"], form["aliases"]) == ("0000-1000001", "云渡路1号", "")
    more = {"aliases": "群众工作部 接待大厅、信访窗口", "intro": "周一至周五", "area": cast.areas["county"]}
    answer: Any = hand.post(address, {**form, **more}, follow=True)
    assert "已修改，马上生效" in answer.text and "群众工作部、接待大厅、信访窗口" in answer.text
    unit = unit_view(unit_id=cast.units["office"])
    assert unit.aliases == ("群众工作部", "接待大厅", "信访窗口")
    assert (unit.intro, unit.area_id) == ("周一至周五", cast.areas["county"])


def test_a_name_that_goes_and_independence_are_asked_about(cast: Cast, hand: Client) -> None:
    address = f"{HOME}units/{cast.units['education']}/"
    form = {**given(hand.get(address).text, "revise"), "name": "云渡县教体局", "independent": "on"}
    assert SURE not in hand.get(address).text
    asked: Any = hand.post(address, form)
    assert asked.status_code == 422 and SURE in asked.text and 'value="云渡县教体局"' in asked.text
    assert "以后写“云渡县教育局”" in asked.text and "谁要回避" in asked.text
    assert "以后写“教育局”" not in asked.text  # still the short name
    assert unit_view(unit_id=cast.units["education"]).name == "云渡县教育局"
    assert hand.post(address, {**form, "sure": "on"}).status_code == 302
    unit = unit_view(unit_id=cast.units["education"])
    assert (unit.name, unit.independent) == ("云渡县教体局", True)
    kept = {**given(hand.get(address).text, "revise"), "name": "云渡县教育和体育局", "aliases": "云渡县教体局"}
    assert hand.post(address, kept).status_code == 302  # the old name is an alias: nothing to ask


def test_that_a_unit_stands_apart_is_not_ended_on_a_page(cast: Cast, hand: Client) -> None:
    address = f"{HOME}units/{cast.units['commission']}/"
    cast.file()
    page: Any = hand.get(address)
    assert IndependenceNotAllowed.sentence in page.text
    form = {name: value for name, value in given(page.text, "revise").items() if name != "independent"}
    assert hand.post(address, {**form, "phone": "0000-9", "sure": "on"}).status_code == 302
    unit = unit_view(unit_id=cast.units["commission"])
    assert (unit.phone, unit.independent) == ("0000-9", True)


def test_an_alias_that_two_units_have_is_shown_on_both(cast: Cast, hand: Client) -> None:
    for key in ("housing", "education"):
        address = f"{HOME}units/{cast.units[key]}/"
        form = given(hand.get(address).text, "revise")
        assert hand.post(address, {**form, "aliases": "办事大厅"}).status_code == 302
    for key, other in (("housing", "云渡县教育局"), ("education", "云渡县住房和城乡建设局")):
        assert f"“办事大厅”也是{other}的叫法" in hand.get(f"{HOME}units/{cast.units[key]}/").text


def test_refusals_come_back_with_what_was_typed(cast: Cast, hand: Client) -> None:
    address = f"{HOME}units/{cast.units['office']}/"
    form = given(hand.get(address).text, "revise")
    answer: Any = hand.post(address, {**form, "kind": "bureau"})
    assert answer.status_code == 422 and LastOffice.sentence in answer.text
    answer = hand.post(address, {**form, "name": "云渡县教育局", "aliases": "云渡县信访局"})
    assert answer.status_code == 409 and NameTaken.sentence % {"name": "云渡县教育局"} in answer.text
    assert hand.post(address, {**form, "aliases": "局"}).status_code == 422
    assert hand.post(f"{HOME}units/999999/", form).status_code == 404


def test_a_post_is_revised(cast: Cast, hand: Client) -> None:
    post = posts_of_officer(officer_id=cast.officers["handler"])[0]
    address = f"{HOME}posts/{post.id}/"
    form = given(hand.get(address).text, "revise")
    assert form["role"] == "handler"
    changed = {**form, "name": "房管科科员", "role": "approver"}
    assert "职位已修改" in hand.post(address, changed, follow=True).text
    view = post_view(post_id=post.id)
    assert (view.title, view.role, view.officer_id) == ("房管科科员", Role.HANDLER, cast.officers["handler"])
    hand.post(address, {"officer": ""})
    assert hand.post(address, changed).status_code == 302
    assert post_view(post_id=post.id).role == Role.APPROVER


def test_an_officer_is_revised_leaves_and_comes_back(cast: Cast, hand: Client, desk: Desk) -> None:
    officer_id = cast.officers["handler"]
    address = f"{HOME}officers/{officer_id}/"
    form = given(hand.get(address).text, "revise")
    assert form["display_name"] == "沈秋白"
    assert hand.post(address, {**form, "email": "nowhere"}).status_code == 422
    assert hand.post(address, {**form, "display_name": ""}).status_code == 422
    named = {**form, "display_name": "沈清秋", "phone": "0000-2"}
    asked: Any = hand.post(address, named)
    assert asked.status_code == 422 and "以后写“沈秋白”" in asked.text and SURE in asked.text
    answer: Any = hand.post(address, {**named, "sure": "on"}, follow=True)
    assert "已修改" in answer.text and "沈清秋" in answer.text and "0000-2" in answer.text
    gone: Any = hand.post(address, {"form": "deactivate", "sure": "on"}, follow=True)
    assert "恢复账号" in gone.text and "修改资料" not in gone.text
    assert hand.post(address, {"form": "reactivate"}).status_code == 422
    back: Any = hand.post(address, {"form": "reactivate", "sure": "on"}, follow=True)
    assert "账号已恢复" in back.text and "没有职位" in back.text
    assert officer_view(officer_id=officer_id).is_active
    shown: Any = hand.post(f"{address}password/", {"way": "code"})
    assert re.search(r"\w{4}-\w{4}-\w{4}-\w{4}", shown.text)


def test_an_administrator_signs_an_officer_out_everywhere(cast: Cast, hand: Client, desk: Desk) -> None:
    """A telephone was left in a taxi; the account stays open."""
    address = f"{HOME}officers/{cast.officers['handler']}/"
    handler = desk("handler")
    assert handler.get("/desk/").status_code == 200
    assert hand.post(address, {"form": "sign_out"}).status_code == 422
    assert handler.get("/desk/").status_code == 200
    answer: Any = hand.post(address, {"form": "sign_out", "sure": "on"}, follow=True)
    assert "已在所有地方退出" in answer.text and "登录已过期" in handler.get("/desk/").text
    assert desk("handler").get("/desk/").status_code == 200
    entry = Entry.objects.get(kind="security.session.ended")
    assert entry.actor == f"officer:{cast.officers['administrator']}"


def test_an_area_is_revised(cast: Cast, hand: Client) -> None:
    address = f"{HOME}areas/"
    form = given(hand.get(f"{address}?revise={cast.areas['town']}").text, "revise")
    assert (form["name"], form["code_text"]) == ("柳荫镇", "980100")
    answer: Any = hand.post(address, {**form, "name": "柳荫街道"}, follow=True)
    assert "已修改" in answer.text and "云渡县 / 柳荫街道" in answer.text
    refused = hand.post(address, {**form, "code_text": "980000"})
    assert refused.status_code == 409 and "已被使用" in refused.text and 'value="柳荫镇"' in refused.text
    assert hand.post(address, {**form, "code_text": ""}).status_code == 422


def test_an_area_gets_another_parent(cast: Cast, hand: Client) -> None:
    address, pk = f"{HOME}areas/", cast.areas["town"]
    hand.post(address, {"name": "开发区", "code_text": "980900", "parent": cast.areas["county"]})
    other = next(area.area.id for area in area_tree()[0].children if area.area.name == "开发区")
    page = hand.get(f"{address}?revise={pk}").text
    form = given(page, "move")
    assert (form["area"], form["parent"]) == (str(pk), str(cast.areas["county"])) and "我知道：这个地方" in page
    asked: Any = hand.post(address, {**form, "parent": other})
    assert asked.status_code == 422 and "请先勾选" in asked.text
    sure = {**form, "sure": "on"}
    assert "云渡县 / 开发区 / 柳荫镇" in hand.post(address, {**sure, "parent": other}, follow=True).text
    circle: Any = hand.post(address, {**sure, "area": other, "parent": pk})
    assert circle.status_code == 422 and MoveInCircle.sentence in circle.text
    assert hand.post(address, {**sure, "area": 10**9, "parent": ""}).status_code == 422


def test_a_category_gets_another_code_and_another_parent(cast: Cast, hand: Client) -> None:
    address, pk = f"{HOME}categories/", cast.categories["T12"]
    page = hand.get(f"{address}?revise={pk}").text
    form = given(page, "revise")
    assert form["code_text"] == "T12"
    refused: Any = hand.post(address, {**form, "code_text": "T11"})
    assert refused.status_code == 409 and "代码“T11”已被使用" in refused.text
    assert hand.post(address, {**form, "code_text": " "}).status_code == 422
    assert "C12" in hand.post(address, {**form, "code_text": "C12"}, follow=True).text
    move = {**given(page, "move"), "parent": cast.categories["T2"]}
    assert hand.post(address, move).status_code == 422
    assert "教育 / 供水 / 水质" in hand.post(address, {**move, "sure": "on"}, follow=True).text
    deep: Any = hand.post(address, {**move, "sure": "on", "parent": cast.categories["T21"]})
    assert deep.status_code == 422 and "层级太多，最多 3 级" in deep.text


def test_a_category_is_closed(cast: Cast, hand: Client) -> None:
    address, pk = f"{HOME}categories/", cast.categories["T111"]
    form = given(hand.get(f"{address}?revise={pk}").text, "close")
    assert hand.post(address, form).status_code == 422
    assert [found.id for found in category_search(text="涨价")] == [pk]
    answer: Any = hand.post(address, {**form, "sure": "on"}, follow=True)
    assert "类别已停用" in answer.text and "物业收费" not in answer.text
    assert category_search(text="涨价") == []


def test_competence_is_asked_about_before_another_unit_gets_it(cast: Cast, hand: Client) -> None:
    address = f"{HOME}competence/"
    row = next(row for row in competence_views() if row.unit_id == cast.units["education"])
    page = hand.get(f"{address}?revise={row.id}").text
    form = given(page, "competence")
    assert (form["category"], form["unit_text"]) == (str(cast.categories["T2"]), "云渡县教育局")
    assert hand.post(address, form).status_code == 302  # the same unit: nothing to ask
    asked: Any = hand.post(address, {**form, "unit_text": "柳荫镇"})
    assert asked.status_code == 422 and "现在归“云渡县教育局”" in asked.text and SURE in asked.text
    assert competent_unit(category_id=cast.categories["T21"], area_id=None) == cast.units["education"]
    hand.post(address, {**form, "unit_text": "柳荫镇", "sure": "on"})
    assert competent_unit(category_id=cast.categories["T21"], area_id=None) == cast.units["town"]
    dropped: Any = hand.post(address, given(page, "drop"), follow=True)
    assert "已取消" in dropped.text
    assert competent_unit(category_id=cast.categories["T21"], area_id=None) is None
    assert hand.post(address, given(page, "drop")).status_code == 422


def test_no_one_else_corrects_anything(cast: Cast, desk: Desk) -> None:
    before = Entry.objects.count()
    posts = posts_of_officer(officer_id=cast.officers["handler"])
    for username in ("registrar", "mayor", "auditor", "office_leader"):
        browser = desk(username)
        for address in (
            f"{HOME}units/{cast.units['housing']}/", f"{HOME}posts/{posts[0].id}/",
            f"{HOME}officers/{cast.officers['handler']}/", f"{HOME}areas/", f"{HOME}categories/",
            f"{HOME}competence/",
        ):  # fmt: skip
            for code in ("revise", "reactivate", "close", "drop", "competence", "move"):
                assert browser.post(address, {"form": code, "name": "新", "sure": "on"}).status_code == 403
    assert Entry.objects.count() == before
