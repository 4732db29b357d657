"""Lines of a list as the desk shows them: everything said in words already, so that the page only sets it down."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.clocks.selectors import DueView, Tone, due_first
from huiyin.desk.work.facts import Fact
from huiyin.desk.work.places import ListAddress
from huiyin.kernel.ids import format_matter_number
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.labels import CHANNEL_LABELS, KIND_LABELS, STATE_LABELS
from huiyin.matters.lists.selectors.lists import MatterRow
from huiyin.web.templatetags.huiyin import tone_word

_SOON_DAYS = 3
# An address is made once a page and this in it is replaced line by line: making one is slow.
_ANY_NUMBER = "0" * 16


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One matter in a list: where it leads, what it is about and what is due; never who brought it.

    `about` says in one line the facts that the officer wants to see. `due` and `tone` are
    "" when nothing runs any more; `tone_word` is the word that stands beside the tone's colour. `pick` names the
    matter and what of it was seen, for acting on several at once. `unread` says that the petitioner has written or
    added something that nobody who works on it has read, "" once they have.
    """

    href: str
    number: str
    title: str
    state: str
    about: str
    due: str
    tone: str
    tone_word: str
    pick: str = ""
    unread: str = ""


def work_rows(
    *,
    rows: Sequence[MatterRow],
    at: datetime,
    assist_days: Mapping[UUID, date] | None = None,
    hidden: Collection[str] = (),
    waiting: Mapping[UUID, str] | None = None,
    within: ListAddress | None = None,
) -> tuple[WorkRow, ...]:
    """The lines with their deadlines, in one statement for all of them; `assist_days` stand in their place.

    `hidden`: the facts (`Fact`) that are left out. `waiting` says in place of the state what a matter waits for.
    `within`: the list that the lines stand in, from which their matters lead on to the next.
    """
    if not rows:
        return ()
    if assist_days:
        due = {matter_id: _assist_due(day, at) for matter_id, day in assist_days.items()}
    else:
        due = due_first(subject_ids=[row.id for row in rows], at=at)
    words = _Words([fact for fact in Fact if fact not in hidden], within, office_day(at))
    waits = waiting or {}
    return tuple(_row(row, due.get(row.id), words, waits.get(row.id, "")) for row in rows)


class _Words:
    """What many lines say alike, looked up in the reader's language once a page."""

    def __init__(self, facts: Sequence[Fact], within: ListAddress | None, today: date) -> None:
        self.facts, self.within, self.today = facts, within, today
        self.address = reverse("desk:matter", args=[_ANY_NUMBER])
        self.kinds = _in_language(KIND_LABELS)
        self.channels = _in_language(CHANNEL_LABELS)
        self.states = _in_language(STATE_LABELS)
        self.tones = {tone: tone_word(tone) for tone in ("neutral", "soon", "late")}
        self.handler = _("承办人 %(name)s")
        self.no_handler = _("还没有承办人")
        self.unread = _("有新来话")
        self.received = _("%(day)s 收到")
        self.closed = _("%(day)s 结束")
        self.due = _("%(name)s %(day)s，%(left)s")


def _in_language(labels: Mapping[Any, str]) -> dict[str, str]:
    return {str(value): _(label) for value, label in labels.items()}


def _row(row: MatterRow, clock: DueView | None, words: _Words, waiting: str = "") -> WorkRow:
    query = words.within.query_of(row) if words.within else ""
    return WorkRow(
        href=words.address.replace(_ANY_NUMBER, row.number) + (f"?{query}" if query else ""),
        number=format_matter_number(row.number),
        title=row.title,
        state=waiting or words.states[row.state],
        about=" · ".join(_about(row, words)),
        due=_due(clock, words) if clock else _ended(row, words),
        tone=clock.tone if clock else "",
        tone_word=words.tones[clock.tone] if clock else "",
        pick=f"{row.number}.{row.version}",
        unread=words.unread if row.is_unread else "",
    )


def _ended(row: MatterRow, words: _Words) -> str:
    return words.closed % {"day": office_day(row.closed_at).isoformat()} if row.closed_at else ""


def _assist_due(day: date, at: datetime) -> DueView:
    left = (day - office_day(at)).days
    tone: Tone = "late" if left < 0 else "soon" if left <= _SOON_DAYS else "neutral"
    return DueView(code="assist", name=_("协办期限"), due_on=day, days_left=left, tone=tone)


def _about(row: MatterRow, words: _Words) -> Iterator[str]:
    for fact in words.facts:
        if text := _fact_text(row, fact, words):
            yield text


def _fact_text(row: MatterRow, fact: Fact, words: _Words) -> str:
    match fact:
        case Fact.KIND:
            return words.kinds[row.kind]
        case Fact.CHANNEL:
            return words.channels[row.channel]
        case Fact.CATEGORY:
            return row.category
        case Fact.PLACE:
            return row.place
        case Fact.UNIT:
            return row.lead_unit
        case Fact.HANDLER:
            return words.handler % {"name": row.handler} if row.handler else words.no_handler
        case Fact.RECEIVED:
            return words.received % {"day": office_day(row.received_at).isoformat()}
        case Fact.AGE:
            return _age(row, words)


def _age(row: MatterRow, words: _Words) -> str:
    """For how many days it has been open; what is over has no age."""
    if row.closed_at:
        return ""
    age = (words.today - office_day(row.received_at)).days
    return ngettext("已 %(days)d 天", "已 %(days)d 天", age) % {"days": age} if age > 0 else ""


def _due(clock: DueView, words: _Words) -> str:
    if clock.tone == "late":
        # Late by hours counts as a day: "0 days over" would read as if it were in time.
        over = max(-clock.days_left, 1)
        left = ngettext("超 %(days)d 天", "超 %(days)d 天", over) % {"days": over}
    elif clock.days_left < 0:
        left = _("已经结束")
    elif clock.days_left == 0:
        left = _("今天到期")
    else:
        left = ngettext("还有 %(days)d 天", "还有 %(days)d 天", clock.days_left) % {"days": clock.days_left}
    return words.due % {"name": clock.name, "day": f"{clock.due_on:%m-%d}", "left": left}
