"""A clock as a sentence: what, by when, how long still, under which article."""

from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from huiyin.clocks.loading import calendar
from huiyin.clocks.models import Clock
from huiyin.clocks.models.clock import ClockOutcome
from huiyin.clocks.rules.rulebook import ClockRule
from huiyin.clocks.selectors.lengths import hours_text, minutes_text
from huiyin.kernel.time import OFFICE_ZONE, office_day

# From here on what has a time of the day is told in days, too.
_ONLY_DAYS = timedelta(days=2)


def clock_sentence(clock: Clock, rule: ClockRule | None, at: datetime) -> str:
    """The sentence in the language of the page, without a full stop."""
    if clock.stopped_at is not None:
        return _stopped(clock, rule, clock.stopped_at)
    return _with_left(_running(clock, rule, _due(clock, rule), at), clock, rule, at)


def staff_sentence(clock: Clock, rule: ClockRule | None, at: datetime) -> str:
    """The same spoken to staff: which clock, until when. `clock_sentence` speaks to the petitioner."""
    name = gettext(rule.name) if rule else gettext("期限")
    if clock.stopped_at is None:
        what = gettext("%(name)s %(due)s") % {"name": name, "due": _due(clock, rule)}
        return _with_left(what, clock, rule, at)
    if clock.outcome == ClockOutcome.VOID:
        return gettext("%(name)s：已撤回，不再计算") % {"name": name}
    if clock.outcome == ClockOutcome.REPLACED:
        ended = gettext("%(name)s：种类已经更正，不再适用") % {"name": name}
        return _with_days_over(ended, clock, clock.stopped_at, rule)
    day = _instant(clock.stopped_at) if _has_time(rule) else _day(office_day(clock.stopped_at))
    ended = gettext("%(name)s：%(day)s 结束") % {"name": name, "day": day}
    return _with_days_over(ended, clock, clock.stopped_at, rule) if clock.outcome == ClockOutcome.LATE else ended


def _due(clock: Clock, rule: ClockRule | None) -> str:
    return _instant(clock.due_at) if _has_time(rule) else _day(office_day(clock.due_at))


def _with_left(what: str, clock: Clock, rule: ClockRule | None, at: datetime) -> str:
    sentence = gettext("%(what)s，%(left)s（%(article)s）") % {
        "what": what,
        "left": _left(clock, rule, at),
        "article": gettext(clock.article),
    }
    return sentence + _provisional(clock, office_day(clock.due_at)) + _postponed(clock)


def _running(clock: Clock, rule: ClockRule | None, due: str, at: datetime) -> str:
    if rule is None:
        return gettext("期限 %(due)s") % {"due": due}
    if rule.bound.is_window and at > clock.due_at:
        return gettext("%(name)s是 %(due)s") % {"name": gettext(rule.name), "due": due}
    return gettext(rule.running) % {"due": due}


def _left(clock: Clock, rule: ClockRule | None, at: datetime) -> str:
    if at > clock.due_at and rule is not None and rule.bound.is_window:
        return gettext("已经结束")
    if at > clock.due_at:
        return _over(clock, rule, at)
    days = (office_day(clock.due_at) - office_day(at)).days
    if _has_time(rule) and clock.due_at - at < _ONLY_DAYS:
        return gettext("还有 %(time)s") % {"time": _span(clock.due_at - at)}
    if days == 0:
        return gettext("今天到期")
    return ngettext("还有 %(days)d 天", "还有 %(days)d 天", days) % {"days": days}


def _has_time(rule: ClockRule | None) -> bool:
    """Whether it ends at a time of the day and not with the day."""
    return rule is not None and (rule.unit.is_exact or rule.by is not None)


def _over(clock: Clock, rule: ClockRule | None, at: datetime) -> str:
    """By how much it was late at an instant."""
    if _has_time(rule) and at - clock.due_at < _ONLY_DAYS:
        return gettext("已超过 %(time)s") % {"time": _span(at - clock.due_at)}
    # Past its time, but on its very day: one day and not none.
    days = max((office_day(at) - office_day(clock.due_at)).days, 1)
    return ngettext("已超过 %(days)d 天", "已超过 %(days)d 天", days) % {"days": days}


def _span(length: timedelta) -> str:
    """Whole hours from two on, else whole minutes, one at least."""
    hours = length // timedelta(hours=1)
    return hours_text(hours) if hours > 1 else minutes_text(max(length // timedelta(minutes=1), 1))


def _provisional(clock: Clock, due_day: date) -> str:
    if not clock.provisional:
        return ""
    # Named is the first year that the count needs and nobody has announced yet.
    years = range(office_day(clock.started_at).year, due_day.year + 1)
    missing = next((year for year in years if year not in calendar().years), due_day.year)
    return gettext("（%(year)d年放假安排公布后可能调整）") % {"year": missing}


def _postponed(clock: Clock) -> str:
    """Only where the row was read together with what moved it: on the pages of one matter."""
    before = getattr(clock, "first_due_before", None)
    if before is None:
        return ""
    return gettext("（原来到 %(day)s，那天后来放假，顺延）") % {"day": _day(office_day(before))}


def _stopped(clock: Clock, rule: ClockRule | None, stopped_at: datetime) -> str:
    if clock.outcome == ClockOutcome.VOID:
        return gettext("您已撤回，这个期限不再计算")
    if clock.outcome == ClockOutcome.REPLACED:
        ended = gettext("种类已经更正，这个期限不再适用")
        return _with_days_over(ended, clock, stopped_at, rule)
    day = _instant(stopped_at) if _has_time(rule) else _day(office_day(stopped_at))
    text = (gettext(rule.stopped) if rule else gettext("%(stopped)s 已结束")) % {"stopped": day}
    return _with_days_over(text, clock, stopped_at, rule) if clock.outcome == ClockOutcome.LATE else text


def _with_days_over(text: str, clock: Clock, stopped_at: datetime, rule: ClockRule | None) -> str:
    """That it was late when it ended stays said."""
    if stopped_at <= clock.due_at or (rule is not None and rule.bound.is_window):
        return text
    return gettext("%(what)s，%(over)s") % {"what": text, "over": _over(clock, rule, stopped_at)}


def _day(day: date) -> str:
    """2026年12月30日; the catalogue turns the format into the other language's own."""
    return date_format(day, gettext("Y年n月j日"))


def _instant(at: datetime) -> str:
    """2026年12月30日 17:00."""
    return date_format(at.astimezone(OFFICE_ZONE), gettext("Y年n月j日 H:i"))
