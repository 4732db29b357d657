"""One notice an officer and a day for what isn't urgent; a flood of what is becomes a list too."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from huiyin.flows.clock_round import clock_round
from huiyin.flows.digest_round import DigestReport, digest_round
from huiyin.flows.supervision_round import supervision_round
from huiyin.kernel.actor import system
from huiyin.kernel.time import office_day
from huiyin.matters.messages.services.petitioner import petitioner_write
from huiyin.matters.register.services.register import matters_register
from huiyin.matters.register.services.rows import Filing
from huiyin.matters.respondents.services.naming import matter_name_respondent
from huiyin.notices.hours import at_hour
from huiyin.notices.models import Notice
from huiyin.notices.services import outbox_dispatch
from huiyin.orgs.models import Officer
from tests.cast import WHO, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def reachable(cast: Cast) -> None:
    """Every officer has an address."""
    for officer in Officer.objects.all():
        Officer.objects.filter(pk=officer.pk).update(email=f"{officer.username}@office.example")


def _work(cast: Cast, at: datetime) -> None:
    """What the worker does, until nothing is left."""
    cast.at = at
    while clock_round(at=at, most=400).more:
        pass
    supervision_round(at=at)
    digest_round(at=at)
    while outbox_dispatch(at=at, limit=500).sent:
        pass


def _sent() -> Counter[tuple[int, str]]:
    """How many notices each officer was sent on each day."""
    sent = Notice.objects.filter(state="sent", officer_id__isnull=False).values_list("officer_id", "sent_at")
    return Counter((officer_id, office_day(at).isoformat()) for officer_id, at in sent if officer_id and at)


def _at(cast: Cast, days: int, hour: int) -> datetime:
    return at_hour(office_day(cast.at) + timedelta(days=days), hour)


def test_a_busy_days_assignments_make_one_notice(cast: Cast) -> None:
    for _ in range(40):
        cast.to_handler(cast.file())
    _work(cast, _at(cast, 0, 18))
    assert _sent() == {}
    _work(cast, _at(cast, 1, 9))
    handler = cast.officers["handler"]
    (digest,) = Notice.objects.filter(template="officer_digest", officer_id=handler)
    assert (digest.params, digest.state) == ({"count": "40"}, "sent")
    assert set(_sent().values()) == {1}
    _work(cast, cast.at + timedelta(hours=3))
    assert set(_sent().values()) == {1}


def test_a_quiet_days_single_one_leads_to_its_matter(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    _work(cast, _at(cast, 1, 9))
    (digest,) = Notice.objects.filter(template="officer_digest", officer_id=cast.officers["handler"])
    assert digest.params == {"count": "1", "path": f"/desk/matters/{filed.number}/"}


def test_what_came_after_the_hour_waits_for_the_next_day(cast: Cast) -> None:
    cast.at = _at(cast, 0, 10)
    cast.to_handler(cast.file())
    assert digest_round(at=_at(cast, 0, 20)) == DigestReport()
    assert digest_round(at=_at(cast, 1, 8)) == DigestReport()
    assert digest_round(at=_at(cast, 1, 9)).made > 0
    assert digest_round(at=_at(cast, 1, 9)).made == 0


def test_whom_the_matter_bars_by_then_is_notified_of_nothing(cast: Cast) -> None:
    seen, hidden = cast.file(), cast.file()
    cast.to_handler(seen)
    cast.to_handler(hidden)
    matter_name_respondent(
        actor=cast.actor("mayor"), matter_id=hidden.matter_id, unit_id=None,
        officer_id=cast.officers["housing_leader"], text="", at=cast.at,
    )  # fmt: skip
    report = digest_round(at=_at(cast, 1, 9))
    assert report.left_out > 0
    (digest,) = Notice.objects.filter(template="officer_digest", officer_id=cast.officers["handler"])
    assert digest.params["count"] == "1"
    out = Notice.objects.filter(officer_id=cast.officers["handler"], state="left_out")
    assert {notice.params["number"] for notice in out} == {hidden.number}


def test_what_is_urgent_goes_at_once(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    petitioner_write(actor=cast.petitioner(filed), matter_id=filed.matter_id, body="补充一点", at=cast.at)
    outbox_dispatch(at=cast.at)
    states = dict(Notice.objects.filter(officer_id=cast.officers["handler"]).values_list("template", "state"))
    assert states == {"matter_assigned": "gathered", "petitioner_wrote": "sent"}


def test_from_the_sixth_urgent_one_of_a_day_on_they_are_gathered(cast: Cast) -> None:
    for number in range(8):
        filed = cast.file()
        cast.to_handler(filed)
        cast.later(minutes=5)
        petitioner_write(actor=cast.petitioner(filed), matter_id=filed.matter_id, body="补充", at=cast.at)
        outbox_dispatch(at=cast.at)
        sent = Notice.objects.filter(template="petitioner_wrote", state="sent").count()
        assert sent == min(number + 1, 5)


@pytest.mark.parametrize("count", [40, pytest.param(500, marks=pytest.mark.long)])
def test_importing_open_records_sends_one_notice_an_officer_and_day(cast: Cast, count: int) -> None:
    """Some are late already, some will be soon; nobody's mailbox is flooded, and no petitioner hears of it."""
    received = [cast.at - timedelta(days=days) for days in (1, 20, 100, 400)]
    filings = [
        Filing(
            cast.registration(
                channel="call", origin="old-desk", external_id=f"A{number}", received_at=received[number % 4]
            ),
            WHO,
        )
        for number in range(count)
    ]
    matters_register(actor=system("import"), filings=filings, at=cast.at)
    first = cast.at
    for days in range(4):
        for hour in (8, 9, 10, 15):
            day = office_day(first) + timedelta(days=days)
            _work(cast, max(first, at_hour(day, hour)))
    assert _sent()
    assert set(_sent().values()) == {1}
    assert not Notice.objects.filter(identity_id__isnull=False).exists()
    counts = Notice.objects.filter(template="officer_digest").values_list("params__count", flat=True)
    assert max(int(number) for number in counts) >= count


def test_the_hour_is_a_setting(cast: Cast, settings: Settings) -> None:
    cast.to_handler(cast.file())
    settings.HUIYIN_DIGEST_HOUR = 14
    assert digest_round(at=_at(cast, 1, 13)) == DigestReport()
    assert digest_round(at=_at(cast, 1, 14)).made > 0
