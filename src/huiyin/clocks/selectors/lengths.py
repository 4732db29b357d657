"""How long the periods in force are, in words: no text has the number of a rule written into it."""

from django.utils.translation import gettext, ngettext

from huiyin.clocks.loading import rulebook
from huiyin.clocks.rules.rulebook import ClockRule, DayUnit, LetterRule, Rulebook


def days_text(rule: ClockRule) -> str:
    """The length of a period in the language of the page: "60 天", "1 个工作日", "当天"."""
    if rule.amount == 0:
        return gettext("当天")
    if rule.unit is DayUnit.WORKING_DAY:
        return ngettext("%(days)d 个工作日", "%(days)d 个工作日", rule.amount) % {"days": rule.amount}
    return ngettext("%(days)d 天", "%(days)d 天", rule.amount) % {"days": rule.amount}


def length_text(*, code: str, kind: str) -> str:
    """The length of a clock for a kind of matter as it is in force today; "—" where there is no such clock."""
    rule = rulebook().clock_rule(code=code, kind=kind)
    return days_text(rule) if rule else "—"


def remedy_text(letter: LetterRule | None, *, book: Rulebook, kind: str) -> str:
    """What can be done against a letter, with the length that the rulebook gives for it; "" for nothing."""
    if letter is None or not letter.remedy:
        return ""
    rule = book.clock_rule(code=letter.remedy_clock, kind=kind)
    return gettext(letter.remedy) % {"length": days_text(rule)} if rule else gettext(letter.remedy)
