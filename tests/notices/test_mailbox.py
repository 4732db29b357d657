"""Anybody can type anybody's address: one that its owner hasn't confirmed gets one mail a day, whoever files."""

import email
import email.policy
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test import Client

from huiyin.kernel.ids import new_matter_number
from huiyin.ledger.models import Entry
from huiyin.ledger.services import ledger_verify
from huiyin.notices.errors import MailboxUnknown
from huiyin.notices.mailboxes import mailbox_key, mailbox_of_token, mailbox_token
from huiyin.notices.models import Mailbox, Notice
from huiyin.notices.rules import NoticeState
from huiyin.notices.sending import FolderChannel
from huiyin.notices.services import DispatchReport, NoticeDraft, notices_enqueue, outbox_dispatch
from huiyin.vault.services import IdentityDraft, identities_store

pytestmark = pytest.mark.django_db

VICTIM = "victim@example.org"


def _file(addresses: Sequence[str], at: datetime) -> list[str]:
    """A matter with each of these addresses, by as many people; gives the numbers."""
    people = identities_store([IdentityDraft(email=address) for address in addresses], at=at)
    numbers = [new_matter_number(at.date()) for _ in people]
    notices_enqueue(
        [
            NoticeDraft(
                "matter_registered", f"registered:{number}", at, identity_id=person.id, params={"number": number}
            )
            for person, number in zip(people, numbers, strict=True)
        ]
    )
    return numbers


def _mails(outbox: Path) -> list[tuple[str, str]]:
    """Subject and body of each, in the order in which they were put into the outbox."""
    found = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in
             sorted(outbox.glob("*.eml"))]  # fmt: skip
    return [(str(mail["Subject"]).strip(), mail.get_content()) for mail in found]


def _grouped(number: str) -> str:
    return f"{number[:8]}-{number[8:12]}-{number[12:]}"


def test_an_address_gets_one_mail_a_day_for_all_who_file(outbox: Path, at: datetime) -> None:
    """However it is spelt; the mail of the next day says the numbers of all that waited."""
    spellings = [VICTIM, "Victim@Example.org", "victim+2@example.org", VICTIM]
    numbers = _file(spellings, at)
    assert outbox_dispatch(at=at) == DispatchReport(sent=1, held=3)
    for passed in range(1, 24):
        assert outbox_dispatch(at=at + timedelta(hours=passed)) == DispatchReport()
    assert outbox_dispatch(at=at + timedelta(days=1, minutes=1)).sent == 1
    (_, first), (subject, second) = _mails(outbox)
    assert subject == "[回音] 有 3 条新消息 / 3 new messages"
    repeated = [number for number in numbers if _grouped(number) in second]
    assert len(repeated) == 3 and not any(_grouped(number) in first for number in repeated)
    assert set(Notice.objects.values_list("state", flat=True)) == {NoticeState.SENT}
    assert not Notice.objects.filter(next_try_at__isnull=False).exists()
    assert not [problem.what for problem in ledger_verify(quick=True).problems if "notices." in problem.what]
    assert Entry.objects.filter(kind="notices.notice.ended").count() == 4


def test_others_are_not_held_up(outbox: Path, at: datetime) -> None:
    _file([VICTIM] * 3 + ["somebody@example.org"], at)
    assert outbox_dispatch(at=at) == DispatchReport(sent=2, held=2)


def test_mail_of_other_people_that_is_made_to_come_along_stays_behind(outbox: Path, at: datetime) -> None:
    """Whoever writes the database can't have a mail to themselves say what is meant for others."""
    own, other, held = _file(["somebody@example.org", VICTIM, VICTIM], at)
    carrier = Notice.objects.get(dedupe=f"registered:{own}")
    for number in (other, held):
        notice = Notice.objects.filter(dedupe=f"registered:{number}")
        notice.update(carried_by=carrier.pk, mail_key=mailbox_key("somebody@example.org"))
    assert outbox_dispatch(at=at) == DispatchReport(sent=2, held=1)
    mails = _mails(outbox)
    (to_own,) = [body for _, body in mails if _grouped(own) in body]
    assert len(mails) == 2 and _grouped(other) not in to_own and _grouped(held) not in to_own
    # One of the two has left to its owner, the other waits for their next mail.
    assert Notice.objects.filter(state=NoticeState.PENDING).count() == 1
    assert outbox_dispatch(at=at + timedelta(days=1, minutes=1)).sent == 1


def test_the_owner_confirms_by_the_link_and_hears_at_once(outbox: Path, at: datetime, client: Client) -> None:
    _file([VICTIM] * 2, at)
    outbox_dispatch(at=at)
    ((_, body),) = _mails(outbox)
    assert "一天最多收到一封" in body
    found = re.search(r"https://huiyin\.example(/mailbox/[^/\s]+/)", body)
    assert found
    assert "是我的邮箱，确认" in client.get(found[1]).content.decode()
    assert not Mailbox.objects.get().confirmed_at  # a program that follows links confirms nothing
    with mock.patch("huiyin.portal.mailbox.views.now", return_value=at + timedelta(days=3)):
        assert client.post(found[1]).status_code == 302
    assert Mailbox.objects.get().confirmed_at
    later = at + timedelta(days=300)
    assert outbox_dispatch(at=later).sent == 1
    _file([VICTIM] * 3, later)
    assert outbox_dispatch(at=later) == DispatchReport(sent=3)
    assert "/mailbox/" not in _mails(outbox)[-1][1]


def test_a_link_that_is_not_ours_confirms_nothing(client: Client, at: datetime) -> None:
    Mailbox.objects.create(key=mailbox_key(VICTIM))
    assert client.post("/mailbox/forged:token:x/").status_code == 404
    assert client.post(f"/mailbox/{mailbox_token('another@example.org', at=at)}/").status_code == 404
    assert Mailbox.objects.get().confirmed_at is None
    token = mailbox_token(VICTIM, at=at)
    assert mailbox_of_token(token, at=at + timedelta(days=90)) == mailbox_key(" VICTIM@example.org")
    with pytest.raises(MailboxUnknown):
        mailbox_of_token(token, at=at + timedelta(days=91))


def test_a_worker_that_fails_keeps_the_turn_and_what_it_carries(
    outbox: Path, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second try says the same words; what wasn't said stays waiting."""
    _file([VICTIM] * 3, at)
    outbox_dispatch(at=at)
    day = at + timedelta(days=1, minutes=1)
    with monkeypatch.context() as patch:
        patch.setattr(FolderChannel, "send", _fails)
        assert outbox_dispatch(at=day) == DispatchReport(later=1, held=1)
    assert Notice.objects.filter(state=NoticeState.PENDING).count() == 2
    assert outbox_dispatch(at=day + timedelta(minutes=2)).sent == 1
    assert _mails(outbox)[-1][0] == "[回音] 有 2 条新消息 / 2 new messages"


def _fails(*_arguments: object) -> None:
    raise OSError("no")


def test_no_address_stands_in_the_table(outbox: Path, at: datetime) -> None:
    _file([VICTIM], at)
    outbox_dispatch(at=at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM notices_mailbox")
        assert "victim" not in str(cursor.fetchall()).lower()


def test_officers_hear_of_everything(officer_id: int, outbox: Path, at: datetime, settings: Any) -> None:
    notices_enqueue(
        [
            NoticeDraft("matter_unowned", f"n:{number}", at, officer_id=officer_id,
                        params={"number": new_matter_number(at.date())})
            for number in range(2)
        ]
    )  # fmt: skip
    assert outbox_dispatch(at=at) == DispatchReport(sent=2)
