"""Returns in the menu and on the start page."""

from django.urls import reverse

from huiyin.desk.navigation import NavEntry, NavGroup, nav_entry_register
from huiyin.desk.returns.access import may_report
from huiyin.desk.today.parts import SHOWN, Look, TodayPart, TodayRow, TodayRows, today_part_register
from huiyin.kernel.text import N_
from huiyin.returns.selectors import returns_owed_lines, returns_waiting
from huiyin.web.templatetags.huiyin import office_stamp


def register() -> None:
    """Once the desk is there."""
    nav_entry_register(
        NavEntry(
            code="returns",
            label=N_("定期报告"),
            address=lambda actor: reverse("desk:returns") if may_report(actor) else "",
            group=NavGroup.DAILY,
            order=47,
            covers_below=True,
            counted=lambda actor: [returns_waiting(actor=actor)],
        )
    )
    today_part_register(
        TodayPart(
            code="returns",
            title=N_("要报的定期报告"),
            order=50,
            opens=may_report,
            load=_owed,
            address=lambda _actor: reverse("desk:returns"),
            is_silent=True,
        )
    )


def _owed(look: Look) -> TodayRows:
    lines = returns_owed_lines(actor=look.actor, at=look.at, most=SHOWN + 1)
    return TodayRows.first(
        [
            TodayRow(
                href=reverse("desk:return", args=[line.id]),
                title=line.scheme,
                about=line.unit,
                state=line.standing_label,
                tone="late" if line.is_late else "neutral",
                due=office_stamp(line.due_at),
                is_new=look.is_new(line.opens_at),
            )
            for line in lines
        ]
    )
