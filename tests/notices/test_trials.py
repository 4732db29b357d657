"""Trial messages: by the way that notices take, with the outcome in words, few an hour, and no address on record."""

import json
import socket
import ssl
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from smtplib import SMTPAuthenticationError, SMTPNotSupportedError
from threading import Event, Thread

import pytest
from django.core.mail.backends.smtp import EmailBackend
from pytest_django import Settings
from tests.notices.smtp_server import MailSystem

from huiyin.kernel.actor import Actor, ActorKind, HeldPost, Role, system
from huiyin.kernel.errors import NotAllowed
from huiyin.ledger.models import Entry
from huiyin.ledger.selectors import entries_of
from huiyin.notices.errors import TextNotNow, TextNotSetUp, TrialAddressWrong, TrialLimitReached
from huiyin.notices.models import Mailbox, Notice
from huiyin.notices.selectors import delivery_tried
from huiyin.notices.services import TrialOutcome, trial_send, trials
from huiyin.notices.ways import Way

pytestmark = pytest.mark.django_db

ADDRESS = "wei.an@office.example"
MOBILE = "13900001234"
ADMINISTRATOR = Actor(ActorKind.OFFICER, "7", posts=(HeldPost(1, Role.ADMINISTRATOR),))


def _mail(at: datetime, address: str = ADDRESS) -> TrialOutcome:
    return trial_send(actor=ADMINISTRATOR, way=Way.MAIL, address=address, at=at)


def _text(at: datetime, address: str = MOBILE) -> TrialOutcome:
    return trial_send(actor=ADMINISTRATOR, way=Way.TEXT, address=address, at=at)


def test_a_mail_leaves_as_notices_do_and_says_only_that_it_is_a_test(smtp: MailSystem, at: datetime) -> None:
    outcome = _mail(at, " Wei.An＠office。example")
    assert outcome.is_delivered and "收下了测试邮件" in outcome.sentence
    (message,) = smtp.messages
    assert "To: Wei.An@office.example" in message and "notice@huiyin.example" in message
    assert "Auto-Submitted: auto-generated" in message and "Message-ID: <trial-" in message
    assert "http" not in message
    assert delivery_tried().mail and not delivery_tried().text
    (entry,) = entries_of(subject="outbox:mail")
    assert (entry.kind, entry.actor, entry.facts) == ("notices.trial.delivered", "officer:7", {})


@pytest.mark.parametrize(
    ("replies", "reason", "setting"),
    [
        ({"RCPT": "550 no such user wei.an"}, "服务器不收给这个收件人的（550）", ""),
        ({"RCPT": "450 wei.an later"}, "服务器现在不收给这个收件人的（450）", ""),
        ({"MAIL": "553 not allowed to send as"}, "服务器不接受发件人的地址（553）", "HUIYIN_MAIL_FROM"),
        ({"TAKEN": "554 spam"}, "服务器不接受这封邮件（554）", "HUIYIN_MAIL_FROM"),
        ({"HELLO": "421 busy"}, "服务器现在不接受邮件（421）", ""),
    ],
)
def test_a_refusal_has_its_reason_and_code_and_nothing_of_the_server(
    smtp: MailSystem, replies: dict[str, str], reason: str, setting: str, at: datetime
) -> None:
    smtp.replies = replies
    outcome = _mail(at)
    assert f"没有发出去：{reason}。" in outcome.sentence and setting in outcome.sentence
    assert not delivery_tried().mail
    (entry,) = entries_of(subject="outbox:mail")
    assert entry.kind == "notices.trial.failed" and entry.facts == {"failure": outcome.failure}
    assert "wei.an" not in str(Entry.objects.values_list())


@pytest.mark.parametrize(
    ("error", "reason", "setting"),
    [
        (ConnectionRefusedError(), "服务器拒绝连接", "HUIYIN_SMTP_PORT"),
        (socket.gaierror(-2, ADDRESS), "找不到这个名字的服务器", "HUIYIN_SMTP_HOST"),
        (ssl.SSLCertVerificationError(), "服务器的证书不可信", "HUIYIN_SMTP_HOST"),
        (ssl.SSLError(), "加密连接没有建立起来", "HUIYIN_SMTP_TLS"),
        (SMTPNotSupportedError(), "服务器不支持所设的加密或登录", "HUIYIN_SMTP_USER"),
        (SMTPAuthenticationError(535, ADDRESS.encode()), "用户名或密码不对（535）", "HUIYIN_SMTP_PASSWORD"),
        (ZeroDivisionError(ADDRESS), "没有列出的原因（ZeroDivisionError）", ""),
    ],
)
def test_what_keeps_us_from_the_server_is_named_with_its_setting(
    smtp: MailSystem, monkeypatch: pytest.MonkeyPatch, error: Exception, reason: str, setting: str, at: datetime
) -> None:
    def fail(_backend: EmailBackend) -> None:
        raise error

    monkeypatch.setattr(EmailBackend, "open", fail)
    outcome = _mail(at)
    assert reason in outcome.sentence and setting in outcome.sentence and ADDRESS not in outcome.sentence


def test_a_server_that_does_not_answer_costs_no_more_than_its_time(
    settings: Settings, smtp: MailSystem, monkeypatch: pytest.MonkeyPatch, at: datetime
) -> None:
    """Whether it is one answer that doesn't come or many that come slowly."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_PORT = silent.getsockname()[1]
        monkeypatch.setattr(trials, "_SECONDS", 0.05)
        assert "服务器没有按时答复" in _mail(at).sentence
    never = Event()
    assert trials._within(0.05, lambda: str(never.wait(60))) == "TimeoutError"
    never.set()


def test_five_an_hour_and_then_the_server_is_left_alone(smtp: MailSystem, at: datetime) -> None:
    for _time in range(5):
        _mail(at)
    with pytest.raises(TrialLimitReached):
        _mail(at)
    assert smtp.greetings == 5
    assert trial_send(actor=system("notices"), way=Way.MAIL, address=ADDRESS, at=at).is_delivered
    assert _mail(at + timedelta(minutes=12)).is_delivered
    assert not Notice.objects.exists() and not Mailbox.objects.exists()


def test_only_administrators_and_only_to_an_address(smtp: MailSystem, at: datetime) -> None:
    auditor = Actor(ActorKind.OFFICER, "8", posts=(HeldPost(1, Role.AUDITOR),))
    with pytest.raises(NotAllowed):
        trial_send(actor=auditor, way=Way.MAIL, address=ADDRESS, at=at)
    for typed in ("wei.an", "a@office.example, b@office.example", f"{ADDRESS}\nBcc: x@office.example", MOBILE):
        with pytest.raises(TrialAddressWrong):
            _mail(at, typed)
    with pytest.raises(TextNotSetUp):
        _text(at, MOBILE)
    assert smtp.greetings == 0


def test_what_ends_in_a_folder_was_not_delivered(settings: Settings, outbox: Path, at: datetime) -> None:
    settings.HUIYIN_TEXT_GATEWAY = "folder"
    assert "只写进了文件夹" in _mail(at).sentence and "只写进了文件夹" in _text(at).sentence
    assert not delivery_tried().mail and not delivery_tried().text
    assert {path.suffix for path in outbox.iterdir()} == {".eml", ".json"}


class _TrialGateway(BaseHTTPRequestHandler):
    status = 200
    received: list[dict[str, str]]

    def do_POST(self) -> None:
        self.received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing to the terminal."""


@pytest.fixture
def gateway(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[_TrialGateway]]:
    """A gateway that takes what it is told to take."""
    monkeypatch.setattr(_TrialGateway, "received", [], raising=False)
    with ThreadingHTTPServer(("127.0.0.1", 0), _TrialGateway) as server:
        settings.HUIYIN_TEXT_GATEWAY = f"http://127.0.0.1:{server.server_address[1]}/"
        Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True).start()
        yield _TrialGateway
        server.shutdown()


def test_a_text_message_goes_to_the_gateway_by_day(gateway: type[_TrialGateway], at: datetime) -> None:
    assert _text(at, "+86 139 0000 1234").is_delivered
    (message,) = gateway.received
    assert message["to"] == MOBILE and message["text"].startswith("【回音】测试短信")
    assert delivery_tried().text and not delivery_tried().mail
    with pytest.raises(TextNotNow):
        _text(at + timedelta(hours=12))
    with pytest.raises(TrialAddressWrong):
        _text(at, "0571-87654321")
    assert len(gateway.received) == 1


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (422, "服务器不收给这个收件人的（422）"),
        (401, "短信网关不认令牌（401）。请看设置：HUIYIN_TEXT_TOKEN。"),
        (503, "短信网关出错（503）。请看设置：HUIYIN_TEXT_GATEWAY。"),
    ],
)
def test_a_gateway_that_refuses_has_its_reason(
    gateway: type[_TrialGateway], monkeypatch: pytest.MonkeyPatch, status: int, reason: str, at: datetime
) -> None:
    monkeypatch.setattr(_TrialGateway, "status", status)
    assert reason in _text(at).sentence
    assert not delivery_tried().text


def test_a_gateway_that_is_not_there_is_named(settings: Settings, at: datetime) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        settings.HUIYIN_TEXT_GATEWAY = f"http://127.0.0.1:{closed.getsockname()[1]}/"
    assert "服务器拒绝连接。请看设置：HUIYIN_TEXT_GATEWAY。" in _text(at).sentence
