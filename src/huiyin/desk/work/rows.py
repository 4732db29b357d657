"""Lines of a list as the desk shows them: labels translated, the next deadline as a short sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.clocks.selectors import DueView, due_first
from huiyin.matters.rules.states import CHANNEL_LABELS, KIND_LABELS, STATE_LABELS, Channel, Kind, State
from huiyin.matters.selectors import MatterRow


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One matter in a list: what it is about and what is due; never who brought it.

    `tone` is "" when nothing runs any more; `holder` is the handler, or the unit while there is none.
    """

    number: str
    title: str
    kind: str
    channel: str
    state: str
    place: str
    category: str
    received_at: datetime
    unit: str
    handler: str
    due: str
    tone: str


def work_rows(*, rows: Sequence[MatterRow], at: datetime) -> tuple[WorkRow, ...]:
    """The lines with their deadlines, in one statement for all of them."""
    if not rows:
        return ()
    due = due_first(subject_ids=[row.id for row in rows], at=at)
    return tuple(_row(row, due.get(row.id)) for row in rows)


def _row(row: MatterRow, clock: DueView | None) -> WorkRow:
    return WorkRow(
        number=row.number,
        title=row.title,
        kind=_(KIND_LABELS[Kind(row.kind)]),
        channel=_(CHANNEL_LABELS[Channel(row.channel)]),
        state=_(STATE_LABELS[State(row.state)]),
        place=row.place,
        category=row.category,
        received_at=row.received_at,
        unit=row.lead_unit,
        handler=row.handler,
        due=_due(clock) if clock else "",
        tone=clock.tone if clock else "",
    )


def _due(clock: DueView) -> str:
    day = f"{clock.due_on:%m-%d}"
    if clock.tone == "late":
        over = max(-clock.days_left, 1)
        left = ngettext("超 %(days)d 天", "超 %(days)d 天", over) % {"days": over}
    elif clock.days_left < 0:
        left = _("已经结束")
    elif clock.days_left == 0:
        left = _("今天到期")
    else:
        left = ngettext("还有 %(days)d 天", "还有 %(days)d 天", clock.days_left) % {"days": clock.days_left}
    return _("%(name)s %(day)s，%(left)s") % {"name": clock.name, "day": day, "left": left}
