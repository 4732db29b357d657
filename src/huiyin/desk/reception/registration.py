"""Reception in the menu, and the days of the coming week on the start page."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.desk.navigation import NavEntry, NavGroup, nav_entry_register
from huiyin.desk.today.parts import Look, TodayPart, TodayRow, TodayRows, today_part_register
from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.ids import format_matter_number
from huiyin.kernel.text import N_, shorten
from huiyin.kernel.time import begin_of_day, office_day
from huiyin.matters.core.rules.labels import STATE_LABELS
from huiyin.matters.core.rules.states import State
from huiyin.reception.selectors import DayView, days_held, units_received_for
from huiyin.reception.selectors.received import ReceivedRow, received_rows
from huiyin.reception.selectors.visits import WishView, wishes_for
from huiyin.web.templatetags.huiyin import day_table, office_stamp

_WEEK = timedelta(days=7)
_WORDS_SHOWN = 40


def register() -> None:
    """Once the desk is there."""
    nav_entry_register(
        NavEntry(
            code="reception",
            label=N_("接访"),
            address=_address,
            group=NavGroup.DAILY,
            order=30,
            key="v",
            covers_below=True,
        )
    )
    today_part_register(
        TodayPart(
            code="reception",
            title=N_("七天内的接访"),
            order=200,
            opens=lambda actor: bool(units_received_for(actor)),
            load=_load,
            address=_address,
        )
    )
    today_part_register(
        TodayPart(
            code="received",
            title=N_("我接访的，还没办结的"),
            order=150,
            opens=lambda actor: actor.holds(Role.LEADER),
            load=_load_received,
            address=lambda _actor: reverse("desk:reception_received"),
            is_silent=True,
        )
    )
    today_part_register(
        TodayPart(
            code="home_visits",
            title=N_("等答复的上门探访申请"),
            order=155,
            opens=lambda actor: bool(units_received_for(actor)),
            load=_load_wishes,
            address=lambda _actor: reverse("desk:home_visits"),
            is_silent=True,
        )
    )


def _load_wishes(look: Look) -> TodayRows:
    waiting = [wish for wish in wishes_for(actor=look.actor) if wish.is_open]
    return TodayRows.first([_wish_row(wish) for wish in waiting])


def _wish_row(wish: WishView) -> TodayRow:
    return TodayRow(
        href=reverse("desk:home_visit", args=[wish.id]),
        title=shorten(wish.words, _WORDS_SHOWN),
        about=wish.unit,
        state=office_stamp(wish.asked_at),
    )


def _load_received(look: Look) -> TodayRows:
    rows = received_rows(actor=look.actor, at=look.at)
    return TodayRows.first([_received_row(row) for row in rows])


def _received_row(row: ReceivedRow) -> TodayRow:
    return TodayRow(
        href=reverse("desk:matter", args=[row.number]),
        title=row.title,
        about=f"{format_matter_number(row.number)} · {row.unit}",
        state=_(STATE_LABELS[State(row.state)]),
        due=day_table(row.due_at) if row.due_at else "",
        due_word=_("超期") if row.is_late else "",
        due_tone="late" if row.is_late else "",
    )


def _address(actor: Actor) -> str:
    return reverse("desk:reception") if units_received_for(actor) else ""


def _load(look: Look) -> TodayRows:
    """From this morning on: whoever receives today looks at the list until the evening."""
    begin = begin_of_day(office_day(look.at))
    days = days_held(actor=look.actor, begin=begin, end=look.at + _WEEK)
    return TodayRows.first([_row(day, look) for day in days])


def _row(day: DayView, look: Look) -> TodayRow:
    is_today = office_day(day.starts_at) == office_day(look.at)
    booked = {"taken": len(day.booked), "all": len(day.slots)}
    return TodayRow(
        href=reverse("desk:reception_day", args=[day.id]),
        title=f"{office_stamp(day.starts_at)} · {day.title} {day.name}",
        about=f"{day.form_label} · {day.place}",
        state=_("已约 %(taken)s / %(all)s") % booked,
        due=_("今天") if is_today else "",
    )
