"""Reception in the menu, and the days of the coming week on the start page."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.desk.navigation import NavEntry, NavGroup, nav_entry_register
from huiyin.desk.today.parts import Look, TodayPart, TodayRow, TodayRows, today_part_register
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.kernel.time import begin_of_day, office_day
from huiyin.reception.selectors import DayView, days_held, units_received_for
from huiyin.web.templatetags.huiyin import office_stamp

_WEEK = timedelta(days=7)


def register() -> None:
    """Once the desk is there."""
    nav_entry_register(
        NavEntry(
            code="reception",
            label=N_("接访"),
            address=_address,
            group=NavGroup.DAILY,
            order=30,
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
