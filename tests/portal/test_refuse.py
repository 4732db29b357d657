"""Bad input: a sentence beside the field, everything typed kept, nothing stored by half."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError

from huiyin.documents.errors import StorageFull
from huiyin.documents.models import StoredFile
from huiyin.flows.web_filing import web_filing_register
from huiyin.intake.models import Draft
from huiyin.kernel.time import now
from huiyin.matters.models import Attachment, Matter
from huiyin.matters.register.services.register import Registered
from tests.cast import Cast
from tests.portal.walker import KIND, NAME, TEXT, WHAT, WHO, Citizen

_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fccff0bf1e000683027f"
    "a47f0dde0000000049454e44ae426082"
)


def test_each_empty_field_has_its_sentence_beside_it_and_in_the_summary(cast: Cast) -> None:
    for step, typed, sentence in (
        ("what", {"text": " \u200b\n"}, "请写下发生了什么，几句话就可以。"),
        ("kind", {"kind": "", "category_words": "停水"}, "请选一项。拿不准就选"),
    ):
        response = Citizen().press(step, **typed)
        page = response.content.decode()
        assert response.status_code == 422
        assert page.count(sentence) == 2
    assert 'value="停水"' in page


def test_a_text_of_a_hundred_thousand_characters_is_kept_and_refused_with_both_numbers(cast: Cast) -> None:
    citizen, text = Citizen(), "长" * 100_000
    response = citizen.press("what", **{**WHAT, "text": text})
    page = response.content.decode()
    assert response.status_code == 422
    assert "最多 20,000 字，现在有 100,000 字" in page
    assert text in page
    assert text in citizen.page("/file/what/")


def test_control_characters_go_and_emoji_stay(cast: Cast) -> None:
    citizen = Citizen()
    citizen.write()
    citizen.press("what", **{**WHAT, "text": "电梯\x00停了\x07😀\u202e又坏"})
    citizen.send()
    assert Matter.objects.get().text == "电梯停了😀又坏"


@pytest.mark.parametrize("step", ["requests", "kind", "who"])
def test_a_missing_step_is_asked_for_instead_of_sending(cast: Cast, step: str) -> None:
    citizen = Citizen()
    citizen.write()
    citizen.press(step, **{"requests": {"request_1": " "}, "kind": {"kind": ""}, "who": {"who": ""}}[step])
    assert "去补上" in citizen.page("/file/check/")
    response = citizen.send()
    assert response.headers["Location"] == f"/file/{step}/?wrong=1&back=check"
    assert not Matter.objects.exists()
    assert "field-error" in citizen.page(response.headers["Location"])


def test_sending_without_any_draft_leads_to_the_first_step(cast: Cast) -> None:
    assert Citizen().send().headers["Location"].startswith("/file/what/")


def test_at_least_one_way_to_reach_them_is_asked_for(cast: Cast) -> None:
    citizen = Citizen()
    page = citizen.press("who", who="named", name=NAME).content.decode()
    assert "请至少留一样" in page
    page = citizen.press("who", who="named", name=NAME, phone="12", email="abc").content.decode()
    assert "电话号码少了几位" in page
    assert "邮箱写得不完整" in page
    assert citizen.press("who", who="named", name=NAME, address="云渡县柳荫镇").status_code == 302
    assert citizen.press("who", who="named", email="a@example.invalid").status_code == 302


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("空.txt", b"", "这个文件是空的"),
        ("照片.jpg", b"MZ\x90\x00" + bytes(200), "这种文件我们打不开"),
        ("报告.pdf", b"<html><script>alert(1)</script></html>", "这种文件打开时会运行程序"),
    ],
)
def test_a_file_that_cannot_be_kept_is_named_and_the_rest_goes_on(
    cast: Cast, name: str, content: bytes, sentence: str
) -> None:
    citizen = Citizen()
    files = [SimpleUploadedFile(name, content), SimpleUploadedFile("好的.png", _PNG)]
    response = citizen.press("files", do="upload", files=files)
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert name in page
    assert "好的.png" in page
    assert StoredFile.objects.count() == 1


def test_a_file_that_is_too_large_is_refused_without_being_kept(cast: Cast) -> None:
    citizen = Citizen()
    large = BytesIO(b"a" * (settings.HUIYIN_FILE_BYTES + 1))
    large.name = "录像.txt"
    page = citizen.press("files", files=[large]).content.decode()
    assert "超过 20 MB" in page
    assert not StoredFile.objects.exists()


def test_a_full_disk_is_shown_beside_the_files(cast: Cast) -> None:
    with mock.patch("huiyin.intake.services.drafts.file_store", side_effect=StorageFull):
        citizen = Citizen()
        citizen.press("what", **WHAT)
        page = citizen.press("files", files=[SimpleUploadedFile("a.txt", b"a")]).content.decode()
    assert "存储空间暂时不足" in page
    assert TEXT in citizen.page("/file/what/")


def test_files_are_listed_removed_and_go_with_the_matter(cast: Cast) -> None:
    citizen = Citizen()
    citizen.write()
    files = [SimpleUploadedFile("一.txt", "甲".encode()), SimpleUploadedFile("二.png", _PNG)]
    assert citizen.press("files", do="upload", files=files).headers["Location"] == "/file/files/#files"
    stored = StoredFile.objects.get(name="一.txt")
    citizen.press("files", do=f"remove:{stored.pk}")
    assert "一.txt" not in citizen.page("/file/files/")
    assert "二.png" in citizen.page("/file/check/")
    citizen.send()
    assert [attachment.file.name for attachment in Attachment.objects.select_related("file")] == ["二.png"]


def test_an_expired_page_keeps_the_text_and_sends_it_again(cast: Cast) -> None:
    citizen = Citizen(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})
    response = citizen.press("what", **WHAT)
    assert response.status_code == 403
    assert TEXT in response.content.decode()
    assert not Draft.objects.exists()


def test_a_second_click_gives_the_same_receipt_and_no_second_matter(cast: Cast) -> None:
    citizen = Citizen()
    citizen.write()
    citizen.send()
    first = citizen.receipt()
    assert citizen.send().headers["Location"] == "/receipt/"
    late = citizen.press("what", **WHAT)
    assert late.status_code == 409
    assert "这份诉求已经提交了" in late.content.decode()
    assert citizen.receipt() == first
    assert Matter.objects.count() == 1


def test_two_clicks_at_the_same_moment_make_one_matter(cast: Cast) -> None:
    """Both requests have read the draft before either has registered it."""
    citizen, twin = Citizen(), Citizen()
    citizen.write()
    twin.client.cookies.load({name: cookie.value for name, cookie in citizen.client.cookies.items()})
    waiting = [twin]

    def meanwhile(**filed: Any) -> Registered:
        if waiting:
            assert waiting.pop().send().status_code == 302
        return web_filing_register(**filed)

    with mock.patch("huiyin.flows.draft_filing.web_filing_register", meanwhile):
        assert citizen.send().status_code == 302
    assert Matter.objects.count() == 1
    assert citizen.receipt() == twin.receipt()


def test_a_failure_while_sending_keeps_the_draft(cast: Cast) -> None:
    citizen = Citizen(raise_request_exception=False)
    citizen.write()
    with mock.patch("huiyin.flows.web_filing.matter_register", side_effect=IntegrityError("broken")):
        assert citizen.send().status_code == 500
    assert not Matter.objects.exists()
    assert TEXT in citizen.page("/file/check/")


def test_a_category_that_does_not_exist_is_no_way_in(cast: Cast) -> None:
    response = Citizen().press("kind", **{**KIND, "category": "987654"})
    assert response.status_code == 422
    assert "请从列出的类别里选一个" in response.content.decode()


def test_too_many_requests_cannot_be_added(cast: Cast) -> None:
    citizen = Citizen()
    given = {f"request_{number}": f"要求{number}" for number in range(1, 21)}
    assert citizen.press("requests", do="add", **given).status_code == 302
    page = citizen.page("/file/requests/")
    assert "再加一条" not in page
    assert "request_21" not in page


def test_errors_on_the_status_page_keep_what_was_written(cast: Cast) -> None:
    citizen = Citizen()
    citizen.look_up(*citizen.file())
    response = citizen.client.post("/status/message/", {"body": "长" * 10_001})
    assert response.status_code == 422
    assert "长" * 10_001 in response.content.decode()
    assert citizen.client.post("/status/message/", {"body": " "}).status_code == 422
    assert citizen.client.post("/status/files/").status_code == 422
    bad = {"files": [SimpleUploadedFile("坏.exe", b"MZ" + bytes(90)), SimpleUploadedFile("好.png", _PNG)]}
    page = citizen.client.post("/status/files/", bad).content.decode()
    assert "坏.exe" in page
    assert "好.png" in page
    assert citizen.client.post("/status/rate/", {"of_unit": "satisfied"}).status_code in {409, 422}


def test_a_visit_that_has_run_out_keeps_what_was_written(cast: Cast) -> None:
    citizen = Citizen(headers={"Sec-Fetch-Site": "same-origin"})
    citizen.look_up(*citizen.file())
    with mock.patch("django.core.signing.time.time", return_value=(now() + timedelta(minutes=31)).timestamp()):
        response = citizen.client.post("/status/message/", {"body": "电梯今天又停了一次。"})
        assert response.status_code == 403
        assert "电梯今天又停了一次。" in response.content.decode()
        assert citizen.client.get("/status/").headers["Location"] == "/lookup/"


def test_who_is_kept_when_going_back(cast: Cast) -> None:
    citizen = Citizen()
    citizen.write()
    assert citizen.press("who", do="back", **WHO).headers["Location"] == "/file/kind/"
    assert NAME in citizen.page("/file/who/")
