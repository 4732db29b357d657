"""Lists of matters by keyset: a page costs the same however many matters there are."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.kernel.actor import UNIT_MANAGERS, Actor, Role
from huiyin.matters.cause.rules import CauseCode
from huiyin.matters.core.rules.states import REVIEW_STATES, Channel, Kind, State
from huiyin.matters.core.selectors.gate import Visibility, visible_to
from huiyin.matters.lists.selectors.ended import unsettled, with_cause
from huiyin.matters.lists.selectors.order import Cursor, SortOrder, sort_column, sort_matters
from huiyin.matters.models import Event, Matter
from huiyin.orgs.models import Area

PAGE = 50
# In these something is left to do for whoever works on it; in all others somebody else has the next step.
_HANDLERS_TURN = (State.INVESTIGATING, State.CARRYING_OUT)
_LOOKED_THROUGH = 2_000


class WorkList(StrEnum):
    """The lists on the desk."""

    MINE = "mine"
    UNIT = "unit"
    ARRIVALS = "arrivals"
    APPROVALS = "approvals"
    TO_SERVE = "to_serve"
    BELOW = "below"
    REVIEWS = "reviews"
    ASSIST = "assist"


class MatterTurn(StrEnum):
    """Who has the next step of what an officer works on; what they work on for somebody away stands apart."""

    OWN = "own"
    OTHERS = "others"
    STAND_IN = "stand_in"


_VISIBILITY = {
    WorkList.MINE: Visibility.OWN,
    WorkList.UNIT: Visibility.UNIT,
    WorkList.ARRIVALS: Visibility.UNIT,
    WorkList.APPROVALS: Visibility.DECISION,
    WorkList.TO_SERVE: Visibility.UNIT,
    WorkList.BELOW: Visibility.BELOW,
    WorkList.REVIEWS: Visibility.REVIEW,
    WorkList.ASSIST: Visibility.ASSIST,
}
_STATES = {
    WorkList.ARRIVALS: [State.REGISTERED, State.ACCEPTED],
    WorkList.TO_SERVE: [State.APPROVED],
    WorkList.REVIEWS: sorted(REVIEW_STATES),
}


# Whose posts open a list; in the order of the menu.
_ROLES: dict[WorkList, tuple[Role, ...]] = {
    WorkList.MINE: (Role.HANDLER,),
    WorkList.ARRIVALS: UNIT_MANAGERS,
    WorkList.APPROVALS: (Role.APPROVER, Role.LEADER),
    WorkList.TO_SERVE: UNIT_MANAGERS,
    WorkList.UNIT: UNIT_MANAGERS,
    WorkList.ASSIST: (Role.HANDLER, Role.REGISTRAR, Role.APPROVER),
    WorkList.BELOW: (Role.LEADER,),
    WorkList.REVIEWS: (Role.REVIEWER,),
}


def work_lists_of(actor: Actor) -> tuple[WorkList, ...]:
    """The lists that an officer's posts open, in the order of the menu."""
    return tuple(work_list for work_list, roles in _ROLES.items() if actor.holds(*roles))


@dataclass(frozen=True, slots=True)
class MatterFilter:
    """What a list is narrowed to; None leaves everything. `sort` leaves everything, too, but for words and endings.

    An area is meant with all below it. By handler there are only matters of the actor's own units: it divides the
    work of a unit, and is no view from above of what somebody does. A named one holds for a page alone: no filter
    that is kept, no export and no entry has it (`of_all_handlers`), and none of what is over.
    """

    state: State | None = None
    kind: Kind | None = None
    channel: Channel | None = None
    category_id: int | None = None
    due_before: datetime | None = None
    unread: bool | None = None
    due_from: datetime | None = None
    unit_id: int | None = None
    sort: SortOrder = SortOrder.DUE
    area_id: int | None = None
    handler_id: int | None = None
    received_from: datetime | None = None
    received_before: datetime | None = None
    is_uncategorised: bool = False
    has_no_handler: bool = False
    turn: MatterTurn | None = None
    is_closed: bool = False
    closed_from: datetime | None = None
    closed_before: datetime | None = None
    is_unsettled: bool = False
    cause: CauseCode | None = None

    def __post_init__(self) -> None:
        """Only what has an instant in an order can be asked for in it, and of what is over nothing is due."""
        given: dict[str, object] = {}
        if not self.is_closed:
            # What is open isn't settled yet anyway.
            given["is_unsettled"] = False
        if self.is_closed:
            # What somebody has done is no list of anybody's.
            given |= {"handler_id": None, "has_no_handler": False, "turn": None, "due_before": None, "due_from": None}
            if self.sort in {SortOrder.DUE, SortOrder.WORDS}:
                given["sort"] = SortOrder.CLOSED
        elif self.sort is SortOrder.CLOSED:
            given["sort"] = SortOrder.DUE
        elif self.sort is SortOrder.WORDS:
            given["unread"] = True
        for name, value in given.items():
            object.__setattr__(self, name, value)

    @property
    def of_all_handlers(self) -> "MatterFilter":
        """The same without a named handler."""
        return replace(self, handler_id=None)


@dataclass(frozen=True, slots=True)
class MatterRow:
    """One line of a list; `version` is what the officer has seen of the matter when acting from the line.

    `unread_at`: since when there is something of the petitioner's that nobody who works on the matter has read.
    `is_new`: there was a step since the instant that the list was asked about.
    """

    id: UUID
    number: str
    title: str
    kind: str
    channel: str
    state: str
    place: str
    received_at: datetime
    next_due_at: datetime | None
    lead_unit_id: int
    lead_unit: str
    handler: str
    category: str
    category_id: int | None = None
    version: int = 0
    unread_at: datetime | None = None
    words_at: datetime | None = None
    closed_at: datetime | None = None
    is_new: bool = False

    @property
    def is_unread(self) -> bool:
        """Whether there is something unread."""
        return self.unread_at is not None

    def cursor(self, sort: SortOrder) -> Cursor | None:
        """Its place in a list of this order; None where it has none."""
        at: datetime | None = getattr(self, sort_column(sort))
        return Cursor(at, self.id) if at else None


@dataclass(frozen=True, slots=True)
class MatterSlice:
    """A page of a list and where the next one starts (None: this is the end)."""

    rows: tuple[MatterRow, ...]
    after: Cursor | None


def matter_count_for(*, actor: Actor, work_list: WorkList, only: MatterFilter | None = None, most: int) -> int:
    """How many open matters a list has, counted up to `most`. For the worker: no page waits for a count."""
    return matters_listed(actor=actor, work_list=work_list, only=only)[:most].count()


def matters_in_list_since(
    *, actor: Actor, work_list: WorkList, since: datetime, only: MatterFilter | None = None
) -> QuerySet[Matter]:
    """Those of them with a step of somebody else since then: by it they came into the list, or something changed.

    Looked for among the first _LOOKED_THROUGH of the list, those due first, so that a long list costs no more.
    """
    first = (
        matters_listed(actor=actor, work_list=work_list, only=only)
        .order_by("next_due_at", "pk")
        .values("pk")[:_LOOKED_THROUGH]
    )
    return Matter.objects.filter(_moved_since(actor, since), pk__in=first)


def matter_list_for(
    *,
    actor: Actor,
    work_list: WorkList,
    only: MatterFilter | None = None,
    after: Cursor | None = None,
    limit: int = PAGE,
    since: datetime | None = None,
) -> MatterSlice:
    """Open matters of a list in the order of `only`, by itself the earliest due date first. One statement.

    With `since` a row says whether there was a step of somebody else since then.
    """
    sort = only.sort if only else SortOrder.DUE
    query = matters_listed(actor=actor, work_list=work_list, only=only)
    if since is not None:
        query = query.annotate(has_moved=_moved_since(actor, since))
    found = rows_of(sort_matters(query, sort, after=after), limit + 1)
    more = len(found) > limit
    rows = found[:limit]
    return MatterSlice(rows=tuple(rows), after=rows[-1].cursor(sort) if rows and more else None)


def matter_rows_for(*, actor: Actor, numbers: Collection[str]) -> dict[str, MatterRow]:
    """The lines of these matters by number, those alone that the actor may see. One statement."""
    query = visible_to(actor).filter(number__in=sorted(set(numbers)))
    return {row.number: row for row in rows_of(query, len(numbers))}


def rows_of(query: QuerySet[Matter], limit: int) -> list[MatterRow]:
    """The first `limit` matters of a query as lines of a list."""
    asked = ["has_moved"] if "has_moved" in query.query.annotations else []
    values = query.values_list(
        "pk", "number", "title", "kind", "channel", "state", "place", "received_at", "next_due_at", "lead_unit_id",
        "lead_unit__name", "handler__display_name", "category__name", "category_id", "version", "unread_at",
        "words_at", "closed_at", *asked,
    )[:limit]  # fmt: skip
    return [_row(value) for value in values]


def _row(value: Sequence[Any]) -> MatterRow:
    fields = [*value[:10], *(name or "" for name in value[10:13]), *value[13:]]
    return MatterRow(*fields)


def _moved_since(actor: Actor, since: datetime) -> Exists:
    """Whether somebody else did something about the matter since then."""
    return Exists(Event.objects.filter(matter=OuterRef("pk"), at__gt=since).exclude(actor=actor.ref))


def matters_listed(*, actor: Actor, work_list: WorkList, only: MatterFilter | None = None) -> QuerySet[Matter]:
    """The open matters of a list, in no order: to be counted with others, or looked through from a place on.

    Those that are over instead, where `only` says so and the list has them.
    """
    is_open = not (only and only.is_closed)
    query = visible_to(actor, _VISIBILITY[work_list]).filter(is_open=is_open, **_narrow(only))
    if only and only.is_unsettled:
        query = unsettled(query)
    if only and only.cause:
        query = with_cause(query, only.cause)
    if only and only.turn:
        query = query.filter(_whose_turn(actor, only.turn))
    if only and only.area_id is not None:
        # A path has the ids of all above it, each between two strokes.
        query = query.filter(area__in=Area.objects.filter(path__contains=f"/{only.area_id}/"))
    if only and (only.handler_id is not None or only.has_no_handler):
        query = query.filter(lead_unit__in=sorted(staff_unit_ids(actor)))
    return query.filter(state__in=_STATES[work_list]) if work_list in _STATES else query


def staff_unit_ids(actor: Actor) -> frozenset[int]:
    """The units in which the actor gives out the work, and may ask who has which matter."""
    return actor.units_as(*UNIT_MANAGERS)


def _whose_turn(actor: Actor, turn: MatterTurn) -> Q:
    if turn is MatterTurn.STAND_IN:
        return Q(handler__in=sorted(actor.stands_for))
    # New words want an answer in whatever state.
    theirs = Q(state__in=_HANDLERS_TURN) | Q(unread_at__isnull=False)
    return Q(handler=actor.officer_id) & (theirs if turn is MatterTurn.OWN else ~theirs)


def _narrow(only: MatterFilter | None) -> dict[str, object]:
    if only is None:
        return {}
    given = {
        "state": only.state,
        "kind": only.kind,
        "channel": only.channel,
        "category_id": only.category_id,
        "next_due_at__lt": only.due_before,
        "unread_at__isnull": not only.unread if only.unread is not None else None,
        "next_due_at__gte": only.due_from,
        "lead_unit": only.unit_id,
        "handler": only.handler_id,
        "handler__isnull": only.has_no_handler or None,
        "received_at__gte": only.received_from,
        "received_at__lt": only.received_before,
        "category__isnull": only.is_uncategorised or None,
        "closed_at__gte": only.closed_from,
        "closed_at__lt": only.closed_before,
        "words_at__isnull": False if only.sort is SortOrder.LAST_WORD else None,
    }
    return {field: value for field, value in given.items() if value is not None}
