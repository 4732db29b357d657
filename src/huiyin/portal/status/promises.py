"""What the rules promise on a matter's page, in words; the numbers are the rulebook's."""

from django.utils.translation import gettext, ngettext

from huiyin.clocks.rules.rulebook import ClockRule, DayUnit
from huiyin.clocks.selectors import rulebook

QUESTION = "question"


def question_promise(*, kind: str) -> str:
    """Within how many days a question is answered; "" where the rules in force promise nothing."""
    rule = rulebook().clock_rule(code=QUESTION, kind=kind)
    return gettext("我们承诺 %(time)s内回答") % {"time": _time(rule)} if rule else ""


def _time(rule: ClockRule) -> str:
    if rule.unit is DayUnit.WORKING_DAY:
        said = ngettext("%(days)d 个工作日", "%(days)d 个工作日", rule.amount)
    else:
        said = ngettext("%(days)d 天", "%(days)d 天", rule.amount)
    return said % {"days": rule.amount}
