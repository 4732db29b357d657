"""What holds for reception days and appointments, whatever the database says."""

import hashlib
import hmac
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from huiyin.kernel.actor import Actor, ActorKind
from huiyin.kernel.ids import receipt_code
from huiyin.kernel.text import N_, clean_line
from huiyin.kernel.text_limits import checked_text
from huiyin.kernel.time import office_day
from huiyin.reception.errors import (
    DayLengthWrong,
    DayTooLate,
    DayTooSoon,
    PlaceMissing,
    StopsMissing,
    TitleMissing,
    TopicMissing,
)

TITLE_MAX = 80
PORTFOLIO_MAX = 200
PLACE_MAX = 200
TOPIC_MAX = 100
# Places of one round.
STOPS_MOST = 12
REASON_MAX = 200
WORDS_MAX = 500
# So many bookings that are still to come, with one phone number, e-mail address or matter.
BOOKINGS_MOST = 3
SLOTS_MAX = 40
MINUTES_LEAST, MINUTES_MOST = 5, 120
# How far ahead the portal shows days, and how far ahead one may be published.
SHOWN_AHEAD = timedelta(days=42)
PUBLISHED_AHEAD = timedelta(days=366)

# Whoever books or cancels with a code: not signed in, and no matter of theirs need exist.
BOOKER = Actor(kind=ActorKind.PETITIONER, key="web")


class Form(StrEnum):
    """How people are received (领导干部接访下访的形式). On a round the leader goes from place to place."""

    FIXED = "fixed"
    APPOINTMENT = "appointment"
    GOING_OUT = "going_out"
    TOPIC = "topic"
    ROUND = "round"
    HOME_VISIT = "home_visit"


# Nobody publishes these for others to book: the wish of one person comes first.
UNPUBLISHED_FORMS = frozenset({Form.HOME_VISIT})

FORM_LABELS = {
    Form.FIXED: N_("定点接访"),
    Form.APPOINTMENT: N_("约访"),
    Form.GOING_OUT: N_("带案下访"),
    Form.TOPIC: N_("专题接访"),
    Form.ROUND: N_("基层巡查"),
    Form.HOME_VISIT: N_("上门探访"),
}


# What counts where leaders promise to go out among people, or to call them in.
VISIT_FORMS = frozenset({Form.APPOINTMENT, Form.GOING_OUT, Form.ROUND, Form.HOME_VISIT})


class CancelledBy(StrEnum):
    """Who called an appointment off."""

    BOOKER = "booker"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class DayPlan:
    """A reception day as it is published: who receives, when, where, how.

    `starts_at` is when the first of `slots` begins; each takes `minutes`. `title` and `portfolio` are the leader's
    post and what they are responsible for, as people read them. `topic` belongs to the form TOPIC alone, `stops`, the
    places in their order, to ROUND.
    """

    unit_id: int
    officer_id: int
    title: str
    starts_at: datetime
    slots: int
    minutes: int
    place: str
    portfolio: str = ""
    form: Form = Form.FIXED
    topic: str = ""
    stops: tuple[str, ...] = ()

    def checked(self) -> "DayPlan":
        """The plan with its texts in one form. Raises TitleMissing, PlaceMissing, TopicMissing, StopsMissing,
        TextTooLong, DayLengthWrong.
        """
        tidy = replace(
            self,
            title=checked_text(clean_line(self.title), field="title", most=TITLE_MAX),
            portfolio=checked_text(clean_line(self.portfolio), field="portfolio", most=PORTFOLIO_MAX),
            place=checked_text(clean_line(self.place), field="place", most=PLACE_MAX),
            topic=checked_text(clean_line(self.topic), field="topic", most=TOPIC_MAX),
        )
        stops = [checked_text(clean_line(stop), field="stops", most=PLACE_MAX) for stop in self.stops]
        tidy = replace(tidy, stops=tuple(filter(None, stops)) if tidy.form is Form.ROUND else ())
        # A topic left over from another choice of form isn't published, nor does the table take it.
        tidy = tidy if tidy.form is Form.TOPIC else replace(tidy, topic="")
        _demand_texts(tidy)
        if not (1 <= tidy.slots <= SLOTS_MAX and MINUTES_LEAST <= tidy.minutes <= MINUTES_MOST):
            raise DayLengthWrong(slots=SLOTS_MAX, least=MINUTES_LEAST, most=MINUTES_MOST)
        # A second less: what ends at midnight sharp ends on its own day.
        if office_day(tidy.ends_at - timedelta(seconds=1)) != office_day(tidy.starts_at):
            raise DayLengthWrong(slots=SLOTS_MAX, least=MINUTES_LEAST, most=MINUTES_MOST)
        return tidy

    def demand_ahead(self, *, at: datetime) -> None:
        """Days are published at least one day ahead, and at most a year. Raises DayTooSoon, DayTooLate."""
        if office_day(self.starts_at) <= office_day(at):
            raise DayTooSoon
        if self.starts_at > at + PUBLISHED_AHEAD:
            raise DayTooLate

    @property
    def ends_at(self) -> datetime:
        """When the last slot is over."""
        return self.starts_at + timedelta(minutes=self.minutes) * self.slots


def _demand_texts(plan: DayPlan) -> None:
    if not plan.title:
        raise TitleMissing
    if not plan.place:
        raise PlaceMissing
    if plan.form is Form.TOPIC and not plan.topic:
        raise TopicMissing
    if plan.form is Form.ROUND and not 1 <= len(plan.stops) <= STOPS_MOST:
        raise StopsMissing(most=STOPS_MOST)


def slot_begins(starts_at: datetime, minutes: int, slot: int) -> datetime:
    """When a slot begins; slots count from 1."""
    return starts_at + timedelta(minutes=minutes) * (slot - 1)


def booking_code(*, key: bytes, token: str) -> str:
    """The code of a booking (85 bits), made from its form's token: the same token always gives the same code."""
    # The prefix keeps it from being the receipt code of a matter that was filed with the same token.
    return receipt_code(key=key, token=f"reception:{token}")


def booking_token_hash(token: str) -> bytes:
    """The 32 bytes that are stored of a booking form's token. It has 256 random bits, so a plain hash hides it."""
    return hashlib.sha256(b"huiyin-booking:" + token.encode()).digest()


def origin_share(slots: int) -> int:
    """How many of a day's slots may be booked from one network: half of them, one at least.

    A village or a whole mobile network can have one address, so the limit is a share of the day and no wait.
    """
    return (slots + 1) // 2


def origin_mark(*, key: bytes, day: str, origin: str) -> bytes:
    """32 bytes that are the same for the same network on the same reception day, and for nothing else."""
    return hmac.digest(key, f"origin:{day}:{origin}".encode(), "sha256")


def visit_token(*, key: bytes, appointment: str) -> str:
    """The token under which a reception is registered: one appointment never makes two matters."""
    return hmac.digest(key, b"visit:" + appointment.encode(), "sha256").hex()


def is_that_day(starts_at: datetime, at: datetime) -> bool:
    """Whether it is the day of the reception itself."""
    return office_day(starts_at) == office_day(at)


def reminder_key(appointment_id: UUID) -> str:
    """By which the outbox knows the reminder of an appointment: there is only this one."""
    return f"appointment_tomorrow:{appointment_id}"


def day_after(at: datetime) -> date:
    """Tomorrow at the office."""
    return office_day(at) + timedelta(days=1)


def call_by(*, next_working_day: date, received_on: date, today: date) -> date:
    """The day by which to call somebody who has booked: by the end of the next working day, and before the reception.

    While it is still to come: on the day itself or later nothing is left but that day.
    """
    return min(next_working_day, max(today, received_on - timedelta(days=1)))
