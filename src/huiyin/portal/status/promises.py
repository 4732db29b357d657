"""What the rules promise on a matter's page, in words; the numbers are the rulebook's."""

from django.utils.translation import gettext

from huiyin.clocks.selectors import days_text, rulebook

QUESTION = "question"


def question_promise(*, kind: str) -> str:
    """Within how many days a question is answered; "" where the rules in force promise nothing."""
    rule = rulebook().clock_rule(code=QUESTION, kind=kind)
    return gettext("我们承诺 %(time)s内回答") % {"time": days_text(rule)} if rule else ""
