"""How long the periods in force are, in words: no text has the number of a rule written into it."""

from datetime import date, datetime

from django.utils.translation import gettext, ngettext

from huiyin.clocks.loading import calendar, rulebook
from huiyin.clocks.rules.due import rule_due
from huiyin.clocks.rules.rulebook import ClockRule, LetterRule, PeriodUnit, Rulebook


def days_text(rule: ClockRule) -> str:
    """The length of a period in the language of the page: "60 天", "24 小时", "当天", "当天 17:00 前"."""
    text = gettext("当天") if rule.amount == 0 else _amount_text(rule.unit, rule.amount)
    return gettext("%(length)s %(time)s 前") % {"length": text, "time": f"{rule.by:%H:%M}"} if rule.by else text


def _amount_text(unit: PeriodUnit, amount: int) -> str:
    if unit is PeriodUnit.MINUTE:
        return minutes_text(amount)
    if unit is PeriodUnit.HOUR:
        return hours_text(amount)
    if unit is PeriodUnit.WORKING_DAY:
        return ngettext("%(days)d 个工作日", "%(days)d 个工作日", amount) % {"days": amount}
    return ngettext("%(days)d 天", "%(days)d 天", amount) % {"days": amount}


def hours_text(hours: int) -> str:
    """So many hours."""
    return ngettext("%(hours)d 小时", "%(hours)d 小时", hours) % {"hours": hours}


def minutes_text(minutes: int) -> str:
    """So many minutes."""
    return ngettext("%(minutes)d 分钟", "%(minutes)d 分钟", minutes) % {"minutes": minutes}


def length_text(*, code: str, kind: str) -> str:
    """The length of a clock for a kind of matter as it is in force today; "—" where there is no such clock."""
    rule = rulebook().clock_rule(code=code, kind=kind)
    return days_text(rule) if rule else "—"


def usual_day(*, code: str, kind: str, at: datetime) -> date | None:
    """The last day that a clock would have if it started now; None where there is no such clock today."""
    rule = rulebook().clock_rule(code=code, kind=kind)
    return rule_due(rule, at, rulebook().office_hours, calendar()).on if rule else None


def remedy_text(letter: LetterRule | None, *, book: Rulebook, kind: str) -> str:
    """What can be done against a letter, with the length that the rulebook gives for it; "" for nothing."""
    if letter is None or not letter.remedy:
        return ""
    rule = book.clock_rule(code=letter.remedy_clock, kind=kind)
    return gettext(letter.remedy) % {"length": days_text(rule)} if rule else gettext(letter.remedy)
