"""A clock whose day somebody has set: a closing report by a day, a part from another unit by a day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from huiyin.clocks.loading import calendar, rulebook
from huiyin.clocks.models import Clock
from huiyin.clocks.rules.due import rule_ends, time_on
from huiyin.clocks.rules.rulebook import BY_HAND, ClockRule
from huiyin.clocks.rules.signals import signal_next
from huiyin.clocks.rules.subject import Subject
from huiyin.db import build_row, rows_insert
from huiyin.kernel.actor import system
from huiyin.kernel.errors import BadInput, NotReady
from huiyin.kernel.refs import Ref
from huiyin.kernel.time import begin_of_day, office_day
from huiyin.ledger.services import entry_append

STARTED = "clocks.clock.started"
# Fifty years: what lies beyond is a slip of the pen, and the reminders before it nobody's.
_REACH = timedelta(days=18_262)


class ClockDayPast(BadInput):
    """The day that was set isn't after today."""

    sentence = "请填明天或者以后的日期。"
    field = "due_on"


class ClockDayTooFar(BadInput):
    """The day that was set lies further ahead than anybody can mean."""

    sentence = "这个日期太远了，请核对年份。"
    field = "due_on"


class ClockInstantPast(BadInput):
    """The instant that was set has passed."""

    sentence = "请填以后的日期和时间。"
    field = "due_on"


class ClockNotByHand(NotReady):
    """The rulebook in force has no clock of this code whose day is set by hand."""

    sentence = "规则里没有可以自定日期的期限“%(code)s”，请联系管理员。"


def clock_until(*, subject: Subject, code: str, due_on: date) -> Clock:
    """Start a clock that is due at the end of a chosen day, in the caller's transaction.

    The day stays as it was chosen, whatever the calendar says of it; `subject.round` tells several of one code
    apart. Gives the new row for the caller's ledger entry. Raises ClockDayPast, ClockDayTooFar, ClockNotByHand,
    IntegrityError for a round that has been.
    """
    rule = _rule(subject, code, office_day(subject.at))
    if due_on <= office_day(subject.at):
        raise ClockDayPast
    _check_reach(due_on - office_day(subject.at))
    return _insert(subject, rule, rule_ends(rule, due_on), signals_after=subject.at)


def clock_until_instant(*, subject: Subject, code: str, due_at: datetime) -> Clock:
    """The same for a chosen instant. Raises ClockInstantPast, ClockDayTooFar, ClockNotByHand, IntegrityError."""
    rule = _rule(subject, code, office_day(subject.at))
    if due_at <= subject.at:
        raise ClockInstantPast
    _check_reach(due_at - subject.at)
    return _insert(subject, rule, due_at, signals_after=subject.at)


def clocks_until_time(*, subjects: Sequence[Subject], code: str, due_on: date, by: time) -> list[Clock]:
    """Start a clock for each of the subjects that is due at that time of a chosen day; one INSERT for all.

    `subject.at` is when it starts, at the latest the due instant itself. Gives the new rows in the subjects' order,
    for the caller's ledger entries. Raises ClockDayPast, ClockDayTooFar, ClockNotByHand, IntegrityError for a subject
    that has had its own.
    """
    due_at = time_on(due_on, by)
    if any(subject.at > due_at for subject in subjects):
        raise ClockDayPast
    for subject in subjects:
        _check_reach(due_at - subject.at)
    rows = [
        _row(subject, _rule(subject, code, office_day(subject.at)), due_at, signals_after=subject.at)
        for subject in subjects
    ]
    return rows_insert(rows)


def clock_until_stated(*, subject: Subject, code: str, due_on: date, since: date, at: datetime) -> Clock:
    """The same for a day that somebody outside has set on the day `since`, which may have passed when it is heard of.

    A clock for a day that has passed began on the day on which it was set: it is late from when it is written down,
    and that it is gets said once, as after a standstill. `subject.at` counts for a day that is today or to come.
    Raises ClockDayTooFar, ClockNotByHand, IntegrityError.
    """
    rule = _rule(subject, code, office_day(at))
    _check_reach(due_on - office_day(at))
    due_at = rule_ends(rule, due_on)
    if due_at < at:
        subject = replace(subject, at=min(begin_of_day(since), due_at))
    return _insert(subject, rule, due_at, signals_after=min(at, due_at))


def clock_until_chosen_before(*, subject: Subject, code: str, due_on: date, at: datetime) -> Clock:
    """The same for a day that was chosen at `subject.at`, before this code had clocks; the rule is that of `at`.

    Nothing is said of what came and went meanwhile, but that a day has passed is: once, as after a standstill.
    """
    rule = _rule(subject, code, office_day(at))
    due_at = rule_ends(rule, due_on)
    clock = _insert(subject, rule, due_at, signals_after=min(at, due_at))
    entry_append(
        kind=STARTED,
        subject=Ref("clock", clock.id),
        at=at,
        actor=system("tick").ref,
        facts={"code": clock.code, "of": str(clock.subject_id), "due": due_at.isoformat()},
        rows=[clock],
    )
    return clock


def _check_reach(ahead: timedelta) -> None:
    if ahead > _REACH:
        raise ClockDayTooFar


def _rule(subject: Subject, code: str, day: date) -> ClockRule:
    rule = rulebook(day).clock_rule(code=code, kind=subject.kind)
    if rule is None or rule.starts != BY_HAND:
        raise ClockNotByHand(code=code)
    return rule


def _insert(subject: Subject, rule: ClockRule, due_at: datetime, *, signals_after: datetime) -> Clock:
    return rows_insert([_row(subject, rule, due_at, signals_after=signals_after)])[0]


def _row(subject: Subject, rule: ClockRule, due_at: datetime, *, signals_after: datetime) -> Clock:
    return build_row(
        Clock,
        subject_id=subject.id,
        code=rule.code,
        round=subject.round,
        kind=subject.kind,
        layer=rule.layer.value,
        article=rule.article,
        rulebook=rule.source,
        started_at=subject.at,
        base_due_at=due_at,
        due_at=due_at,
        # A chosen day rests on no table.
        provisional=False,
        next_signal_at=signal_next(rule, due_at=due_at, after=signals_after, calendar=calendar()),
    )
