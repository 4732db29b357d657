"""A matter's page refuses in a sentence, keeps what was typed, and shows nothing to whom the matter is about."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiyin.kernel.actor import petitioner
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.messages.services.work import matter_note
from huiyin.matters.respondents.services.naming import matter_name_respondent
from tests.cast import WHO, Cast
from tests.desk.conftest import Desk
from tests.desk.hands import Hand, address, codes, draft_of

TYPED = "这一段写了半个小时，丢不得。"


def _file(name: str = "现场记录.txt", content: bytes = "现场看过，电梯停运。".encode()) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_stale_page_says_what_changed_and_keeps_the_text(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    hand = Hand(desk("handler"))
    hand.look(filed)
    matter_note(actor=cast.actor("approver"), matter_id=filed.matter_id, body="请尽快。", at=cast.at)
    answer = hand.send(filed, "note", body=TYPED)
    assert answer.status_code == 409
    assert "这件事项有了变化：记录" in answer.text and TYPED in answer.text and "请尽快。" in answer.text
    assert hand.send(filed, "note", seen="99", body=TYPED).status_code == 409
    hand.pages[filed.number] = answer.text  # the form that came back stands on the new version
    assert hand.send(filed, "note", body=TYPED).status_code == 302


def test_a_move_that_is_gone_leaves_the_text_to_copy(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    hand = Hand(desk("handler"))
    hand.look(filed)
    cast.draft(filed)
    answer = hand.send(filed, "draft", **draft_of(cast, filed, facts=TYPED))
    assert answer.status_code == 409
    assert TYPED in answer.text and "move-draft" not in codes(answer.text)
    answer = hand.client.post(address(filed, "draft"), {"seen": "5", "facts": TYPED})
    assert answer.status_code == 409 and TYPED in answer.text


def test_a_stale_page_doesn_t_ask_for_the_file_again(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    hand = Hand(desk("handler"))
    hand.look(filed)
    matter_note(actor=cast.actor("approver"), matter_id=filed.matter_id, body="请尽快。", at=cast.at)
    answer = hand.send(filed, "attach", files=_file(), audience="office")
    assert answer.status_code == 409 and "文件已经收到" in answer.text
    kept = answer.text.split('name="kept" value="')[1].split('"')[0]
    hand.pages[filed.number] = answer.text
    assert hand.send(filed, "attach", kept=kept, audience="office").status_code == 302
    page = matter_page_for(actor=cast.actor("handler"), number=filed.number, at=cast.at)
    assert [attachment.name for attachment in page.attachments] == ["现场记录.txt"]
    # The signature holds for this matter alone.
    other = cast.file()
    cast.to_handler(other)
    assert hand.send(other, "attach", kept=kept, audience="office").status_code == 422


@pytest.mark.parametrize(
    ("code", "given", "message"),
    [
        ("decline", {"explanation": TYPED}, "请选一条理由"),
        ("decline", {"ground": "pending"}, "请结合这件事写几句说明"),
        ("decline", {"ground": "litigation", "explanation": TYPED}, "请选一条理由"),
        ("redirect", {"ground": "litigation"}, "请写明信访人接下来该去哪里"),
        ("assign_unit", {"unit_text": "没有这个单位", "words": TYPED}, "没有找到名称里有这几个字的单位"),
        ("assign_unit", {"unit_text": "局", "words": TYPED}, "请从下面选一个单位"),
        ("assign_unit", {"unit": "999999", "words": TYPED}, "请从下面选一个单位"),
        ("note", {"body": " \u200b "}, "请写点内容再提交"),
        ("note", {"body": "字" * 10_001}, "最多 10,000 字"),
        ("ask", {}, "请写点内容再提交"),
        ("attach", {"audience": "office"}, "请选一个文件"),
        ("attach", {"audience": "office", "kept": "made-up"}, "文件没有收全"),
        ("name_respondent", {"whom": "unit", "text": TYPED}, "请写明是哪个单位"),
        ("name_respondent", {"whom": "officer", "unit_text": "教育局", "officer": "谁谁"}, "没有叫这个名字的人"),
        ("name_respondent", {"whom": "outside", "text": ""}, "请写下信访人说的是谁"),
        ("open_identity", {"purpose": "看看"}, "至少 4 个字"),
        ("assign_unit", {"due_on": "9999-12-31", "words": TYPED}, "请核对年份：写的是 9999 年"),
    ],
)
def test_bad_input_is_named_beside_its_field(
    cast: Cast, desk: Desk, code: str, given: dict[str, Any], message: str
) -> None:
    filed = cast.file()
    answer = Hand(desk("registrar")).send(filed, code, **given)
    assert answer.status_code == 422
    assert message in answer.text
    assert cast.matter(filed).version == 1
    assert TYPED not in given.values() or TYPED in answer.text


def test_empty_and_macro_files_are_refused_in_words(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    hand = Hand(desk("registrar"))
    assert "这个文件是空的" in hand.send(filed, "attach", files=_file(content=b""), audience="office").text
    answer = hand.send(filed, "attach", files=_file("a.exe", b"MZ" + bytes(200)), audience="office")
    assert answer.status_code == 422 and "打开时会运行程序" in answer.text


def test_every_request_wants_an_opinion_and_the_rest_is_kept(cast: Cast, desk: Desk) -> None:
    filed = cast.file(requests=tuple(f"第{number}件要办的" for number in range(1, 21)))
    cast.to_handler(filed)
    given = draft_of(cast, filed, facts=TYPED)
    del given["outcome_7"], given["reasons_19"]
    answer = Hand(desk("handler")).send(filed, "draft", **given)
    assert answer.status_code == 422
    assert "第 7 条要选一个意见" in answer.text and "第 19 条还没有" in answer.text and TYPED in answer.text
    assert answer.text.count("属实，已督促整改。") == 19


def test_no_one_approves_their_own_draft(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    cast.to_handler(filed, handler="drafting_approver")
    cast.draft(filed, drafter="drafting_approver")
    hand = Hand(desk("drafting_approver"))
    page = hand.look(filed)
    assert "这份答复是您起草的" in page and "approve" not in codes(page)
    answer = hand.send(filed, "approve")
    assert answer.status_code == 403 and "这份答复是您起草的" in answer.text
    assert "approve" in codes(Hand(desk("approver")).look(filed))


@pytest.mark.parametrize(
    ("who", "code"), [("handler", "approve"), ("housing_leader", "approve"), ("approver", "draft")]
)
def test_the_wrong_role_is_shown_who_may(cast: Cast, desk: Desk, who: str, code: str) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    given = draft_of(cast, filed) if code == "draft" else {}
    if code == "approve":
        cast.draft(filed)
    hand = Hand(desk(who))
    page = hand.look(filed)
    assert code not in codes(page)
    assert ("的另一位审批人批准" in page) if code == "approve" else ("由承办人沈秋白起草" in page)
    answer = hand.send(filed, code, **given)
    assert answer.status_code == 403 and "您的职位不能" in answer.text


def test_the_wrong_state_is_shown_what_it_is(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    cast.accept(filed)
    answer = Hand(desk("registrar")).send(filed, "accept")
    assert answer.status_code == 409 and "现在是“已受理”" in answer.text
    assert desk("registrar").post(address(filed, "rate")).status_code == 404
    assert desk("registrar").get(address(filed, "note")).status_code == 302


def test_a_barred_unit_is_refused_and_not_suggested(cast: Cast, desk: Desk) -> None:
    filed = cast.file(respondent_unit_id=cast.units["housing"])
    hand = Hand(desk("registrar"))
    assert "按类别应由它办" not in hand.unfold(filed, "assign_unit").split("云渡县住房和城乡建设局")[0][-600:]
    answer = hand.send(filed, "assign_unit", unit=str(cast.units["housing"]))
    assert answer.status_code == 422 and "它是被反映方" in answer.text
    assert "按类别应由它办" in hand.unfold(cast.file(), "assign_unit")


def test_anyone_whom_it_is_about_finds_nothing_anywhere(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    Hand(desk("handler")).do(filed, "attach", files=_file(), audience="office")
    cast.draft(filed)
    attachment = matter_page_for(actor=cast.actor("handler"), number=filed.number, at=cast.at).attachments[0]
    paths = [address(filed), f"{address(filed)}reply.pdf", f"{address(filed)}files/{attachment.id}/"]
    for path in paths:
        answer: Any = desk("handler").get(path)
        assert answer.status_code == 200 and answer.headers["Cache-Control"] == "private, no-store"
        assert answer.getvalue()
    matter_name_respondent(
        actor=cast.actor("housing_registrar"), matter_id=filed.matter_id, unit_id=cast.units["housing"],
        officer_id=None, text="住建局", at=cast.at,
    )  # fmt: skip
    for who in ("handler", "approver", "housing_leader", "housing_registrar", "education_registrar"):
        client: Client = desk(who)
        assert [client.get(path).status_code for path in paths] == [404, 404, 404], who
        assert {
            client.post(address(filed, code), {"seen": "1"}).status_code for code in ("note", "open_identity")
        } == {404}
        assert client.get(f"/desk/matters/{filed.number[:-1]}0/").status_code == 404


def test_naming_an_officer_bars_that_officer_not_the_unit(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    hand = Hand(desk("housing_registrar"))
    given = {"whom": "officer", "unit_text": "住建局", "officer": "沈秋白", "text": "经办的沈某"}
    page = hand.do(filed, "name_respondent", **given).text
    assert "还没有承办人" in page and "回避：沈秋白" in page
    assert desk("handler").get(address(filed)).status_code == 404
    assert desk("handler_two").get(address(filed)).status_code == 404  # a handler sees only what is theirs
    answer = hand.send(filed, "assign_handler", handler=cast.officers["handler"])
    assert answer.status_code == 422 and "请在本单位的承办人中选一位" in answer.text


def test_a_file_is_fetched_only_through_its_own_matter(cast: Cast, desk: Desk) -> None:
    filed, other = cast.file(), cast.file()
    hand = Hand(desk("registrar"))
    hand.do(filed, "attach", files=_file(), audience="petitioner")
    attachment = matter_page_for(actor=cast.actor("registrar"), number=filed.number, at=cast.at).attachments[0]
    answer: Any = hand.client.get(f"{address(filed)}files/{attachment.id}/")
    assert answer.getvalue().decode() == "现场看过，电梯停运。"
    assert hand.client.get(f"{address(other)}files/{attachment.id}/").status_code == 404
    assert matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at).attachments[0].name == "现场记录.txt"


def test_a_reply_that_was_not_served_prints_as_a_draft(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    client = desk("registrar")
    assert client.get(f"{address(filed)}reply.pdf").status_code == 404
    cast.answer(filed)
    answer = client.get(f"{address(filed)}reply.pdf")
    assert answer.headers["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")


def test_opening_who_filed_shows_it_once_and_tells_the_petitioner(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    hand = Hand(desk("registrar"))
    assert WHO.name not in hand.look(filed)
    answer = hand.send(filed, "open_identity", purpose="约信访人到现场一起查看")
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "private, no-store"
    assert WHO.name in answer.text and WHO.phone in answer.text and "只显示这一次" in answer.text
    assert WHO.name not in hand.look(filed)
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert [(opening.office, opening.purpose) for opening in page.openings] == [
        ("云渡县信访局", "约信访人到现场一起查看")
    ]
    assert not page.can("open_identity") and petitioner(filed.matter_id).key


def test_who_stayed_anonymous_can_t_be_opened(cast: Cast, desk: Desk) -> None:
    filed = cast.file(identity=None)
    hand = Hand(desk("registrar"))
    page = hand.look(filed)
    assert "open_identity" not in codes(page) and "没有留下身份信息" in page
    assert hand.client.post(address(filed, "open_identity"), {"seen": "1", "purpose": "核实情况"}).status_code == 404


def test_units_are_found_while_typing(cast: Cast, desk: Desk) -> None:
    client = desk("registrar")
    page = client.get("/desk/units/", {"field": "unit", "base": "x", "unit_text": "柳"}).text
    assert "柳荫镇人民政府" in page and "上柳村" in page and 'name="unit"' in page
    assert "没有找到" in client.get("/desk/units/", {"unit_text": "不存在"}).text
    assert "<script" not in client.get("/desk/units/", {"field": "<script>", "base": '"><script>'}).text
