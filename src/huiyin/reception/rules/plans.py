"""A plan of reception days by rule: which days it has, who comes on which, and which weeks stay without a day."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from huiyin.clocks.rules.calendar import Calendar
from huiyin.kernel.text import N_
from huiyin.kernel.time import OFFICE_ZONE, office_day
from huiyin.reception.errors import DayTooSoon, PlanEmpty, PlanPeriodWrong, PlanTurnsMissing
from huiyin.reception.rules import DayPlan, Form

EVERY_MOST = 8
# A year, counted from the first to the last day.
PERIOD_MOST = timedelta(days=366)
_WEEK = timedelta(days=7)
_A_DAY = timedelta(days=1)


class DaysOff(StrEnum):
    """What becomes of a day of the plan on which the office doesn't work."""

    SKIP = "skip"
    MOVE = "move"
    KEEP = "keep"


DAYS_OFF_LABELS = {
    DaysOff.SKIP: N_("放假就不安排"),
    DaysOff.MOVE: N_("放假就顺延到下一个工作日"),
    DaysOff.KEEP: N_("放假也照常接访"),
}


class DateNote(StrEnum):
    """Why a day of the plan isn't where the rule has it."""

    NONE = ""
    SKIPPED = "skipped"
    MOVED = "moved"
    KEPT = "kept"
    PAST_END = "past_end"
    DOUBLE = "double"


DATE_NOTES = {
    DateNote.SKIPPED: N_("放假，不安排"),
    DateNote.MOVED: N_("放假，顺延到这一天"),
    DateNote.KEPT: N_("放假，照常接访"),
    DateNote.PAST_END: N_("放假，顺延就过了期限，不安排"),
    DateNote.DOUBLE: N_("放假，顺延后和另一天重合，不另安排"),
}


class Obstacle(StrEnum):
    """Why a leader can't take a day; the next in turn does."""

    AWAY = "away"
    NO_POST = "no_post"
    ELSEWHERE = "elsewhere"


OBSTACLES = {
    Obstacle.AWAY: N_("请假"),
    Obstacle.NO_POST: N_("没有领导岗位"),
    Obstacle.ELSEWHERE: N_("这个时间另有接访"),
}


class LineRefusal(StrEnum):
    """Why a day of the plan isn't made."""

    OVERLAP = "overlap"
    NO_LEADER = "no_leader"


LINE_REFUSALS = {
    LineRefusal.OVERLAP: N_("这个时间、这个地点已经有接访，不重复安排"),
    LineRefusal.NO_LEADER: N_("没有领导能来"),
}


@dataclass(frozen=True, slots=True)
class PlanRhythm:
    """On which weekdays (0 is Monday) of every how many weeks, from the first day to the last, both counted."""

    first: date
    last: date
    weekdays: frozenset[int]
    every: int = 1
    days_off: DaysOff = DaysOff.SKIP


@dataclass(frozen=True, slots=True)
class PlannedDate:
    """A day that the rule wants, and on which day it is; `on` None: it isn't made."""

    wanted: date
    on: date | None
    note: DateNote = DateNote.NONE


@dataclass(frozen=True, slots=True)
class PlanTurn:
    """Who takes a day, and who was passed over for what; `officer_id` None: no leader can."""

    officer_id: int | None
    passed: tuple[tuple[int, Obstacle], ...] = ()


@dataclass(frozen=True, slots=True)
class PlanRule:
    """A plan as it is typed: its rhythm, the leaders in turn, and what all its days have in common.

    `starts_at` and the leader of `pattern` are those of no day: each day sets its own.
    """

    unit_id: int
    rhythm: PlanRhythm
    officers: tuple[int, ...]
    begins: time
    slots: int
    minutes: int
    place: str
    form: Form = Form.FIXED
    topic: str = ""

    def checked(self, *, at: datetime) -> "PlanRule":
        """The plan with its texts in one form. Raises PlanPeriodWrong, PlanEmpty, PlanTurnsMissing, DayTooSoon, and
        as DayPlan.checked does.
        """
        rhythm = self.rhythm
        if not self.officers or len(set(self.officers)) != len(self.officers):
            raise PlanTurnsMissing
        if rhythm.first > rhythm.last or rhythm.last - rhythm.first > PERIOD_MOST:
            raise PlanPeriodWrong
        if rhythm.first <= office_day(at):
            raise DayTooSoon
        if not rhythm.weekdays or not 1 <= rhythm.every <= EVERY_MOST:
            raise PlanEmpty
        # The leader's post is known day by day; a word stands for it here.
        tidy = self.day(rhythm.first, officer_id=self.officers[0], title="-", portfolio="").checked()
        return replace(self, place=tidy.place, topic=tidy.topic)

    def day(self, on: date, *, officer_id: int, title: str, portfolio: str) -> DayPlan:
        """One day of the plan."""
        return DayPlan(
            unit_id=self.unit_id,
            officer_id=officer_id,
            title=title,
            portfolio=portfolio,
            starts_at=datetime.combine(on, self.begins, OFFICE_ZONE),
            slots=self.slots,
            minutes=self.minutes,
            place=self.place,
            form=self.form,
            topic=self.topic,
        )


def rhythm_dates(rhythm: PlanRhythm, calendar: Calendar) -> list[PlannedDate]:
    """All days that the rhythm wants, in order; weeks count from that of the first day."""
    monday, day = monday_of(rhythm.first), rhythm.first
    found: list[PlannedDate] = []
    used: set[date] = set()
    while day <= rhythm.last:
        if day.weekday() in rhythm.weekdays and (day - monday).days // 7 % rhythm.every == 0:
            planned = _placed(day, rhythm, calendar, used)
            if planned.on is not None:
                used.add(planned.on)
            found.append(planned)
        day += _A_DAY
    return found


def take_turns(
    dates: Iterable[date], officers: Sequence[int], obstacle: Callable[[int, date], Obstacle | None]
) -> list[PlanTurn]:
    """Who takes each of these days: one after the other, over whom something stands in the way is passed."""
    turns, following = [], 0
    for on in dates:
        passed: list[tuple[int, Obstacle]] = []
        found = None
        for step in range(len(officers)):
            place = (following + step) % len(officers)
            why = obstacle(officers[place], on)
            if why is None:
                found, following = officers[place], place + 1
                break
            passed.append((officers[place], why))
        turns.append(PlanTurn(found, tuple(passed)))
    return turns


def weeks_without(first: date, last: date, days: Iterable[date]) -> list[date]:
    """The Mondays of the weeks between two days, both counted, that have none of these days."""
    held = {monday_of(day) for day in days}
    weeks, monday = [], monday_of(first)
    while monday <= last:
        if monday not in held:
            weeks.append(monday)
        monday += _WEEK
    return weeks


def monday_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def plan_token_hash(token: str) -> bytes:
    """The 32 bytes that are stored of a form's token: the same form makes one plan."""
    return hashlib.sha256(b"huiyin-reception-plan:" + token.encode()).digest()


def _placed(day: date, rhythm: PlanRhythm, calendar: Calendar, used: set[date]) -> PlannedDate:
    if calendar.is_working_day(day):
        # A day off that was moved here comes first: the two are one.
        return PlannedDate(day, None, DateNote.DOUBLE) if day in used else PlannedDate(day, day)
    if rhythm.days_off is DaysOff.SKIP:
        # Weekends that a daily rhythm passes over are no news.
        return PlannedDate(day, None, DateNote.SKIPPED)
    if rhythm.days_off is DaysOff.KEEP:
        return PlannedDate(day, day, DateNote.KEPT)
    moved = calendar.next_working_day(day)
    if moved > rhythm.last:
        return PlannedDate(day, None, DateNote.PAST_END)
    return PlannedDate(day, None, DateNote.DOUBLE) if moved in used else PlannedDate(day, moved, DateNote.MOVED)
