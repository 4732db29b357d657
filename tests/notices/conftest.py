"""An outbox folder and keys of their own, a petitioner and an officer who can be written to."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.core.mail.utils import DNS_NAME
from pytest_django import Settings
from tests.notices.smtp_server import MailSystem, mail_system

from huiyin.kernel.actor import system
from huiyin.kernel.keys import create_keys
from huiyin.notices.mailboxes import mailbox_key
from huiyin.notices.models import Mailbox, Notice
from huiyin.notices.services import NoticeDraft, notices_enqueue
from huiyin.orgs.services import OfficerPlan, officer_create
from huiyin.vault.services import IdentityDraft, identities_store

NUMBER = "2026112129054581"


@pytest.fixture
def at() -> datetime:
    """One fixed instant."""
    return datetime(2026, 11, 21, 2, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def outbox(tmp_path: Path, settings: Settings) -> Path:
    """Where the folder channel writes; the site is a made-up one."""
    create_keys(tmp_path / "keys")
    settings.HUIYIN_KEYS = tmp_path / "keys"
    settings.HUIYIN_OUTBOX = tmp_path / "outbox"
    settings.HUIYIN_NOTICES = "folder"
    settings.HUIYIN_SITE_URL = "https://huiyin.example"
    settings.HUIYIN_SITE_NAME = "回音"
    settings.DEFAULT_FROM_EMAIL = "回音 <notice@huiyin.example>"
    return tmp_path / "outbox"


@pytest.fixture
def smtp(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailSystem]:
    """A mail system that the settings point to."""
    monkeypatch.setattr(DNS_NAME, "_fqdn", "localhost", raising=False)
    with mail_system() as server:
        settings.HUIYIN_NOTICES = "smtp"
        settings.EMAIL_HOST = "127.0.0.1"
        settings.EMAIL_PORT = server.port
        yield server


@pytest.fixture
def identity_id(db: None, at: datetime) -> UUID:
    """A petitioner with an e-mail address that they have confirmed."""
    Mailbox.objects.create(key=mailbox_key("zhixia.lin@example.org"), confirmed_at=at)
    draft = IdentityDraft(name="林知夏", email="zhixia.lin@example.org")
    return identities_store([draft], at=at)[0].id


@pytest.fixture
def officer_id(db: None, at: datetime) -> int:
    """An officer with an e-mail address."""
    plan = OfficerPlan(username="chen", display_name="陈一舟", email="chen@office.example")
    return officer_create(plan=plan, actor=system("test"), at=at).pk


@pytest.fixture
def enqueue(identity_id: UUID, at: datetime) -> Callable[..., list[Notice]]:
    """Puts `count` notices to the petitioner into the outbox."""

    def put(count: int = 1) -> list[Notice]:
        return notices_enqueue(
            [
                NoticeDraft(
                    template="matter_news",
                    dedupe=f"news:{number:03}",
                    at=at,
                    identity_id=identity_id,
                    params={"number": NUMBER, "path": "/lookup/"},
                )
                for number in range(count)
            ]
        )

    return put
