"""Sending into the folder: once each, whatever comes between; nothing lost, nothing deleted."""

import email
import email.policy
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection

from huiyin.kernel.actor import Actor, ActorKind, HeldPost, Role
from huiyin.kernel.errors import NotAllowed
from huiyin.notices.errors import NoticeNotRetriable
from huiyin.notices.failures import RecipientRefused
from huiyin.notices.models import Notice
from huiyin.notices.rules import MAX_TRIES
from huiyin.notices.selectors import notices_failed, notices_waiting, outbox_page
from huiyin.notices.sending import FolderChannel
from huiyin.notices.services import DispatchReport, NoticeDraft, notice_send_again, notices_enqueue, outbox_dispatch
from huiyin.vault.services import IdentityDraft, identities_store

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NUMBER = "2026112129054581"
NOTHING = Notice.objects.none()
Enqueue = Callable[..., list[Notice]]
ADMINISTRATOR = Actor(kind=ActorKind.OFFICER, key="2", posts=(HeldPost(1, Role.ADMINISTRATOR),))


def _read(path: Path) -> EmailMessage:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _fail_with(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def send(channel: FolderChannel, notice: Notice, address: str) -> None:
        raise error

    monkeypatch.setattr(FolderChannel, "send", send)


def test_a_notice_becomes_one_mail(enqueue: Enqueue, outbox: Path, at: datetime) -> None:
    """To the address as it is when it is sent, with nothing in it but number and address to look at."""
    (notice,) = enqueue()
    assert outbox_dispatch(at=at) == DispatchReport(sent=1)
    assert [path.name for path in outbox.iterdir()] == [f"{notice.id}.eml"]
    message = _read(outbox / f"{notice.id}.eml")
    body = message.get_content()
    assert message["To"] == "zhixia.lin@example.org"
    assert message["Message-ID"] == f"<notice-{notice.id}@huiyin.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert "20261121-2905-4581" in body
    assert "https://huiyin.example/lookup/" in body
    assert "林知夏" not in str(message["Subject"]) + body
    assert (outbox / f"{notice.id}.eml").stat().st_mode & 0o777 == 0o600
    assert outbox_dispatch(at=at + timedelta(days=9)) == DispatchReport()
    stored = Notice.objects.get()
    assert (stored.state, stored.tries, stored.next_try_at) == ("sent", 1, None)
    assert stored.sent_at is not None
    assert timedelta(0) <= stored.sent_at - at < timedelta(minutes=1)


def test_an_officer_is_sent_to_the_desk(officer_id: int, outbox: Path, at: datetime) -> None:
    """With the day it is due; an account without address is for the administrator to mend."""
    params = {"number": NUMBER, "path": "/desk/", "due_on": "2026-12-30"}
    drafts = [
        NoticeDraft(template="matter_late", dedupe="late", at=at, officer_id=officer_id, params=params),
        NoticeDraft(template="matter_late", dedupe="nobody", at=at, officer_id=officer_id + 999, params=params),
    ]
    notices_enqueue(drafts)
    assert outbox_dispatch(at=at) == DispatchReport(sent=1, failed=1)
    assert [(listed.error, listed.tries) for listed in notices_failed()] == [("NoAddress", 1)]
    (path,) = outbox.iterdir()
    message = _read(path)
    assert message["To"] == "chen@office.example"
    assert "2026年12月30日" in message.get_content()
    assert "https://huiyin.example/desk/" in message.get_content()


@pytest.mark.parametrize(
    "address", ["", "不用邮箱", "a@b", "a@example.org\nBcc: x@example.org", "a@example.org, b@c.org"]
)
def test_no_usable_address_is_unreachable(address: str, outbox: Path, at: datetime) -> None:
    """It is kept and not tried again, nobody is troubled with it, and no header gets in by it."""
    (identity,) = identities_store([IdentityDraft(name="林知夏", email=address)], at=at)
    draft = NoticeDraft(
        template="matter_news", dedupe="one", at=at, identity_id=identity.id, params={"number": NUMBER}
    )
    notices_enqueue([draft])
    assert outbox_dispatch(at=at) == DispatchReport(unreachable=1)
    assert list(outbox.iterdir()) == []
    assert Notice.objects.get().state == "unreachable"
    assert notices_failed() == []


def test_nothing_is_sent_before_its_time(enqueue: Enqueue, at: datetime) -> None:
    """A notice for later waits."""
    enqueue()
    assert outbox_dispatch(at=at - timedelta(seconds=1)) == DispatchReport()
    assert notices_waiting(at=at) == 1


def test_a_round_has_a_limit_and_takes_the_oldest(enqueue: Enqueue, at: datetime) -> None:
    """The rest is for the next round or another worker."""
    enqueue(5)
    assert outbox_dispatch(at=at, limit=3) == DispatchReport(sent=3)
    assert outbox_dispatch(at=at, limit=3) == DispatchReport(sent=2)


def test_a_failure_waits_longer_each_time_and_then_is_reported(
    enqueue: Enqueue, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twelve tries, none before its time; then it is failed, listed, and still there."""
    _fail_with(OSError("no room for zhixia.lin@example.org"), monkeypatch)
    enqueue()
    now = at
    for tries in range(1, MAX_TRIES):
        assert outbox_dispatch(at=now) == DispatchReport(later=1)
        stored = Notice.objects.get()
        assert (stored.state, stored.tries) == ("pending", tries)
        assert stored.next_try_at is not None
        assert outbox_dispatch(at=stored.next_try_at - timedelta(seconds=1)) == DispatchReport()
        now = stored.next_try_at
    assert timedelta(days=2.9) < now - at < timedelta(days=3.1)
    assert outbox_dispatch(at=now) == DispatchReport(failed=1)
    (listed,) = notices_failed()
    assert (listed.state, listed.tries, listed.error) == ("failed", MAX_TRIES, "OSError")


def test_no_address_in_what_is_kept_or_logged(
    enqueue: Enqueue, at: datetime, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Of an error only the class stays."""
    _fail_with(OSError("550 zhixia.lin@example.org unknown"), monkeypatch)
    enqueue()
    outbox_dispatch(at=at)
    assert Notice.objects.get().last_error == "OSError"
    assert "example.org" not in caplog.text


def test_one_failure_holds_up_no_other(enqueue: Enqueue, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others of the round are sent."""
    first, *_ = enqueue(3)
    send = FolderChannel.send

    def send_others(channel: FolderChannel, notice: Notice, address: str) -> None:
        if notice.id == first.id:
            raise ValueError
        send(channel, notice, address)

    monkeypatch.setattr(FolderChannel, "send", send_others)
    assert outbox_dispatch(at=at) == DispatchReport(sent=2, later=1)


def test_a_refused_recipient_fails_at_once_and_can_be_retried(
    enqueue: Enqueue, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By an administrator, with all tries before it; a sent one can't."""
    (notice,) = enqueue()
    with monkeypatch.context() as patch:
        _fail_with(RecipientRefused(), patch)
        assert outbox_dispatch(at=at) == DispatchReport(failed=1)
    with pytest.raises(NotAllowed):
        notice_send_again(actor=Actor(kind=ActorKind.OFFICER, key="3"), notice_id=notice.id, at=at)
    notice_send_again(actor=ADMINISTRATOR, notice_id=notice.id, at=at)
    assert outbox_dispatch(at=at) == DispatchReport(sent=1)
    assert Notice.objects.get().tries == 1
    with pytest.raises(NoticeNotRetriable):
        notice_send_again(actor=ADMINISTRATOR, notice_id=notice.id, at=at)


def test_another_worker_in_the_middle_of_sending_sends_nothing_twice(
    enqueue: Enqueue, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While each message is on its way a second worker does a whole round."""
    enqueue(4)
    sent: list[UUID] = []

    def send(channel: FolderChannel, notice: Notice, address: str) -> None:
        sent.append(notice.id)
        reports.append(outbox_dispatch(at=at))

    reports: list[DispatchReport] = []
    monkeypatch.setattr(FolderChannel, "send", send)
    reports.append(outbox_dispatch(at=at))
    assert len(sent) == len(set(sent)) == 4
    assert sum(report.sent for report in reports) == 4


def test_a_worker_that_lost_the_claim_notes_nothing(
    enqueue: Enqueue, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that took longer than its lease doesn't overwrite what the next one noted."""
    enqueue()
    send = FolderChannel.send

    def slow(channel: FolderChannel, notice: Notice, address: str) -> None:
        monkeypatch.setattr(FolderChannel, "send", send)
        assert outbox_dispatch(at=at + timedelta(minutes=6)) == DispatchReport(sent=1)
        raise OSError

    monkeypatch.setattr(FolderChannel, "send", slow)
    assert outbox_dispatch(at=at) == DispatchReport(overtaken=1)
    assert Notice.objects.get().state == "sent"


def test_a_notice_that_kills_its_workers_ends_as_failed(enqueue: Enqueue, at: datetime) -> None:
    """It isn't taken up for ever."""
    (notice,) = enqueue()
    Notice.objects.filter(id=notice.id).update(state="sending", tries=MAX_TRIES)
    assert outbox_dispatch(at=at) == DispatchReport(failed=1)
    assert notices_failed()[0].error == "LeaseEnded"


def test_the_outbox_page_shows_words_and_no_address(enqueue: Enqueue, officer_id: int, at: datetime) -> None:
    """Page by page, each notice once; of a petitioner no address at all."""
    enqueue(3)
    draft = NoticeDraft(
        template="approval_waiting",
        dedupe="approval",
        at=at + timedelta(minutes=1),
        officer_id=officer_id,
        params={"number": NUMBER},
    )
    notices_enqueue([draft])
    page = outbox_page(hidden=NOTHING, limit=2)
    rest = outbox_page(hidden=NOTHING, after=page[-1].id, limit=10)
    assert [view.id for view in page + rest] == sorted((view.id for view in page + rest), reverse=True)
    assert sorted(view.to for view in page + rest) == ["c…@…", "信访人", "信访人", "信访人"]
    assert len({view.id for view in page + rest}) == 4
    assert all(NUMBER[:8] in view.subject for view in page)
    assert outbox_page(hidden=NOTHING, after=UUID(int=0)) == []


def test_the_search_for_work_reads_the_index_of_what_is_due(at: datetime) -> None:
    """Its cost follows what is due and not what was ever sent; so does the list of failures."""
    if connection.vendor != "sqlite":
        pytest.skip("on few rows PostgreSQL rightly reads the whole table")
    due = Notice.objects.filter(next_try_at__lte=at).order_by("next_try_at", "id").values_list("id")
    failed = Notice.objects.filter(state="failed").order_by("id")
    assert "notices_due" in due.explain()
    assert "notices_failed" in failed.explain()
