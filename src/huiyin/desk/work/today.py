"""What lists of matters show on the start page: what is due, what waits for the reader, new words of petitioners."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.urls import reverse

from huiyin.db import Queries
from huiyin.desk.today.parts import SHOWN, Look, TodayPart, TodayRow, TodayRows
from huiyin.desk.work.facts import Fact
from huiyin.desk.work.lists import LIST_WORDS
from huiyin.desk.work.places import ListAddress
from huiyin.desk.work.rows import WorkRow, work_rows
from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.text import N_
from huiyin.matters.handover.selectors.handover import assist_days
from huiyin.matters.lists.selectors.lists import (
    MatterFilter,
    MatterRow,
    WorkList,
    matter_list_for,
    matters_in_list_since,
    work_lists_of,
)
from huiyin.matters.lists.selectors.order import Cursor
from huiyin.matters.lists.selectors.waiting import waiting_words

_SOON = timedelta(days=7)
_OFFICE = (Role.REGISTRAR, Role.APPROVER)
# What a line leaves out here, where there are many lists on one page.
_HIDDEN = frozenset({Fact.CHANNEL, Fact.CATEGORY, Fact.RECEIVED, Fact.AGE})
# Of these a line says what it waits for.
_DECIDED_IN = frozenset({WorkList.APPROVALS, WorkList.REVIEWS})
# Who finds new words of a petitioner in which list: whoever works on the matter, or has to give it out.
_ANSWERED_IN = (WorkList.MINE, WorkList.ARRIVALS, WorkList.REVIEWS)


def is_in_charge(actor: Actor) -> bool:
    """Whether somebody approves or leads: they answer for what is late in their units."""
    return actor.holds(Role.APPROVER, Role.LEADER)


def parts() -> Sequence[TodayPart]:
    """All parts about matters."""
    return (
        _whole_list(WorkList.MINE, order=10),
        TodayPart(
            code="late",
            title=N_("已超期"),
            order=20,
            opens=is_in_charge,
            load=_late,
            address=lambda actor: _address(whole_list(actor), "overdue=1"),
        ),
        TodayPart(
            code="soon",
            title=N_("七天内到期"),
            order=30,
            opens=is_in_charge,
            load=_soon,
            address=lambda actor: _address(whole_list(actor), "soon=1"),
        ),
        _whole_list(WorkList.APPROVALS, order=110),
        _whole_list(WorkList.ARRIVALS, order=120),
        _whole_list(WorkList.TO_SERVE, order=130),
        _whole_list(WorkList.ASSIST, order=140),
        _whole_list(WorkList.REVIEWS, order=150),
        TodayPart(
            code="unread",
            title=N_("信访人的新来话"),
            order=160,
            opens=lambda actor: bool(_answered_in(actor)),
            load=_unread,
            address=lambda actor: _address(_answered_in(actor)[0], "unread=1"),
        ),
    )


def whole_list(actor: Actor) -> WorkList:
    """The list of all that somebody answers for: what they command, else their unit's."""
    return WorkList.BELOW if actor.command_unit_ids else WorkList.UNIT


def _whole_list(work_list: WorkList, *, order: int) -> TodayPart:
    return TodayPart(
        code=work_list.value,
        title=LIST_WORDS[work_list].label,
        order=order,
        opens=partial(_opens, work_list),
        load=partial(_first_of, work_list),
        address=lambda _actor: _address(work_list),
        news=partial(_news, work_list),
    )


def _opens(work_list: WorkList, actor: Actor) -> bool:
    """Leaders find what registrars and approvers work through in the menu; here it would hide what is theirs."""
    if work_list in {WorkList.ARRIVALS, WorkList.TO_SERVE} and not actor.holds(*_OFFICE):
        return False
    return work_list in work_lists_of(actor)


def _answered_in(actor: Actor) -> list[WorkList]:
    return [work_list for work_list in _ANSWERED_IN if _opens(work_list, actor)]


def _address(work_list: WorkList, query: str = "") -> str:
    address = reverse("desk:work_list", args=[work_list.value])
    return f"{address}?{query}" if query else address


def _news(work_list: WorkList, actor: Actor, since: datetime) -> Queries:
    return [matters_in_list_since(actor=actor, work_list=work_list, since=since)]


def _first_of(work_list: WorkList, look: Look) -> TodayRows:
    found = matter_list_for(actor=look.actor, work_list=work_list, limit=SHOWN, since=look.since)
    ids = [row.id for row in found.rows]
    days = assist_days(actor=look.actor, matter_ids=ids) if work_list is WorkList.ASSIST and ids else {}
    waiting = waiting_words(matter_ids=ids) if work_list in _DECIDED_IN and ids else {}
    lines = work_rows(
        rows=found.rows, at=look.at, assist_days=days, hidden=_HIDDEN, waiting=waiting, within=ListAddress(work_list)
    )
    return TodayRows(_lines(found.rows, lines), has_more=found.after is not None)


def _late(look: Look) -> TodayRows:
    return _narrowed(look, MatterFilter(due_before=look.at), "overdue")


def _soon(look: Look) -> TodayRows:
    """What is late stands above already; a long row of late ones must not hide what can still be in time."""
    only = MatterFilter(due_before=look.at + _SOON)
    return _narrowed(look, only, "soon", after=Cursor(look.at, UUID(int=0)))


def _narrowed(look: Look, only: MatterFilter, name: str, *, after: Cursor | None = None) -> TodayRows:
    """`name`: what stands for `only` in a list's address."""
    work_list = whole_list(look.actor)
    found = matter_list_for(
        actor=look.actor, work_list=work_list, only=only, after=after, limit=SHOWN, since=look.since
    )
    within = ListAddress(work_list, ((name, "1"),))
    lines = work_rows(rows=found.rows, at=look.at, hidden=_HIDDEN, within=within)
    return TodayRows(_lines(found.rows, lines), has_more=found.after is not None)


def _unread(look: Look) -> TodayRows:
    """Of all lists in which the reader answers, the first due on top."""
    found: dict[UUID, tuple[MatterRow, WorkRow]] = {}
    has_more = False
    # A matter can be in two of them and is shown once, with its place in the first.
    for work_list in _answered_in(look.actor):
        listed = matter_list_for(
            actor=look.actor, work_list=work_list, only=MatterFilter(unread=True), limit=SHOWN, since=look.since
        )
        rows = [row for row in listed.rows if row.id not in found]
        within = ListAddress(work_list, (("unread", "1"),))
        lines = work_rows(rows=rows, at=look.at, hidden=_HIDDEN, within=within)
        found |= {row.id: (row, line) for row, line in zip(rows, lines, strict=True)}
        has_more |= listed.after is not None
    first = sorted(found.values(), key=lambda both: (both[0].next_due_at or look.at, both[0].id))
    shown = first[:SHOWN]
    return TodayRows(
        _lines([row for row, _line in shown], [line for _row, line in shown]),
        has_more=has_more or len(first) > SHOWN,
    )


def _lines(rows: Sequence[MatterRow], lines: Sequence[WorkRow]) -> tuple[TodayRow, ...]:
    return tuple(
        TodayRow(
            href=line.href,
            title=line.title,
            about=f"{line.number} · {line.about}",
            state=line.state,
            due=line.due,
            due_word=line.tone_word,
            due_tone=line.tone,
            note=line.unread,
            is_new=row.is_new,
        )
        for row, line in zip(rows, lines, strict=True)
    )
