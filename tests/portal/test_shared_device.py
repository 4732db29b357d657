"""A device that others use too: whoever comes next, or was there before, reads neither receipt nor draft."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.http import HttpResponse
from django.test import RequestFactory

from huiyin.intake.models import Draft
from huiyin.kernel.ids import format_matter_number, format_receipt_code, new_id
from huiyin.kernel.time import now
from huiyin.matters.models import Matter
from huiyin.portal.reception.held import HeldBooking, booking_held, booking_hold
from tests.cast import Cast
from tests.portal.walker import NAME, PHONE, TEXT, WHAT, WHO, Citizen

PLACES = ("/", "/file/", "/receipt/", "/receipt/pdf/", "/file/what/", "/file/who/", "/file/check/", "/file/kept/")


def _read(citizen: Citizen) -> str:
    """All that the device shows without a press."""
    return "".join(citizen.client.get(path, follow=True).content.decode() for path in PLACES)


def _shows(page: str, number: str, code: str) -> bool:
    return any(
        secret in page
        for secret in (number, code, format_matter_number(number), format_receipt_code(code), TEXT, NAME)
    )


def _with_cookie_of(other: Citizen) -> Citizen:
    citizen = Citizen()
    citizen.client.cookies["draft"] = other.client.cookies["draft"].value
    return citizen


def test_sending_leads_straight_to_number_and_code_and_then_asks_first(cast: Cast) -> None:
    citizen = Citizen()
    citizen.write()
    citizen.page("/file/check/")
    citizen.send()
    first = citizen.page("/receipt/")
    number, code = citizen.receipt()
    assert _shows(first, number, code)
    assert not _shows(_read(citizen), number, code)
    assert "是您吗" in citizen.page("/receipt/")
    assert "刚才在这台设备上提交过一件诉求" in citizen.page("/")
    assert _shows(citizen.receipt_page(), number, code)


def test_the_way_over_another_page_shows_nothing_either(cast: Cast) -> None:
    """Whoever sent it closed the window at once; the next person comes by the first page."""
    citizen = Citizen()
    citizen.write()
    citizen.send()
    citizen.page("/")
    assert "是您吗" in citizen.page("/receipt/")


def test_after_a_quarter_of_an_hour_no_press_shows_it(cast: Cast) -> None:
    citizen = Citizen()
    number, code = citizen.file()
    citizen.send()  # pressing again doesn't begin the time anew
    Draft.objects.update(expires_at=F("expires_at") - timedelta(minutes=15))
    assert citizen.client.post("/receipt/").headers["Location"] == "/lookup/"
    assert citizen.client.post("/receipt/pdf/").headers["Location"] == "/lookup/"
    assert not _shows(_read(citizen), number, code)
    assert citizen.look_up(number, code).headers["Location"] == "/status/"


def test_anyone_who_planted_the_draft_reads_no_receipt(cast: Cast) -> None:
    attacker = Citizen()
    attacker.press("what", text="先写几个字")
    victim = _with_cookie_of(attacker)
    assert "是您写的吗" in victim.page("/file/")
    for step in ("what", "requests", "about", "who"):
        victim.page(f"/file/{step}/")
    victim.write()
    # Between a name being typed and sent, and after.
    for moment in ("typed", "shown", "sent", "receipt"):
        if moment == "shown":
            victim.page("/file/check/")
        if moment == "sent":
            victim.send()
        number, code = victim.receipt() if moment == "receipt" else ("x" * 16, "x" * 19)
        page = _read(attacker) + attacker.client.post("/receipt/", follow=True).content.decode()
        page += attacker.client.post("/file/check/", follow=True).content.decode()
        for secret in (NAME, PHONE, format_receipt_code(code), format_matter_number(number)):
            assert secret not in page, (moment, secret)
        assert Matter.objects.count() == (moment in {"sent", "receipt"})


def test_a_planted_draft_with_a_name_in_it_gives_no_receipt_away(cast: Cast) -> None:
    """Everything but the text was filled in beforehand, so that the victim only writes and sends."""
    attacker = Citizen()
    attacker.write(who="anonymous")
    attacker.page("/file/check/")
    victim = _with_cookie_of(attacker)
    victim.press("what", **WHAT)
    victim.page("/file/check/")
    victim.send()
    for _ in range(2):
        page = _read(attacker) + attacker.client.post("/file/check/", follow=True).content.decode()
        assert 'id="code"' not in page + attacker.client.post("/receipt/", follow=True).content.decode()
        number, code = victim.receipt()
    assert victim.look_up(number, code).headers["Location"] == "/status/"


def test_an_answer_lost_on_the_way_costs_no_one_the_receipt(cast: Cast) -> None:
    """The server was killed, or the line broke: the browser still has the cookie of before."""
    citizen = Citizen()
    citizen.write()
    page = citizen.shown("check")
    before = citizen.client.cookies["draft"].value
    assert citizen.client.post("/file/check/", {"page": page}).status_code == 302
    citizen.client.cookies["draft"] = before
    number, code = citizen.receipt()
    assert citizen.client.post("/file/check/", {"page": page}).headers["Location"] == "/receipt/"
    assert format_receipt_code(code) in citizen.page("/receipt/")
    assert citizen.receipt() == (number, code)
    citizen.client.cookies["draft"] = before  # once the new one has come, the old one is worth nothing
    assert citizen.client.post("/receipt/").headers["Location"] == "/lookup/"
    assert Matter.objects.count() == 1


def test_an_answer_lost_while_typing_who_files_costs_no_word(cast: Cast) -> None:
    citizen = Citizen()
    citizen.press("what", **WHAT)
    before = citizen.client.cookies["draft"].value
    assert citizen.press("who", **WHO).status_code == 302
    assert citizen.client.cookies["draft"].value != before
    citizen.client.cookies["draft"] = before
    assert citizen.press("who", **WHO).status_code == 302
    page = citizen.page("/file/check/")
    assert TEXT in page and NAME in page


def test_cookies_keep_their_guards_whatever_token_they_hold(cast: Cast) -> None:
    citizen = Citizen(HTTP_X_FORWARDED_PROTO="https")
    citizen.write()
    citizen.page("/file/check/")
    citizen.send()
    for _ in range(2):
        cookie = citizen.client.cookies["draft"]
        assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 15 * 60)
        citizen.send()


def test_a_draft_that_lies_there_is_asked_about_before_it_is_shown(cast: Cast) -> None:
    citizen = Citizen()
    citizen.write()
    page = citizen.page("/file/")
    assert "是您写的吗" in page
    assert TEXT not in page and NAME not in page
    assert citizen.client.post("/file/over/", {"then": "another"}, follow=True).request["PATH_INFO"] == "/file/what/"
    assert not Draft.objects.exclude(blob=b"").exists()


def test_a_shared_device_forgets_everything_at_once(cast: Cast) -> None:
    citizen = Citizen()
    number, code = citizen.file()
    citizen.look_up(number, code)
    assert TEXT in citizen.page("/status/")
    assert "全部清除" in citizen.page("/shared/")
    cookies = {name: cookie.value for name, cookie in citizen.client.cookies.items()}
    assert citizen.client.post("/shared/").headers["Location"] == "/"
    for name in ("draft", "visit", "joint_visit", "booking"):
        assert citizen.client.cookies[name].value == ""
    assert citizen.client.get("/status/").status_code == 302
    assert not _shows(_read(citizen), number, code)
    # Even for whoever has written the cookie down: the receipt itself is gone.
    citizen.client.cookies["draft"] = cookies["draft"]
    assert citizen.client.post("/receipt/").headers["Location"] == "/lookup/"


def test_a_shared_device_forgets_a_draft_that_was_not_sent(cast: Cast) -> None:
    citizen = Citizen()
    citizen.write()
    cookie = citizen.client.cookies["draft"].value
    citizen.client.post("/shared/")
    citizen.client.cookies["draft"] = cookie
    assert not _shows(_read(citizen), "x" * 16, "x" * 19)


def _elsewhere(cookies: dict[str, str], *names: str) -> Citizen:
    """A browser to which these cookies were copied."""
    other = Citizen()
    for name in names:
        other.client.cookies[name] = cookies[name]
    return other


def _cookies(citizen: Citizen) -> dict[str, str]:
    return {name: cookie.value for name, cookie in citizen.client.cookies.items()}


def test_a_pass_that_was_copied_opens_nothing_after_the_device_was_cleared(cast: Cast) -> None:
    citizen, home = Citizen(), Citizen()
    number, code = citizen.file()
    citizen.look_up(number, code)
    home.look_up(number, code)
    copied = _cookies(citizen)
    assert _elsewhere(copied, "visit").client.get("/status/").status_code == 200
    # The browser sends to that page only what is meant for it.
    assert citizen.client.cookies["visit"]["path"] == "/status/"
    assert citizen.client.cookies["visit_end"]["path"] == "/shared/"
    assert _elsewhere(copied, "visit_end").client.post("/shared/").status_code == 302
    for browser in (_elsewhere(copied, "visit"), home):
        assert browser.client.get("/status/").headers["Location"] == "/lookup/"
    citizen.look_up(number, code)
    assert citizen.client.get("/status/").status_code == 200


def test_what_ends_a_pass_opens_nothing(cast: Cast) -> None:
    citizen = Citizen()
    citizen.look_up(*citizen.file())
    other = Citizen()
    other.client.cookies["visit"] = _cookies(citizen)["visit_end"]
    assert other.client.get("/status/").status_code == 302


def test_leaving_ends_the_pass_of_this_device_alone(cast: Cast) -> None:
    citizen, home = Citizen(), Citizen()
    number, code = citizen.file()
    for browser in (citizen, home):
        browser.look_up(number, code)
    copied = _cookies(citizen)
    citizen.client.get("/status/")  # the cookie is renewed, and stays the same pass
    citizen.client.post("/status/leave/")
    assert _elsewhere(copied, "visit").client.get("/status/").status_code == 302
    assert home.client.get("/status/").status_code == 200


def test_a_pass_has_a_longest_life_however_often_it_is_renewed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.conf.settings.HUIYIN_SESSION_HOURS", 2)
    clock = [now()]
    monkeypatch.setattr("huiyin.web.passes.now", lambda: clock[0])
    monkeypatch.setattr("time.time", lambda: clock[0].timestamp())
    citizen = Citizen()
    citizen.look_up(*citizen.file())
    for _ in range(6):
        clock[0] += timedelta(minutes=20)
        assert citizen.client.get("/status/").status_code == 200
    clock[0] += timedelta(seconds=1)
    assert citizen.client.get("/status/").status_code == 302


def test_a_booking_that_was_opened_is_closed_everywhere(cast: Cast) -> None:
    request, response = RequestFactory().get("/"), HttpResponse()
    booking_hold(request, response, HeldBooking(new_id(), "token"))
    copied = {name: cookie.value for name, cookie in response.cookies.items()}
    request.COOKIES = copied
    held = booking_held(request)
    assert held is not None and held.token == "token"
    _elsewhere(copied, "booking_end").client.post("/shared/")
    assert booking_held(request) is None
