"""Hours, minutes and times of the day: instants worked out by hand, reminders, pages, and what is refused."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from huiyin.clocks.loading import load_calendar, rulebook
from huiyin.clocks.models import Clock
from huiyin.clocks.rules.due import rule_due
from huiyin.clocks.rules.editions import editions_of
from huiyin.clocks.rules.plan import Planner
from huiyin.clocks.rules.profiles import _is_tighter_amount
from huiyin.clocks.rules.reading import rulebook_read
from huiyin.clocks.rules.rulebook import Bound, ClockRule, CountsFrom, Layer, PeriodUnit
from huiyin.clocks.rules.signals import signal_next, signal_passed
from huiyin.clocks.selectors import days_text
from huiyin.clocks.selectors.sentences import clock_sentence
from huiyin.kernel.time import OFFICE_ZONE
from tests.clocks.instants import office

CALENDAR = load_calendar()
MINUTE, HOUR, DAY, WORKING_DAY = PeriodUnit
PROMISE, STATUTORY = Layer.PROMISE, Layer.STATUTORY

# (start, amount, due): nights, weekends and days off pass like any other hours.
HOURS = [
    ("2026-03-02 10:00", 2, "2026-03-02 12:00"),
    ("2026-03-02 00:00", 24, "2026-03-03 00:00"),
    ("2026-03-02 23:30", 1, "2026-03-03 00:30"),  # across midnight
    ("2026-03-02 22:00", 2, "2026-03-03 00:00"),  # to the very midnight
    ("2026-03-06 17:30", 48, "2026-03-08 17:30"),  # Friday evening to Sunday
    ("2026-02-28 23:00", 2, "2026-03-01 01:00"),  # across the short month
    ("2026-03-31 20:00", 12, "2026-04-01 08:00"),  # across a month
    ("2024-02-28 23:00", 2, "2024-02-29 01:00"),  # into the leap day
    ("2024-02-28 12:00", 48, "2024-03-01 12:00"),  # over the leap day
    ("2024-02-29 23:59", 24, "2024-03-01 23:59"),  # out of it
    ("2026-12-31 23:00", 2, "2027-01-01 01:00"),  # into a year that nobody has announced: firm all the same
    ("2025-12-31 12:00", 24, "2026-01-01 12:00"),  # due on New Year's Day
    ("2026-02-14 17:00", 24, "2026-02-15 17:00"),  # due on the first day of Spring Festival
    ("2026-02-16 00:00", 72, "2026-02-19 00:00"),  # within Spring Festival
    ("2026-09-30 18:00", 48, "2026-10-02 18:00"),  # into National Day
    ("2026-03-29 01:30", 1, "2026-03-29 02:30"),  # clocks elsewhere go forward this night; here they don't
    ("2026-10-25 01:30", 2, "2026-10-25 03:30"),  # and back this one
]
MINUTES = [
    ("2026-03-02 10:00", 30, "2026-03-02 10:30"),
    ("2026-03-02 23:45", 15, "2026-03-03 00:00"),
    ("2026-03-02 23:45", 30, "2026-03-03 00:15"),
    ("2026-06-30 23:30", 60, "2026-07-01 00:30"),
    ("2026-12-31 23:50", 20, "2027-01-01 00:10"),
    ("2024-02-28 23:50", 20, "2024-02-29 00:10"),
    ("2024-02-29 23:50", 20, "2024-03-01 00:10"),
    ("2026-10-01 03:00", 90, "2026-10-01 04:30"),  # a day off, by night
    ("2026-02-17 02:00", 1440, "2026-02-18 02:00"),
]
# (unit, amount, by, layer, start, due)
BY_A_TIME = [
    (DAY, 0, "17:00", PROMISE, "2026-03-02 10:00", "2026-03-02 17:00"),
    (DAY, 0, "17:00", PROMISE, "2026-03-02 17:00", "2026-03-02 17:00"),  # at the very instant
    (DAY, 0, "17:00", PROMISE, "2026-03-02 17:01", "2026-03-03 17:00"),  # too late for today
    (DAY, 0, "17:00", PROMISE, "2026-03-06 18:00", "2026-03-07 17:00"),  # plain days don't wait for Monday
    (DAY, 0, "08:30", PROMISE, "2026-12-31 20:00", "2027-01-01 08:30"),  # across the year
    (DAY, 0, "07:00", PROMISE, "2024-02-28 07:30", "2024-02-29 07:00"),  # to the leap day
    (WORKING_DAY, 0, "17:00", PROMISE, "2026-03-06 18:00", "2026-03-09 17:00"),  # Friday evening: Monday
    (WORKING_DAY, 0, "17:00", PROMISE, "2026-03-07 10:00", "2026-03-09 17:00"),  # Saturday: Monday
    (WORKING_DAY, 0, "17:00", PROMISE, "2026-02-14 10:00", "2026-02-14 17:00"),  # a Saturday that is worked
    (WORKING_DAY, 0, "17:00", PROMISE, "2026-02-14 18:00", "2026-02-24 17:00"),  # after it: Spring Festival
    (WORKING_DAY, 0, "17:00", PROMISE, "2026-02-20 09:00", "2026-02-24 17:00"),  # within it
    (WORKING_DAY, 1, "12:00", PROMISE, "2026-02-13 09:00", "2026-02-14 12:00"),
    (WORKING_DAY, 1, "12:00", PROMISE, "2026-02-14 09:00", "2026-02-24 12:00"),
    (WORKING_DAY, 2, "17:00", PROMISE, "2026-04-30 10:00", "2026-05-07 17:00"),  # over Labour Day
    (DAY, 1, "09:00", PROMISE, "2026-03-02 23:59", "2026-03-03 09:00"),  # nine hours later
    (DAY, 1, "09:00", PROMISE, "2026-02-28 08:00", "2026-03-01 09:00"),  # across the short month
    (DAY, 1, "09:00", PROMISE, "2024-02-28 08:00", "2024-02-29 09:00"),
    (DAY, 1, "09:00", PROMISE, "2025-12-31 08:00", "2026-01-01 09:00"),  # a promise stays on New Year's Day
    (DAY, 1, "09:00", STATUTORY, "2025-12-31 08:00", "2026-01-04 09:00"),  # the law's moves to the worked Sunday
    (DAY, 15, "17:00", STATUTORY, "2026-03-06 10:00", "2026-03-23 17:00"),  # Saturday: Monday
]


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OFFICE_ZONE)


def _rule(unit: PeriodUnit, amount: int, by: str = "", layer: Layer = PROMISE, **values: object) -> ClockRule:
    known = rulebook(office(2026, 3, 2).date()).clock_rule(code="answer", kind="claim")
    assert known is not None
    ending = time.fromisoformat(by) if by else None
    plain = replace(known, warn=(), escalate=(), escalate_daily=False, extend_days=0, counts_from=CountsFrom.EVENT)
    return replace(plain, unit=unit, amount=amount, by=ending, layer=layer, **values)  # type: ignore[arg-type]


def test_there_are_enough_instants_of_each_sort() -> None:
    assert len({*HOURS, *MINUTES, *BY_A_TIME}) >= 40


@pytest.mark.parametrize(
    ("unit", "start", "amount", "due"), [(HOUR, *row) for row in HOURS] + [(MINUTE, *row) for row in MINUTES]
)
@pytest.mark.parametrize("layer", list(Layer))
def test_hours_and_minutes(unit: PeriodUnit, start: str, amount: int, due: str, layer: Layer) -> None:
    found = rule_due(_rule(unit, amount, layer=layer), _at(start), None, CALENDAR)
    assert (found.at, found.provisional) == (_at(due), False)


@pytest.mark.parametrize(("unit", "amount", "by", "layer", "start", "due"), BY_A_TIME)
def test_by_a_time_of_the_day(unit: PeriodUnit, amount: int, by: str, layer: Layer, start: str, due: str) -> None:
    assert rule_due(_rule(unit, amount, by, layer), _at(start), None, CALENDAR).at == _at(due)


def test_a_working_day_of_an_unannounced_year_is_provisional() -> None:
    found = rule_due(_rule(WORKING_DAY, 0, "08:30"), _at("2026-12-31 20:00"), None, CALENDAR)
    assert (found.at, found.provisional) == (_at("2027-01-04 08:30"), True)


def _planner(*rules: ClockRule) -> Planner:
    book = replace(rulebook(office(2026, 3, 2).date()), clocks=rules)
    return Planner(editions_of([replace(book, headers=book.headers[:1])]), CALENDAR)


def test_two_events_of_one_day_each_have_their_own_instant() -> None:
    plans = _planner(_rule(HOUR, 2, starts="registered", warn=(-1,)), _rule(DAY, 0, "17:00", starts="registered"))
    for start, hours_due, day_due, warned in (
        ("2026-03-02 10:00", "2026-03-02 12:00", "2026-03-02 17:00", "2026-03-02 11:00"),
        ("2026-03-02 16:20", "2026-03-02 18:20", "2026-03-02 17:00", "2026-03-02 17:20"),
        ("2026-03-02 18:05", "2026-03-02 20:05", "2026-03-03 17:00", "2026-03-02 19:05"),
    ):
        in_hours, by_five = plans.planned(event="registered", kind="claim", at=_at(start))
        assert in_hours.due_at(_at(start)) == _at(hours_due)
        assert by_five.due_at(_at(start)) == _at(day_due)
        assert plans.first_signal(in_hours, _at(start)) == _at(warned)


def test_reminders_come_at_the_very_instant_also_by_night() -> None:
    rule = _rule(HOUR, 24, warn=(-4, -1), escalate=(0, 2))
    due = _at("2026-02-16 01:00")  # Spring Festival
    after, heard = _at("2026-02-15 01:00"), []
    while (coming := signal_next(rule, due_at=due, after=after, calendar=CALENDAR)) is not None:
        signal = signal_passed(rule, due_at=due, since=coming, at=coming, calendar=CALENDAR)
        assert signal is not None
        heard.append((coming, signal.offset, signal.escalate))
        after = coming
    assert heard == [
        (_at("2026-02-15 21:00"), -4, False),
        (_at("2026-02-16 00:00"), -1, False),
        (_at("2026-02-16 01:00"), 0, True),
        (_at("2026-02-16 03:00"), 2, True),
    ]


def test_after_a_standstill_only_the_last_reminder_in_minutes_is_given() -> None:
    rule = _rule(MINUTE, 30, warn=(-10,), escalate=(5, 15))
    due = _at("2026-03-02 10:30")
    signal = signal_passed(
        rule, due_at=due, since=_at("2026-03-02 10:20"), at=_at("2026-03-02 11:00"), calendar=CALENDAR
    )
    assert signal is not None and (signal.offset, signal.escalate) == (15, True)


@pytest.mark.parametrize(
    ("unit", "amount", "by", "at", "words"),
    [
        (HOUR, 24, "", "2026-03-02 10:00", "答复期限 2026年3月3日 10:00，还有 24 小时"),
        (HOUR, 24, "", "2026-03-03 07:30", "还有 2 小时"),
        (HOUR, 24, "", "2026-03-03 08:30", "还有 90 分钟"),
        (HOUR, 24, "", "2026-03-03 10:20", "已超过 20 分钟"),
        (HOUR, 24, "", "2026-03-03 20:00", "已超过 10 小时"),
        (HOUR, 24, "", "2026-03-09 20:00", "已超过 6 天"),
        (HOUR, 120, "", "2026-03-02 10:00", "还有 5 天"),
        (DAY, 0, "17:00", "2026-03-02 10:00", "答复期限 2026年3月2日 17:00，还有 7 小时"),
        (DAY, 0, "17:00", "2026-03-02 17:30", "已超过 30 分钟"),
    ],
)
def test_pages_say_the_time_and_not_only_the_day(unit: PeriodUnit, amount: int, by: str, at: str, words: str) -> None:
    rule = _rule(unit, amount, by)
    start = _at("2026-03-02 10:00")
    due_at = rule_due(rule, start, None, CALENDAR).at
    clock = Clock(code=rule.code, article="第三十四条", started_at=start, due_at=due_at)
    assert words in clock_sentence(clock, rule, _at(at))


@pytest.mark.parametrize(
    ("unit", "amount", "by", "page", "letter"),
    [
        (HOUR, 24, "", "24 小时", "24 小时"),
        (MINUTE, 30, "", "30 分钟", "30 分钟"),
        (DAY, 0, "17:00", "当天 17:00 前", "0 天 17:00 前"),
        (WORKING_DAY, 3, "12:00", "3 个工作日 12:00 前", "3 个工作日 12:00 前"),
    ],
)
def test_lengths_in_words(unit: PeriodUnit, amount: int, by: str, page: str, letter: str) -> None:
    rule = _rule(unit, amount, by)
    assert (days_text(rule), rule.length) == (page, letter)


_FILE = """
code = "duty"
name = "值班"
instrument = "方案"
version = "1"
valid_from = 2027-01-01
source = "方案"
tightens = "cn-2022"

[[clock]]
code = "first_report"
name = "首报期限"
layer = "promise"
starts = "registered"
stops = ["accepted"]
article = "方案"
running = "%(due)s 前首报"
stopped = "%(stopped)s 已首报"
"""


@pytest.mark.parametrize(
    ("lines", "keys"),
    [
        (["amount = 2", 'unit = "hour"', "warn = [-1]", "escalate = [0, 1]"], []),
        (["amount = 30", 'unit = "minute"'], []),
        (["amount = 0", 'unit = "day"', 'by = "17:00"'], []),
        (["amount = 0", 'unit = "hour"'], ["amount"]),
        (["amount = 2", 'unit = "hour"', 'by = "17:00"'], ["by"]),
        (["amount = 2", 'unit = "hour"', 'from = "office_hours"'], ["from"]),
        (["amount = 2", 'unit = "hour"', "extend_days = 3", 'extend_article = "方案"'], ["extend_days"]),
        (["amount = 2", 'unit = "hour"', "escalate = [1]", "escalate_daily = true"], ["escalate_daily"]),
        (["amount = 2", 'unit = "hours"'], ["unit"]),
        (["amount = 0", 'unit = "day"', 'by = "25:00"'], ["by"]),
    ],
)
def test_a_file_is_examined(lines: Sequence[str], keys: Sequence[str]) -> None:
    found = rulebook_read(_FILE + "\n".join(lines) + "\n", file="duty.toml")
    assert [fault.key for fault in found.faults] == [f"clock[1].{key}" for key in keys]


@pytest.mark.parametrize(
    ("old", "new", "allowed"),
    [
        (_rule(HOUR, 24), _rule(HOUR, 12), True),
        (_rule(HOUR, 24), _rule(HOUR, 25), False),
        (_rule(HOUR, 2), _rule(MINUTE, 120), True),
        (_rule(HOUR, 2), _rule(MINUTE, 121), False),
        (_rule(DAY, 1), _rule(HOUR, 24), True),  # the last day ends later than 24 hours after the event
        (_rule(DAY, 1), _rule(HOUR, 25), False),
        (_rule(WORKING_DAY, 2), _rule(HOUR, 48), True),
        (_rule(DAY, 1, "09:00"), _rule(HOUR, 24), False),  # an event at noon has until nine
        (_rule(HOUR, 48), _rule(DAY, 1), False),  # a day may have nearly 48 hours, and a day off more
        (_rule(DAY, 3), _rule(DAY, 3, "17:00"), True),
        (_rule(DAY, 3, "17:00"), _rule(DAY, 3), False),
        (_rule(DAY, 3, "12:00"), _rule(DAY, 3, "17:00"), False),
        (_rule(DAY, 0, "17:00"), _rule(DAY, 0, "12:00"), False),  # what comes at one has until the next noon
        (_rule(DAY, 0), _rule(DAY, 0, "17:00"), False),
    ],
)
def test_a_profile_never_gives_the_authority_more_time(old: ClockRule, new: ClockRule, allowed: bool) -> None:
    assert _is_tighter_amount(old, new) is allowed
    starts = [_at("2026-03-02 13:00") + timedelta(hours=step) for step in range(240)]
    before, after = ([rule_due(rule, at, None, CALENDAR).at for at in starts] for rule in (old, new))
    assert not allowed or all(now <= then for then, now in zip(before, after, strict=True))


def test_the_petitioners_hours_are_never_cut() -> None:
    window = _rule(HOUR, 48, bound=Bound.PETITIONER)
    assert _is_tighter_amount(window, replace(window, amount=72))
    assert not _is_tighter_amount(window, replace(window, amount=24))
    assert _is_tighter_amount(window, replace(window, amount=2, unit=DAY))
    assert not _is_tighter_amount(window, replace(window, amount=1, unit=DAY))
