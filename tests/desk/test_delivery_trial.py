"""A trial mail from the page: what became of it is on the page at once, and the point of setting up is done by it."""

from collections.abc import Iterator

import pytest
from django.core.mail.utils import DNS_NAME
from pytest_django import Settings

from huiyin.desk.setup.steps import setup_steps
from huiyin.ledger.services import entries_sequence
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.notices.smtp_server import MailSystem, mail_system

PAGE = "/desk/organisation/setup/delivery/"
MAIL = {"form": "mail", "mail-address": "wei.an@office.example"}


@pytest.fixture
def server(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailSystem]:
    """A mail system that the settings point to."""
    monkeypatch.setattr(DNS_NAME, "_fqdn", "localhost", raising=False)
    settings.HUIYIN_NOTICES, settings.EMAIL_HOST = "smtp", "127.0.0.1"
    with mail_system() as running:
        settings.EMAIL_PORT = running.port
        yield running


def _is_done(cast: Cast) -> bool:
    return next(step for step in setup_steps(at=cast.at) if step.code == "delivery").is_done


def test_a_trial_that_arrives_completes_the_point(cast: Cast, desk: Desk, server: MailSystem) -> None:
    client = desk("administrator")
    assert f'href="{PAGE}"' in client.get("/desk/organisation/setup/").text and not _is_done(cast)
    assert "收下了测试邮件" in client.post(PAGE, MAIL, follow=True).text
    assert len(server.messages) == 1 and _is_done(cast)
    entries_sequence(at=cast.at)
    ledger = desk("auditor").get("/desk/records/").text
    assert "试发送：已发出" in ledger and "wei.an" not in ledger


def test_a_trial_that_fails_keeps_the_address_and_says_why(cast: Cast, desk: Desk, server: MailSystem) -> None:
    server.replies = {"RCPT": "550 no such user"}
    page = desk("administrator").post(PAGE, MAIL)
    assert page.status_code == 200 and "服务器不收给这个收件人的（550）" in page.text
    assert 'value="wei.an@office.example"' in page.text and not _is_done(cast)
    english = desk("administrator").post(PAGE, MAIL, headers={"Accept-Language": "en"}).text
    assert "The test mail wasn&#x27;t sent: the server refuses this recipient (550)." in english


def test_what_cannot_be_tried_is_refused_beside_the_form(cast: Cast, desk: Desk, server: MailSystem) -> None:
    client = desk("administrator")
    wrong = client.post(PAGE, MAIL | {"mail-address": "wei.an"})
    assert wrong.status_code == 422 and "发邮件请写邮箱" in wrong.text and 'value="wei.an"' in wrong.text
    for _time in range(5):
        client.post(PAGE, MAIL)
    many = client.post(PAGE, MAIL)
    assert many.status_code == 422 and "每人一小时最多试 5 次" in many.text
    assert len(server.messages) == 5
    assert "没有设短信通道" in client.get(PAGE).text and "text-address" not in client.get(PAGE).text
    assert client.post(PAGE, {"form": "text", "text-address": "13900001234"}).status_code == 422


def test_the_page_is_for_administrators(cast: Cast, desk: Desk, server: MailSystem) -> None:
    for who in ("auditor", "registrar", "office_leader"):
        assert desk(who).post(PAGE, MAIL).status_code == 403
    assert not server.messages
    assert PAGE in desk("administrator").get("/desk/records/outbox/").text
    assert PAGE not in desk("auditor").get("/desk/records/outbox/").text
