"""Reception days of the invented county, and people who book."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from huiyin.kernel.ids import new_token
from huiyin.reception.rules import DayPlan
from huiyin.reception.services import Booked, appointment_book, reception_day_publish
from huiyin.vault.services import IdentityDraft
from tests.cast import Cast

# Nine in the morning at the office, a week after the cast's first day.
STARTS = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
WHO = IdentityDraft(name="纪北辰", phone="19900007788", email="beichen@example.invalid")


def plan(cast: Cast, **given: Any) -> DayPlan:
    """A morning of four slots with the head of the petition office."""
    return DayPlan(
        **{
            "unit_id": cast.units["office"],
            "officer_id": cast.officers["office_leader"],
            "title": "局长",
            "portfolio": "主持全面工作",
            "starts_at": STARTS,
            "slots": 4,
            "minutes": 30,
            "place": "云渡县信访局一楼接访室",
            **given,
        }
    )


def publish(cast: Cast, by: str = "registrar", **given: Any) -> UUID:
    """Publish such a day."""
    return reception_day_publish(actor=cast.actor(by), plan=plan(cast, **given), at=cast.at)


def book(cast: Cast, day_id: UUID, slot: int = 1, **given: Any) -> Booked:
    """Book a slot."""
    return appointment_book(
        **{
            "day_id": day_id,
            "slot": slot,
            "words": "想当面说说电梯停运的事。",
            "identity": WHO,
            "token": new_token(),
            "at": cast.at,
            **given,
        }
    )


def on_the_day(cast: Cast) -> datetime:
    """Ten past nine on the day itself."""
    cast.at = STARTS + timedelta(minutes=10)
    return cast.at
