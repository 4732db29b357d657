"""Reports to those above in the menu and on the start page."""

from datetime import datetime

from django.urls import reverse

from huiyin.db import Queries
from huiyin.desk.navigation import NavEntry, NavGroup, nav_entry_register
from huiyin.desk.reports_up.access import may_report_up
from huiyin.desk.today.parts import SHOWN, Look, TodayPart, TodayRow, TodayRows, today_part_register
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.matters.instruction.selectors.lists import open_instructions, own_instructions, reports_owed
from huiyin.web.templatetags.huiyin import day_table, tone_word


def register() -> None:
    """Once the desk is there."""
    nav_entry_register(
        NavEntry(
            code="reports_up",
            label=N_("上级交办"),
            address=_address,
            group=NavGroup.DAILY,
            order=43,
            key="f",
            covers_below=True,
            hint=N_("上级机关和领导交办、要上报结果的事项"),
            counted=lambda actor: [own_instructions(actor)],
        )
    )
    today_part_register(
        TodayPart(
            code="reports_up",
            title=N_("要向上级报结的"),
            order=290,
            opens=may_report_up,
            load=_owed,
            address=_address,
            news=_news,
            is_silent=True,
        )
    )


def _address(actor: Actor) -> str:
    return reverse("desk:reports_up") if may_report_up(actor) else ""


def _news(actor: Actor, since: datetime) -> Queries:
    return [open_instructions(actor, since=since)]


def _owed(look: Look) -> TodayRows:
    rows = reports_owed(actor=look.actor, at=look.at, most=SHOWN + 1)
    return TodayRows.first(
        [
            TodayRow(
                href=f"{reverse('desk:matter', args=[row.number])}?move={row.next_move}#move-{row.next_move}",
                title=row.title,
                about=f"{row.issuer} · {row.unit}",
                state=row.stage_label,
                due=day_table(row.due_on),
                due_word=tone_word("late") if row.is_late else "",
                due_tone="late" if row.is_late else "",
                is_new=look.is_new(row.recorded_at),
            )
            for row in rows
        ]
    )
