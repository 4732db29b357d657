"""What the county's bureaus and towns report again and again: two schemes, begun some weeks before the present."""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID

from huiyin.cli.demo.county import County
from huiyin.cli.demo.people import bureau_keys, towns
from huiyin.kernel.actor import Actor, Role, system
from huiyin.kernel.time import OFFICE_ZONE, office_day
from huiyin.orgs.selectors import actor_for
from huiyin.reception.rules import DayPlan
from huiyin.reception.services import reception_day_publish
from huiyin.returns.rules.errors import SomethingCountedConflict
from huiyin.returns.rules.plans import SchemePlan
from huiyin.returns.rules.timetable import Rhythm
from huiyin.returns.selectors import roll_up
from huiyin.returns.services import (
    ReturnDraft,
    return_correct,
    return_mark_found_later,
    return_send,
    return_send_nothing,
    scheme_begin,
    slots_list,
)

# So long before the present they begin.
_BEGUN_BEFORE = timedelta(days=57)
_READER = system("seed")
_WEDNESDAY, _AFTERNOON = timedelta(days=2), time(14, 30)
_SLOTS, _MINUTES = 4, 30
# Of a hundred returns so many come late, and so many not at all.
_LATE, _MISSING = 5, 3
# Whoever tries the demo as one of these finds a return to send.
_LEFT_OPEN = ("housing", "ford")
_CORRECTED_WEEK = 3


class Reporting:
    """Begun, reported, now and then late; one return is corrected, and one is marked as found later."""

    def __init__(self, county: County, rng: random.Random, *, at: datetime) -> None:
        """`at` is the present."""
        self._county, self._rng, self._present = county, rng, at
        self._units = ("office", *bureau_keys(), *(town.key for town in towns()))
        self._schemes: list[UUID] = []
        self._late: list[tuple[str, UUID, bool]] = []
        self._weeks = 0
        self._day: date | None = None

    def morning(self, at: datetime) -> None:
        """What is done on a morning of these weeks, before the worker's round."""
        if at < self._present - _BEGUN_BEFORE:
            return
        if not self._schemes:
            self._schemes = [scheme_begin(actor=self._head(), plan=plan, at=at) for plan in self._plans(at)]
        slots_list(at=at)
        if office_day(at) == self._day:  # the present is a second round of its day
            return
        self._day = office_day(at)
        for unit, return_id, is_weekly in self._late:
            self._send(unit, return_id, is_weekly, at)
        self._late = []
        if office_day(at).weekday() == 0:
            self._weeks += 1
            if at < self._present - timedelta(days=7):
                self._receive(at)
        for scheme_id in self._schemes:
            self._report(scheme_id, at)

    def _plans(self, at: datetime) -> Iterator[SchemePlan]:
        county = self._county
        units = tuple(county.units[unit] for unit in self._units)
        yield SchemePlan(
            name="领导接访周报",
            document="清办发〔2026〕7号",
            reason="掌握各单位领导每周接访的安排是不是落实",
            receiving_unit_id=county.units["county"],
            unit_ids=units,
            field_codes=("reception_days_held", "meetings_held"),
            rhythm=Rhythm.WEEKLY,
            weekday=0,
            times="17:00",
            begins_on=office_day(at),
        )
        yield SchemePlan(
            name="上级交办事项报结月报",
            document="清办发〔2026〕8号",
            reason="交办的事项件件有报告、按时报结",
            receiving_unit_id=county.units["county"],
            unit_ids=units,
            field_codes=("instructed_due", "instructed_in_time", "reports_up_due", "reports_up_in_time"),
            rhythm=Rhythm.MONTHLY,
            month_day=5,
            times="17:00",
            begins_on=office_day(at),
        )

    def _receive(self, at: datetime) -> None:
        """This week's reception days of towns and bureaus, published on Monday; some have none."""
        starts_at = datetime.combine(office_day(at) + _WEDNESDAY, _AFTERNOON, OFFICE_ZONE)
        for unit in self._units:
            leaders = self._county.roll.of(unit, Role.LEADER)
            if not leaders or self._rng.random() < 0.3:
                continue
            plan = DayPlan(
                unit_id=self._county.units[unit],
                officer_id=self._county.officers[leaders[0]],
                title="主要负责人",
                starts_at=starts_at,
                slots=_SLOTS,
                minutes=_MINUTES,
                place="一楼接访室",
            )
            reception_day_publish(actor=self._registrar(unit), plan=plan, at=at)

    def _report(self, scheme_id: UUID, at: datetime) -> None:
        """What is due today, unless it comes late or not at all."""
        today = office_day(at)
        due = roll_up(actor=_READER, scheme_id=scheme_id, first=today, last=today, at=at).slots
        keys = {unit_id: unit for unit, unit_id in self._county.units.items()}
        is_weekly, is_last = scheme_id == self._schemes[0], at > self._present - timedelta(days=7)
        for number, line in enumerate(due):
            unit, chance = keys[line.unit_id], self._rng.randrange(100)
            if chance < _MISSING or (is_last and unit in _LEFT_OPEN):
                continue
            if chance < _MISSING + _LATE:
                self._late.append((unit, line.id, is_weekly))
                continue
            self._send(unit, line.id, is_weekly, at)
            if is_weekly and number == 1 and self._weeks == _CORRECTED_WEEK:
                self._put_right(unit, line.id, at)

    def _send(self, unit: str, return_id: UUID, is_weekly: bool, at: datetime) -> None:
        """Monthly ones have nothing to type; where the rows say nothing either, one press does."""
        actor = self._registrar(unit)
        meetings = self._rng.choice((0, 0, 1, 2)) if is_weekly else 0
        if not meetings and self._send_nothing(actor, return_id, at):
            return
        counts = {"meetings_held": meetings} if meetings else {}
        return_send(actor=actor, return_id=return_id, draft=ReturnDraft(counts), at=at)

    @staticmethod
    def _send_nothing(actor: Actor, return_id: UUID, at: datetime) -> bool:
        try:
            return_send_nothing(actor=actor, return_id=return_id, at=at)
        except SomethingCountedConflict:
            return False
        return True

    def _put_right(self, unit: str, return_id: UUID, at: datetime) -> None:
        """The county finds something that wasn't reported; the unit corrects it."""
        reason = "当周还开过一次接访协调会，没有报"
        return_mark_found_later(actor=self._head(), return_id=return_id, reason=reason, at=at)
        draft = ReturnDraft({"meetings_held": 3})
        return_correct(
            actor=self._registrar(unit), return_id=return_id, draft=draft, reason="漏报一次会议，已核实", at=at
        )

    def _head(self) -> Actor:
        return actor_for(officer_id=self._county.officers["county.leader"])

    def _registrar(self, unit: str) -> Actor:
        username = self._county.roll.first(unit, Role.REGISTRAR)
        return actor_for(officer_id=self._county.officers[username])
