"""A reception from the notice on the web to the answer's receipt, each step in a browser of its own."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from huiyin.kernel.ids import parse_matter_number, parse_receipt_code
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.models import Matter
from huiyin.notices.models import Notice
from huiyin.reception.services import appointments_remind
from tests.cast import Cast

DAY = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
NAME, WORDS = "纪北辰", "电梯停运两个月，想当面说说。"


@pytest.fixture(autouse=True)
def _at_the_casts_time(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def clock() -> datetime:
        return cast.at

    for module in (
        "portal.reception.views", "portal.reception.booking", "desk.reception.days", "desk.reception.visits",
        "desk.organisation.acting", "desk.register.views", "portal.lookup.views", "portal.status.views",
    ):  # fmt: skip
        monkeypatch.setattr(f"huiyin.{module}.now", clock)


def _officer(cast: Cast, username: str) -> Client:
    officer: Any = get_user_model()._default_manager.get(pk=cast.officers[username])
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _sent(answer: Any) -> str:
    assert answer.status_code == 302, re.sub(r"\s+", " ", answer.text)[-2000:]
    return str(answer.headers["Location"])


def _found(pattern: str, page: str) -> str:
    found = re.search(pattern, page)
    assert found, pattern
    return found[1]


def test_from_the_published_day_to_the_receipt(cast: Cast) -> None:
    registrar, citizen = _officer(cast, "registrar"), Client()

    # The office publishes a day of the head of the county.
    officer = _found(r'<option value="([\d:]+)"[^>]*>江望舒', registrar.get("/desk/reception/").text)
    typed = {
        "officer": officer,
        "on": "2026-03-09",
        "begins": "09:00",
        "slots": "3",
        "minutes": "20",
        "form": "fixed",
    }
    _sent(registrar.post("/desk/reception/", {**typed, "place": "信访局一楼接访室", "title_text": "县长"}))

    # Somebody finds it, books the second time, and writes the code down.
    address = _found(r'href="(/reception/days/[^"]+)"', citizen.get("/reception/").text)
    token = _found(r'name="token" value="([\w-]{43})"', citizen.get(address).text)
    who = {"name": NAME, "phone": "19900007788", "email": "beichen@example.invalid"}
    _sent(citizen.post(address, {"slot": "2", "words": WORDS, "token": token, **who}))
    code = _found(r'id="booking-code">([^<]+)<', citizen.get("/reception/booking/").text)
    assert parse_receipt_code(code)

    # The day before there is a reminder; on the day the office reads the list, with names.
    cast.at = DAY - timedelta(days=1)
    assert appointments_remind(at=cast.at) == 1
    assert Notice.objects.filter(template="appointment_tomorrow").count() == 1
    cast.at = DAY + timedelta(minutes=20)
    day = _found(r'href="(/desk/reception/[0-9a-f-]{36}/)"', registrar.get("/desk/reception/").text)
    assert NAME not in registrar.get(day).text
    page = registrar.post(f"{day}names/").text
    assert NAME in page and WORDS in page

    # What was said becomes a matter, in one go, with the receipt for the person.
    visit = _found(r'href="(/desk/reception/visits/[^"]+)"', page)
    said = {"kind": "claim", "text": "电梯停运两个月，物业不修。", "requests": "修好电梯", "respondent": ""}
    receipt = registrar.get(_sent(registrar.post(f"{visit}register/", said))).text
    number = parse_matter_number(_found(r'receipt-number">([^<]+)<', receipt))
    key = parse_receipt_code(_found(r'receipt-code">([^<]+)<', receipt))
    matter = Matter.objects.get(number=number)
    assert (matter.channel, matter.received_at) == ("visit", cast.at)

    # The person looks it up like any other matter, and reads on the booking who has looked.
    _sent(citizen.post("/lookup/", {"number": number, "code": key}))
    assert "电梯停运两个月，物业不修。" in citizen.get("/status/").text
    other = Client()
    _sent(other.post("/reception/booking/", {"code": code}))
    page = other.get("/reception/booking/").text
    assert "接访当天按名单接待" in page and "接访时登记事项" in page and "接访的内容已经记下" in page

    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []
