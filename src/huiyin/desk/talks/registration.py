"""Talks on the start page of whoever is called; the menu leads to them through supervision."""

from django.urls import reverse

from huiyin.desk.today.parts import SHOWN, Look, TodayPart, TodayRow, TodayRows, today_part_register
from huiyin.kernel.actor import SIGNERS
from huiyin.kernel.text import N_
from huiyin.supervision.talks.selectors import talks_called
from huiyin.web.templatetags.huiyin import day_table


def register() -> None:
    """Once the desk is there."""
    today_part_register(
        TodayPart(
            code="talks",
            title=N_("约谈"),
            order=315,
            opens=lambda actor: actor.holds(*SIGNERS),
            load=_called,
            address=lambda _actor: reverse("desk:talks"),
            is_silent=True,
        )
    )


def _called(look: Look) -> TodayRows:
    rows = talks_called(look.actor, most=SHOWN + 1)
    return TodayRows.first(
        [
            TodayRow(
                href=reverse("desk:talk", args=[row.pk]),
                title=row.by_unit.name,
                about=row.place,
                due=day_table(row.meet_on),
                is_new=look.is_new(row.called_at),
            )
            for row in rows
        ]
    )
