"""A worker dies between handing a message over and noting it: the second is the very same, and the page says so."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from unittest import mock

import pytest
from django.core.mail.utils import DNS_NAME
from pytest_django import Settings
from tests.notices.smtp_server import MailSystem, mail_system
from tests.notices.test_mailbox import VICTIM, _file

from huiyin.notices.mailboxes import mailbox_key
from huiyin.notices.models import Mailbox, Notice
from huiyin.notices.rules import LEASE
from huiyin.notices.selectors import outbox_page
from huiyin.notices.services import DispatchReport, NoticeDraft, notices_enqueue, outbox_dispatch
from huiyin.vault.services import IdentityDraft, identities_store

pytestmark = pytest.mark.django_db

Enqueue = Callable[..., list[Notice]]
AFTERWARDS = LEASE + timedelta(minutes=1)
TWICE = "已发送，可能收到两份"


class KilledBeforeNoting(BaseException):
    """Stands for kill -9."""


@pytest.fixture
def smtp(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailSystem]:
    """A mail system that the settings point to."""
    monkeypatch.setattr(DNS_NAME, "_fqdn", "localhost", raising=False)
    with mail_system() as system:
        settings.HUIYIN_NOTICES, settings.EMAIL_HOST, settings.EMAIL_PORT = "smtp", "127.0.0.1", system.port
        yield system


def _killed_before_noting(at: datetime) -> None:
    with (
        mock.patch("huiyin.notices.services.dispatch._note", side_effect=KilledBeforeNoting),
        pytest.raises(KilledBeforeNoting),
    ):
        outbox_dispatch(at=at)


def _labels() -> set[str]:
    return {view.state_label for view in outbox_page(hidden=Notice.objects.none())}


def test_the_second_mail_is_the_first_byte_for_byte(enqueue: Enqueue, smtp: MailSystem, at: datetime) -> None:
    enqueue()
    _killed_before_noting(at)
    assert outbox_dispatch(at=at + AFTERWARDS) == DispatchReport(sent=1)
    first, second = smtp.messages
    assert first == second
    assert "Date: Sat, 21 Nov 2026 02:30:0" in first
    assert _labels() == {TWICE}
    assert outbox_dispatch(at=at + AFTERWARDS * 9) == DispatchReport()


def test_so_is_one_that_carries_others_to_an_address_confirmed_meanwhile(smtp: MailSystem, at: datetime) -> None:
    """With the same numbers, and the same link to confirm by."""
    _file([VICTIM] * 3, at)
    outbox_dispatch(at=at)
    tomorrow = at + timedelta(days=1, minutes=1)
    _killed_before_noting(tomorrow)
    Mailbox.objects.filter(key=mailbox_key(VICTIM)).update(confirmed_at=tomorrow + timedelta(minutes=2))
    outbox_dispatch(at=tomorrow + AFTERWARDS)
    _, first, second = smtp.messages
    assert first == second
    assert "/mailbox/" in first


def test_one_that_broke_off_while_it_was_handed_over_may_be_twice(
    enqueue: Enqueue, smtp: MailSystem, at: datetime
) -> None:
    """The system took it, and its answer never came."""
    enqueue()
    with mock.patch("smtplib.SMTP.sendmail", side_effect=TimeoutError):
        assert outbox_dispatch(at=at) == DispatchReport(later=1)
    assert outbox_dispatch(at=at + timedelta(minutes=2)) == DispatchReport(sent=1)
    assert "Date: Sat, 21 Nov 2026 02:30:0" in smtp.messages[0]
    assert _labels() == {TWICE}


@pytest.mark.parametrize("replies", [{"RCPT": "450 try later"}, {"TAKEN": "452 no room"}, {"HELLO": "421 busy"}])
def test_what_was_refused_goes_once_with_a_date_of_its_own(
    replies: dict[str, str], enqueue: Enqueue, smtp: MailSystem, at: datetime
) -> None:
    enqueue()
    smtp.replies = replies
    outbox_dispatch(at=at)
    smtp.replies = {}
    assert outbox_dispatch(at=at + timedelta(minutes=2)) == DispatchReport(sent=1)
    (mail,) = smtp.messages
    assert "Date: Sat, 21 Nov 2026 02:32:0" in mail
    assert _labels() == {"已发送"}


def test_a_folder_has_one_file_and_nothing_to_say(enqueue: Enqueue, at: datetime) -> None:
    enqueue()
    _killed_before_noting(at)
    assert outbox_dispatch(at=at + AFTERWARDS) == DispatchReport(sent=1)
    assert _labels() == {"已发送"}


class _Gateway(ThreadingHTTPServer):
    """Takes every message; `asked` says what it answers when it is asked about one."""

    def __init__(self, answer: tuple[int, object]) -> None:
        self.answer = answer
        self.seen: list[tuple[str, str]] = []
        super().__init__(("127.0.0.1", 0), _GatewayHandler)


class _GatewayHandler(BaseHTTPRequestHandler):
    server: _Gateway

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.seen.append(("POST", self.headers["Idempotency-Key"]))
        self._answer(200, {})

    def do_GET(self) -> None:
        key = self.path.rpartition("/")[2]
        self.server.seen.append(("GET", key))
        status, content = self.server.answer
        self._answer(status, {"id": key} if content == "its id" else content)

    def _answer(self, status: int, content: object) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@contextmanager
def _gateway(settings: Settings, answer: tuple[int, object]) -> Iterator[_Gateway]:
    with _Gateway(answer) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        settings.HUIYIN_TEXT_GATEWAY = f"http://127.0.0.1:{server.server_address[1]}/messages/"
        settings.HUIYIN_TEXT_TOKEN = "token"
        try:
            yield server
        finally:
            server.shutdown()


@pytest.mark.parametrize(
    ("answer", "ways", "label"),
    [
        ((200, "its id"), ["POST", "GET"], "已发送"),
        ((404, "its id"), ["POST", "GET", "POST"], "已发送"),
        # Neither is an answer about this message: the gateway can't be asked.
        ((404, {}), ["POST", "GET", "POST"], TWICE),
        ((200, ["welcome"]), ["POST", "GET", "POST"], TWICE),
        ((405, {}), ["POST", "GET", "POST"], TWICE),
    ],
)
def test_a_gateway_is_asked_before_a_text_message_goes_again(
    answer: tuple[int, object], ways: list[str], label: str, settings: Settings, at: datetime
) -> None:
    (person,) = identities_store([IdentityDraft(phone="13900001234")], at=at)
    params = {"number": "2026112129054581"}
    (notice,) = notices_enqueue([NoticeDraft("matter_news", "a", at, identity_id=person.id, params=params)])
    with _gateway(settings, answer) as gateway:
        _killed_before_noting(at)
        assert outbox_dispatch(at=at + AFTERWARDS) == DispatchReport(sent=1)
    assert gateway.seen == [(way, str(notice.id)) for way in ways]
    assert _labels() == {label}
