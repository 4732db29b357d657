"""A letter from above that comes when its day has passed: the registrar sees that, and confirms the day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from huiyin.kernel.time import now, office_day


def past_field() -> forms.BooleanField:
    """That the day isn't a slip of the pen. It is asked for only where the day has passed."""
    return forms.BooleanField(label=_("核对过：来文要求的日期就是这一天，已经过了"), required=False)


def days_past(due_on: object) -> int:
    """How many days ago that day was; 0 for today, a day to come, or none."""
    return max(0, (office_day(now()) - due_on).days) if isinstance(due_on, date) else 0


def is_asked_for(field: forms.Field, data: Mapping[str, Any], name: str) -> bool:
    """Whether what was sent as that day has passed, so that the confirmation stands on the page."""
    try:
        return bool(days_past(field.clean(data.get(name))))
    except ValidationError:
        return False


def past_refusal(due_on: object, *, instructed_on: object, is_confirmed: bool) -> str:
    """What stands beside a day that has passed and hasn't been confirmed, or "".

    It can't be taken back: the unit's rate counts the day that was set. Of a day that can't be right nothing is said
    here: there is nothing to confirm.
    """
    days = days_past(due_on)
    is_slip = isinstance(due_on, date) and isinstance(instructed_on, date) and due_on < instructed_on
    if not days or is_slip or is_confirmed:
        return ""
    return ngettext(
        "这一天已经过了 %(days)s 天，登记下来就是逾期，不能再改。来文就是这样写的，请在下面勾选，再按一次登记。",
        "这一天已经过了 %(days)s 天，登记下来就是逾期，不能再改。来文就是这样写的，请在下面勾选，再按一次登记。",
        days,
    ) % {"days": days}


def past_words(due_on: object) -> str:
    """What the registrar reads of an instruction that was late when it was written down, or ""."""
    days = days_past(due_on)
    if not days:
        return ""
    return ngettext(
        "上级要求上报的日期已经过了 %(days)s 天，按逾期计算，请尽快上报。",
        "上级要求上报的日期已经过了 %(days)s 天，按逾期计算，请尽快上报。",
        days,
    ) % {"days": days}
