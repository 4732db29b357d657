"""Explanation meetings on the start page, where there are any."""

from datetime import datetime

from django.urls import reverse

from huiyin.db import Queries
from huiyin.desk.explanations.lines import MeetingLine, meeting_lines
from huiyin.desk.today.parts import Look, TodayPart, TodayRow, TodayRows, today_part_register
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.matters.explanation.selectors.waiting import may_arrange, meetings_open
from huiyin.web.templatetags.huiyin import tone_word


def register() -> None:
    """Once the desk is there. No entry of the menu: most houses have one now and then."""
    today_part_register(
        TodayPart(
            code="explanations",
            title=N_("说明会"),
            order=215,
            opens=may_arrange,
            load=_load,
            address=_address,
            news=_news,
            is_silent=True,
        )
    )


def _address(actor: Actor) -> str:
    return reverse("desk:explanations") if may_arrange(actor) else ""


def _news(actor: Actor, since: datetime) -> Queries:
    return [meetings_open(actor=actor, since=since)]


def _load(look: Look) -> TodayRows:
    return TodayRows.first([_row(line, look) for line in meeting_lines(actor=look.actor, at=look.at)])


def _row(line: MeetingLine, look: Look) -> TodayRow:
    return TodayRow(
        href=line.href,
        title=line.title,
        about=line.hint,
        state=line.state,
        due=line.when,
        due_word=tone_word("late") if line.is_late else "",
        due_tone="late" if line.is_late else "neutral",
        is_new=look.is_new(line.since),
    )
