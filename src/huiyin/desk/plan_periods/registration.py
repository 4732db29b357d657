"""Weekly lines that are owed now on the start page: of a leader's own matters and periods, and of a handler's."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.desk.today.parts import SHOWN, Look, TodayPart, TodayRow, TodayRows, today_part_register
from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.text import N_
from huiyin.matters.plan_period.selectors.owed import OwedInPeriod, OwedWeek, lines_owed
from huiyin.web.templatetags.huiyin import day_table, tone_word

_MOVE = "write_week"


def register() -> None:
    """Once the desk is there."""
    today_part_register(
        TodayPart(
            code="plan_weeks",
            title=N_("这一周要填的进展"),
            order=95,
            opens=_may_owe,
            load=_owed,
            address=lambda _actor: reverse("desk:plan_periods"),
            is_silent=True,
        )
    )


def _may_owe(actor: Actor) -> bool:
    """Leaders, who answer for a matter or a period, and who works on matters."""
    return actor.holds(Role.LEADER, Role.HANDLER)


def _owed(look: Look) -> TodayRows:
    found = lines_owed(actor=look.actor, at=look.at)
    rows = [_period(row, look) for row in found.periods]
    rows += [_matter(row, look) for row in found.matters[: SHOWN + 1]]
    return TodayRows.first(rows)


def _period(row: OwedInPeriod, look: Look) -> TodayRow:
    lacking = ngettext("%(count)s 件这一周还没有填", "%(count)s 件这一周还没有填", row.count) % {"count": row.count}
    return TodayRow(
        href=reverse("desk:plan_period", args=[row.period_id]),
        title=row.period,
        about=_("由您负责"),
        state=lacking,
        due=_("%(day)s 前填") % {"day": day_table(row.due_on)},
        is_new=look.is_new(row.since),
    )


def _matter(row: OwedWeek, look: Look) -> TodayRow:
    return TodayRow(
        href=f"{reverse('desk:matter', args=[row.number])}?move={_MOVE}#move-{_MOVE}",
        title=row.title,
        about=row.period,
        due=_("%(day)s 前填") % {"day": day_table(row.due_on)},
        due_word=tone_word("late") if row.is_late else "",
        due_tone="late" if row.is_late else "",
        is_new=look.is_new(row.since),
    )
