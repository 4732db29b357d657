"""The tray of a leader, what was written on a matter, and how much leaders have read and written in a year."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import UUID

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext

from huiyin.db import Count
from huiyin.kernel.actor import UNIT_MANAGERS, Actor, ActorKind, Role
from huiyin.kernel.time import OFFICE_ZONE, office_day
from huiyin.matters.core.rules.labels import STATE_LABELS
from huiyin.matters.core.rules.limits import LIST_MOST
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import State
from huiyin.matters.core.selectors.arrival import channel_words
from huiyin.matters.core.selectors.gate import Visibility, visible_through, visible_to
from huiyin.matters.models import LeaderReading, Matter, Remark
from huiyin.matters.reading.rules import OLD_SHOWN, REMARK, TRAY_FOR
from huiyin.tasks.models import Task
from huiyin.tasks.permissions import acts_for
from huiyin.tasks.rules.states import OPEN_STATES, WORKING_STATES, TaskState
from huiyin.tasks.rules.states import STATE_LABELS as TASK_LABELS
from huiyin.tasks.selectors.paths import task_path


@dataclass(frozen=True, slots=True)
class TrayRow:
    """A matter that waits to be read."""

    id: UUID
    number: str
    title: str
    channel: str
    channel_label: str
    state_label: str
    unit: str
    received_at: datetime
    is_late: bool


@dataclass(frozen=True, slots=True)
class TrayPlace:
    """Where a letter stands: `before` and `behind` are numbers of those beside it, "" where there is none.

    `left` counts those of the tray, or of the old ones where it `is_old`, up to LIST_MOST.
    """

    before: str = ""
    behind: str = ""
    left: int = 0
    is_old: bool = False


@dataclass(frozen=True, slots=True)
class ReadingView:
    """That a leader has read a matter, and when."""

    officer_id: int
    office: str
    read_at: datetime


@dataclass(frozen=True, slots=True)
class RemarkView:
    """What a leader wrote, and how far the task that came of it is."""

    number: str
    title: str
    office: str
    words: str
    unit: str
    to_officer: str
    made_at: datetime
    due_on: date
    state_label: str
    report: str
    done_at: datetime | None
    is_done: bool
    is_late: bool
    path: str


@dataclass(frozen=True, slots=True)
class LeaderCount:
    """One leader in a year, as the holder of an office: read, written, and of what was written the reports."""

    name: str
    unit: str
    read: int
    remarks: int
    due: int
    in_time: int

    @property
    def rate(self) -> str:
        """Reports in time ÷ reports due, "" where none was."""
        return f"{self.in_time / self.due:.1%}" if self.due else ""


def unread_letters(actor: Actor) -> "QuerySet[Matter]":
    """Open matters of the units that a leader commands, whatever way they came, which they haven't read.

    None that bars them, that they stand aside from, or that is sealed.
    """
    read = LeaderReading.objects.filter(matter=OuterRef("pk"), officer=actor.officer_id)
    below = visible_to(actor, Visibility.BELOW).filter(is_open=True, is_sealed=False)
    return below.filter(~Exists(read))


def letters_to_read(*, actor: Actor, at: datetime, channel: str = "", most: int = LIST_MOST) -> list[TrayRow]:
    """The tray; of one channel, or of all. One statement.

    First those with which the unit that owes the next step is late, then the others; of either the newest first.
    """
    found = _tray(actor, at)
    if channel:
        found = found.filter(channel=channel)
    return _tray_rows(found.select_related("lead_unit")[:most], at)


def letters_old(*, actor: Actor, at: datetime, page: int = 1) -> tuple[list[TrayRow], bool]:
    """A page of what waited in the tray unread for longer than TRAY_FOR, in its order; whether there are more."""
    start = (page - 1) * OLD_SHOWN
    rows = _tray_rows(_old(actor, at).select_related("lead_unit")[start : start + OLD_SHOWN + 1], at)
    return rows[:OLD_SHOWN], len(rows) > OLD_SHOWN


def letters_counted(*, actor: Actor, at: datetime, most: int) -> tuple[int, int]:
    """How many wait in the tray and how many lie unread among the old ones, each up to `most`. One statement."""
    counts = Count.of({"tray": [_tray(actor, at)], "old": [_old(actor, at)]}, most=most).ask()
    return counts["tray"], counts["old"]


def place_in_tray(*, actor: Actor, number: str, at: datetime) -> TrayPlace:
    """Where this letter stands in the tray, or among the old ones. One statement, or two.

    Of one that is in neither, because it has been read, `behind` is the first of the tray.
    """
    tray = list(_tray(actor, at).values_list("number", flat=True)[:LIST_MOST])
    if number in tray:
        return _place(tray, number)
    old = list(_old(actor, at).values_list("number", flat=True)[:LIST_MOST])
    if number in old:
        return replace(_place(old, number), is_old=True)
    return TrayPlace(behind=tray[0] if tray else "", left=len(tray))


def _place(numbers: list[str], number: str) -> TrayPlace:
    here = numbers.index(number)
    behind = numbers[here + 1] if here + 1 < len(numbers) else ""
    return TrayPlace(before=numbers[here - 1] if here else "", behind=behind, left=len(numbers))


def _waits(at: datetime) -> Q:
    """Whether a letter is new, or has become late lately."""
    return Q(received_at__gt=at - TRAY_FOR) | Q(next_due_at__gt=at - TRAY_FOR, next_due_at__lt=at)


def _tray(actor: Actor, at: datetime) -> "QuerySet[Matter]":
    return _in_order(unread_letters(actor).filter(_waits(at)), at)


def _old(actor: Actor, at: datetime) -> "QuerySet[Matter]":
    # Said outright, so that the index by the day of receipt is read; an open matter always has a day.
    has_waited = Q(next_due_at__lte=at - TRAY_FOR) | Q(next_due_at__gte=at)
    return _in_order(unread_letters(actor).filter(has_waited, received_at__lte=at - TRAY_FOR), at)


def _in_order(found: "QuerySet[Matter]", at: datetime) -> "QuerySet[Matter]":
    late = Case(When(next_due_at__lt=at, then=Value(0)), default=Value(1), output_field=IntegerField())
    return found.order_by(late, "-received_at", "-pk")


def _tray_rows(rows: Iterable[Matter], at: datetime) -> list[TrayRow]:
    return [
        TrayRow(
            id=row.pk,
            number=row.number,
            title=row.title,
            channel=row.channel,
            channel_label=channel_words(row.channel, row.visitors),
            state_label=gettext(STATE_LABELS[State(row.state)]),
            unit=row.lead_unit.name,
            received_at=row.received_at,
            is_late=row.next_due_at is not None and row.next_due_at < at,
        )
        for row in rows
    ]


def remarks_reported(*, actor: Actor, at: datetime, most: int = LIST_MOST) -> list[RemarkView]:
    """What came back to the leader: reported, and not read by them yet."""
    return _of_tasks(actor, _own_tasks(actor).filter(state=TaskState.DONE).order_by("done_at")[:most], at)


def remarks_running(*, actor: Actor, at: datetime, most: int = LIST_MOST) -> list[RemarkView]:
    """What the leader has written and hasn't been told of yet, the first due first."""
    open_tasks = _own_tasks(actor).filter(state__in=sorted(OPEN_STATES - {TaskState.DONE}))
    return _of_tasks(actor, open_tasks.order_by("due_at")[:most], at)


def reported_tasks(actor: Actor) -> "QuerySet[Task]":
    """Tasks behind what came back, to be counted with others in one statement."""
    return _own_tasks(actor).filter(state=TaskState.DONE, case_id__in=visible_to(actor).values("pk"))


def remarks_of(matter: Matter, actor: Actor) -> tuple[RemarkView, ...]:
    """Those on a matter, for its page, the newest first; the petitioner reads none of their words."""
    if not matter.parts & Part.REMARKS or actor.kind is ActorKind.PETITIONER:
        return ()
    rows = list(Remark.objects.filter(matter=matter).select_related("unit", "to_officer", "matter"))
    tasks = _tasks_of([row.pk for row in rows]) if rows else {}
    views = [_view(row, tasks.get(row.pk)) for row in sorted(rows, key=lambda row: -row.position)]
    return tuple(views)


def readings_of(matter: Matter, actor: Actor) -> tuple[ReadingView, ...]:
    """Which leaders have read a matter, for its page, the first one first; for staff alone."""
    if not matter.parts & Part.REMARKS or actor.kind is ActorKind.PETITIONER:
        return ()
    rows = LeaderReading.objects.filter(matter=matter).order_by("read_at", "pk")
    return tuple(ReadingView(*row) for row in rows.values_list("officer_id", "office", "read_at"))


def remarked_to(actor: Actor) -> Q:
    """The matters on which a leader has written for the officer's unit, until its report has been read.

    For who is in charge there, and for whoever has the task. Where the task went elsewhere, that unit sees nothing.
    """
    mine = Q(unit__in=sorted(actor.units_as(*UNIT_MANAGERS))) | Q(officer__in=sorted(acts_for(actor)))
    open_tasks = Task.objects.filter(
        mine, origin_kind=REMARK, origin_id=OuterRef("pk"), unit_id=OuterRef("unit_id"), state__in=sorted(OPEN_STATES)
    )
    return Q(pk__in=Remark.objects.filter(Exists(open_tasks)).values("matter_id"))


def leader_counts(*, actor: Actor, year: int, at: datetime) -> list[LeaderCount]:
    """What the leaders of the officer's units and of those below have read and written in that year.

    It counts what the reader may see, and says nothing of who complained.
    """
    units = actor.units_as(*UNIT_MANAGERS) | actor.command_unit_ids
    since, until = (datetime(on, 1, 1, tzinfo=OFFICE_ZONE).astimezone(UTC) for on in (year, year + 1))
    seen = visible_through(actor)
    read = LeaderReading.objects.filter(seen, unit__in=units, read_at__gte=since, read_at__lt=until)
    made = Remark.objects.filter(seen, from_unit__in=units, made_at__gte=since, made_at__lt=until)
    names: dict[tuple[int, int], tuple[str, str]] = {}
    counts: dict[str, Counter[tuple[int, int]]] = {key: Counter() for key in ("read", "remarks", "due", "in_time")}
    for officer_id, name, unit, unit_id in read.values_list(
        "officer_id", "officer__display_name", "unit__name", "unit_id"
    ):
        names[officer_id, unit_id] = (name, unit)
        counts["read"][officer_id, unit_id] += 1
    rows = list(made.values_list("officer_id", "officer__display_name", "from_unit__name", "from_unit_id", "pk"))
    tasks = _tasks_of([row[-1] for row in rows]) if rows else {}
    for officer_id, name, unit, unit_id, key in rows:
        names[officer_id, unit_id] = (name, unit)
        counts["remarks"][officer_id, unit_id] += 1
        task = tasks.get(key)
        if task is not None and (task.done_at is not None or task.due_at < at):
            counts["due"][officer_id, unit_id] += 1
            counts["in_time"][officer_id, unit_id] += task.done_at is not None and task.done_at <= task.due_at
    return [
        LeaderCount(name, unit, *(counts[key][at_office] for key in ("read", "remarks", "due", "in_time")))
        for at_office, (name, unit) in sorted(names.items(), key=lambda item: (item[0][1], item[0][0]))
    ]


def may_read_letters(actor: Actor) -> bool:
    """Whether somebody leads a unit: nobody else has a tray."""
    return actor.holds(Role.LEADER)


def _own_tasks(actor: Actor) -> "QuerySet[Task]":
    return Task.objects.filter(origin_kind=REMARK, given_by__in=sorted(acts_for(actor)))


def _of_tasks(actor: Actor, tasks: "QuerySet[Task]", at: datetime) -> list[RemarkView]:
    found = {task.origin_id: task for task in tasks}
    rows = Remark.objects.filter(visible_through(actor), pk__in=list(found)).select_related(
        "matter", "unit", "to_officer"
    )
    by_key = {row.pk: row for row in rows}
    return [_view(by_key[key], task, at=at) for key, task in found.items() if key in by_key]


def _tasks_of(keys: list[UUID]) -> dict[UUID | None, Task]:
    return {task.origin_id: task for task in Task.objects.filter(origin_kind=REMARK, origin_id__in=keys)}


def _view(row: Remark, task: Task | None, *, at: datetime | None = None) -> RemarkView:
    is_working = task is not None and task.state in WORKING_STATES
    return RemarkView(
        number=row.matter.number,
        title=row.matter.title,
        office=row.office,
        words=row.words,
        unit=row.unit.name,
        to_officer=row.to_officer.display_name if row.to_officer else "",
        made_at=row.made_at,
        due_on=office_day(task.due_at) if task else row.due_on,
        state_label=gettext(TASK_LABELS[TaskState(task.state)]) if task else "",
        report=task.done_note if task else "",
        done_at=task.done_at if task else None,
        is_done=task is not None and task.state == TaskState.DONE,
        is_late=at is not None and is_working and task is not None and task.due_at < at,
        path=task_path(task.pk) if task else "",
    )
