"""Registering for others: one screen, one matter however often it is sent, nothing lost by a mistake."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from huiyin.kernel.ids import parse_receipt_code
from huiyin.kernel.refs import Ref
from huiyin.kernel.time import now, office_day
from huiyin.matters.models import Attachment, Matter
from huiyin.matters.receipt.selectors import holder_by_receipt
from huiyin.vault.selectors import identity_plain
from huiyin.vault.services import identity_open
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.portal.walker import digits_on, phone_asked

ADDRESS = "/desk/register/"
STATEMENTS = 22


def _hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found, name
    return found[1]


def _form(browser: Client, **given: Any) -> dict[str, Any]:
    page = browser.get(ADDRESS).text
    return {
        "token": _hidden(page, "token"),
        "channel": "visit",
        "received_on": office_day(now()).isoformat(),
        "kind": "claim",
        "text": "云水小区电梯停运三周，老人无法下楼。",
        "requests": "尽快修好电梯\n公示维修资金",
        "name": "谷小满",
        "phone": "19900001234",
        **given,
    }


def _picture(name: str = "来信.png") -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (8, 8), "white").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")


def _code(page: str) -> str:
    found = re.search(r'receipt-code">([^<]+)<', page)
    assert found
    return found[1]


def test_a_visit_becomes_a_matter_with_a_receipt(cast: Cast, desk: Desk) -> None:
    browser = desk("registrar")
    sent = browser.post(
        ADDRESS, _form(browser, area="云渡县 / 柳荫镇", category="物业收费", place="云水小区 3 栋"), follow=True
    )
    assert sent.redirect_chain == [("/desk/register/receipt/", 302)]
    matter = Matter.objects.get()
    assert (matter.channel, matter.kind, matter.received_unit_id) == ("visit", "claim", cast.units["office"])
    assert (matter.area_id, matter.category_id) == (cast.areas["town"], cast.categories["T111"])
    assert [request.text for request in matter.requests.order_by("position")] == ["尽快修好电梯", "公示维修资金"]
    assert matter.next_due_at is not None
    code = _code(sent.text)
    assert parse_receipt_code(code) and parse_receipt_code(digits_on(sent.text)) == parse_receipt_code(code)
    assert holder_by_receipt(number=matter.number, code=code).matter_id == matter.pk
    assert "受理" in sent.text and "<svg" in sent.text
    assert "no-store" in sent.headers["Cache-Control"]
    assert matter.identity_id
    identity = identity_open(
        actor=cast.actor("registrar"), identity_id=matter.identity_id, subject=Ref.parse(f"matter:{matter.pk}"),
        purpose="核对登记内容", office="信访局 登记员", at=now(),
    )  # fmt: skip
    assert (identity.name, identity.phone) == ("谷小满", "19900001234")


def test_sending_twice_makes_one_matter_and_shows_the_same_receipt(cast: Cast, desk: Desk) -> None:
    browser = desk("registrar")
    form = _form(browser)
    first = browser.post(ADDRESS, form, follow=True)
    second = browser.post(ADDRESS, form, follow=True)
    assert Matter.objects.count() == 1
    assert _code(first.text) == _code(second.text)


def test_another_matter_written_over_a_sent_form_isn_t_swallowed(cast: Cast, desk: Desk) -> None:
    browser = desk("registrar")
    form = _form(browser)
    browser.post(ADDRESS, form)
    other = browser.post(ADDRESS, form | {"text": "村口的桥栏杆断了。"})
    assert other.status_code == 422
    assert "再按一次" in other.text and "村口的桥栏杆断了。" in other.text
    again = form | {"text": "村口的桥栏杆断了。", "token": _hidden(other.text, "token")}
    assert browser.post(ADDRESS, again).status_code == 302
    assert Matter.objects.count() == 2


def test_the_receipt_is_this_officer_s_alone_and_goes_with_the_next_form(cast: Cast, desk: Desk) -> None:
    browser = desk("registrar")
    browser.post(ADDRESS, _form(browser))
    pdf = browser.get("/desk/register/receipt.pdf")
    assert pdf.content.startswith(b"%PDF") and "no-store" in pdf.headers["Cache-Control"]
    other = desk("housing_registrar")
    other.cookies["desk_receipt"] = browser.cookies["desk_receipt"].value
    assert other.get("/desk/register/receipt/").status_code == 404
    browser.get(ADDRESS)
    gone = browser.get("/desk/register/receipt/")
    assert gone.status_code == 404 and "回执已经收起" in gone.text
    assert browser.get("/desk/register/receipt.pdf").status_code == 302


def test_the_receipt_of_one_window_is_never_printed_from_another(cast: Cast, desk: Desk) -> None:
    """Two people at one counter: the page of the first still stands open when the second is registered."""
    browser = desk("registrar")
    first = browser.post(ADDRESS, _form(browser), follow=True).text
    link = re.search(r'href="(/desk/register/receipt\.pdf[^"]*)"', first)
    assert link and browser.get(link[1]).content.startswith(b"%PDF")
    browser.post(ADDRESS, _form(browser, text="村口的桥栏杆断了。", name="别的人"))
    answer = browser.get(link[1], follow=True)
    assert not answer.content.startswith(b"%PDF") and "请核对编号" in answer.text


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"text": " \u200b"}, "text", "请写下发生了什么"),
        ({"text": "字" * 20_001}, "text", "最多 20,000 字，现在有 20,001 字"),
        ({"requests": ""}, "requests", "希望怎样解决"),
        ({"requests": "\n".join("一二三")  + "\n条" * 20}, "requests", "最多写 20 条"),
        ({"title": "长" * 101}, "title", "最多 100 字"),
        ({"received_on": "2199-01-01"}, "received_on", "不能晚于今天"),
        ({"received_on": "2001-01-01"}, "received_on", "请核对年份"),
        ({"received_on": "昨天"}, "received_on", "2026-12-30 这样的日期"),
        ({"area": "不存在的镇"}, "area", "从列表里选一个地方"),
        ({"category": "不存在的类别"}, "category", "从列表里选一个类别"),
        ({"name": "", "phone": ""}, "name", "勾选匿名"),
        ({"anonymous": "on"}, "anonymous", "已填写身份信息"),
        ({"email": "没有信箱"}, "email", "邮箱地址不完整"),
        ({"channel": "web"}, "channel", "请从列出的选项里选一项"),
        ({"respondent": "云渡县信访局"}, "respondent", "您不能登记这件事"),
        ({"respondent": "云渡县信访局 严知行"}, "respondent", "您不能登记这件事"),
    ],
)  # fmt: skip
def test_what_has_to_be_mended_stands_beside_its_field(
    cast: Cast, desk: Desk, given: dict[str, str], field: str, sentence: str
) -> None:
    browser = desk("registrar")
    form = _form(browser, place="特别的地点\U0001f600") | given
    answer = browser.post(ADDRESS, form)
    assert answer.status_code == 422
    beside = re.search(rf'id="id_{field}_error">(.*?)</div>', answer.text, re.DOTALL)
    assert beside and sentence in beside[1]
    assert "特别的地点\U0001f600" in answer.text
    assert _hidden(answer.text, "token") == form["token"]
    if "phone" not in given:
        assert 'value="19900001234"' in answer.text
    assert not Matter.objects.exists()


def test_files_are_kept_while_the_form_is_mended(cast: Cast, desk: Desk) -> None:
    browser = desk("registrar")
    form = _form(browser, text="")
    answer = browser.post(ADDRESS, form | {"files": [_picture(), SimpleUploadedFile("病毒.exe", b"MZ\x90\x00" * 40)]})
    assert answer.status_code == 422
    assert "来信.png" in answer.text and "“病毒.exe”没有收下" in answer.text
    kept = _hidden(answer.text, "kept")
    sent = browser.post(ADDRESS, _form(browser, token=form["token"], kept=kept, files=[_picture("二.png")]))
    assert sent.status_code == 302
    assert sorted(Attachment.objects.values_list("file__name", flat=True)) == ["二.png", "来信.png"]


@pytest.mark.parametrize(("picker", "kept"), [("files", "kept"), ("instruction_files", "instruction_kept")])
def test_a_photo_that_is_kept_has_its_small_picture_until_it_is_sent(
    cast: Cast, desk: Desk, picker: str, kept: str
) -> None:
    browser = desk("registrar")
    instruction = {
        "instruction_issuer_kind": "body",
        "instruction_issuer": "云渡县人民政府",
        "instruction_instructed_on": office_day(now()).isoformat(),
        "instruction_due_on": (office_day(now()) + timedelta(days=20)).isoformat(),
        "instruction_words": "请处理。",
    }
    form = _form(browser, **instruction)
    page = browser.post(ADDRESS, form | {"text": "", picker: [_picture(), SimpleUploadedFile("表.txt", b"1")]}).text
    [small] = re.findall(r'src="(/desk/register/files/[^"]+/small/)"', page)
    shown = browser.get(small)
    assert shown.headers["Content-Type"] == "image/jpeg" and "no-store" in shown.headers["Cache-Control"]
    assert desk("housing_registrar").get(small).status_code == 404
    assert browser.get(small.replace("/files/", "/files/x")).status_code == 404
    assert browser.post(ADDRESS, form | {kept: _hidden(page, kept)}).status_code == 302
    # From here on the matter's page shows it, to whoever may open that.
    assert browser.get(small).status_code == 404


def test_numbers_that_look_like_slips_are_asked_about_once(cast: Cast, desk: Desk) -> None:
    browser = desk("registrar")
    other = {"other_name": "谷老先生", "other_phone": "199000012345", "authority": "儿子"}
    form = _form(browser, name="谷小满", phone="1990000123", **other)
    asked = browser.post(ADDRESS, form)
    assert asked.status_code == 422 and "这个号码是 10 位" in asked.text and "这个号码是 12 位" in asked.text
    assert "请填写姓名或电话" not in asked.text and not Matter.objects.exists()
    assert browser.post(ADDRESS, form | {"phone_asked": phone_asked(asked.text)}).status_code == 302
    # By telephone alone: a number that is asked about isn't one that is missing.
    alone = browser.post(ADDRESS, _form(browser, name="", phone="1990000123"))
    assert "这个号码是 10 位" in alone.text and "请填写姓名或电话" not in alone.text


def test_files_of_another_form_cannot_be_named(cast: Cast, desk: Desk) -> None:
    browser = desk("registrar")
    answer = browser.post(ADDRESS, _form(browser, text="", files=[_picture()]))
    stolen = _hidden(answer.text, "kept")
    browser.post(ADDRESS, _form(browser, kept=stolen))
    assert Matter.objects.count() == 1
    assert not Attachment.objects.exists()


def test_anonymous_leaves_nothing_in_the_vault(cast: Cast, desk: Desk) -> None:
    browser = desk("registrar")
    browser.post(ADDRESS, _form(browser, name="", phone="", anonymous="on"))
    assert Matter.objects.get().identity_id is None


def test_an_earlier_day_starts_the_clock_that_day(cast: Cast, desk: Desk) -> None:
    browser, today = desk("registrar"), office_day(now())
    browser.post(ADDRESS, _form(browser, channel="letter", received_on=(today - timedelta(days=3)).isoformat()))
    assert office_day(Matter.objects.get().received_at) == today - timedelta(days=3)


def test_a_named_respondent_is_barred_from_then_on(cast: Cast, desk: Desk) -> None:
    browser = desk("registrar")
    browser.post(ADDRESS, _form(browser, respondent="柳荫镇人民政府 程门雪"))
    matter = Matter.objects.get()
    assert (matter.respondent_officer_id, matter.respondent_unit_id) == (
        cast.officers["town_leader"],
        cast.units["town"],
    )
    browser.post(ADDRESS, _form(browser, respondent="柳荫镇"))
    assert Matter.objects.filter(respondent_unit_id=cast.units["town"]).count() == 2


def test_only_registrars_register(cast: Cast, desk: Desk) -> None:
    for username in ("handler", "approver", "mayor", "auditor", "administrator"):
        assert desk(username).get(ADDRESS).status_code == 403
        assert desk(username).post(ADDRESS, {"text": "x"}).status_code == 403
        assert desk(username).post(ADDRESS + "suggest/", {"text": "x"}).status_code == 403


def test_suggestions_while_typing(cast: Cast, desk: Desk) -> None:
    cast.at = now()
    before = cast.file(title="云水小区电梯停运", text="云水小区电梯停运三周，老人无法下楼。")
    part = desk("registrar").post(
        ADDRESS + "suggest/", {"text": "云水小区物业费涨价，电梯停运三周，老人无法下楼", "place": "云水小区"},
        headers={"HX-Request": "true"},
    ).text  # fmt: skip
    assert "<html" not in part
    assert "住房建设 / 物业管理" in part and "云渡县住房和城乡建设局" in part
    assert f"/desk/matters/{before.number}/" in part and "同一件事" in part
    assert "谷小满" not in part


def test_without_a_script_buttons_do_the_same_and_register_nothing(cast: Cast, desk: Desk) -> None:
    browser = desk("registrar")
    looked = browser.post(ADDRESS, _form(browser, look="1", text="物业费涨价", files=[_picture()]))
    assert looked.status_code == 200
    assert "住房建设 / 物业管理 / 物业收费" in looked.text and "来信.png" in looked.text
    chosen = browser.post(ADDRESS, _form(browser, use_category="住房建设 / 物业管理 / 物业收费"))
    assert re.search(r'name="category"[^>]*value="住房建设 / 物业管理 / 物业收费"', chosen.text)
    assert not Matter.objects.exists()


def test_the_barred_are_not_notified_of_the_same_matter(cast: Cast, desk: Desk) -> None:
    cast.at = now()
    text = "单位负责人长期占用消防通道停车，影响群众出入。"
    hidden = cast.file(text=text, respondent_officer_id=cast.officers["office_leader"])
    shown = cast.file(text=text)
    part = desk("registrar").post(ADDRESS + "suggest/", {"text": text}).text
    assert shown.number in part and hidden.number not in part


def test_keyboard_alone_suffices(cast: Cast, desk: Desk) -> None:
    page = desk("registrar").get(ADDRESS).text
    assert 'aria-keyshortcuts="Control+Enter"' in page and "data-guard" in page
    buttons = re.findall(r'<button[^>]*type="submit"[^>]*>', page.split('id="register-form"')[1])
    assert 'name="look"' in buttons[0]  # what Enter in a line presses
    assert re.search(r'value="visit"[^>]*autofocus', page)
    assert page.index('name="look"') < page.index("登记，打印回执")


def test_registering_takes_a_fixed_number_of_statements(cast: Cast, desk: Desk) -> None:
    browser = desk("registrar")
    form = _form(browser, area="柳荫镇", category="物业收费", place="云水小区")
    with CaptureQueriesContext(connection) as captured:
        assert browser.post(ADDRESS, form).status_code == 302
    statements = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert len(statements) <= STATEMENTS, "\n".join(sql[:100] for sql in statements)


@pytest.mark.parametrize("name", ["name", "phone", "address", "email", "place", "title", "text", "requests"])
def test_a_field_of_100_000_characters_is_refused_and_kept(cast: Cast, desk: Desk, name: str) -> None:
    browser = desk("registrar")
    answer = browser.post(ADDRESS, _form(browser, **{name: "字" * 100_000}))
    assert answer.status_code == 422
    assert "字" * 100_000 in answer.text
    assert not Matter.objects.exists()


def test_how_many_came_is_written_down_of_a_visit_alone(cast: Cast, desk: Desk) -> None:
    browser = desk("registrar")
    for wrong in ("0", "许多", "10000"):
        answer = browser.post(ADDRESS, _form(browser, visitors=wrong))
        assert answer.status_code == 422 and "请写 1 到 9999 的整数" in answer.text
    assert not Matter.objects.exists()
    answer = browser.post(ADDRESS, _form(browser, visitors="12"), follow=True)
    matter = Matter.objects.get()
    assert matter.visitors == 12 and "来访，12 人" in answer.text
    assert "来访，12 人" in browser.get(f"/desk/matters/{matter.number}/").text
    citizen = Client()
    citizen.post("/lookup/", {"number": matter.number, "code": _code(answer.text)})
    assert "来访，12 人" in citizen.get("/status/").text
    browser.post(ADDRESS, _form(browser, visitors="3", channel="letter"))
    assert Matter.objects.latest("id").visitors is None


_FOR_OTHER = {"name": "来人甲", "other_name": "纪老先生", "other_phone": "19900001122", "authority": "儿子，口头委托"}


def test_somebody_comes_for_somebody_else_and_is_answered(cast: Cast, desk: Desk) -> None:
    browser = desk("registrar")
    page = browser.get(ADDRESS).text
    # A fold: whoever comes for themselves costs no press more.
    assert re.search(r'<details class="arrange no-print">\s*<summary>替别人来反映的', page)
    browser.post(ADDRESS, _form(browser, phone="19900003333", **_FOR_OTHER))
    matter = Matter.objects.get()
    assert matter.identity_id
    found = identity_plain(identity_id=matter.identity_id)
    assert (found.name, found.phone) == ("来人甲", "19900003333")
    assert (found.other_is, found.other_name, found.other_contact) == ("for", "纪老先生", "19900001122")
    assert found.authority == "儿子，口头委托"
    assert "纪老先生" not in browser.get(f"/desk/matters/{matter.number}/").text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": "", "phone": "19900003333"}, "替别人来的，请填写来人自己的姓名。"),
        ({"other_name": ""}, "请填写替谁反映。"),
        ({"authority": " "}, "请写一句和本人的关系，或者有什么委托。"),
        ({"other_phone": "12"}, "电话号码少了几位，请核对。"),
        ({"anonymous": "on"}, "已填写身份信息。"),
    ],
)
def test_what_is_missing_of_whom_it_is_brought_for_is_named(
    cast: Cast, desk: Desk, wrong: dict[str, str], sentence: str
) -> None:
    browser = desk("registrar")
    answer = browser.post(ADDRESS, _form(browser, **{**_FOR_OTHER, **wrong}))
    assert answer.status_code == 422 and sentence in answer.text
    assert re.search(r'<details class="arrange no-print" open>\s*<summary>替别人来反映的', answer.text)
    assert not Matter.objects.exists()
