"""Looking up: one sentence for every wrong try, growing waits, nothing told about which numbers exist."""

import re
from datetime import UTC, datetime, timedelta
from unittest import mock
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import override_settings

from huiyin.kernel.ids import (
    digits_of_code,
    format_matter_number,
    new_matter_number,
    new_token,
    parse_receipt_code,
    receipt_code,
)
from huiyin.matters.models import Attachment, Matter
from huiyin.portal.lookup.throttle import network_of, wait_of_network, wrong_try
from tests.cast import Cast
from tests.documents.test_letter_print import words
from tests.portal.walker import Citizen, digits_on

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
# As long as a code and with the right check characters; and one that somebody has copied wrongly.
WRONG = receipt_code(key=b"another installation", token=new_token())
MISCOPIED = "AAAA-AAAA-AAAA-AAAA-AAA"


@pytest.fixture(autouse=True)
def _empty_cache(db: None) -> None:
    cache.clear()


def test_every_wrong_try_is_answered_alike(cast: Cast) -> None:
    number, _code = Citizen().file()
    unknown = new_matter_number(AT.date())
    answers = []
    for tried in (number, unknown, "123", ""):
        cache.clear()
        response = Citizen().look_up(tried, WRONG)
        page = response.content.decode().replace(WRONG, "")
        answers.append((response.status_code, page.count("没有事项用这个查询码，请对照回执再看一遍。")))
    assert set(answers) == {(422, 1)}


@pytest.mark.parametrize("number", ["", "123", "20261124-0000-0000"])
def test_the_code_alone_opens_its_matter(cast: Cast, number: str) -> None:
    filed, code = Citizen().file()
    other, _code = Citizen().file()
    for typed in (code, digits_of_code(code), f"编号：{filed} 查询码：{code}", f"{filed} {code}", f"“{code}”"):
        for tried in (number, other):
            citizen = Citizen()
            assert citizen.look_up(tried, typed).headers["Location"] == "/status/"
            assert format_matter_number(filed) in citizen.page("/status/")


def test_the_receipt_s_digits_open_the_matter_and_are_printed(cast: Cast) -> None:
    citizen = Citizen()
    _filed, code = citizen.file()
    page = citizen.receipt_page()
    shown = digits_on(page)
    assert parse_receipt_code(shown) == code
    # In the card that is kept, not in a fold, nor in a part that paper leaves out.
    before = page[page.index("data-receipt") : page.index('id="digits"')]
    assert not re.search("no-print|<details", before)
    assert Citizen().look_up("", shown).headers["Location"] == "/status/"
    assert shown in words(citizen.client.post("/receipt/pdf/").content)


def test_who_comes_back_late_is_asked_for_the_code_alone(cast: Cast) -> None:
    visitor = Client()
    assert "重新输入查询码" in visitor.get("/status/", follow=True).content.decode()
    assert "随时用查询码看进展" in visitor.get("/how/").content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("K7QM-3XTD-92RB-WV8H-5C", "查询码有 19 位，这里少了 1 位。"),
        ("K7QM-3XTD-92RB-WV8H-5CCC", "查询码有 19 位，这里多了 1 位。"),
        ("1" * 27, "查询码有 28 位，这里少了 1 位。"),
        (MISCOPIED, "有一位或几位抄错了，请对照回执再看一遍。容易看错的"),
        ("1" * 28, "有一位或几位抄错了，请对照回执再看一遍。"),
        ("ЖЯ" + WRONG[2:], "不止一位抄错了，请对照回执再看一遍。"),
        ("你好", "请填写查询码。"),
    ],
)
def test_what_is_wrong_in_a_code_is_named_and_not_counted(cast: Cast, typed: str, sentence: str) -> None:
    number, _code = Citizen().file()
    for _ in range(12):
        answer = Citizen().look_up("", typed)
        assert answer.status_code == 422 and sentence in answer.content.decode()
    assert "这是编号。请填写查询码" in Citizen().look_up("", number).content.decode()
    assert Citizen().look_up("", WRONG).status_code == 422


def test_after_five_wrong_tries_the_waits_grow_for_any_number(cast: Cast) -> None:
    number, code = Citizen().file()
    for tried in (number, new_matter_number(AT.date())):
        cache.clear()
        citizen, waits = Citizen(), []
        at = AT
        for _ in range(10):
            with mock.patch("huiyin.portal.lookup.views.now", return_value=at):
                response = citizen.look_up(tried, WRONG)
            waits.append(response.headers.get("Retry-After"))
            at += timedelta(seconds=int(waits[-1] or 0))
        assert waits == [None] * 4 + ["30", "60", "120", "300", "900", "900"]
        assert response.status_code == 429
        with mock.patch("huiyin.portal.lookup.views.now", return_value=at - timedelta(seconds=2)):
            response = citizen.look_up(number, WRONG)
            assert response.status_code == 429
            assert "过 2 秒后再试" in response.content.decode()
            # A wait is for wrong answers: whoever sits behind the same address and has the right code is let in.
            assert Citizen().look_up(number, code).status_code == 302


def test_guessing_from_elsewhere_slows_no_one_down(cast: Cast) -> None:
    number, code = Citizen().file()
    for place in range(9):
        guesser = Citizen(REMOTE_ADDR=f"198.51.100.{place}")
        assert guesser.look_up(number, WRONG).status_code == 422
    assert Citizen(REMOTE_ADDR="203.0.113.9").look_up(number, WRONG).status_code == 422
    assert Citizen(REMOTE_ADDR="203.0.113.9").look_up(number, code).status_code == 302


def test_slips_of_the_pen_are_counted_for_no_one(cast: Cast) -> None:
    number, _code = Citizen().file()
    for tried, key in ((number, MISCOPIED), (number, "?"), ("123", ""), ("", number)) * 4:
        assert Citizen().look_up(tried, key).status_code == 422
    assert Citizen().look_up(number, WRONG).status_code == 422


def test_waiting_counts_nothing_more(cast: Cast) -> None:
    """Whoever presses on while the wait runs doesn't make it longer for all behind the address."""
    number, _code = Citizen().file()
    with mock.patch("huiyin.portal.lookup.views.now", return_value=AT):
        waits = [Citizen().look_up(number, WRONG).headers.get("Retry-After") for _ in range(9)]
    assert waits == [None] * 4 + ["30"] * 5


def test_two_nodes_at_the_same_moment_lose_no_try(db: None) -> None:
    """Both have seen the same count when they write."""
    with mock.patch("huiyin.portal.lookup.throttle._reached", return_value=(0, 0.0)):
        waits = [wrong_try(network="192.0.2.1", at=AT) for _ in range(5)]
    assert waits[-1] == 30
    assert wait_of_network(network="192.0.2.1", at=AT) == 30
    assert wait_of_network(network="192.0.2.2", at=AT) == 0


def test_a_flood_of_tries_does_not_push_the_counts_out(db: None) -> None:
    for _ in range(5):
        wrong_try(network="192.0.2.1", at=AT)
    for number in range(200):
        wrong_try(network=f"198.51.100.{number}", at=AT)
    assert wait_of_network(network="192.0.2.1", at=AT) == 30


def test_no_address_stands_in_the_table(db: None) -> None:
    wrong_try(network="192.0.2.77", at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM web_cache")
        rows = str(cursor.fetchall())
    assert rows != "[]"
    assert "192.0.2.77" not in rows


@pytest.mark.parametrize(
    ("address", "forwarded", "proxy", "network"),
    [
        ("192.0.2.7", "203.0.113.1", False, "192.0.2.7"),
        ("10.0.0.1", "6.6.6.6, 203.0.113.1", True, "203.0.113.1"),
        ("2001:db8:1:2:3:4:5:6", "", False, "2001:db8:1:2::/64"),
        ("", "", False, "unknown"),
    ],
)
def test_the_network_is_the_one_that_our_own_proxy_has_seen(
    address: str, forwarded: str, proxy: bool, network: str
) -> None:
    request = RequestFactory().get("/lookup/", REMOTE_ADDR=address, headers={"X-Forwarded-For": forwarded})
    with override_settings(HUIYIN_BEHIND_PROXY=proxy):
        assert network_of(request) == network


def test_number_and_code_are_understood_as_people_write_them(cast: Cast) -> None:
    number, code = Citizen().file()
    spaced = " ".join((number[:8], number[8:12], number[12:]))
    assert Citizen().look_up(spaced, code.lower()).status_code == 302
    assert Citizen().look_up(f"编号：{number}", f"查询码 {code}").status_code == 302
    assert Citizen().look_up(code, f"编号 {spaced}").status_code == 302
    assert Citizen().look_up(number, "").status_code == 422


def test_a_forged_visit_opens_nothing(cast: Cast) -> None:
    citizen = Citizen()
    citizen.file()
    citizen.client.cookies["visit"] = str(Matter.objects.get().pk)
    assert citizen.client.get("/status/").headers["Location"] == "/lookup/"


def test_only_files_of_this_matter_that_are_public_come_out(cast: Cast) -> None:
    other = Citizen()
    other.look_up(*other.file())
    other.client.post("/status/files/", {"files": [SimpleUploadedFile("别人的.txt", b"x")]})
    citizen = Citizen()
    citizen.look_up(*citizen.file())
    citizen.client.post("/status/files/", {"files": [SimpleUploadedFile("说明.txt", "甲".encode())]})
    own = Attachment.objects.get(file__name="说明.txt")
    response = citizen.client.get(f"/status/files/{own.pk}/")
    assert b"".join(response) == "甲".encode()
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "attachment" in response.headers["Content-Disposition"]
    foreign = Attachment.objects.get(file__name="别人的.txt")
    assert citizen.client.get(f"/status/files/{foreign.pk}/").status_code == 404
    assert citizen.client.get(f"/status/files/{uuid4()}/").status_code == 404
    Attachment.objects.filter(pk=own.pk).update(is_public=False)
    assert citizen.client.get(f"/status/files/{own.pk}/").status_code == 404
