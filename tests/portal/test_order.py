"""First the story, then files, place, people, the request, the kind and how to reach whoever files."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.documents.models import StoredFile
from huiyin.intake.rules.draft import DraftContent, DraftState, digest_of, draft_from_bytes, draft_to_bytes
from huiyin.intake.rules.guesses import likely_kind
from huiyin.kernel.ids import new_token
from huiyin.matters.core.rules.states import Kind
from huiyin.matters.models import Matter
from huiyin.portal.filing.steps import COUNT, STEPS
from tests.cast import Cast
from tests.portal.walker import KIND, TEXT, WHAT, WHO, Citizen

_ACCUSING = "我要举报村里有人冒领低保。请查清冒领了多少。"


def _marked(page: str, name: str) -> str:
    """The value of the radio button that is ready."""
    found = re.search(rf'<input type="radio" name="{name}" value="([^"]*)"[^>]* checked', page)
    return found[1] if found else ""


def test_eight_pages_in_this_order_lead_to_the_receipt(cast: Cast) -> None:
    names = [step.name for step in STEPS]
    assert (names, COUNT) == (["what", "files", "where", "about", "requests", "kind", "who"], 8)
    citizen = Citizen()
    for name, following in zip(names, [*names[1:], "check"], strict=True):
        typed = {"what": WHAT, "requests": {"request_1": "修好"}, "kind": KIND, "who": WHO}.get(name, {})
        assert f"第 {names.index(name) + 1} 步，共 8 步" in citizen.page(f"/file/{name}/")
        assert citizen.press(name, **typed).headers["Location"] == f"/file/{following}/"
    assert citizen.send().status_code == 302


def test_kind_and_request_stand_ready_and_nothing_is_kept_before_a_press(cast: Cast) -> None:
    citizen = Citizen()
    citizen.press("what", **WHAT)
    page = citizen.page("/file/kind/")
    assert _marked(page, "kind") == "claim"
    assert '<strong>我有困难要解决</strong> <span class="legal-word">申诉求决</span>' in page
    assert "请查清情况，把问题解决好，把结果告诉我。" in citizen.page("/file/requests/")
    # What is only shown isn't chosen: the last page asks for it.
    assert "第 5 步" in citizen.page("/file/check/") and "第 6 步" in citizen.page("/file/check/")
    citizen.press("requests", request_1="修好电梯")
    assert "请查清情况" not in citizen.page("/file/requests/")
    citizen.press("kind", **{**KIND, "kind": "suggestion"})
    assert _marked(citizen.page("/file/kind/"), "kind") == "suggestion"
    assert "我有建议" in citizen.page("/file/check/")


@pytest.mark.parametrize(
    ("text", "kind", "request_"),
    [
        ("路灯坏了两个月。希望尽快修好。", "claim", "希望尽快修好。"),
        (_ACCUSING, "accusation", "请查清冒领了多少。"),
        ("请问老旧小区加装电梯的补贴怎么申请？", "inquiry", "请答复我问的问题。"),
        ("公交 3 路改线了。我建议在卫生院加一站。", "suggestion", "我建议在卫生院加一站。"),
    ],
)
def test_what_stands_ready_is_worked_out_from_the_story(cast: Cast, text: str, kind: str, request_: str) -> None:
    citizen = Citizen()
    citizen.press("what", text=text)
    assert _marked(citizen.page("/file/kind/"), "kind") == kind
    assert request_ in citizen.page("/file/requests/")


def test_a_story_that_accuses_is_asked_whom_and_they_stay_barred_whatever_is_chosen(cast: Cast) -> None:
    citizen = Citizen()
    citizen.press("what", text=_ACCUSING)
    page = citizen.page("/file/about/")
    assert "反映的是谁" in page and 'name="accused" value="1"' in page
    citizen.press("about", accused="1", concerned="云渡县教育局", respondent="")
    citizen.press("requests", request_1="查清")
    assert citizen.press("kind", **KIND).headers["Location"] == "/file/who/"
    citizen.press("who", **WHO)
    assert "教育局，它和下属看不到这件事" in citizen.page("/file/check/")
    assert citizen.send().status_code == 302
    assert Matter.objects.get().respondent_unit_id == cast.units["education"]


def test_accusing_after_all_asks_whom_once_more(cast: Cast) -> None:
    citizen = Citizen()
    citizen.write()
    accuses = {**KIND, "kind": "accusation"}
    assert citizen.press("kind", **accuses).headers["Location"] == "/file/about/?back=who"
    assert "反映的是谁" in citizen.page("/file/about/")
    answer = citizen.press("about", query="?back=who", accused="1", concerned="云渡县教育局", respondent="")
    assert answer.headers["Location"] == "/file/who/"
    assert citizen.press("kind", query="?back=check", **accuses).headers["Location"] == "/file/check/"
    assert citizen.press("about", query="?back=nowhere", respondent="").headers["Location"] == "/file/requests/"


@pytest.mark.parametrize("phone", ["1990000778", "199000077889", "9900007788"])
def test_a_number_that_looks_like_a_slip_is_asked_about_once(cast: Cast, phone: str) -> None:
    citizen = Citizen()
    citizen.write()
    page = citizen.press("who", who="named", phone=phone)
    assert page.status_code == 422 and f"这个号码是 {len(phone)} 位，手机号是 11 位。再看一眼？" in page.text
    assert f'value="{phone}"' in page.text
    assert "去补上" not in citizen.page("/file/check/")
    assert citizen.press("who", who="named", phone=phone).headers["Location"] == "/file/check/"
    # Another slip is another question.
    assert citizen.press("who", who="named", phone=phone + "1").status_code in {302, 422}
    assert citizen.press("who", who="named", phone="2990000778").status_code == 422


@pytest.mark.parametrize(
    "phone",
    [
        "19900007788",
        "+86 199 0000 7788",
        "0998-2345678",
        "2345678",
        "12345",
        "4001234567",
        "2345678转801",
        "+1 555 01234",
    ],
)
def test_numbers_that_are_right_are_not_asked_about(cast: Cast, phone: str) -> None:
    assert Citizen().press("who", who="named", phone=phone).status_code == 302


def test_both_numbers_of_who_files_for_somebody_else_are_asked_about_at_once(cast: Cast) -> None:
    citizen = Citizen()
    citizen.write()
    both = {
        "who": "named", "name": "纪北辰", "phone": "1990000778", "behalf": "other", "other_name": "纪老先生",
        "other_phone": "199000077889", "authority": "儿子",
    }  # fmt: skip
    page = citizen.press("who", **both)
    assert page.status_code == 422 and "这个号码是 10 位" in page.text and "这个号码是 12 位" in page.text
    assert citizen.press("who", **both).headers["Location"] == "/file/check/"
    # Of the two the other one alone is new.
    page = citizen.press("who", **both | {"other_phone": "2990000779"})
    assert page.status_code == 422 and page.text.count("再看一眼？") == 2, "beside the field, and above"
    # Whom it isn't filed for isn't asked about.
    alone = both | {"behalf": "alone", "other_phone": "2990000770"}
    assert citizen.press("who", **alone).headers["Location"] == "/file/check/"


def test_a_way_to_reach_them_is_enough_without_a_name(cast: Cast) -> None:
    citizen = Citizen()
    number, code = citizen.file(who="named", phone="19900007788")
    assert Matter.objects.get(number=number).identity_id
    citizen.look_up(number, code)
    assert TEXT in citizen.page("/status/")


_OLD = ("text", "kind", "place", "area_id", "category_words", "category_id")


def test_a_page_of_the_old_order_keeps_all_that_it_asked_for(cast: Cast) -> None:
    """An upgrade in the middle of somebody's filing: the page lies open, and its digest is of the fields it had."""
    citizen = Citizen()
    citizen.press("what", **WHAT)
    lineage = citizen.shown("what").split(".")[1]
    page = f"{new_token()}.{lineage}.{digest_of(DraftContent(text=TEXT), _OLD)}"
    old = {
        "kind": "inquiry", "text": "改过的", "place": "北巷", "area": str(cast.areas["town"]),
        "category_words": "水", "category": str(cast.categories["T121"]), "page": page,
    }  # fmt: skip
    files = [SimpleUploadedFile("一.txt", "甲".encode())]
    assert citizen.press("what", do="upload", **old, files=files).headers["Location"] == "/file/files/#files"
    assert StoredFile.objects.count() == 1 and "一.txt" in citizen.page("/file/files/")
    assert citizen.press("what", do="find", **old).headers["Location"] == "/file/kind/#categories"
    assert citizen.press("what", **old).headers["Location"] == "/file/files/"
    last = citizen.page("/file/check/")
    for kept in ("改过的", "北巷", "我想问一下", "住房建设 / 供水 / 水质", "柳荫镇"):
        assert kept in last, kept


def test_a_draft_of_the_old_order_is_read(cast: Cast) -> None:
    state = DraftState(DraftContent(text="写了一半", kind="claim", name="纪北辰", requests=("修好",)))
    old = draft_to_bytes(state).replace(b'"phone_asked": "", ', b"")
    assert b"phone_asked" not in old and draft_from_bytes(old) == state


def test_only_the_page_of_files_may_use_the_microphone(cast: Cast) -> None:
    citizen = Citizen()
    citizen.press("what", **WHAT)
    for name in (*(step.name for step in STEPS), "check"):
        headers = citizen.client.get(f"/file/{name}/").headers
        allows = "microphone=(self)" in headers["Permissions-Policy"], "media-src blob:" in headers[
            "Content-Security-Policy"
        ]  # fmt: skip
        assert allows == ((True, True) if name == "files" else (False, False)), name
    # The next page is loaded anew, also where a script has sent this one: it would keep the right else.
    answer = citizen.client.post("/file/files/", {"do": "next"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, "/file/where/")
    again = citizen.client.post("/file/files/", {"do": "upload"}, headers={"HX-Request": "true"})
    assert again.headers["Location"] == "/file/files/#files"


def test_a_unit_that_should_handle_it_isnt_whom_an_accusation_means(cast: Cast) -> None:
    """It was asked for before anybody accused somebody; whoever accuses at the end is asked whom."""
    citizen = Citizen()
    citizen.write()
    citizen.press("about", concerned="云渡县住房和城乡建设局", hide="", respondent="")
    answer = citizen.press("kind", **{**KIND, "kind": "accusation"})
    assert answer.headers["Location"] == "/file/about/?back=who"


def test_what_plain_people_call_a_bribe_is_asked_about_as_an_accusation(cast: Cast) -> None:
    assert likely_kind("住建局收了开发商的好处,楼梯灯坏了半年没人管!!!") is Kind.ACCUSATION
    assert likely_kind("住建局那个姓农的局长收开发商黑钱，你们管不管") is Kind.ACCUSATION
    assert likely_kind("验收的人收人家好处") is Kind.ACCUSATION
    assert likely_kind("住建局局长收钱!!! 电梯坏了没人管") is Kind.ACCUSATION
    assert likely_kind("村支部书记要我们钱才给盖章") is Kind.ACCUSATION
    for plain in (
        "物业收了钱，不修电梯。",
        "班主任收钱买资料",
        "家长要钱",
        "校长收到钱款退还通知",
        "究竟什么样的保护伞？违章建筑没人拆",
    ):
        assert likely_kind(plain) is Kind.CLAIM, plain


_LATER = "住建局局长收钱，电梯坏了没人管。"


def _asks(page: str) -> bool:
    return "您写的像是在反映一个人或单位的问题" in page


def test_a_story_changed_into_an_accusation_is_asked_about_once(cast: Cast) -> None:
    citizen = Citizen()
    citizen.write()
    assert not _asks(citizen.page("/file/kind/"))
    answer = citizen.press("what", query="?back=check", text=_LATER)
    assert answer.headers["Location"] == "/file/kind/?back=check"
    page = citizen.page("/file/kind/?back=check")
    assert _asks(page) and _marked(page, "kind") == "claim"
    # It stays what it was: neither the same words nor blanks in them are asked about again.
    assert citizen.press("kind", query="?back=check", **KIND).headers["Location"] == "/file/check/"
    for same in (_LATER, f"{_LATER}\n"):
        assert citizen.press("what", query="?back=check", text=same).headers["Location"] == "/file/check/"
        assert not _asks(citizen.page("/file/kind/"))
    # Other words are.
    answer = citizen.press("what", query="?back=check", text=_ACCUSING)
    assert answer.headers["Location"] == "/file/kind/?back=check" and _asks(citizen.page("/file/kind/"))


def test_a_late_accusation_is_asked_whom_it_means(cast: Cast) -> None:
    citizen = Citizen()
    citizen.write()
    citizen.press("what", query="?back=check", text=_LATER)
    answer = citizen.press("kind", query="?back=check", **{**KIND, "kind": "accusation"})
    assert answer.headers["Location"] == "/file/about/?back=check"
    assert "反映的是谁" in citizen.page("/file/about/?back=check")
    named = {"accused": "1", "concerned": "云渡县住房和城乡建设局", "respondent": ""}
    assert citizen.press("about", query="?back=check", **named).headers["Location"] == "/file/check/"
    assert citizen.send().headers["Location"] == "/receipt/"
    assert Matter.objects.get().respondent_unit_id == cast.units["housing"]


def test_the_press_that_sends_asks_it_of_a_draft_that_came_past_the_question(cast: Cast) -> None:
    citizen = Citizen()
    citizen.write()
    # As the page keeps it by itself while somebody types.
    page = citizen.shown("what")
    assert citizen.client.post("/file/what/keep/", {"text": _LATER, "page": page}).status_code == 204
    assert citizen.send().headers["Location"] == "/file/kind/?back=check"
    assert not Matter.objects.exists()
    citizen.press("kind", query="?back=check", **KIND)
    assert citizen.send().headers["Location"] == "/receipt/"
    assert Matter.objects.get().kind == Kind.CLAIM


def test_what_was_asked_in_order_is_not_asked_again(cast: Cast) -> None:
    citizen = Citizen()
    citizen.press("what", text=_ACCUSING)
    citizen.press("about", accused="1", concerned="", respondent="")
    citizen.press("requests", request_1="查清")
    assert citizen.press("kind", **KIND).headers["Location"] == "/file/who/"
    assert not _asks(citizen.page("/file/kind/"))
    citizen.press("who", **WHO)
    assert citizen.send().headers["Location"] == "/receipt/"


def test_naming_no_one_in_an_accusation_is_asked_once(cast: Cast) -> None:
    citizen = Citizen()
    citizen.press("what", text=_ACCUSING)
    citizen.press("about", accused="1", concerned="", respondent="")
    assert citizen.press("kind", **{**KIND, "kind": "accusation"}).headers["Location"] == "/file/who/"
