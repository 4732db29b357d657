"""Sending over SMTP: handed over once, tried again when the mail system can't, given up when it won't."""

import socket
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.mail.utils import DNS_NAME
from pytest_django import Settings
from tests.notices.smtp_server import MailSystem

from huiyin.notices.models import Notice
from huiyin.notices.selectors import outbox_page
from huiyin.notices.services import DispatchReport, outbox_dispatch

pytestmark = pytest.mark.django_db

Enqueue = Callable[..., list[Notice]]


def test_a_round_sends_each_message_once_in_one_connection(enqueue: Enqueue, smtp: MailSystem, at: datetime) -> None:
    """With its own Message-ID, the same for every try."""
    notices = enqueue(3)
    assert outbox_dispatch(at=at) == DispatchReport(sent=3)
    assert smtp.greetings == 1
    named = {line for message in smtp.messages for line in message.splitlines() if line.startswith("Message-ID")}
    assert len(smtp.messages) == 3
    assert named == {f"Message-ID: <notice-{notice.id}@huiyin.example>" for notice in notices}
    assert all("To: zhixia.lin@example.org" in message for message in smtp.messages)


def test_no_round_without_messages_connects(smtp: MailSystem, at: datetime) -> None:
    """A quiet outbox leaves the mail system alone."""
    assert outbox_dispatch(at=at) == DispatchReport()
    assert smtp.greetings == 0


@pytest.mark.parametrize(
    "replies",
    [
        {"RCPT": "450 try later"},
        {"MAIL": "451 try later"},
        {"DATA": "451 try later"},
        {"TAKEN": "452 no room"},
        {"TAKEN": "554 not like this"},
        {"HELLO": "421 busy"},
    ],
)
def test_a_mail_system_that_cannot_now_is_asked_again(
    replies: dict[str, str], enqueue: Enqueue, smtp: MailSystem, at: datetime
) -> None:
    """After a minute, and then it's handed over once."""
    enqueue()
    smtp.replies = replies
    assert outbox_dispatch(at=at) == DispatchReport(later=1)
    code = next(iter(replies.values())).partition(" ")[0]
    assert Notice.objects.get().last_error.endswith(f" {code}")
    smtp.replies = {}
    assert outbox_dispatch(at=at + timedelta(seconds=59)) == DispatchReport()
    assert outbox_dispatch(at=at + timedelta(minutes=2)) == DispatchReport(sent=1)
    assert len(smtp.messages) == 1


def test_a_recipient_refused_for_good_fails_at_once(enqueue: Enqueue, smtp: MailSystem, at: datetime) -> None:
    """And the connection serves the others."""
    enqueue(2)
    smtp.replies = {"RCPT": "550 no such user zhixia.lin@example.org"}
    assert outbox_dispatch(at=at) == DispatchReport(failed=2)
    assert smtp.greetings == 1
    assert set(Notice.objects.values_list("state", "last_error")) == {("failed", "RecipientRefused 550")}
    shown = outbox_page(hidden=Notice.objects.none())
    assert {view.reason for view in shown} == {"服务器不收给这个收件人的（550）"}


def test_a_mail_system_that_is_down_costs_one_message_one_try(
    enqueue: Enqueue, settings: Settings, monkeypatch: pytest.MonkeyPatch, at: datetime
) -> None:
    """The round ends; the others keep all their tries."""
    monkeypatch.setattr(DNS_NAME, "_fqdn", "localhost", raising=False)
    with socket.create_server(("127.0.0.1", 0)) as change:
        port = change.getsockname()[1]
    settings.HUIYIN_NOTICES, settings.EMAIL_HOST, settings.EMAIL_PORT = "smtp", "127.0.0.1", port
    enqueue(3)
    assert outbox_dispatch(at=at) == DispatchReport(later=1)
    assert sorted(Notice.objects.values_list("tries", flat=True)) == [0, 0, 1]
