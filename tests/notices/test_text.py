"""Text messages: number and site only, nothing at night, one a matter and day; and who has to be called instead."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from uuid import UUID

import pytest
from pytest_django import Settings

from huiyin.notices.failures import RecipientRefused
from huiyin.notices.hours import text_allowed_at
from huiyin.notices.models import Notice
from huiyin.notices.rules import MAX_TRIES
from huiyin.notices.selectors import notices_to_call
from huiyin.notices.sending import FolderChannel
from huiyin.notices.services import DispatchReport, NoticeDraft, notices_enqueue, outbox_dispatch
from huiyin.vault.services import IdentityDraft, identities_store

pytestmark = pytest.mark.django_db

NUMBER = "2026112129054581"
MOBILE = "13900001234"


@pytest.fixture
def folder(settings: Settings, outbox: Path) -> Path:
    """Text messages go into the folder."""
    settings.HUIYIN_TEXT_GATEWAY = "folder"
    return outbox


@pytest.fixture
def who(db: None, at: datetime) -> UUID:
    """Whoever left only a mobile number."""
    return _person(at, phone="139 0000 1234")


def _person(at: datetime, **given: str) -> UUID:
    return identities_store([IdentityDraft(name="林知夏", **given)], at=at)[0].id


def _put(who: UUID, at: datetime, *, template: str = "matter_news", key: str = "a", number: str = NUMBER) -> Notice:
    params = {"number": number}
    if template.startswith("appointment"):
        # Such a key names the booking; any id will do here.
        params, key = {"due_on": "2026-12-30"}, f"{template}:{who}:{key}"
    draft = NoticeDraft(template=template, dedupe=key, at=at, identity_id=who, params=params)
    return notices_enqueue([draft])[0]


def _state(notice: Notice) -> str:
    return Notice.objects.get(pk=notice.pk).state


def _texts(folder: Path) -> list[dict[str, str]]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]


def test_it_says_number_and_site_and_nothing_else(folder: Path, who: UUID, at: datetime) -> None:
    notice = _put(who, at)
    assert outbox_dispatch(at=at) == DispatchReport(sent=1)
    address = f"https://huiyin.example/lookup/?number={NUMBER}"
    expected = f"【回音】编号 20261121-2905-4581 的事项有新消息，请用查询码查看：{address}"
    assert _texts(folder) == [{"id": str(notice.id), "to": MOBILE, "text": expected}]
    assert (folder / f"{notice.id}.json").stat().st_mode & 0o777 == 0o600
    assert outbox_dispatch(at=at + timedelta(days=9)) == DispatchReport()


def test_a_booking_has_no_number_and_leads_to_its_page(folder: Path, who: UUID, at: datetime) -> None:
    _put(who, at, template="appointment_fell_through")
    outbox_dispatch(at=at)
    (sent,) = _texts(folder)
    assert sent["text"].endswith("https://huiyin.example/reception/booking/")
    assert "2026" not in sent["text"]


def test_nothing_leaves_at_night(folder: Path, who: UUID, at: datetime) -> None:
    night = at.replace(hour=15, minute=0)  # 23:00 at the office
    notice = _put(who, night)
    assert outbox_dispatch(at=night) == DispatchReport(held=1)
    assert outbox_dispatch(at=night + timedelta(hours=8, minutes=59)) == DispatchReport()
    assert outbox_dispatch(at=night + timedelta(hours=9)) == DispatchReport(sent=1)
    assert Notice.objects.get(pk=notice.pk).tries == 1


@pytest.mark.parametrize(
    ("hour", "allowed"), [(0, 8), (7, 8), (8, 8), (20, 20), (21, 32), (23, 32)], ids=lambda value: str(value)
)
def test_the_hours_of_the_day(hour: int, allowed: int, at: datetime) -> None:
    midnight = at.replace(hour=16, minute=0)  # 0:00 at the office
    asked = midnight + timedelta(hours=hour)
    assert text_allowed_at(asked, first=8, last=21) == midnight + timedelta(hours=allowed)
    assert text_allowed_at(asked, first=0, last=24) == asked


def test_one_message_a_matter_and_day_and_none_for_what_was_sent(folder: Path, who: UUID, at: datetime) -> None:
    first, later = _put(who, at), at + timedelta(hours=1)
    assert outbox_dispatch(at=at).sent == 1
    second, third = _put(who, later, key="b"), _put(who, later, key="c")
    other = _put(who, later, key="d", number="2026112200000001")
    assert outbox_dispatch(at=later) == DispatchReport(held=2, sent=1)
    assert (_state(first), _state(other)) == ("sent", "sent")
    assert outbox_dispatch(at=at + timedelta(days=1)) == DispatchReport(sent=1, covered=1)
    assert sorted((_state(second), _state(third))) == ["covered", "sent"]
    assert len(_texts(folder)) == 3


def test_anyone_who_has_a_mail_address_gets_mail(folder: Path, at: datetime, db: None) -> None:
    _put(_person(at, phone=MOBILE, email="zhixia.lin@example.org"), at)
    assert outbox_dispatch(at=at).sent == 1
    assert [path.suffix for path in folder.iterdir()] == [".eml"]


@pytest.mark.parametrize(
    ("gateway", "phone", "template", "state"),
    [
        ("", MOBILE, "matter_news", "to_call"),
        ("", "0123-4567890", "matter_news", "to_call"),
        ("folder", "0123-4567890", "matter_news", "to_call"),
        ("folder", MOBILE, "matter_news", "sent"),
        ("", MOBILE, "appointment_moved", "to_call"),
        ("folder", MOBILE, "appointment_booked", "sent"),
        # Whoever filed or booked holds a receipt or code that says so.
        ("", MOBILE, "matter_registered", "unreachable"),
        ("", MOBILE, "appointment_booked", "unreachable"),
        ("", "", "matter_news", "unreachable"),
    ],
)
def test_who_is_called(
    settings: Settings, at: datetime, db: None, gateway: str, phone: str, template: str, state: str
) -> None:
    settings.HUIYIN_TEXT_GATEWAY = gateway
    who = _person(at, phone=phone)
    notice = _put(who, at, template=template)
    outbox_dispatch(at=at)
    assert _state(notice) == state
    assert [notice.identity_id for notice in notices_to_call(limit=9)] == ([who] if state == "to_call" else [])


def test_whom_mail_refuses_for_good_is_called(at: datetime, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(channel: FolderChannel, notice: Notice, address: str) -> None:
        raise RecipientRefused

    monkeypatch.setattr(FolderChannel, "send", refuse)
    notice = _put(_person(at, phone=MOBILE, email="gone@example.org"), at)
    assert outbox_dispatch(at=at) == DispatchReport(to_call=1)
    assert Notice.objects.get(pk=notice.pk).last_error == "RecipientRefused"


class SmsGateway:
    """A gateway in miniature on the loopback: it takes messages, or answers as a test tells it to."""

    def __init__(self) -> None:
        self.status = 200
        self.received: list[tuple[dict[str, str], dict[str, str]]] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/send"

    def _handler(self) -> Callable[..., BaseHTTPRequestHandler]:
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                gateway.received.append((dict(self.headers), json.loads(body)))
                self.send_response(gateway.status)
                if gateway.status == 302:
                    self.send_header("Location", "/elsewhere")
                self.end_headers()

            def do_GET(self) -> None:
                gateway.received.append(({}, {"redirected": self.path}))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_words: object) -> None:
                """Nothing."""

        return Handler


@pytest.fixture
def gateway(settings: Settings) -> Iterator[SmsGateway]:
    """A running gateway that the settings name."""
    found = SmsGateway()
    settings.HUIYIN_TEXT_GATEWAY, settings.HUIYIN_TEXT_TOKEN = found.address, "a-token"
    thread = Thread(target=lambda: found.server.serve_forever(poll_interval=0.01))
    thread.start()
    yield found
    found.server.shutdown()
    found.server.server_close()
    thread.join()


def test_the_gateway_gets_a_token_and_the_same_key_at_every_try(gateway: SmsGateway, who: UUID, at: datetime) -> None:
    notice = _put(who, at)
    gateway.status = 503
    assert outbox_dispatch(at=at) == DispatchReport(later=1)
    gateway.status = 200
    assert outbox_dispatch(at=at + timedelta(minutes=2)) == DispatchReport(sent=1)
    headers = [sent for sent, _ in gateway.received]
    assert {header["Authorization"] for header in headers} == {"Bearer a-token"}
    assert {header["Idempotency-Key"] for header in headers} == {str(notice.id)}
    assert gateway.received[1][1]["to"] == MOBILE
    assert len(gateway.received) == 2


@pytest.mark.parametrize("status", [400, 410, 422])
def test_what_the_gateway_refuses_for_good_is_a_call(
    gateway: SmsGateway, who: UUID, at: datetime, status: int
) -> None:
    gateway.status = status
    _put(who, at)
    assert outbox_dispatch(at=at) == DispatchReport(to_call=1)


def test_a_gateway_that_stays_down_becomes_a_call_after_all_tries(
    gateway: SmsGateway, who: UUID, at: datetime
) -> None:
    gateway.status = 500
    notice = _put(who, at)
    Notice.objects.filter(pk=notice.pk).update(tries=MAX_TRIES - 1)
    assert outbox_dispatch(at=at) == DispatchReport(to_call=1)
    assert Notice.objects.get(pk=notice.pk).last_error == "Http500"


def test_no_redirect_is_followed(gateway: SmsGateway, who: UUID, at: datetime) -> None:
    gateway.status = 302
    _put(who, at)
    assert outbox_dispatch(at=at) == DispatchReport(later=1)
    assert len(gateway.received) == 1


def test_a_gateway_that_is_down_holds_no_mail_up(gateway: SmsGateway, who: UUID, at: datetime) -> None:
    """The others that would go by it wait and keep their tries."""
    gateway.status = 503
    texts = [_put(_person(at, phone=f"1390000{number}"), at, key=f"t{number}") for number in range(1000, 1003)]
    mail = _put(_person(at, email="zhixia.lin@example.org"), at + timedelta(seconds=1), key="mail")
    assert outbox_dispatch(at=at + timedelta(seconds=2)) == DispatchReport(later=1, held=2, sent=1)
    assert _state(mail) == "sent"
    assert sorted(Notice.objects.filter(pk__in=[text.pk for text in texts]).values_list("tries", flat=True)) == [
        0,
        0,
        1,
    ]
    assert len(gateway.received) == 1
