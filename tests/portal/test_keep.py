"""Drafts in the browser: autosave, reload, leaving, starting over, and what the cookies and caches may hold."""

from datetime import timedelta
from http.cookies import Morsel

from django.db.models import F

from huiyin.intake.models import Draft
from huiyin.matters.models import Matter
from tests.cast import Cast
from tests.portal.walker import KIND, TEXT, WHAT, Citizen


def _cookie(citizen: Citizen, name: str) -> "Morsel[str]":
    return citizen.client.cookies[name]


def test_what_is_being_typed_is_kept_without_being_right(db: None) -> None:
    citizen = Citizen()
    response = citizen.client.post("/file/what/keep/", {"text": "刚写了一半"})
    assert (response.status_code, response.content) == (204, b"")
    assert "刚写了一半" in citizen.page("/file/what/")
    citizen.client.post("/file/who/keep/", {"who": "named", "name": "纪"})
    assert "刚写了一半" in citizen.page("/file/what/")
    assert Draft.objects.exclude(blob=b"").count() == 1


def test_the_token_is_in_a_cookie_that_scripts_cannot_read_and_in_no_page(db: None) -> None:
    citizen = Citizen()
    citizen.press("what", **WHAT)
    cookie = _cookie(citizen, "draft")
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 7 * 24 * 3600
    assert cookie.value not in citizen.page("/file/check/")
    assert not Draft.objects.filter(pk=cookie.value).exists()


def test_looking_around_makes_no_draft_and_no_session(cast: Cast) -> None:
    citizen = Citizen()
    for path in ("/", "/how/", "/rules/", "/reception/", "/file/what/", "/lookup/"):
        citizen.page(path)
    assert not Draft.objects.exists()
    assert set(citizen.client.cookies) <= {"csrftoken"}


def test_saving_and_leaving_says_how_to_come_back(db: None) -> None:
    citizen = Citizen()
    assert citizen.press("what", do="leave", text="写到一半").headers["Location"] == "/file/kept/"
    assert "草稿存好了" in citizen.page("/file/kept/")
    assert "有一份没写完的" in citizen.page("/")


def test_starting_over_asks_first_and_then_leaves_nothing(db: None) -> None:
    citizen = Citizen()
    citizen.press("what", **WHAT)
    assert "找不回来" in citizen.page("/file/over/")
    assert Draft.objects.exists()
    citizen.client.post("/file/over/")
    assert not Draft.objects.exists()
    assert TEXT not in citizen.page("/file/what/")


def test_a_change_from_the_last_page_leads_back_to_it(cast: Cast) -> None:
    citizen = Citizen()
    citizen.write()
    assert "/file/what/?back=check" in citizen.page("/file/check/")
    assert citizen.press("what", query="?back=check", **WHAT).headers["Location"] == "/file/check/"


def test_categories_are_offered_without_a_script(cast: Cast) -> None:
    citizen = Citizen()
    response = citizen.client.post("/file/kind/", {**KIND, "category_words": "水质", "do": "find"}, follow=True)
    assert "住房建设 / 供水 / 水质" in response.content.decode()
    citizen.press("kind", **{**KIND, "category": str(cast.categories["T121"])})
    citizen.press("kind", **{**KIND, "category_words": "学区", "category": str(cast.categories["T121"])})
    page = citizen.page("/file/kind/")
    assert "住房建设 / 供水 / 水质" in page
    assert "教育 / 入学 / 学区" in page


def test_categories_are_offered_while_typing(cast: Cast) -> None:
    citizen = Citizen()
    citizen.press("what", text="自来水发黄有异味")
    # The story, until there are words for it.
    page = citizen.client.post("/file/categories/", {"category_words": ""}).content.decode()
    assert "水质" in page
    assert "学区" in citizen.client.post("/file/categories/", {"category_words": "学区"}).content.decode()
    assert "<html" not in page
    page = Citizen().client.post("/file/units/", {"concerned": "教育"}).content.decode()
    assert "云渡县教育局" in page


def test_the_receipt_is_there_for_a_quarter_of_an_hour_and_in_no_cache(cast: Cast) -> None:
    citizen = Citizen()
    number, code = citizen.file()
    assert _cookie(citizen, "draft")["max-age"] == 15 * 60
    for path in ("/receipt/", "/receipt/pdf/"):
        response = citizen.client.post(path)
        assert "no-store" in response.headers["Cache-Control"]
    assert response.content.startswith(b"%PDF")
    assert number in response.headers["Content-Disposition"]
    for draft in Draft.objects.all():
        assert TEXT.encode() not in bytes(draft.blob) and code.encode() not in bytes(draft.blob)
    Draft.objects.update(expires_at=F("expires_at") - timedelta(minutes=15))
    assert citizen.client.get("/receipt/").headers["Location"] == "/lookup/"
    assert citizen.client.post("/receipt/").headers["Location"] == "/lookup/"


def test_the_qr_code_and_every_address_hold_no_code(cast: Cast) -> None:
    citizen = Citizen()
    number, code = citizen.file()
    page = citizen.receipt_page()
    assert f"/lookup/?number={number}" in page
    assert code not in page  # shown in groups only
    citizen.look_up(number, code)
    assert code not in citizen.page("/status/")
    assert f'value="{number[:8]}-{number[8:12]}-{number[12:]}"' in citizen.page(f"/lookup/?number={number}")


def test_written_down_means_gone_from_the_device(cast: Cast) -> None:
    citizen = Citizen()
    citizen.file()
    citizen.client.post("/receipt/done/", {"then": "done"})
    assert not Draft.objects.exclude(blob=b"", matter_id=None).exists()
    assert citizen.client.get("/receipt/").status_code == 302


def test_a_next_matter_has_its_own_token_and_receipt(cast: Cast) -> None:
    citizen = Citizen()
    first = citizen.file()
    assert citizen.client.get("/file/").headers["Location"] == "/receipt/"
    citizen.client.post("/receipt/done/", {"then": "another"})
    assert citizen.file() != first
    Draft.objects.all().delete()  # swept, while the browser still has the old token
    citizen.write()
    citizen.send()
    assert Matter.objects.count() == 3


def test_a_draft_that_cannot_be_opened_any_more_lets_people_start_again(db: None) -> None:
    citizen = Citizen()
    citizen.press("what", **WHAT)
    Draft.objects.update(blob=b"HYB1 altered")
    assert TEXT not in citizen.page("/file/what/")
    assert citizen.press("what", **WHAT).status_code == 302
    assert TEXT in citizen.page("/file/what/")


def test_pages_carry_the_headers_that_keep_them_private(cast: Cast) -> None:
    citizen = Citizen()
    citizen.look_up(*citizen.file())
    response = citizen.client.get("/status/")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Frame-Options"] == "DENY"
    cookie = _cookie(citizen, "visit")
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["max-age"]) == (
        True, "Lax", "/status/", 1800,
    )  # fmt: skip
    matter_id = str(Matter.objects.get().pk)
    assert matter_id not in response.content.decode()
