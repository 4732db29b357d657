"""Calls to make, in the menu and on the start page."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.db import Queries
from huiyin.desk.calls.lines import CallLine, call_lines, has_calls
from huiyin.desk.navigation import NavEntry, NavGroup, nav_entry_register
from huiyin.desk.today.parts import Look, TodayPart, TodayRow, TodayRows, today_part_register
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.matters.telephone.selectors import calls_waiting, may_call
from huiyin.reception.selectors import booking_calls_waiting
from huiyin.web.templatetags.huiyin import day_table, tone_word


def register() -> None:
    """Once the desk is there."""
    nav_entry_register(
        NavEntry(
            code="calls",
            label=N_("电话告知"),
            address=_address,
            group=NavGroup.DAILY,
            order=50,
            key="l",
            covers_below=True,
            counted=_waiting,
        )
    )
    today_part_register(
        TodayPart(
            code="calls",
            title=N_("电话告知"),
            order=210,
            opens=has_calls,
            load=_load,
            address=_address,
            news=_waiting,
        )
    )


def _address(actor: Actor) -> str:
    return reverse("desk:calls") if has_calls(actor) else ""


def _waiting(actor: Actor, since: datetime | None = None) -> Queries:
    matters = [calls_waiting(actor=actor, since=since)] if may_call(actor) else []
    return [*matters, booking_calls_waiting(actor=actor, since=since)]


def _load(look: Look) -> TodayRows:
    return TodayRows.first([_row(line, look) for line in call_lines(actor=look.actor, at=look.at)])


def _row(line: CallLine, look: Look) -> TodayRow:
    tone = "late" if line.is_late else "soon" if line.is_today else "neutral"
    return TodayRow(
        href=line.href,
        title=line.title,
        about=line.hint,
        due=_("%(day)s 前告知") % {"day": day_table(line.due_on)},
        due_word=tone_word(tone) if line.is_late else _("今天") if line.is_today else "",
        due_tone=tone,
        is_new=look.is_new(line.asked_at),
    )
