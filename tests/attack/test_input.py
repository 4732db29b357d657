"""Hostile text and files: shown as what was typed, kept as what they are, never run."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiyin.documents.models import StoredFile
from huiyin.matters.assignment.services import matter_assign_handler, matter_assign_unit
from huiyin.matters.delivery.services import reply_serve
from huiyin.matters.identity.services import matter_open_identity
from huiyin.matters.messages.services.work import matter_ask, matter_note
from huiyin.matters.models import Matter
from huiyin.matters.register.services.register import Registered
from huiyin.matters.reply.services.reply import OpinionDraft, reply_approve, reply_draft
from huiyin.portal.filing.steps import BY_NAME
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.portal.walker import Citizen

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}{% now %}%(office)s%s\\#{x}</textarea>"
TYPST = '#read("/etc/passwd") #eval("1") $x$ @a <b> *c* _d_ `e` \\ ] ) // /* '
_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fccff0bf1e000683027f"
    "a47f0dde0000000049454e44ae426082"
)


def _safe(page: str) -> None:
    assert "<script>alert" not in page and "<img src=x" not in page
    assert "onerror=alert(2)&gt;" in page or "onerror" not in page


def test_what_is_typed_is_shown_and_never_run(cast: Cast, desk: Desk) -> None:
    citizen = Citizen()
    citizen.press("what", text=EVIL + TYPST)
    citizen.press("where", place=EVIL)
    citizen.press("kind", kind="claim", category_words=EVIL)
    citizen.press("requests", request_1=EVIL, request_2=TYPST)
    citizen.press("about", respondent=EVIL)
    citizen.press("who", who="named", name=EVIL[:80], phone="19900001111<script>", email="", address=EVIL)
    for step in (*BY_NAME, "check"):
        _safe(citizen.page(f"/file/{step}/"))
    assert citizen.send().status_code == 302
    _safe(citizen.receipt_page())
    assert citizen.client.post("/receipt/pdf/").content[:5] == b"%PDF-"
    number, code = citizen.receipt()
    citizen.look_up(number, code)
    citizen.client.post("/status/message/", {"body": EVIL})
    filed = _answer(cast, Registered(Matter.objects.get().pk, number, code, is_new=True))
    for page in ("/status/", "/status/reply/", "/status/withdraw/"):
        answer = citizen.client.get(page)
        assert answer.status_code < 500
        _safe(answer.text)
    assert citizen.client.get("/status/reply/pdf/").content[:5] == b"%PDF-"
    citizen.client.post("/status/rate/", {"of_office": "satisfied", "of_unit": "satisfied", "words": EVIL})
    _look_at_the_desk(desk, filed)


def _answer(cast: Cast, filed: Registered) -> Registered:
    """The office writes as badly."""
    matter = Matter.objects.get()
    cast.at, matter_id = matter.received_at, matter.pk
    cast.accept(filed)
    registrar, handler = cast.actor("registrar"), cast.actor("handler")
    matter_open_identity(actor=registrar, matter_id=matter_id, purpose=EVIL, at=cast.at)
    matter_assign_unit(actor=registrar, matter_id=matter_id, unit_id=cast.units["housing"], words=EVIL, at=cast.at)
    matter_assign_handler(
        actor=cast.actor("housing_registrar"), matter_id=matter_id, officer_id=cast.officers["handler"], at=cast.at
    )
    matter_note(actor=handler, matter_id=matter_id, body=EVIL, at=cast.at)
    matter_ask(actor=handler, matter_id=matter_id, body=EVIL, at=cast.at)
    opinions = {request.pk: OpinionDraft("upheld", EVIL + TYPST) for request in matter.requests.all()}
    reply_draft(
        actor=handler, matter_id=matter_id, facts=EVIL + TYPST, opinions=opinions, basis=TYPST + EVIL, at=cast.at
    )
    reply_approve(actor=cast.actor("approver"), matter_id=matter_id, at=cast.at)
    reply_serve(actor=handler, matter_id=matter_id, at=cast.at)
    return filed


def _look_at_the_desk(desk: Desk, filed: Registered) -> None:
    handler, registrar, auditor = desk("handler"), desk("registrar"), desk("auditor")
    for client, page in (
        (handler, f"/desk/matters/{filed.number}/"),
        (handler, "/desk/"),
        (registrar, f"/desk/search/?q={EVIL}"),
        (registrar, f"/desk/units/?field={EVIL}&base={EVIL}&{EVIL}_text={EVIL}"),
        (registrar, "/desk/search/?q=alert"),
        (auditor, "/desk/records/openings/"),
    ):
        _safe(client.get(page).text)
    assert handler.get(f"/desk/matters/{filed.number}/reply.pdf").content[:5] == b"%PDF-"
    typed = dict.fromkeys(
        ("text", "title", "place", "respondent", "name", "phone", "request", "area", "category"), EVIL
    )
    _safe(registrar.post("/desk/register/", {**typed, "look": "1"}).text)
    _safe(registrar.post("/desk/register/", typed).text)
    _safe(registrar.post("/desk/register/suggest/", typed).text)


def _zip(*parts: tuple[str, bytes]) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return held.getvalue()


_TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_BOMB = bytes(50_000_000)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("图.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("图.png", b"\xef\xbb\xbf  <SVG onload=alert(1)>"),
        ("说明.txt", b"<!doctype html><script>alert(1)</script>"),
        ("页.html", b"plain words"),
        ("脚本.txt", b"#!/bin/sh\nrm -rf /"),
        ("包.zip", _zip(("a.txt", b"x"))),
        ("弹.docx", _zip(("[Content_Types].xml", _BOMB), ("a", _BOMB))),
        ("程序.jpg", b"MZ\x90\x00" + bytes(100)),
        ("宏.docx", _zip(("[Content_Types].xml", _TYPES), ("word/document.xml", b""), ("word/vbaProject.bin", b"x"))),
    ],
)
def test_what_could_run_or_burst_is_refused(cast: Cast, name: str, content: bytes) -> None:
    answer = Citizen().press("files", do="upload", files=[SimpleUploadedFile(name, content)])
    assert answer.status_code == 422 and "没有收下" in answer.text
    assert not StoredFile.objects.exists()


def test_a_page_hidden_behind_a_picture_is_lost_when_the_picture_is_kept(cast: Cast) -> None:
    citizen = Citizen()
    citizen.look_up(*citizen.file())
    for index, hidden in enumerate((b"<script>alert(1)</script>", b"<?php system(1)", b"PK\x03\x04")):
        files = {"files": [SimpleUploadedFile(f"{index}.html", _PNG + hidden)]}
        assert citizen.client.post("/status/files/", files).status_code == 302
    for stored in StoredFile.objects.all():
        assert stored.name.endswith(".png") and stored.media_type == "image/png" and stored.size < 200


@pytest.mark.parametrize(
    "name",
    ["../../../etc/cron.d/x.txt", "..\\..\\x.txt", "a\r\nSet-Cookie: x=1.txt", 'a".txt; filename="b.html', "CON.txt",
     "\u202etxt.exe.txt", "<img src=x onerror=alert(1)>.txt", "x" * 5000 + ".txt", ".htaccess.txt", "a\x00.html.txt"],
)  # fmt: skip
def test_a_file_name_is_only_a_name(cast: Cast, name: str) -> None:
    citizen = Citizen()
    citizen.look_up(*citizen.file())
    upload = SimpleUploadedFile("x.txt", "甲".encode())
    upload._name = name  # type: ignore[attr-defined] # past Django's own tidying, as a raw request would
    answer = citizen.client.post("/status/files/", {"files": [upload]})
    assert answer.status_code in {302, 400, 422}
    page = citizen.page("/status/")
    assert "<img src=x" not in page
    for stored in StoredFile.objects.all():
        assert not set(stored.name) & set('/\\\r\n\x00"<>\u202e') and len(stored.name) <= 120


def test_ten_thousand_files_and_ten_thousand_fields_are_refused_at_once(cast: Cast) -> None:
    citizen = Citizen(raise_request_exception=False)
    many = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(1000)]
    assert citizen.press("files", files=many).status_code == 400
    assert citizen.client.post("/file/what/", {f"a{number}": "x" for number in range(10_000)}).status_code == 400
    assert citizen.client.post("/lookup/", {"number": "1" * 3_000_000, "code": "x"}).status_code in {400, 413, 422}
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data; boundary=x", b"--x\r\nbroken"),
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=" + "x" * 5000, b"--x"),
        ("application/json", b"{"),
        ("application/x-www-form-urlencoded; charset=utf-7", b"text=+ADw-script+AD4-"),
        ("application/x-www-form-urlencoded; charset=nonsense", b"text=a"),
        ("application/x-www-form-urlencoded", b"text=%ff%fe%00%ed%a0%80&number=%00&code=%00&login=%00&password=%00"),
    ],
)
def test_broken_bodies_break_nothing(cast: Cast, desk: Desk, content_type: str, body: bytes) -> None:
    registrar = desk("registrar")
    registrar.raise_request_exception = False
    stranger = Client(raise_request_exception=False)
    for client, address in (
        (stranger, "/file/what/"), (stranger, "/file/categories/"), (stranger, "/lookup/"),
        (stranger, "/accounts/login/"), (stranger, "/type-size/"), (registrar, "/desk/register/"),
        (registrar, "/desk/register/suggest/"),
    ):  # fmt: skip
        answer = client.generic("POST", address, body, content_type=content_type)
        assert answer.status_code < 500, address
        assert "<script>" not in answer.text


@pytest.mark.parametrize(
    "headers", [{"Host": "x y"}, {"Host": "elsewhere.example"}, {"Referer": "http://["}, {"Origin": "http://["}]
)
def test_a_form_from_no_sensible_place_is_refused(cast: Cast, headers: dict[str, str]) -> None:
    """The pages that say so look at where it came from, too."""
    stranger = Client(raise_request_exception=False, enforce_csrf_checks=True)
    answer = stranger.generic("POST", "/lookup/", b"number=1", "application/x-www-form-urlencoded", headers=headers)
    assert answer.status_code in {400, 403}


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%ff%fe", "q=" + "电" * 3000, "q='%20OR%201=1--", "q=%22*)%20OR%20(", "q=NEAR(a b)"]
)
def test_no_search_breaks(cast: Cast, desk: Desk, query: str) -> None:
    cast.file()
    client = desk("registrar")
    assert client.get(f"/desk/search/?{query}").status_code == 200
    assert client.get(f"/desk/work/unit/?category=99999999999&after={query}&kind={query}").status_code == 200
