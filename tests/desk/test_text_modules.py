"""Text modules at the desk: kept on their page, offered beside a form's fields."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.text_modules.models import TextModule, TextModuleVersion
from huiyin.text_modules.rules.fields import FIELD_NAMES
from huiyin.text_modules.rules.places import TextPlace
from huiyin.vault.services import IdentityDraft
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.text_modules.samples import make

pytestmark = pytest.mark.django_db

_TYPED = {
    "form": "new", "title": "转办说明", "category": "", "places": ["answer", "note"], "article": "",
    "body": "您的事项{事项编号}已转{单位名称}。",
}  # fmt: skip


def _new(browser: Client, cast: Cast, **given: object) -> tuple[int, str]:
    response = browser.post("/desk/texts/new/", {**_TYPED, "unit": str(cast.units["housing"]), **given}, follow=True)
    return response.status_code, response.text


def test_a_leader_makes_one_changes_it_and_withdraws_it(cast: Cast, desk: Desk) -> None:
    browser = desk("housing_leader")
    assert "没有“{信访人}”这个栏目" in _new(browser, cast, body="{信访人}您好")[1]
    status, page = _new(browser, cast)
    assert (status, "已新增" in page) == (200, True)
    row = TextModule.objects.get()
    address = f"/desk/texts/{row.pk}/"
    changed = {**_TYPED, "form": "revise", "seen": "1", "body": "您的事项{事项编号}已经转办。"}
    page = browser.post(address, changed, follow=True).text
    assert "已保存为新的版本" in page and "<ins" in page and "<del" in page
    page = browser.post(address, {"form": "switch", "seen": "2"}, follow=True).text
    assert "恢复使用" in page and TextModule.objects.get().is_withdrawn
    assert "转办说明" not in browser.get("/desk/texts/").text
    assert "转办说明" in browser.get("/desk/texts/?withdrawn=1").text
    assert TextModuleVersion.objects.count() == 3


def test_the_second_of_two_editors_keeps_what_was_typed(cast: Cast, desk: Desk) -> None:
    row = make(cast)
    browser, address = desk("housing_leader"), f"/desk/texts/{row.pk}/"
    typed = {**_TYPED, "form": "revise", "title": "已经转办", "seen": "1"}
    browser.post(address, {**typed, "body": "先改的"})
    late = browser.post(address, {**typed, "body": "后改的"})
    assert late.status_code == 409
    # Both texts stand there: what is kept now, and what was typed.
    assert "别人改过这段文字" in late.text and "先改的" in late.text and "后改的</textarea>" in late.text
    seen = re.search(r'name="seen" value="(\d+)"', late.text)
    assert seen and browser.post(address, {**typed, "body": "后改的", "seen": seen[1]}).status_code == 302
    assert TextModule.objects.get().body == "后改的"


def test_what_is_typed_is_text_on_every_page(cast: Cast, desk: Desk) -> None:
    row = make(cast, "<b>粗</b>", body='<script>alert("1")</script>', article="<i>第一条</i>")
    browser = desk("handler")
    filed = cast.file()
    cast.to_handler(filed)
    for address in ("/desk/texts/", f"/desk/texts/{row.pk}/", f"/desk/matters/{filed.number}/?move=answer"):
        page = browser.get(address).text
        assert "&lt;b&gt;粗" in page, address
        assert "<b>粗" not in page and "<script>alert" not in page and "<i>第" not in page, address


def test_pages_show_what_the_services_allow(cast: Cast, desk: Desk) -> None:
    row = make(cast)
    address = f"/desk/texts/{row.pk}/"
    # Of the unit: reads, doesn't change, and has no entry in the menu.
    reader = desk("handler")
    page = reader.get(address).text
    assert 'name="body"' not in page and "由单位领导和指定的编辑人修改" in page
    assert 'href="/desk/texts/"' not in reader.get("/desk/").text
    assert reader.get("/desk/texts/new/").status_code == 403
    assert reader.post(address, {**_TYPED, "form": "revise", "seen": "1"}).status_code == 403
    # Of another branch: it isn't there.
    assert desk("education_handler").get(address).status_code == 404
    assert "已经转办" not in desk("education_handler").get("/desk/texts/").text
    # An administrator names editors and reads nothing.
    administrator = desk("administrator")
    assert administrator.get(address).status_code == 404
    assert administrator.get("/desk/texts/").status_code == 403
    assert 'href="/desk/texts/editors/"' in administrator.get("/desk/").text
    assert desk("auditor").get("/desk/texts/").status_code == 403


def test_an_editor_is_named_and_the_menu_opens(cast: Cast, desk: Desk) -> None:
    address = f"/desk/texts/editors/?unit={cast.units['housing']}"
    browser = desk("administrator")
    officer = str(cast.officers["handler"])
    assert "请选一项" in browser.post(address, {"form": "name", "officer": ""}).text
    page = browser.post(address, {"form": "name", "officer": officer}, follow=True).text
    assert "已指定" in page and "沈秋白" in page
    editor = desk("handler")
    assert 'href="/desk/texts/"' in editor.get("/desk/").text
    assert _new(editor, cast)[0] == 200
    again = browser.post(address, {"form": "name", "officer": officer})
    assert (again.status_code, "已经是编辑人" in again.text) == (409, True)
    assert "已取消" in browser.post(address, {"form": "end", "officer": officer}, follow=True).text
    assert 'href="/desk/texts/"' not in editor.get("/desk/").text
    # A leader names for the own unit; another unit isn't offered.
    leader = desk("housing_leader")
    other = f"/desk/texts/editors/?unit={cast.units['education']}"
    leader.post(other, {"form": "name", "officer": str(cast.officers["education_handler"])})
    assert not cast.actor("education_handler").text_unit_ids
    assert desk("handler").get(address).status_code == 403


def test_a_table_goes_out_and_comes_in(cast: Cast, desk: Desk) -> None:
    make(cast)
    browser = desk("housing_leader")
    table = browser.get("/desk/texts/export/")
    assert table["Content-Type"].startswith("text/csv") and "已经转办" in table.content.decode()
    sent = SimpleUploadedFile("texts.csv", table.content.replace("正在".encode(), "仍在".encode()))
    page = browser.post("/desk/texts/import/", {"table": sent})
    assert "新增 0 段，修改 1 段" in page.text
    assert TextModule.objects.get().body == "您的事项{事项编号}仍在办理。"
    assert "请先选择文件" in browser.post("/desk/texts/import/", {}).text
    assert desk("handler").get("/desk/texts/export/").status_code == 403


def _offer(page: str, module: TextModule) -> str:
    found = re.search(rf'<template\s+data-text="{module.pk}"[^>]*>(.*?)</template>', page, re.DOTALL)
    return found[1] if found else ""


def test_what_fits_stands_beside_the_field_filled_in(cast: Cast, desk: Desk) -> None:
    filed = cast.file(place="云水小区3栋")
    cast.to_handler(filed)
    body = "、".join(
        f"{{{name}}}" for name in ("事项编号", "单位名称", "单位电话", "类别", "地点", "收到日期", "承办人", "今天")
    )
    module = make(cast, body=body)
    other = make(cast, "教育局的", unit="education", by="mayor")
    note = make(cast, "只记录", places=(TextPlace.NOTE,))
    page = desk("handler").get(f"/desk/matters/{filed.number}/?move=answer").text
    text = _offer(page, module)
    assert "云渡县住房和城乡建设局、0000-1000002、物业收费、云水小区3栋、2026年3月2日、沈秋白" in text
    assert "{" not in text
    assert not _offer(page, other) and not _offer(page, note)
    # Closed, the form's texts aren't there.
    assert "data-text=" not in desk("handler").get(f"/desk/matters/{filed.number}/").text


def test_no_field_says_who_filed(cast: Cast, desk: Desk) -> None:
    who = IdentityDraft(
        name="谷小满", phone="19900001234", email="xiaoman@example.invalid", address="云渡县柳荫镇听雨巷7号"
    )
    filed = cast.file(identity=who)
    cast.to_handler(filed)
    every = "、".join(f"{{{name}}}" for name in FIELD_NAMES)
    module = make(cast, body=every, places=tuple(TextPlace))
    browser = desk("handler")
    for move in ("answer", "ask", "note", "draft"):
        page = browser.get(f"/desk/matters/{filed.number}/?move={move}").text
        text = _offer(page, module)
        assert text and "〔请填写" not in text, move
        for secret in (who.name, who.phone, who.email, who.address):
            assert secret not in text, move


def test_without_a_script_the_form_comes_back_with_the_text_and_all_that_was_typed(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    facts = make(cast, "查明", places=(TextPlace.FACTS,), article="《物业管理条例》第六条", body="我们查看了{地点}。")
    other = make(cast, "教育局的", unit="education", by="mayor", places=(TextPlace.FACTS,))
    browser, address = desk("handler"), f"/desk/matters/{filed.number}/draft/"
    page = browser.get(f"/desk/matters/{filed.number}/?move=draft").text
    seen = re.search(r'name="seen" value="(\d+)"', page)
    assert seen
    typed = {"seen": seen[1], "facts": "已经写的。", "reasons_1": "写了一半", "basis": ""}
    back = browser.post(address, {**typed, "show_again": f"facts:{facts.pk}"})
    assert back.status_code == 200 and "请写" not in back.text
    assert "已经写的。\n我们查看了云渡县柳荫镇云水小区。</textarea>" in back.text
    assert "写了一半</textarea>" in back.text and "《物业管理条例》第六条</textarea>" in back.text
    # A basis that somebody has typed stays, and what isn't offered there isn't inserted.
    own = browser.post(address, {**typed, "basis": "自己写的", "show_again": f"facts:{facts.pk}"}).text
    assert "自己写的</textarea>" in own
    for wanted in (f"facts:{other.pk}", f"basis:{facts.pk}", f"outcome_1:{facts.pk}", "facts:x", ""):
        assert "已经写的。</textarea>" in browser.post(address, {**typed, "show_again": wanted}).text


def test_opening_a_form_takes_one_statement_more(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    browser, counts = desk("handler"), []
    address = f"/desk/matters/{filed.number}/answer/?seen={cast.matter(filed).version}"
    for _again in range(2):
        browser.get(address, headers={"HX-Request": "true"})
    for title in ("", "一", "二"):
        if title:
            make(cast, title)
        with CaptureQueriesContext(connection) as asked:
            assert ("插入常用文字" in browser.get(address, headers={"HX-Request": "true"}).text) is bool(title)
        counts.append(len(asked))
        texts = [query for query in asked.captured_queries if "text_modules_textmodule" in query["sql"]]
        assert len(texts) == 1
    assert len(set(counts)) == 1
    with CaptureQueriesContext(connection) as asked:
        browser.get(f"/desk/matters/{filed.number}/")
    assert not [query for query in asked.captured_queries if "text_modules_textmodule" in query["sql"]]
