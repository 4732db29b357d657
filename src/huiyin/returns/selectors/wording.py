"""How the rules of a scheme read, in the reader's language."""

from datetime import datetime, time, timedelta

from django.utils.translation import gettext

from huiyin.kernel.text import N_
from huiyin.kernel.time import OFFICE_ZONE
from huiyin.returns.models import Scheme
from huiyin.returns.rules.fields import fields_known
from huiyin.returns.rules.revisions import Value
from huiyin.returns.rules.timetable import (
    COVERS_LABELS,
    OFF_DAYS_LABELS,
    PERIOD_LABELS,
    RHYTHM_LABELS,
    WEEKDAY_LABELS,
    Covers,
    OffDays,
    Rhythm,
)

# What a revision may change besides units, in the order in which it is shown.
VALUE_LABELS = {
    "name": N_("叫什么"),
    "document": N_("文号"),
    "reason": N_("为什么要报"),
    "rhythm": N_("多久报一次"),
    "weekday": N_("星期几"),
    "month_day": N_("几号"),
    "second_month_day": N_("另一次几号"),
    "off_days": N_("遇到放假"),
    "times": N_("几点以前"),
    "covers": N_("报哪一段时间的"),
    "ends_on": N_("最后一天"),
    "field_codes": N_("报哪些数字"),
}


def rhythm_text(scheme: Scheme) -> str:
    """When it is due: 每周，星期五 17:00 前."""
    rhythm = Rhythm(scheme.rhythm)
    words = {
        "times": times_words(scheme.times),
        "day": scheme.month_day,
        "second": scheme.second_month_day,
        "weekday": gettext(WEEKDAY_LABELS[scheme.weekday or 0]),
        "rhythm": gettext(RHYTHM_LABELS[rhythm]),
    }
    text = _rhythm_sentence(rhythm) % words
    if scheme.off_days == OffDays.NEXT:
        return gettext("%(due)s，遇到放假顺延到下一个工作日") % {"due": text}
    return text


def covered_text(covers_from: datetime, covers_to: datetime) -> str:
    """The time that a slot covers: whole days by their dates, else by instants."""
    begin, end = (at.astimezone(OFFICE_ZONE) for at in (covers_from, covers_to))
    if begin.time() == end.time() == time():
        last = end.date() - timedelta(days=1)
        return f"{begin:%Y-%m-%d}" if last == begin.date() else f"{begin:%Y-%m-%d} — {last:%Y-%m-%d}"
    return f"{begin:%Y-%m-%d %H:%M} — {end:%Y-%m-%d %H:%M}"


def times_words(times: str) -> str:
    """The times of a day."""
    return times.replace(" ", gettext("、"))


def covers_text(scheme: Scheme) -> str:
    """Which time its returns are about."""
    covers = Covers(scheme.covers)
    return gettext(PERIOD_LABELS[Rhythm(scheme.rhythm)] if covers is Covers.PERIOD_BEFORE else COVERS_LABELS[covers])


def value_text(name: str, value: Value) -> str:
    """One value of a revision; "" where there is none."""
    if value is None or value in ("", []):
        return ""
    if name == "rhythm":
        return gettext(RHYTHM_LABELS[Rhythm(str(value))])
    if name == "off_days":
        return gettext(OFF_DAYS_LABELS[OffDays(str(value))])
    if name == "covers":
        return gettext(COVERS_LABELS[Covers(str(value))])
    if name == "weekday" and isinstance(value, int):
        return gettext(WEEKDAY_LABELS[value])
    if name == "times":
        return times_words(str(value))
    if isinstance(value, list):
        fields = fields_known(str(code) for code in value)
        return gettext("、").join(gettext(field.label) for field in fields)
    return str(value)


def _rhythm_sentence(rhythm: Rhythm) -> str:
    if rhythm is Rhythm.WEEKLY:
        return gettext("每周，%(weekday)s %(times)s 前")
    if rhythm is Rhythm.MONTHLY:
        return gettext("每月 %(day)s 日 %(times)s 前")
    if rhythm is Rhythm.TWICE_MONTHLY:
        return gettext("每月 %(day)s 日和 %(second)s 日 %(times)s 前")
    return gettext("%(rhythm)s %(times)s 前")
