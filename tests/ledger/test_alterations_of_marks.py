"""Marks of the worker's rounds decide what is done at all: what somebody puts there in the database is named."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.cast import Cast
from tests.matters.test_joint import people
from tests.matters.test_signing import opened, sign
from tests.reception.house import STARTS, book, on_the_day, publish
from tests.reception.test_received import walk_in
from tests.reception.test_remind import MORNING_BEFORE
from tests.returns.schemes import begin

from huiyin.allowances.models import Use
from huiyin.allowances.rules import Allowance
from huiyin.allowances.services import allowance_use, allowance_wait
from huiyin.flows.archive_round import archive_due
from huiyin.kernel.actor import system
from huiyin.ledger.services import derived_repair, entries_sequence, ledger_verify
from huiyin.ledger.services import verify as verifying
from huiyin.matters.archive.services import ARCHIVE_WAITS_MOST
from huiyin.matters.joint.services.signing import signer_news_set
from huiyin.matters.models import Archiving, CoSigner, Matter
from huiyin.matters.withdrawal.services import matter_withdraw
from huiyin.notices.models import Mailbox
from huiyin.reception.models import Appointment, ReceivedMatter
from huiyin.reception.services import appointments_remind, received_notify
from huiyin.returns.models import Scheme
from huiyin.returns.rules.timetable import Rhythm
from huiyin.returns.services import slots_list
from huiyin.vault.models import SealKey
from huiyin.vault.services import seal_key_create

pytestmark = pytest.mark.django_db

YEARS = timedelta(days=3650)


@pytest.fixture(autouse=True)
def by_its_clock(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Verification takes the cast's time for the present."""
    monkeypatch.setattr(verifying, "now", lambda: cast.at)
    yield


def _problems(cast: Cast) -> str:
    entries_sequence(at=cast.at)
    return "\n".join(problem.what for problem in ledger_verify().problems)


def _repaired(cast: Cast) -> set[str]:
    return {done.check for done in derived_repair(actor=system("repair"), at=cast.at)}


@pytest.mark.parametrize("column", ["listed_until", "renewed_at", "covered_until", "calendar_mark"])
def test_slots_marked_as_listed(cast: Cast, column: str) -> None:
    """Of a scheme that is listed up to ten years from now no return is ever asked for."""
    scheme_id = begin(cast, rhythm=Rhythm.DAILY)
    cast.at += timedelta(days=3)
    assert slots_list(at=cast.at).listed and _problems(cast) == ""
    value = "x" if column == "calendar_mark" else cast.at + YEARS
    Scheme.objects.filter(pk=scheme_id).update(**{column: value})
    assert f"returns.Scheme:{scheme_id.hex}" in _problems(cast)


@pytest.fixture
def archived(cast: Cast, tmp_path: Path, settings: Any) -> UUID:
    """A matter whose file was handed over after a year."""
    settings.HUIYIN_ARCHIVE = tmp_path / "archive"
    closed = cast.file()
    matter_withdraw(actor=cast.petitioner(closed), matter_id=closed.matter_id, at=cast.at)
    cast.at += timedelta(days=400)
    assert _hand_over(cast, settings) == 1 and _problems(cast) == ""
    return closed.matter_id


def _hand_over(cast: Cast, settings: Any) -> int:
    report = archive_due(folder=Path(settings.HUIYIN_ARCHIVE), closed_before=cast.at, at=cast.at)
    return len(report.made)


def test_a_matter_marked_as_archived_is_named_and_handed_over(cast: Cast, archived: UUID, settings: Any) -> None:
    closed = cast.file()
    matter_withdraw(actor=cast.petitioner(closed), matter_id=closed.matter_id, at=cast.at)
    cast.at += timedelta(days=400)
    Archiving.objects.create(matter_id=closed.matter_id, claim=uuid4(), next_at=cast.at, done_at=cast.at)
    number = Matter.objects.get(pk=closed.matter_id).number
    assert f"{number} 标为已归档" in _problems(cast)
    assert _hand_over(cast, settings) == 0
    assert _repaired(cast) == {"matters.archiving"} and _problems(cast) == ""
    assert _hand_over(cast, settings) == 1 and _problems(cast) == ""


def test_a_hand_over_that_is_put_off_is_named(cast: Cast, archived: UUID) -> None:
    wrong: list[dict[str, Any]] = [
        {"done_at": cast.at + YEARS},
        {"done_at": None, "next_at": cast.at + ARCHIVE_WAITS_MOST + timedelta(hours=1)},
    ]
    for change in wrong:
        Archiving.objects.filter(pk=archived).update(**change)
        assert "下次归档的时间不对" in _problems(cast), change
        assert _repaired(cast) == {"matters.archiving"} and _problems(cast) == ""
    Archiving.objects.filter(pk=archived).update(done_at=None, next_at=cast.at + ARCHIVE_WAITS_MOST)
    assert _problems(cast) == ""


@pytest.mark.parametrize("column", ["late_notified_at", "closed_notified_at"])
def test_leaders_marked_as_notified(cast: Cast, column: str) -> None:
    day_id = publish(cast)
    on_the_day(cast)
    done = walk_in(cast, day_id)
    assert _problems(cast) == ""
    ReceivedMatter.objects.update(**{column: cast.at})
    assert "reception.ReceivedMatter" in _problems(cast)
    ReceivedMatter.objects.update(**{column: None})
    # What the round itself marks is on record, both times.
    Matter.objects.update(next_due_at=cast.at - timedelta(days=1))
    received_notify(at=cast.at)
    matter_withdraw(actor=cast.petitioner(done), matter_id=done.matter_id, at=cast.at)
    received_notify(at=cast.at)
    row = ReceivedMatter.objects.get()
    assert row.late_notified_at == row.closed_notified_at == cast.at
    assert _problems(cast) == ""


def test_people_marked_as_reminded(cast: Cast) -> None:
    day_id = publish(cast)
    book(cast, day_id, slot=1)
    assert appointments_remind(at=MORNING_BEFORE) == 1
    cast.at = MORNING_BEFORE
    later = book(cast, publish(cast, starts_at=STARTS + timedelta(days=14)))
    assert _problems(cast) == ""
    Appointment.objects.filter(pk=later.appointment_id).update(reminded_at=cast.at)
    assert f"预约 {later.appointment_id} 标为已提醒" in _problems(cast)
    assert _repaired(cast) == {"reception.reminded"} and _problems(cast) == ""
    assert appointments_remind(at=MORNING_BEFORE + timedelta(days=14)) == 1


def test_a_signer_who_is_made_to_hear_nothing_more(cast: Cast) -> None:
    _filed, code = opened(cast)
    sign(cast, code, people(1)[0], news=True)
    signer = CoSigner.objects.get()
    for wants in (False, True):
        signer_news_set(signer_id=signer.pk, wants_news=wants, at=cast.at)
    assert _problems(cast) == ""
    CoSigner.objects.update(wants_news=False)
    assert f"matters.CoSigner:{signer.pk.hex}" in _problems(cast)


def test_waits_that_lie_in_years_to_come(cast: Cast) -> None:
    """An address that gets no mail, a reader who opens no seal, a network from where nobody files."""
    seal_key_create(actor=cast.actor("handler"), passphrase="青灯 黄卷 白马 长街", at=cast.at)
    Mailbox.objects.create(key=uuid4(), last_sent_at=cast.at)
    of_network = Allowance("filings of a network", 20, timedelta(hours=1), 5)
    allowance_use(of_network, "192.0.2.0/24", at=cast.at)
    assert _problems(cast) == ""
    SealKey.objects.update(wrong=9, wrong_at=cast.at + YEARS)
    assert f"账号 {cast.officers['handler']} 的密封口令" in _problems(cast)
    assert _repaired(cast) == {"vault.seal_waits"}
    Mailbox.objects.update(last_sent_at=cast.at + YEARS)
    assert "上次收信的时间" in _problems(cast) and _repaired(cast) == {"notices.mailboxes"}
    Use.objects.update(used_until=int((cast.at + YEARS).timestamp() * 1000))
    assert "用量限额" in _problems(cast) and _repaired(cast) == {"orgs.waits"}
    assert not allowance_wait(of_network, "192.0.2.0/24", at=cast.at) and _problems(cast) == ""
