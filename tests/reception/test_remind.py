"""The reminder goes out once, on the day before, to whoever has booked."""

from datetime import timedelta

from huiyin.notices.models import Notice
from huiyin.reception.services import appointment_cancel, appointments_remind
from huiyin.vault.services import IdentityDraft
from tests.cast import Cast
from tests.reception.house import STARTS, book, publish

MORNING_BEFORE = STARTS - timedelta(days=1)


def _reminders() -> int:
    return Notice.objects.filter(template="appointment_tomorrow").count()


def test_everybody_is_reminded_once(cast: Cast) -> None:
    day_id = publish(cast)
    book(cast, day_id, slot=1)
    book(cast, day_id, slot=2, identity=IdentityDraft("谷小满", phone="19900001234"))
    gone = book(cast, day_id, slot=3)
    appointment_cancel(appointment_id=gone.appointment_id, at=cast.at)
    assert appointments_remind(at=MORNING_BEFORE) == 2
    assert appointments_remind(at=MORNING_BEFORE + timedelta(hours=1)) == 0
    assert _reminders() == 2
    for notice in Notice.objects.filter(template="appointment_tomorrow"):
        assert notice.params == {"due_on": "2026-03-09"}


def test_not_earlier_not_later_and_not_at_night(cast: Cast) -> None:
    book(cast, publish(cast))
    for at in (
        MORNING_BEFORE - timedelta(days=1),
        MORNING_BEFORE - timedelta(hours=2),
        STARTS - timedelta(minutes=30),
    ):
        assert appointments_remind(at=at) == 0
    assert _reminders() == 0
