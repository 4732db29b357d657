"""A change of language or type size in the middle of a form: every word comes back, and nothing is done."""

import re
from datetime import timedelta

from django.conf import settings

from huiyin.kernel.time import now
from huiyin.matters.messages.services.work import matter_note
from huiyin.matters.models import Matter, Message
from huiyin.orgs.models import Officer
from huiyin.reception.models import Appointment
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.desk.hands import address, version
from tests.desk.test_register import ADDRESS, _form
from tests.portal.walker import WHAT, Citizen
from tests.reception.house import publish

ENGLISH = {"reader_choice": "language:en"}


def test_the_register_form_keeps_its_words_in_another_language(cast: Cast, desk: Desk) -> None:
    browser = desk("registrar")
    given = _form(browser)
    answer = browser.post(ADDRESS, {**given, **ENGLISH})
    page = answer.content.decode()
    assert '<html lang="en"' in page
    for words in (given["text"], "尽快修好电梯", "谷小满", "19900001234", given["token"]):
        assert words in page
    assert "data-error-summary" not in page
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert not Matter.objects.exists()
    assert browser.post(ADDRESS, given).status_code == 302


def test_a_half_written_form_is_neither_judged_nor_emptied_by_large_type(cast: Cast, desk: Desk) -> None:
    page = desk("registrar").post(ADDRESS, {"text": "刚写了一半", "reader_choice": "large:1"}).content.decode()
    assert "刚写了一半" in page and "is-invalid" not in page
    assert "标准字" in page or "large:0" in page


def test_a_move_keeps_its_words_and_isnt_made(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    browser = desk("registrar")
    opened = browser.get(f"{address(filed)}?move=note").text
    # Without a script, the form that stands open has the buttons.
    assert re.search(r'id="move-form-note".*?name="reader_choice".*?</form>', opened, re.DOTALL)
    answer = browser.post(address(filed, "note"), {"seen": version(opened), "body": "写了一半的记录", **ENGLISH})
    page = answer.content.decode()
    assert "写了一半的记录" in page and '<html lang="en"' in page
    assert not Message.objects.exists()
    matter_note(actor=cast.actor("registrar"), matter_id=filed.matter_id, body="别的", at=cast.at)


def test_an_administrators_form_keeps_its_words(cast: Cast, desk: Desk) -> None:
    before = Officer.objects.count()
    given = {"form": "officer", "display_name": "新来的人", "username": "newcomer", **ENGLISH}
    page = desk("administrator").post("/desk/organisation/officers/", given).content.decode()
    assert "新来的人" in page and '<html lang="en"' in page
    assert Officer.objects.count() == before


def test_a_step_of_filing_keeps_its_words_without_a_script(cast: Cast) -> None:
    citizen = Citizen()
    shown = citizen.page("/file/what/")
    assert re.search(r'id="step-form".*?value="language:en".*?</form>', shown, re.DOTALL)
    answer = citizen.client.post("/file/what/", {**WHAT, "text": "刚写了一半", **ENGLISH}, follow=True)
    page = answer.content.decode()
    assert "刚写了一半" in page and '<html lang="en"' in page
    answer = citizen.client.post("/file/what/", {"text": "又写了一点", "reader_choice": "large:1"}, follow=True)
    assert "又写了一点" in answer.content.decode()
    assert citizen.client.cookies["large_type"].value == "1"


def test_status_forms_shown_in_another_language_have_no_errors(cast: Cast) -> None:
    citizen = Citizen()
    number, code = citizen.file()
    citizen.look_up(number, code)
    for form, given in (("message", {"body": "再补充一点"}), ("received", {"acknowledged_on": "x"})):
        answer = citizen.client.post(f"/status/{form}/", {**given, **ENGLISH})
        page = answer.content.decode()
        assert (answer.status_code, "error-summary" in page, '<html lang="en"' in page) == (200, False, True), form
    assert citizen.client.post("/status/message/", {"body": ""}).status_code == 422


def test_a_booking_keeps_its_words_and_isnt_made(cast: Cast) -> None:
    day_id = publish(cast, starts_at=now().replace(hour=1, minute=0) + timedelta(days=7))
    given = {"words": "想谈谈电梯", "name": "纪北辰", "slot": "1", "phone": "19900007788", **ENGLISH}
    page = Citizen().client.post(f"/reception/days/{day_id}/", given).content.decode()
    assert "想谈谈电梯" in page and '<html lang="en"' in page
    assert not Appointment.objects.exists()


def test_a_message_keeps_its_words_and_isnt_sent(cast: Cast) -> None:
    citizen = Citizen()
    citizen.look_up(*citizen.file())
    page = citizen.client.post("/status/message/", {"body": "写了一半的补充", **ENGLISH}).content.decode()
    assert "写了一半的补充" in page and '<html lang="en"' in page
    assert not Message.objects.exists()


def test_a_choice_that_isnt_one_changes_nothing(cast: Cast) -> None:
    citizen = Citizen()
    for choice in ("language:xx", "language:../..", "size:huge", ""):
        answer = citizen.client.post("/file/what/", {"text": "一", "reader_choice": choice})
        assert answer.status_code == 302
        assert settings.LANGUAGE_COOKIE_NAME not in answer.cookies
