"""The tray of leaders in the menu and on the start page."""

from datetime import datetime

from django.urls import reverse

from huiyin.db import Queries
from huiyin.desk.navigation import NavEntry, NavGroup, nav_entry_register
from huiyin.desk.today.parts import SHOWN, Look, TodayPart, TodayRow, TodayRows, today_part_register
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_, shorten
from huiyin.matters.reading.selectors import (
    letters_to_read,
    may_read_letters,
    remarks_reported,
    reported_tasks,
    unread_letters,
)
from huiyin.web.templatetags.huiyin import day_table

_WORDS_SHOWN = 40


def register() -> None:
    """Once the desk is there."""
    nav_entry_register(
        NavEntry(
            code="reading",
            label=N_("阅批"),
            address=_address,
            group=NavGroup.DAILY,
            order=42,
            key="y",
            covers_below=True,
            hint=N_("领导阅批群众来信"),
            counted=lambda actor: [reported_tasks(actor)] if may_read_letters(actor) else [],
        )
    )
    today_part_register(
        TodayPart(
            code="reading",
            title=N_("等您阅的来信"),
            order=180,
            opens=may_read_letters,
            load=_letters,
            address=_address,
            news=_news,
        )
    )
    today_part_register(
        TodayPart(
            code="remarks",
            title=N_("批示已办结，请阅"),
            order=170,
            opens=may_read_letters,
            load=_reported,
            address=_address,
            is_silent=True,
        )
    )


def _address(actor: Actor) -> str:
    return reverse("desk:reading") if may_read_letters(actor) else ""


def _news(actor: Actor, since: datetime) -> Queries:
    return [unread_letters(actor).filter(received_at__gt=since)]


def _letters(look: Look) -> TodayRows:
    rows = letters_to_read(actor=look.actor, at=look.at, most=SHOWN + 1)
    return TodayRows.first(
        [
            TodayRow(
                href=reverse("desk:reading_letter", args=[row.number]),
                title=row.title,
                about=f"{row.channel_label} · {row.unit}",
                state=row.state_label,
                is_new=look.is_new(row.received_at),
            )
            for row in rows
        ]
    )


def _reported(look: Look) -> TodayRows:
    rows = remarks_reported(actor=look.actor, at=look.at, most=SHOWN + 1)
    return TodayRows.first(
        [
            TodayRow(
                href=row.path,
                title=shorten(row.words, _WORDS_SHOWN),
                about=f"{row.unit} · {shorten(row.report, _WORDS_SHOWN)}",
                due=day_table(row.done_at),
                is_new=look.is_new(row.done_at),
            )
            for row in rows
        ]
    )
