"""What a page says of a late matter: since when, who was told, what comes next, and the petitioner's reminder."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext

from huiyin.clocks.rules.rulebook import Bound
from huiyin.clocks.selectors import ClockView, rulebook
from huiyin.kernel.time import office_day
from huiyin.matters.late.rules import NOTICE_ROLE_LABELS, URGED_KIND, NoticeRole, urge_again_on
from huiyin.matters.models import Event, LateNotice, Matter

_DEMANDS = frozenset({"supervision", "demand"})


@dataclass(frozen=True, slots=True)
class NotifiedView:
    """Who was told last on which day: a unit and its sort of officers, in words."""

    who: str
    on: date


@dataclass(frozen=True, slots=True)
class LateView:
    """Of a matter that is late with something it owes its petitioner.

    `report_on` is when whoever leads is told next, `demand_on` by when the unit has to answer a demand from above,
    `limit` what else it owes and isn't late with yet. `urge_again_on` None: a reminder may be sent now.
    `urge_days` is after how many days another may be sent, 0 where the rulebook sets none.
    """

    clocks: tuple[ClockView, ...]
    notified: tuple[NotifiedView, ...]
    report_on: date | None
    demand_on: date | None
    limit: ClockView | None
    urged_on: date | None
    urge_again_on: date | None
    urge_days: int


def late_clocks(clocks: Iterable[ClockView]) -> list[ClockView]:
    """Those of a matter's clocks that run, belong to the authority and are late, the longest late first."""
    late = (clock for clock in clocks if clock.stopped_at is None and clock.tone == "late")
    return sorted((clock for clock in late if clock.bound == Bound.AUTHORITY), key=lambda clock: clock.due_at)


def late_view(
    *, matter: Matter, clocks: Sequence[ClockView], events: Iterable[Event], at: datetime
) -> LateView | None:
    """None, without a statement, where nothing is late; one statement otherwise."""
    late = late_clocks(clocks) if matter.is_open else []
    if not late:
        return None
    running = [clock for clock in clocks if clock.stopped_at is None and clock.due_at >= at]
    owed = [clock for clock in running if clock.bound == Bound.AUTHORITY]
    urged_at = max((event.at for event in events if event.kind == URGED_KIND), default=None)
    days = urge_days(at)
    again_on = urge_again_on(urged_at, days=days) if urged_at else None
    return LateView(
        clocks=tuple(late),
        notified=_notified(matter, {(clock.code, clock.round) for clock in late}),
        report_on=min((clock.escalates_on for clock in late if clock.escalates_on), default=None),
        demand_on=min((clock.due_on for clock in running if clock.code in _DEMANDS), default=None),
        limit=min(owed, key=lambda clock: clock.due_at, default=None),
        urged_on=office_day(urged_at) if urged_at else None,
        urge_again_on=again_on if again_on and again_on > office_day(at) else None,
        urge_days=days,
    )


def urge_days(at: datetime) -> int:
    """After how many days the rulebook in force lets a petitioner urge again; without a rule, any day will do."""
    rule = rulebook(office_day(at)).urge
    return rule.days if rule else 0


def _notified(matter: Matter, late: set[tuple[str, int]]) -> tuple[NotifiedView, ...]:
    """Each unit and sort once, with the last day, the latest first."""
    latest: dict[tuple[str, str], datetime] = {}
    rows = LateNotice.objects.filter(matter=matter).select_related("unit").order_by("at")
    for row in rows:
        # Who heard of something that is over says nothing of what is late now.
        if (row.clock, row.round) in late:
            latest[row.unit.name, row.role] = row.at
    return tuple(
        NotifiedView(gettext(NOTICE_ROLE_LABELS[NoticeRole(role)]) % {"unit": unit}, office_day(last))
        for (unit, role), last in sorted(latest.items(), key=lambda item: item[1], reverse=True)
    )
