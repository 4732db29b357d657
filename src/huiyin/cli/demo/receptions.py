"""Two weeks of reception days with bookings, one of them over and written down."""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID

from huiyin.cli.demo.county import County
from huiyin.cli.demo.people import petitioner_names
from huiyin.cli.demo.source import Data, read
from huiyin.flows.reception_visit import reception_visit_note, reception_walk_in_register
from huiyin.kernel.actor import Actor
from huiyin.kernel.time import OFFICE_ZONE, office_day
from huiyin.matters.core.rules.states import Channel, Kind
from huiyin.matters.receipt.selectors import matter_id_by_token
from huiyin.matters.register.rules import Registration
from huiyin.orgs.selectors import actor_for
from huiyin.reception.rules import DayPlan, Form
from huiyin.reception.services import (
    appointment_book,
    day_names_open,
    reception_day_cancel,
    reception_day_publish,
)
from huiyin.vault.services import IdentityDraft

# The booking whose code the console prints: the first with the head of the county.
SHOWN_BOOKING = "demo-booking-2-1"
_SATURDAY = 5
_BEGINS = time(9)
_SLOTS, _MINUTES = 6, 30
_AFTER_PUBLISHING = timedelta(hours=2)


class Receptions:
    """Published on one day, booked, and heard as far as the present has come."""

    def __init__(self, county: County, rng: random.Random) -> None:
        """Nothing is made yet."""
        self._county, self._rng = county, rng
        self._names = petitioner_names(rng)
        self._heard: list[tuple[datetime, UUID, UUID, Data]] = []

    def publish(self, *, at: datetime) -> None:
        """Publish all days and let people book."""
        days = list(_working_days(office_day(at)))
        for place, given in enumerate(read("reception")["day"]):
            starts_at = datetime.combine(days[given["after"] - 1], _BEGINS, OFFICE_ZONE)
            self._day(place, given, starts_at, at)

    def hear(self, *, upto: datetime) -> None:
        """What was said at receptions that are over: the list read with names, and a note in the matter."""
        over = [visit for visit in self._heard if visit[0] < upto]
        self._heard = [visit for visit in self._heard if visit[0] >= upto]
        for starts_at, day_id, appointment_id, given in over:
            actor = self._registrar(given["unit"])
            day_names_open(actor=actor, day_id=day_id, at=starts_at)
            words = read("reception")["words"]["heard"]
            at = starts_at + timedelta(minutes=_MINUTES)
            reception_visit_note(actor=actor, appointment_id=appointment_id, body=words, at=at)
            self._walk_in(actor, day_id, given, at=at + timedelta(minutes=_MINUTES))

    def _walk_in(self, actor: Actor, day_id: UUID, given: Data, *, at: datetime) -> None:
        """Somebody came without a booking and was registered from the sheet."""
        came = read("reception")["walk_in"]
        registration = Registration(
            kind=Kind.CLAIM,
            channel=Channel.VISIT,
            text=came["text"],
            requests=(came["request"],),
            received_at=at,
            unit_id=self._county.units[given["unit"]],
            token=f"demo-walk-in-{day_id}",
        )
        identity = IdentityDraft(name=next(self._names), phone="19900000066")
        reception_walk_in_register(actor=actor, day_id=day_id, registration=registration, identity=identity, at=at)

    def _day(self, place: int, given: Data, starts_at: datetime, at: datetime) -> None:
        county, actor = self._county, self._registrar(given["unit"])
        plan = DayPlan(
            unit_id=county.units[given["unit"]],
            officer_id=county.officers[given["officer"]],
            title=given["title"],
            portfolio=given["portfolio"],
            starts_at=starts_at,
            slots=_SLOTS,
            minutes=_MINUTES,
            place=given["place"],
            form=Form(given["form"]),
            topic=given.get("topic", ""),
        )
        day_id = reception_day_publish(actor=actor, plan=plan, at=at)
        later = at + _AFTER_PUBLISHING
        booked = [self._book(f"demo-booking-{place}-{slot}", day_id, slot, given, later) for slot in given["booked"]]
        if "heard" in given:
            self._heard.append((starts_at, day_id, booked[0], given))
        if "cancelled" in given:
            reception_day_cancel(actor=actor, day_id=day_id, reason=given["cancelled"], at=later)

    def _book(self, token: str, day_id: UUID, slot: int, given: Data, at: datetime) -> UUID:
        """The first of a day that is heard comes with a matter."""
        number = self._rng.randint(0, 9999)
        email = f"reader{number:04}@mail.invalid" if self._rng.random() < 0.5 else ""
        with_matter = "heard" in given and slot == given["booked"][0]
        return appointment_book(
            day_id=day_id,
            slot=slot,
            words=self._rng.choice(read("reception")["words"]["about"]),
            identity=IdentityDraft(name=next(self._names), phone=f"1990000{number:04}", email=email),
            token=token,
            matter_id=matter_id_by_token(token=f"demo-{given['heard']}") if with_matter else None,
            at=at,
        ).appointment_id

    def _registrar(self, unit: str) -> Actor:
        username = "registrar" if unit == "office" else f"{unit}.registrar"
        return actor_for(officer_id=self._county.officers[username])


def _working_days(day: date) -> Iterator[date]:
    """The days after this one without Saturdays and Sundays, four weeks of them."""
    for number in range(1, 29):
        found = day + timedelta(days=number)
        if found.weekday() < _SATURDAY:
            yield found
