"""Narrowing a list: what stands in the address, read without ever refusing it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from huiyin.kernel.text import N_
from huiyin.kernel.time import begin_of_day, begin_of_days_ago, begin_of_next_day
from huiyin.matters.cause.rules import CAUSE_LABELS, CauseCode
from huiyin.matters.core.rules.labels import CHANNEL_LABELS, KIND_LABELS, STATE_LABELS
from huiyin.matters.core.rules.states import CLOSED_STATES, OPEN_STATES, Channel, Kind, State
from huiyin.matters.lists.selectors.choices import ListChoices
from huiyin.matters.lists.selectors.lists import MatterFilter, MatterTurn, WorkList
from huiyin.matters.lists.selectors.order import Cursor, SortOrder
from huiyin.web.forms import row_id

_CURSOR = re.compile(r"(\d{1,11}\.\d{6})~([0-9a-f]{32})")
# In these lists the state is given by the list itself.
_OF_ONE_STATE = frozenset({WorkList.TO_SERVE})
# The lists in which an officer divides the work of the unit.
_OF_ONE_UNIT = frozenset({WorkList.ARRIVALS, WorkList.APPROVALS, WorkList.TO_SERVE, WorkList.UNIT})
# What stands in an address for matters that have no category, or no handler.
_NONE = "none"
_DAYS_MOST = 3650
SOON = timedelta(days=7)
SORT_LABELS = {
    SortOrder.DUE: N_("先到期的在前"),
    SortOrder.OLDEST: N_("先收到的在前"),
    SortOrder.NEWEST: N_("新收到的在前"),
    SortOrder.WORDS: N_("有新来话的，先来的在前"),
    SortOrder.LAST_WORD: N_("来过话的，最近来话的在前"),
}
_CLOSED_SORT_LABELS = {
    SortOrder.CLOSED: N_("最近结束的在前"),
    SortOrder.OLDEST: SORT_LABELS[SortOrder.OLDEST],
    SortOrder.NEWEST: SORT_LABELS[SortOrder.NEWEST],
}
TURN_LABELS = {MatterTurn.OWN: N_("要我办"), MatterTurn.OTHERS: N_("等别人"), MatterTurn.STAND_IN: N_("代办")}
# The lists that can be looked at for what is over.
WITH_CLOSED = frozenset({WorkList.MINE, WorkList.UNIT, WorkList.BELOW})
# The orders that a list has by itself need no word in the address.
_UNNAMED = frozenset({SortOrder.DUE, SortOrder.CLOSED})
_ARRIVED = frozenset({State.REGISTERED, State.ACCEPTED})

Value = TypeVar("Value", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a filter."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter: its name in the address, its words, what can be chosen."""

    name: str
    label: str
    options: tuple[Option, ...]

    @property
    def is_set(self) -> bool:
        """Whether something was chosen."""
        return any(option.is_chosen for option in self.options)


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What the address asks for."""

    only: MatterFilter
    after: Cursor | None
    is_overdue: bool
    is_soon: bool = False
    first_day: date | None = None
    last_day: date | None = None
    open_days: int | None = None
    closed_first: date | None = None
    closed_last: date | None = None

    @property
    def is_set(self) -> bool:
        """Whether the list is narrowed at all, or in another order."""
        return self.only != MatterFilter()

    @property
    def is_narrowed(self) -> bool:
        """Whether there may be matters that the list doesn't show."""
        return replace(self.only, sort=SortOrder.DUE) != MatterFilter()

    @property
    def without_turn(self) -> str:
        """The query of the same list, whoever has the next step."""
        return urlencode([(name, value) for name, value in self.fields if name != "turn"])

    @property
    def is_by_day(self) -> bool:
        """Whether it is narrowed by the day of receipt."""
        return any((self.first_day, self.last_day, self.open_days, self.only.is_closed, self.only.cause))

    @property
    def sorts(self) -> tuple[Option, ...]:
        """The orders to choose from; the first is the list's own and needs no word in the address."""
        orders = _CLOSED_SORT_LABELS if self.only.is_closed else SORT_LABELS
        labels = ((sort if sort not in _UNNAMED else "", _(label)) for sort, label in orders.items())
        return _options(labels, self.only.sort)

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """What is set, as the fields of a form that has to know."""
        only = self.only
        given = {
            "state": only.state,
            "kind": only.kind,
            "channel": only.channel,
            "category": _NONE if only.is_uncategorised else only.category_id,
            "area": only.area_id,
            "handler": _NONE if only.has_no_handler else only.handler_id,
            "from": self.first_day,
            "until": self.last_day,
            "days": self.open_days,
            "unit": only.unit_id,
            "overdue": 1 if self.is_overdue else None,
            "unread": 1 if only.unread else None,
            "soon": 1 if self.is_soon else None,
            "turn": only.turn,
            "closed": 1 if only.is_closed else None,
            "closed_from": self.closed_first,
            "closed_until": self.closed_last,
            "unsettled": 1 if only.is_unsettled else None,
            "cause": only.cause,
            "sort": None if only.sort in _UNNAMED else only.sort,
        }
        return tuple((name, str(value)) for name, value in given.items() if value is not None)


def list_query_of(query: QueryDict, *, at: datetime) -> ListQuery:
    """What the address asks for; whatever can't be read is as if it weren't there."""
    is_overdue, is_soon = query.get("overdue") == "1", query.get("soon") == "1"
    sort = _one_of(SortOrder, query.get("sort")) or SortOrder.DUE
    first_day, last_day, open_days = _day(query.get("from")), _day(query.get("until")), _days(query.get("days"))
    closed_first, closed_last = _day(query.get("closed_from")), _day(query.get("closed_until"))
    # A day of the end, or that nothing was settled by it, says by itself that what is over is meant, and that
    # hasn't been open for any days.
    is_unsettled = query.get("unsettled") == "1"
    is_closed = query.get("closed") == "1" or bool(closed_first or closed_last or is_unsettled)
    open_days = None if is_closed else open_days
    only = MatterFilter(
        state=_one_of(State, query.get("state")),
        kind=_one_of(Kind, query.get("kind")),
        channel=_one_of(Channel, query.get("channel")),
        category_id=row_id(query.get("category", "")),
        due_before=at + SOON if is_soon else at if is_overdue else None,
        # Soon is what can still be in time; together with what is late it is both.
        due_from=at if is_soon and not is_overdue else None,
        unit_id=row_id(query.get("unit", "")),
        area_id=row_id(query.get("area", "")),
        handler_id=row_id(query.get("handler", "")),
        has_no_handler=query.get("handler") == _NONE,
        is_uncategorised=query.get("category") == _NONE,
        received_from=begin_of_day(first_day) if first_day else None,
        received_before=_received_before(last_day, open_days, at),
        unread=True if query.get("unread") == "1" else None,
        turn=_one_of(MatterTurn, query.get("turn")),
        is_closed=is_closed,
        closed_from=begin_of_day(closed_first) if closed_first else None,
        closed_before=begin_of_next_day(closed_last) if closed_last else None,
        is_unsettled=is_unsettled,
        cause=_one_of(CauseCode, query.get("cause")),
        sort=sort,
    )
    if only.is_closed:
        is_overdue = is_soon = False
    return ListQuery(
        only, _cursor(query.get("after", "")), is_overdue, is_soon, first_day=first_day, last_day=last_day,
        open_days=open_days, closed_first=closed_first, closed_last=closed_last,
    )  # fmt: skip


def query_of(list_query: ListQuery) -> str:
    """The same list_query always as the same text, as it stands in an address; "" when nothing is narrowed."""
    return urlencode(list_query.fields)


def choices_of(*, work_list: WorkList, list_query: ListQuery, found: ListChoices) -> tuple[Choice, ...]:
    """The filters of a list; `found` has what its names are chosen from."""
    only = list_query.only
    kinds = _options(((kind, _(KIND_LABELS[kind])) for kind in Kind), only.kind)
    channels = _options(((channel, _(CHANNEL_LABELS[channel])) for channel in Channel), only.channel)
    choices = [Choice("kind", _("种类"), kinds), Choice("channel", _("渠道"), channels)]
    if work_list not in _OF_ONE_STATE:
        within = _ARRIVED if work_list is WorkList.ARRIVALS else CLOSED_STATES if only.is_closed else OPEN_STATES
        states = ((state, _(STATE_LABELS[state])) for state in State if state in within)
        choices.insert(0, Choice("state", _("状态"), _options(states, only.state)))
    by_category = _named(
        found.categories, _NONE if only.is_uncategorised else only.category_id, name="category", label=_("类别"),
        unnamed=_("已选的类别"), none=_("没有类别"),
    )  # fmt: skip
    by_unit = _named(found.units, only.unit_id, name="unit", label=_("承办单位"), unnamed=_("已选的单位"))
    return (*choices, *(choice for choice in (by_category, by_unit) if choice))


def more_choices_of(*, work_list: WorkList, list_query: ListQuery, found: ListChoices) -> tuple[Choice, ...]:
    """Filters that are seldom needed: areas, each with all below it; handlers of one's own unit; causes."""
    only = list_query.only
    choices = [_named(found.areas, only.area_id, name="area", label=_("地区"), unnamed=_("已选的地区"))]
    if is_by_handler(work_list, only):
        chosen = _NONE if only.has_no_handler else only.handler_id
        choices.append(
            _named(
                found.handlers, chosen, name="handler", label=_("承办人"), unnamed=_("已选的承办人"),
                none=_("没有承办人"),
            )
        )  # fmt: skip
    causes = _options(((code, _(label)) for code, label in CAUSE_LABELS.items()), only.cause)
    return (*(choice for choice in choices if choice), Choice("cause", _("原因"), causes))


def is_by_handler(work_list: WorkList, only: MatterFilter) -> bool:
    """Whether a list divides the work of a unit; what somebody has done is no list of anybody's."""
    return work_list in _OF_ONE_UNIT and not only.is_closed


def _named(
    found: Mapping[int, str], chosen: int | str | None, *, name: str, label: str, unnamed: str, none: str = ""
) -> Choice | None:
    """A filter by name; what is chosen stays to be chosen, though nothing of that name is there any more."""
    # What has none comes first: it is no name among others.
    known = ({_NONE: none} if none else {}) | {str(key): value for key, value in found.items()}
    if chosen is not None:
        known.setdefault(str(chosen), unnamed)
    if not known:
        return None
    return Choice(name, label, _options(known.items(), None if chosen is None else str(chosen)))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _days(text: str | None) -> int | None:
    days = int(text) if text and text.isdecimal() and len(text) < 5 else 0
    return days if 0 < days <= _DAYS_MOST else None


def _received_before(last_day: date | None, open_days: int | None, at: datetime) -> datetime | None:
    """Both at once leave what is as early as either says; a day is the office's own."""
    until = [begin_of_next_day(last_day)] if last_day else []
    since = [begin_of_days_ago(open_days, at=at)] if open_days else []
    return min(until + since, default=None)


def _options(pairs: Iterable[tuple[str, str]], chosen: str | None) -> tuple[Option, ...]:
    return tuple(Option(str(value), label, value == chosen) for value, label in pairs)


def _one_of(kind: type[Value], text: str | None) -> Value | None:
    return kind(text) if text in set(kind) else None


def _cursor(text: str) -> Cursor | None:
    match = _CURSOR.fullmatch(text)
    if match is None:
        return None
    try:
        # Two integers, because a float loses the last microsecond and with it a line between two pages.
        seconds, micros = match[1].split(".")
        at = datetime.fromtimestamp(int(seconds), UTC).replace(microsecond=int(micros))
    # Eleven digits reach beyond the years that there are for a date.
    except (ValueError, OverflowError, OSError):
        return None
    return Cursor(at=at, id=UUID(match[2]))
